from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from chukan.agreement import Agreement
from chukan.errors import OutputError, UsageError
from chukan.layouts.model import Layout
from chukan.sample.files.write import total, write
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)
MakeLayout = Callable[..., Layout]
CODECS = {"utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}


@pytest.fixture
def layout(make_layout: MakeLayout) -> Layout:
    return make_layout(
        [
            {"item": "番号", "type": "X", "length": 5, "required": "required", "key": 1},
            {"item": "氏名", "type": "N", "length": 20},
            {"item": "税額", "type": "S9", "length": 9, "format": "amount"},
            {"item": "率", "type": "9V", "length": 3, "scale": 2, "format": "amount"},
        ]
    )


def batch(layout: Layout, *rows: tuple[str, ...]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(c, pa.string()) for c in zip(*rows, strict=True)], names=list(layout.names))


@pytest.mark.parametrize("quoting", ["minimal", "all"])
@pytest.mark.parametrize("newline", ["crlf", "lf", "cr"])
@pytest.mark.parametrize(
    "encoding", ["cp932", "shift_jis", "euc_jp", "utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be"]
)
def test_what_is_written_is_read_back_by_another_reader(
    register: Layout, tmp_path: Path, encoding: str, newline: str, quoting: str
) -> None:
    agreement = Agreement.model_validate(
        {"encoding": encoding, "newline": newline, "quoting": quoting, "delimiter": "\t"}
    )
    batches = list(generate(register, 60, as_of=AS_OF))
    written = write(tmp_path / "a.csv", register, batches, agreement)

    raw = (tmp_path / "a.csv").read_bytes()
    text = raw.decode(CODECS.get(encoding, encoding))
    end = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}[newline]
    rows = list(csv.reader(text.removesuffix(end).split(end), delimiter="\t"))
    assert rows[0] == list(register.names)
    assert rows[1:] == [list(r.values()) for b in batches for r in b.to_pylist()]
    assert text.count(end) == 61
    assert (written.records, written.bytes) == (60, len(raw))
    assert ('"' in text) == (quoting == "all")


def test_what_needs_quotes_gets_them(layout: Layout, tmp_path: Path) -> None:
    rows = [("1", 'あ"い', "1", "1.00"), ("2", "う,え", "", ""), ("3", "お\nか", "-5", "0.25"), ("4", "き", "2", "")]
    write(tmp_path / "a.csv", layout, [batch(layout, *rows)], Agreement(encoding="utf-8", newline="lf"))

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert [tuple(r) for r in csv.reader(file)][1:] == rows
    assert "\n4,き,2,\n" in (tmp_path / "a.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("agreement", [{"quote": "none"}, {"quoting": "none"}])
def test_without_quotes_a_delimiter_in_a_value_is_an_error(
    layout: Layout, tmp_path: Path, agreement: dict[str, Any]
) -> None:
    with pytest.raises(UsageError, match="引用符"):
        write(tmp_path / "a.csv", layout, [batch(layout, ("1", "う,え", "", ""))], Agreement.model_validate(agreement))
    assert list(tmp_path.iterdir()) == []


def test_without_a_header(layout: Layout, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", layout, [batch(layout, ("1", "あ", "", ""))], Agreement(header=False))

    assert (tmp_path / "a.csv").read_bytes() == "1,あ,,\r\n".encode("cp932")


def test_amounts_are_summed_as_far_as_they_are_numbers(layout: Layout, tmp_path: Path) -> None:
    rows = [
        ("1", "", "100", "0.50"),
        ("2", "", "-30", "1.25"),
        ("3", "", "", ""),
        ("4", "", "１２", "x"),
        ("5", "", "999999999", "2"),
    ]
    written = write(tmp_path / "a.csv", layout, [batch(layout, *rows[:2]), batch(layout, *rows[2:])], Agreement())

    assert written.totals == {"税額": 100 - 30 + 999_999_999, "率": 1 + 2}


def test_a_total_may_be_larger_than_an_integer_of_64_bits() -> None:
    assert total(pa.array(["9" * 18] * 20)) == 20 * (10**18 - 1)


def test_gaiji_and_ibm_extensions_come_as_windows_writes_them(layout: Layout, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", layout, [batch(layout, ("1", "髙﨑①\ue000ⅰ", "", ""))], Agreement(header=False))

    assert (tmp_path / "a.csv").read_bytes() == b"1," + bytes.fromhex("FBFC FAB1 8740 F040 FA40") + b",,\r\n"


def test_a_character_that_the_encoding_lacks_is_named_by_its_code_point(layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"U\+2000B"):
        write(tmp_path / "a.csv", layout, [batch(layout, ("1", "𠀋", "", ""))], Agreement())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_nothing_is_left_behind_when_it_stops_halfway(
    layout: Layout, tmp_path: Path, error: type[BaseException]
) -> None:
    (tmp_path / "a.csv").write_text("before")

    def batches() -> Iterator[pa.RecordBatch]:
        yield batch(layout, ("1", "あ", "", ""))
        raise error

    with pytest.raises(error):
        write(tmp_path / "a.csv", layout, batches(), Agreement())
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "before"


def test_a_folder_in_the_way_is_an_error_with_its_place(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "a.csv", layout, [batch(layout, ("1", "", "", ""))], Agreement())
    assert caught.value.place == str(tmp_path / "a.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_record_types_are_refused_before_anything_is_written(layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="record_types"):
        write(tmp_path / "a.csv", layout, [], Agreement.model_validate({"record_types": {"data": "2"}}))


def test_progress_counts_records(layout: Layout, tmp_path: Path) -> None:
    told: list[int] = []
    batches = [batch(layout, ("1", "", "", "")), batch(layout, ("2", "", "", ""), ("3", "", "", ""))]
    write(tmp_path / "a.csv", layout, batches, Agreement(), progress=told.append)

    assert told == [1, 3]


def test_the_heading_has_the_agreed_names(layout: Layout, tmp_path: Path) -> None:
    agreement = Agreement.model_validate({"columns": {"氏名漢字": "氏名", "備考": None, "番号#2": "率"}})

    write(tmp_path / "x.csv", layout, [batch(layout, ("1", "山田", "0", "1.00"))], agreement)

    assert (tmp_path / "x.csv").read_bytes().decode("cp932").split("\r\n")[0] == "番号,氏名漢字,税額,率"
