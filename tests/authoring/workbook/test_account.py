"""The account of a sheet: each cell has one state, and what nobody claimed is said."""

from __future__ import annotations

import pytest

from chukan.authoring.workbook.account import CellAccount, ranges
from chukan.authoring.workbook.grid import Grid

CELLS = {(1, 1): "項目名", (2, 1): "氏名", (2, 2): "備考の文", (3, 1): "以上", (4, 1): "1/3", (5, 1): "－"}


def account(**more: object) -> CellAccount:
    return CellAccount(Grid("住民", CELLS, {}, **more))  # type: ignore[arg-type]


def test_states_add_up_to_the_cells_that_hold_something() -> None:
    own = account(struck={(6, 1): "旧"})
    own.head([(1, 1), (9, 9)], "見出し")
    own.use([(2, 1)], "item")

    assert own.counts() == {"used": 1, "heading": 1, "decoration": 3, "unused": 2}
    assert sum(own.counts().values()) == len(CELLS) + 1


def test_the_strongest_claim_counts_whoever_comes_first() -> None:
    own = account()
    own.leave([(2, 1)], "わからない")
    own.use([(2, 1)], "item")
    own.decorate([(2, 1)], "飾り")

    assert {c.place: c.state for c in own.cells()}[2, 1] == "used"


def test_what_is_struck_through_is_never_used() -> None:
    own = account(struck={(6, 1): "旧"})
    own.use([(6, 1)], "item")

    assert {c.place: c.state for c in own.cells()}[6, 1] == "unused"


def test_closing_says_where_what_and_why_once_a_reason() -> None:
    own = account()
    own.leave([(2, 1), (2, 2)], "列がわからない", "列を書いてください。")
    own.head([(1, 1)], "見出し")

    [notice] = own.close()

    assert (notice.level, notice.place, notice.hint) == ("problem", "住民!A2", "列を書いてください。")
    assert "読まなかったセルが 2 あります（A2、B2: 「氏名」、「備考の文」）。列がわからない" in notice.message


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(2, 8), (3, 8), (4, 8)], "H2:H4"),
        ([(2, 8), (4, 8), (2, 9)], "H2、H4、I2"),
        ([(n * 2, 1) for n in range(1, 9)], "A2、A4、A6、A8、A10、A12…"),
        ([], ""),
    ],
)
def test_ranges(places: list[tuple[int, int]], expected: str) -> None:
    assert ranges(places) == expected
