from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import chukan
from chukan.agreement import Agreement
from chukan.authoring.export.patterns import pattern
from chukan.errors import UsageError
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout
from chukan.sample.files.write import write
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)
MakeLayout = Callable[..., Layout]
ITEMS: list[dict[str, Any]] = [
    {"item": "番号", "type": "X", "length": 4, "required": "required", "key": 1},
    {"item": "氏名", "type": "N", "length": 3},
    {"item": "税額", "type": "9", "length": 5},
    {"item": "増減", "type": "S9", "length": 4},
    {"item": "日", "type": "DATE", "length": 8},
]


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ({}, ["12  山田  00100-000520240131", "345       00000             "]),
        (
            {"padding": {"text": "right_fullwidth_space", "number": "left_space"}},
            ["12  山田　  100   -520240131", "345 　　　    0             "],
        ),
        (
            {"padding": {"text": "left_space", "number": "right_space"}},
            ["  12  山田100  -5   20240131", " 345      0                 "],
        ),
    ],
)
def test_items_stand_at_their_bytes(
    make_layout: MakeLayout, tmp_path: Path, agreement: dict[str, Any], expected: list[str]
) -> None:
    layout = make_layout(ITEMS)
    rows = [("12", "山田", "100", "-5", "20240131"), ("345", "", "0", "", "")]
    table = pa.record_batch([pa.array(c) for c in zip(*rows, strict=True)], names=list(layout.names))
    agreed = Agreement.model_validate({"format": "fixed", "encoding": "cp932", **agreement})
    write(tmp_path / "a.txt", layout, [table], agreed)

    assert (tmp_path / "a.txt").read_bytes().decode("cp932").split("\r\n") == [*expected, ""]


@pytest.mark.parametrize("newline", ["crlf", "lf", "none"])
@pytest.mark.parametrize(
    "agreement",
    [
        {"encoding": "cp932"},
        {"encoding": "cp932", "length_unit": "bytes"},
        {"encoding": "utf-8"},
        {"encoding": "euc_jp", "dates": "yyyy-mm-dd"},
        {"encoding": "cp932", "padding": {"text": "right_fullwidth_space", "number": "left_space"}},
        {"encoding": "cp932", "padding": {"text": "left_space", "number": "right_space"}},
    ],
)
def test_what_is_written_is_what_is_read(
    register: Layout, tmp_path: Path, agreement: dict[str, Any], newline: str
) -> None:
    agreed = Agreement.model_validate({"format": "fixed", "newline": newline, **agreement})
    made = pa.Table.from_batches(list(generate(register, 200, as_of=AS_OF, agreement=agreed)))
    write(tmp_path / "a.txt", register, made.to_batches(), agreed)

    reader = open_file(tmp_path / "a.txt", register, agreed)
    read = pa.Table.from_batches([b.table for b in reader])

    assert read.equals(made)
    assert [a for a in reader.anomalies if a.severity == "error"] == []


def test_a_value_that_does_not_fit_names_its_item(make_layout: MakeLayout, tmp_path: Path) -> None:
    layout = make_layout(ITEMS)
    table = pa.record_batch([["1"], ["山田太郎"], [""], [""], [""]], names=list(layout.names))

    with pytest.raises(UsageError, match=r"氏名.*8 バイト.*6 バイト"):
        write(tmp_path / "a.txt", layout, [table], Agreement(format="fixed"))
    assert list(tmp_path.iterdir()) == []


def test_agreed_positions_win(make_layout: MakeLayout, tmp_path: Path) -> None:
    layout = make_layout(ITEMS[:2])
    positions = {"氏名": {"start": 1, "length": 6}, "番号": {"start": 9, "length": 4}}
    agreed = Agreement.model_validate({"format": "fixed", "newline": "lf", "positions": positions})
    table = pa.record_batch([["1"], ["山田"]], names=list(layout.names))
    write(tmp_path / "a.txt", layout, [table], agreed)

    assert (tmp_path / "a.txt").read_bytes() == "山田    1   \n".encode("cp932")


@pytest.mark.parametrize("form", ["csv", "fixed"])
def test_signed_decimals_go_through_all_wings(make_layout: MakeLayout, tmp_path: Path, form: str) -> None:
    layout = make_layout([ITEMS[0], {"item": "差", "type": "S9V", "length": 3, "scale": 2}])
    agreed = Agreement.model_validate({"format": form, "encoding": "cp932", "length_unit": "chars"})
    (batch,) = generate(layout, 3, as_of=AS_OF, agreement=agreed)
    values = pa.array(["-1.50", "0.25", "-135.00"])
    table = pa.record_batch([batch.column(0), values], names=list(layout.names))
    write(tmp_path / "a.txt", layout, [table], agreed)

    (read,) = [one.table for one in open_file(tmp_path / "a.txt", layout, agreed)]
    outcome = chukan.check(tmp_path / "a.txt", layout, agreement=agreed)

    assert read.column("差").to_pylist() == values.to_pylist()
    assert [finding.rule for finding in outcome.findings if finding.item == "差"] == []
    assert pattern(layout.by_name["差"]) == "-?[0-9]{1,3}(?:\\.[0-9]{1,2})?"
    chukan.schema(layout, agreement=agreed).validate(read.to_pandas(), lazy=True)
