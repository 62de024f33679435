"""Which sheets are read, and what of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import HEAD, PERSON, Result, mapping, messages, run

from chukan.errors import PackError

MakeBook = Callable[..., Path]


def test_several_sheets_and_a_header_on_each_page(make_book: MakeBook) -> None:
    pages = [HEAD, [1, "宛名番号", "X", 15, "○", 1], [], HEAD, [2, "氏名", "N", 50]]

    _, layouts = run(
        make_book({"表紙": [["住民基本台帳"]], "住民": pages, "世帯": [HEAD, [1, "世帯番号", "X", 15, "○", 1]]})
    )

    assert {y.name: [i.name for i in y.items] for y in layouts} == {"住民": ["宛名番号", "氏名"], "世帯": ["世帯番号"]}


def test_hidden_things(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"].row_dimensions[5].hidden = True
        book["住民"].column_dimensions["D"].hidden = True
        book["控え"].sheet_state = "hidden"

    book = make_book({"住民": PERSON, "控え": PERSON}, edit=edit)

    report, (layout,) = run(book)
    said = messages(report, "warning")
    assert len(layout.items) == 4
    assert "非表示の行が 1 あります（5 行目）。読みました" in said
    assert "非表示の列（D）" in said
    assert "非表示のシートなので読みませんでした" in messages(report, "problem")

    choice = mapping(book, "hidden_rows: skip\nhidden_sheets: read\n")
    _, layouts = run(book, mapping=choice, overwrite=True)
    assert [(y.name, len(y.items)) for y in layouts] == [("住民", 3), ("控え", 4)]


def test_a_workbook_without_a_table_names_what_was_seen(make_book: MakeBook) -> None:
    with pytest.raises(PackError) as caught:
        run(make_book({"表紙": [["こんにちは"]], "一覧": [["a", "b"], [1, 2]]}))

    assert "項目の表もコードの表も見つかりません" in caught.value.message
    assert "一覧（項目の表でもコードの表でもない）" in (caught.value.hint or "")


Read = Callable[..., Result]


def test_hidden_sheets_are_said_and_document_sheets_are_known(read: Read) -> None:
    made = read("hidden_and_document_sheets")

    assert set(made.layouts()) == {"住民"}
    assert "控え!A1" in made.problems
    assert "表紙" not in made.problems
    assert read("hidden_and_document_sheets", "hidden_sheets: skip\n").problems == ""


def test_what_no_reader_knows_is_said(read: Read) -> None:
    made = read("unknown_columns_and_notes")

    for word in (
        "「そのまま」",
        "移行方針",
        "※1 全角は2桁と数える",
        "型のない項目",
        "コメント",
        "「◇」",
        "「UK」",
        "「レコード長」",
    ):
        assert word in made.problems
    assert made.names("住民") == ["宛名番号", "外字"]
