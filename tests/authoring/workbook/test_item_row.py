"""One row as an item."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.authoring.workbook.conftest import HEAD, Result, run

MakeBook = Callable[..., Path]


def test_personal_numbers_are_always_marked(make_book: MakeBook) -> None:
    rows = [
        HEAD,
        [1, "個人番号", "9", 12],
        [2, "被扶養者_個人番号", "X", 12],
        [3, "旧個人番号", "X", 15],
        [4, "法人番号", "X", 13],
    ]

    _, (layout,) = run(make_book({"S": rows}))

    assert [i.formats for i in layout.items] == [("my_number",), ("my_number",), ("personal",), ("corporate_number",)]


Read = Callable[..., Result]


def test_names_that_a_layout_cannot_hold(read: Read) -> None:
    made = read("odd_names")

    items = made.layouts()["住民"].items
    assert [i.name for i in items] == ["宛名番号", "氏名（漢字）", "氏名_カナ", "備考", "備考_2"]
    assert items[2].labels == ("氏名(カナ)",)
    assert "「備考」が同じ移行ファイルに二度あります" in made.problems


def test_strings_of_digits_are_no_numbers(read: Read) -> None:
    made = read("bank_style")

    assert [(i.type, i.formats) for i in made.layouts()["口座"].items] == [
        ("X", ("digits",)),
        ("X", ("kana_half",)),
        ("X", ()),
    ]
