"""Workbooks that chukan wrote for people to read or fill in are refused, each with the way to go."""

from __future__ import annotations

import pytest
from tests.authoring.workbook.conftest import as_grid

from chukan.authoring.workbook.opening import OpenedWorkbook
from chukan.authoring.workbook.own_books import DICTIONARY_MARK, REVIEW_MARK, refuse_own_books
from chukan.errors import PackError


@pytest.mark.parametrize(("mark", "way"), [(REVIEW_MARK, "review-sheet --merge"), (DICTIONARY_MARK, "--format excel")])
def test_on_whichever_sheet_the_mark_is(mark: str, way: str) -> None:
    books = [
        OpenedWorkbook("a.xlsx", "", (as_grid(["項目名"]),)),
        OpenedWorkbook("b.xlsx", "", (as_grid(["x"]), as_grid([mark], name="S"))),
    ]

    with pytest.raises(PackError) as caught:
        refuse_own_books(books)

    assert caught.value.place == "b.xlsx S!A1"
    assert way in str(caught.value.hint)


def test_others_may_speak_of_them() -> None:
    refuse_own_books([OpenedWorkbook("a.xlsx", "", (as_grid(["表紙"], [REVIEW_MARK], ["", DICTIONARY_MARK]),))])
