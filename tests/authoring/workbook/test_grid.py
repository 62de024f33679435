"""What a person sees in the cells of a sheet."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import CODE_SHEET, HEAD, PERSON, Result, run

MakeBook = Callable[..., Path]


def test_leading_zeros_of_codes_shown_by_a_cell_format(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        for row in (5, 6):
            book["コード"].cell(row, 3).number_format = "00"

    rows = [HEAD, [1, "続柄", "X", 2, None, None, 2]]

    _, (layout,) = run(make_book({"住民": rows, "コード": CODE_SHEET}, edit=edit))

    codes = layout.code_list(layout.items[0])
    assert codes is not None
    assert list(codes.codes) == ["01", "02"]


def test_one_stray_cell_at_the_sheets_end_costs_nothing(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"].cell(1_048_576, 16_384, "e")
        book["住民"].merge_cells("P20:Z90")

    start = time.perf_counter()
    _, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert len(layout.items) == 4
    assert time.perf_counter() - start < 5


Read = Callable[..., Result]


def test_struck_out_text_does_not_stand(read: Read) -> None:
    made = read("struck_out_text")

    assert made.items("住民") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("氏名", "N", 100, 0, "conditional", None),
        ("区分", "X", 2, 0, "optional", None),
        ("新しい名前", "X", 3, 0, "optional", None),
    ]
    assert made.layouts()["住民"].by_name["区分"].note == ""
    for word in ("住民!D3", "「50」を除き、「100」", "「廃止項目」", "「旧の説明」", "「前の名前」を除き"):
        assert word in made.problems
    decided = read("struck_out_text", "struck: skip\n")
    assert decided.problems == ""
    assert "「50」を除き" in decided.notices


def test_struck_text_stands_nowhere(read: Read) -> None:
    made = read("struck_everywhere")

    assert [i[:3] + i[4:5] for i in made.items("住民")] == [
        ("宛名番号", "X", 15, "required"),
        ("氏名", "N", 50, "conditional"),
        ("区分", "X", 1, "optional"),
    ]
    assert made.codes("住民", "区分") == {"1": "男", "2": "女"}
    for place in ("住民!B1", "住民!C3", "住民!E3", "住民!C4", "性別!A2", "性別!B3", "性別!A4"):
        assert place in made.problems
