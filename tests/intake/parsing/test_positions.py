"""Where the items of a fixed-width record stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.parsing.positions import positions, record_length
from chukan.layouts.model import Item, Layout

LayoutOf = Callable[..., Layout]


@pytest.mark.parametrize(
    ("encoding", "unit", "expected"),
    [
        ("cp932", "chars", [(0, 4), (4, 24), (24, 32)]),
        ("utf-8", "chars", [(0, 4), (4, 34), (34, 42)]),
        ("cp932", "bytes", [(0, 4), (4, 14), (14, 22)]),
    ],
)
def test_one_after_the_other_by_the_layouts_lengths(
    person: Layout, encoding: str, unit: str, expected: list[tuple[int, int]]
) -> None:
    agreement = Agreement.model_validate({"length_unit": unit})

    found = positions(person, agreement, encoding)

    assert [(span.start, span.end) for span in found] == expected
    assert record_length(found, agreement) == expected[-1][1]


def test_signs_and_points_take_a_byte(layout_of: LayoutOf) -> None:
    decimal = Item(no=2, item="率", type="9V", length=3, scale=2)

    found = positions(layout_of(("額", "S9", 5), decimal), Agreement())

    assert [span.length for span in found] == [6, 6]


def test_dates_with_separators_are_longer(person: Layout) -> None:
    assert positions(person, Agreement(dates="yyyy-mm-dd"))[-1].length == 10


def test_agreed_positions_win(person: Layout) -> None:
    agreement = Agreement.model_validate(
        {"positions": {"氏名": {"start": 11, "length": 6}, "番号": {"start": 1, "length": 4}}, "record_length": 40}
    )

    found = positions(person, agreement)

    assert [(span.item, span.start, span.end) for span in found] == [("番号", 0, 4), ("氏名", 10, 16)]
    assert record_length(found, agreement) == 40


def test_a_position_of_no_item(person: Layout) -> None:
    with pytest.raises(AgreementError, match="番合") as caught:
        positions(person, Agreement.model_validate({"positions": {"番合": {"start": 1, "length": 4}}}))

    assert "番号" in (caught.value.hint or "")


def test_an_item_without_a_length(layout_of: LayoutOf) -> None:
    with pytest.raises(AgreementError, match="長さ"):
        positions(layout_of(("備考", "XN", None)), Agreement())
