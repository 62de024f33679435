"""What others write is read back equal, cut anywhere; and what they read of clean files, too."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from tests.intake.conftest import make_layout

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout

from .slow_characters import marked

#: Characters of CP932 that tell something: NEC, IBM, gaiji, half-width kana, second bytes that are "\" and "|".
CHARACTERS = "a1 ,\"'|\\\t\n\ræ山田髙﨑①㈱表ソ能ポ－～ｱﾞ\ue000\uf8ff　".replace("æ", "").replace("\uf8ff", "")
TEXT = st.text(CHARACTERS, max_size=6)
PLAIN = st.text("a1山田髙①表ソ能ポ～ｱﾞ\ue000　", max_size=6)
SIZES = st.integers(1, 40)
TITLE = st.text("表題年2026/ 月\n,", max_size=8)
WIDTH = 3
NAMES = ["甲の列", "乙の列", "丙の列"]


def rows(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(text, min_size=WIDTH, max_size=WIDTH), max_size=8)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round") / "file.csv"


def read(path: Path, block_size: int, layout: Layout | None = None, **agreed: Any) -> list[list[str]]:
    agreed = {
        "encoding": "cp932",
        "header": True,
        "delimiter": ",",
        "newlines_in_values": True,
        "dates": "yyyymmdd",
    } | agreed
    reader = open_file(path, layout, Agreement.model_validate(agreed), block_size=block_size)
    found = [list(row) for b in reader for row in zip(*(c.to_pylist() for c in b.table.columns), strict=True)]
    reader.account.check()
    assert reader.account.rejected_records == 0
    return found


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(
    values=rows(TEXT),
    encoding=st.sampled_from(("cp932", "utf-8", "utf-16", "euc_jp")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    delimiter=st.sampled_from(",\t|"),
    newline=st.sampled_from(("\r\n", "\n", "\r")),
    block_size=SIZES,
)
@SETTINGS
def test_what_pythons_csv_writes(
    path: Path, values: list[list[str]], encoding: str, quoting: Any, delimiter: str, newline: str, block_size: int
) -> None:
    for unquoted in {"\r", "\n"} - set(newline):  # csv does not quote these
        values = [[value.replace(unquoted, "") for value in row] for row in values]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, delimiter=delimiter, lineterminator=newline).writerows([NAMES, *values])
    try:
        path.write_bytes(text.getvalue().encode(encoding))
    except UnicodeEncodeError:
        assume(False)

    assert read(path, block_size, encoding=encoding, delimiter=delimiter) == values


@given(
    values=rows(st.text("a1山表ソ \\\",';|\t\n#=", max_size=6)),
    encoding=st.sampled_from(("utf-8", "utf-16", "euc_jp")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    delimiter=st.sampled_from(",\t|;"),
    quote=st.sampled_from("\"'"),
    block_size=SIZES,
)
@SETTINGS
def test_what_pythons_csv_writes_with_backslashes_and_other_quotes(
    path: Path, values: list[list[str]], encoding: str, quoting: Any, delimiter: str, quote: str, block_size: int
) -> None:
    """A backslash before each quote, and before itself; Python's own reader must read back what it wrote."""
    form: dict[str, Any] = {"delimiter": delimiter, "quotechar": quote, "escapechar": "\\", "doublequote": False}
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator="\n", **form).writerows([NAMES, *values])
    assume([*csv.reader(io.StringIO(text.getvalue(), newline=""), **form)] == [NAMES, *values])
    path.write_bytes(text.getvalue().encode(encoding))

    assert read(path, block_size, encoding=encoding, delimiter=delimiter, quote=quote, escape="\\") == values


LAYOUT = make_layout(*((name, "XN", 60) for name in NAMES))


@given(
    titles=st.lists(st.lists(TITLE, max_size=5).filter(lambda row: len(row) not in (WIDTH, WIDTH + 1)), max_size=4),
    values=st.lists(st.lists(TEXT, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=8),
    blank_last=st.booleans(),
    extra=st.sampled_from(("", "records", "header and records")),
    encoding=st.sampled_from(("cp932", "utf-8", "utf-16", "euc_jp")),
    delimiter=st.sampled_from(",\t|;"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    block_size=SIZES,
)
@SETTINGS
def test_what_pythons_csv_writes_below_titles_and_with_blank_ends(
    path: Path,
    titles: list[list[str]],
    values: list[list[str]],
    blank_last: bool,
    extra: str,
    encoding: str,
    delimiter: str,
    quoting: Any,
    block_size: int,
) -> None:
    """Nothing is agreed on but the encoding: the layout's names show where the header is, and what it means."""
    values = [[*row[:-1], "" if blank_last else row[-1]] for row in values]
    values = [[value.replace("\r", "") for value in row] for row in values]
    text = io.StringIO(newline="")
    for kind, row in [("title", row) for row in titles] + [("header", NAMES)] + [("records", row) for row in values]:
        line = io.StringIO(newline="")
        csv.writer(line, quoting=quoting, delimiter=delimiter, lineterminator="\r\n").writerow(row)
        text.write(line.getvalue().removesuffix("\r\n") + (delimiter if kind in extra else "") + "\r\n")
    try:
        path.write_bytes(text.getvalue().encode(encoding))
    except UnicodeEncodeError:
        assume(False)

    assert read(path, block_size, LAYOUT, encoding=encoding, header=None, delimiter=None) == values


@given(values=rows(TEXT), block_size=SIZES)
@SETTINGS
def test_what_pandas_writes(path: Path, values: list[list[str]], block_size: int) -> None:
    pd.DataFrame(values, columns=NAMES, dtype=str).to_csv(path, index=False, encoding="cp932", lineterminator="\r\n")

    assert read(path, block_size) == values


@given(values=rows(TEXT), block_size=SIZES)
@SETTINGS
def test_what_polars_writes(path: Path, values: list[list[str]], block_size: int) -> None:
    pl.DataFrame(values, schema=NAMES, orient="row").cast(pl.String).write_csv(path)

    assert read(path, block_size, encoding="utf-8") == values


@given(values=rows(TEXT), block_size=SIZES)
@SETTINGS
def test_what_excel_writes(path: Path, values: list[list[str]], block_size: int) -> None:
    """Quotes where needed, LF within cells, CRLF between records."""

    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if any(c in value for c in ',"\n') else value

    values = [[value.replace("\r", "") for value in row] for row in values]
    text = "".join(",".join(map(cell, row)) + "\r\n" for row in [NAMES, *values])
    path.write_bytes(text.encode("cp932"))

    assert read(path, block_size) == values


@given(values=rows(PLAIN), block_size=SIZES)
@SETTINGS
def test_what_pandas_and_polars_read_of_a_clean_file(path: Path, values: list[list[str]], block_size: int) -> None:
    text = "".join(",".join(row) + "\r\n" for row in [NAMES, *values])
    path.write_bytes(text.encode("cp932"))

    found = read(path, block_size)

    assert found == pd.read_csv(path, encoding="cp932", dtype=str, keep_default_na=False).to_numpy().tolist()
    assert found == [
        [value or "" for value in row] for row in pl.read_csv(path, encoding="cp932", infer_schema=False).rows()
    ]


FIXED = make_layout(("甲", "X", 3), ("乙", "N", 2), ("丙", "9", 3))


@given(
    records=st.lists(
        st.one_of(
            st.tuples(st.text("ab1ｱ", max_size=3), st.text("山髙表", max_size=2), st.integers(0, 999)).map(
                lambda r: r[0].encode("cp932").ljust(3) + r[1].encode("cp932").ljust(4) + b"%03d" % r[2]
            ),
            st.binary(min_size=10, max_size=10).map(lambda b: b.replace(b"\r", b"x").replace(b"\n", b"x")),
            st.sampled_from((b"short", b"much too long", b"")),
        ),
        max_size=12,
    ),
    newline=st.sampled_from((b"\r\n", b"\n", b"")),
    block_size=SIZES,
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fixed_width_as_a_slow_reader_reads_it(
    path: Path, records: list[bytes], newline: bytes, block_size: int
) -> None:
    first = "aaa山髙001".encode("cp932")
    data = newline.join([first, first, *records, first + newline])
    path.write_bytes(data)
    agreement = Agreement(
        format="fixed", encoding="cp932", newline="none" if not newline else "crlf" if len(newline) == 2 else "lf"
    )

    try:
        reader = open_file(path, FIXED, agreement, block_size=block_size)
    except InputError:
        reject()  # so many control characters are no text: tests/intake/source/test_signatures.py
    assume(reader.facts.encoding == "cp932")
    found: dict[int, tuple[str, ...]] = {}
    rejected: dict[int, bytes] = {}
    for batch in reader:
        found |= dict(
            zip(batch.records.to_pylist(), zip(*(c.to_pylist() for c in batch.table.columns), strict=True), strict=True)
        )
        rejected |= {one.record: one.raw for one in batch.rejected}
    reader.account.check()

    pieces = (
        [one for one in data.split(newline) if one]
        if newline
        else [data[at : at + 10] for at in range(0, len(data), 10)]
    )
    assert rejected == {number: piece for number, piece in enumerate(pieces, 1) if len(piece) != 10}
    assert found == {number: slow(piece) for number, piece in enumerate(pieces, 1) if len(piece) == 10}


def slow(piece: bytes) -> tuple[str, str, str]:
    """One record, byte by byte."""
    number = piece[7:].strip(b" ") and piece[7:]
    stripped = number.lstrip(b"0") or number[-1:]
    return (
        marked(piece[:3].rstrip(b" ")),
        marked(piece[3:7].rstrip(b" ")).rstrip(" 　"),
        marked(stripped),
    )
