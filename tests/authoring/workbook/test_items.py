"""The rows of an item table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import HEAD, PERSON, Result, messages, run

MakeBook = Callable[..., Path]


def test_what_is_lost_is_a_problem_and_no_column_goes_missing(make_book: MakeBook) -> None:
    rows = [
        HEAD,
        [1, "宛名番号", "X", 15, "○", "○"],
        [2, "謎の型", "Q7", 3],
        [3, "桁なし", "X", "可変"],
        [4, "宛名番号", "X", 15],
        [5, None, "X", 3],
        [6, "必須不明", "X", 3, "たぶん"],
    ]

    report, (layout,) = run(make_book({"住民": rows}))

    said = messages(report, "problem")
    for word in ("「Q7」", "「可変」", "二度あります", "項目名が空", "「たぶん」"):
        assert word in said
    assert "住民!C3" in said
    assert [i.name for i in layout.items] == ["宛名番号", "謎の型", "桁なし", "宛名番号_2", "必須不明"]
    assert layout.by_name["謎の型"].type == "XN"


def test_headings_between_items_are_skipped_and_told(make_book: MakeBook) -> None:
    rows = [HEAD, [None, "■基本情報"], [1, "宛名番号", "X", 15]]

    report, (layout,) = run(make_book({"住民": rows}))

    assert [i.name for i in layout.items] == ["宛名番号"]
    assert "見出し「■基本情報」" in messages(report, "info")


def test_struck_items(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"]["B6"].font = Font(strike=True)

    report, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert [i.name for i in layout.items] == ["宛名番号", "履歴番号", "所得金額"]
    assert "「氏名」" in messages(report, "problem")
    assert "取り消し線の引かれた項目「氏名」の行" in messages(report, "problem")


def test_byte_lengths_are_told(make_book: MakeBook) -> None:
    rows = [["項番", "項目名", "データ型", "桁数（バイト）"], [1, "宛名番号", "X", 15]]

    report, (layout,) = run(make_book({"住民": rows}))

    assert layout.items[0].length == 15
    assert "バイト数のようです" in messages(report, "warning")


Read = Callable[..., Result]


def test_structures_are_no_items(read: Read) -> None:
    made = read("a_tree_of_objects")

    assert made.names("JSON") == ["name"]
    assert "「オブジェクト」の行は列ではない" in made.problems


def test_lengths_in_bytes(read: Read) -> None:
    made = read("lengths_in_bytes")

    assert [i[2] for name in ("住民", "世帯", "転出") for i in made.items(name)] == [100, 50, 5, 20]
    assert "世帯!E3" in made.problems  # 99 bytes are no 5 characters
    assert "世帯!E2" not in made.problems


def test_two_columns_of_one_meaning(read: Read) -> None:
    made = read("two_columns_of_lengths")

    assert [i[2] for i in made.items("住民")] == [50, 100]
    assert "住民!D3" in made.problems
    assert "住民!D2" not in made.problems
