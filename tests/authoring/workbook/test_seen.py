"""What is seen beside the tables, and what they lack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import PERSON, messages, run

MakeBook = Callable[..., Path]


def test_a_formula_without_a_saved_result_is_a_problem(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"]["D4"] = "=10+5"

    report, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert layout.items[0].length is None
    assert "住民!D4: 数式のセルに計算結果が保存されていません" in messages(report, "problem")
    assert "数式のセルが 1 あります" in messages(report, "warning")
