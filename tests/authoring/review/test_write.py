"""The workbook as staff see it in Excel."""

from __future__ import annotations

import io
from contextlib import closing

import openpyxl
import pytest
from tests.authoring.review.conftest import Sheet

from chukan.authoring import labels
from chukan.authoring.review import form
from chukan.authoring.review.write import write_dictionary, write_review
from chukan.layouts.library import Library
from chukan.layouts.select import of_business
from chukan.output import colours

LAYOUTS = of_business(Library.default().pack("mic"), "seal_registration", None)


@pytest.fixture(scope="module")
def review() -> bytes:
    file = io.BytesIO()
    write_review(LAYOUTS, file)
    return file.getvalue()


def test_a_sheet_a_layout_with_a_table_of_contents(review: bytes) -> None:
    with closing(openpyxl.load_workbook(io.BytesIO(review))) as book:
        names = [name for name, _ in form.Contents.of(LAYOUTS).sheets()]
        assert book.sheetnames == [form.ABOUT, form.CONTENTS, *names, form.CODES, form.RULES]
        contents = book[form.CONTENTS]
        links = [contents.cell(row, 2).hyperlink for row in range(2, 2 + len(LAYOUTS))]
        assert [link and link.location for link in links] == [f"'{name}'!A1" for name in names]
        for name, layout in zip(names, LAYOUTS, strict=True):
            cells = [book[name].cell(row, 2).value for row in range(5, 5 + len(layout.items))]
            assert cells == list(layout.names)


def test_the_basis_is_a_word_in_its_colour(review: bytes) -> None:
    with closing(openpyxl.load_workbook(io.BytesIO(review))) as book:
        page, column = book.worksheets[2], form.ITEM_BASE.index("根拠") + 1
        for row, item in enumerate(LAYOUTS[0].items, 5):
            cell = page.cell(row, column)
            assert str(cell.value).startswith(labels.BASIS[item.basis])
            assert cell.fill.start_color.rgb == f"FF{colours.BASIS_PALE[item.basis][1:].upper()}"


def test_only_what_is_to_be_filled_in_is_unlocked_and_its_choices_are_offered(review: bytes) -> None:
    with closing(openpyxl.load_workbook(io.BytesIO(review))) as book:
        page, width = book.worksheets[2], len(form.ITEM_BASE)
        assert page.protection.sheet
        assert [cell.protection.locked for cell in page[5]] == [True] * width + [False] * (
            len(form.ITEM_ENTRY) + len(form.SIGNED)
        )
        offered = {v.formula1 for v in page.data_validations.dataValidation if v.type == "list"}
        assert offered == {
            f'"{",".join(words)}"' for words in (form.RESULTS, labels.TYPES.values(), labels.REQUIRED.values())
        }
        assert [v.type for v in page.data_validations.dataValidation].count("date") == 1
        assert page.freeze_panes == "C5"
        assert page.print_title_rows in ("$4:$4", "4:4")


def test_the_same_layouts_give_the_same_bytes(review: bytes) -> None:
    again = io.BytesIO()
    write_review(LAYOUTS, again)

    assert again.getvalue() == review


def test_a_dictionary_has_the_same_tables_and_nothing_to_fill_in() -> None:
    file = io.BytesIO()
    write_dictionary(LAYOUTS, file)

    with closing(openpyxl.load_workbook(file)) as book:
        page = book.worksheets[2]
        assert [c.value for c in page[4]] == list(form.ITEM_BASE)
        assert not page.protection.sheet
        assert book[form.ABOUT]["A1"].value == form.BOOK
        assert not any(cell.value == form.ADDED for cell in page["A"])


def test_texts_of_a_pack_stay_texts(sheet: Sheet) -> None:
    with closing(openpyxl.load_workbook(sheet.path)) as book:
        formulas = [
            f"{page.title}!{cell.coordinate}"
            for page in book.worksheets
            for row in page.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    assert all(place.startswith(f"{form.CONTENTS}!") for place in formulas)
