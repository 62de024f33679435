"""The waiver sheet: read with places, drafted so that it can be read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.errors import InputError, ProjectError
from chukan.project.waiver_draft import COLUMNS
from chukan.project.waivers import load_waivers

ROW = [
    "V05",
    "生年月日",
    "131016/resident_register/person",
    3,
    "移行先で補正する",
    "住民課長 山田",
    dt.date(2026, 11, 1),
]


def sheet(tmp_path: Path, *rows: list[Any], heading: list[str] | None = None, above: int = 0) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "了承一覧"
    for _ in range(above):
        page.append(["了承シート"])
    page.append(heading or list(COLUMNS))
    for row in rows:
        page.append(row)
    path = tmp_path / "waivers.xlsx"
    book.save(path)
    return path


def changed(column: str, value: Any) -> list[Any]:
    return [value if name == column else old for name, old in zip(COLUMNS, ROW, strict=True)]


def test_a_row_becomes_a_waiver(tmp_path: Path) -> None:
    [waiver] = load_waivers(sheet(tmp_path, ROW, above=2))

    assert (waiver.rule, waiver.item, waiver.scope, waiver.limit) == (
        "V05",
        "生年月日",
        "131016/resident_register/person",
        3,
    )
    assert (waiver.reason, waiver.who, waiver.when) == ("移行先で補正する", "住民課長 山田", "2026-11-01")
    assert "了承一覧" in waiver.place
    assert "4 行目" in waiver.place


def test_columns_may_stand_in_any_order_with_notes_between(tmp_path: Path) -> None:
    heading = ["メモ", *reversed(COLUMNS)]

    [waiver] = load_waivers(sheet(tmp_path, ["", *reversed(ROW)], heading=heading))

    assert waiver.limit == 3


@pytest.mark.parametrize(
    ("column", "value", "attribute", "read"),
    [
        ("検査項目", "ｖ０５　暦日", "rule", "V05"),
        ("上限件数", "1,200件", "limit", 1200),
        ("上限件数", 3.0, "limit", 3),
        ("項目", "全項目", "item", ""),
        ("範囲", "全体", "scope", ""),
        ("範囲", " みどり市／住民基本台帳 ", "scope", "みどり市/住民基本台帳"),
        ("了承日", "2026/11/3", "when", "2026-11-03"),
        ("了承日", "令和8年11月3日", "when", "2026-11-03"),
        ("了承日", dt.datetime.fromisoformat("2026-11-03T09:00"), "when", "2026-11-03"),
        ("理由", None, "reason", ""),
        ("了承者", None, "who", ""),
        ("了承日", None, "when", ""),
    ],
)
def test_cells_as_people_type_them(tmp_path: Path, column: str, value: Any, attribute: str, read: Any) -> None:
    [waiver] = load_waivers(sheet(tmp_path, changed(column, value)))

    assert getattr(waiver, attribute) == read


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("検査項目", "V99", ["V99", "検査項目"]),
        ("検査項目", None, ["検査項目がありません"]),
        ("検査項目", "W01", ["W01"]),
        ("上限件数", None, ["上限件数がありません"]),
        ("上限件数", "たくさん", ["たくさん"]),
        ("上限件数", -1, ["-1"]),
        ("上限件数", 1.5, ["1.5"]),
        ("範囲", "a/b/c/d", ["a/b/c/d"]),
        ("了承日", "きのう", ["きのう"]),
        ("了承日", "2026-02-30", ["2026-02-30"]),
    ],
)
def test_a_wrong_cell_names_sheet_and_row(tmp_path: Path, column: str, value: Any, words: list[str]) -> None:
    with pytest.raises(ProjectError) as e:
        load_waivers(sheet(tmp_path, ROW, changed(column, value)))

    assert all(word in str(e.value) for word in [*words, "シート「了承一覧」", "3 行目"])


def test_blank_rows_are_skipped_and_a_stray_cell_costs_nothing(tmp_path: Path) -> None:
    path = sheet(tmp_path, ROW, [None] * 7, ROW)
    book = openpyxl.load_workbook(path)
    page = book.active
    assert page is not None
    page.cell(1_000_000, 20, "メモ")
    book.save(path)

    assert len(load_waivers(path)) == 2


def test_a_book_without_the_headings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="見出し"):
        load_waivers(sheet(tmp_path, heading=["検査項目", "理由"]))


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "waivers.xlsx"
    path.write_bytes(b"V05,")

    with pytest.raises(InputError, match="xlsx"):
        load_waivers(path)
