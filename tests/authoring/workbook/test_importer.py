"""Workbooks of many shapes: what is understood, what is skipped, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.workbook.conftest import PERSON, mapping, run, table

from chukan.errors import PackError

MakeBook = Callable[..., Path]


def test_a_mapping_file_for_a_workbook_of_another_kind(make_book: MakeBook) -> None:
    rows = [["こちらの様式"], ["い", "ろ", "は", "に"], ["宛名", "文字", 15, "要"], ["氏名", "漢字", 50, "不要"]]
    book = make_book({"いろは": rows, "メモ": [["x"]]})
    text = """
business: 住民基本台帳
types: {文字: X}
required: {要: required, 不要: optional}
slugs: {住民: person}
sheets:
  メモ: {read: skip}
  いろは:
    read: items
    header: 2
    layout: 住民
    columns: {item: い, type: B, length: C, required: に}
"""

    report, (layout,) = run(book, mapping=mapping(book, text))

    assert layout.address == "pack@unstated/resident_register/person"
    assert table(layout) == [("宛名", "X", 15, 0, "required", None), ("氏名", "N", 50, 0, "optional", None)]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sheet: {}\n", "sheets"),
        ("sheets:\n  住民:\n    columns: {itm: A}\n", "itm"),
        ("sheets:\n  住所: {read: skip}\n", "住所"),
        ("slugs: {住民: 住 民}\n", "英小文字"),
        ("sheets:\n  住民: {header: 1}\n", "item, type"),
    ],
)
def test_mistakes_in_a_mapping_file_are_named(make_book: MakeBook, text: str, what: str) -> None:
    book = make_book({"住民": PERSON})

    with pytest.raises(PackError) as caught:
        run(book, mapping=mapping(book, text))

    assert what in str(caught.value)


def test_pack_names_that_no_address_can_hold(make_book: MakeBook) -> None:
    with pytest.raises(PackError, match="使えません"):
        run(make_book({"住民": PERSON}), pack="a/b@c")
