"""Where the items of a fixed-width record stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.parsing.positions import Span, positions, record_length
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


def test_a_place_without_room_for_the_point_is_refused_before_reading(layout_of: LayoutOf) -> None:
    layout = layout_of(Item(no=1, item="率", type="9V", length=3, scale=2))
    agreed = {"format": "fixed", "positions": {"率": {"start": 1, "length": 5}}}

    with pytest.raises(AgreementError, match="5 バイト") as refused:
        positions(layout, Agreement.model_validate(agreed))

    assert "implied_point: true" in (refused.value.hint or "")
    (span,) = positions(layout, Agreement.model_validate({**agreed, "implied_point": True}))
    assert span.length == 5


def test_an_implied_point_is_read(read: Callable[..., Any], layout_of: LayoutOf) -> None:
    layout = layout_of(Item(no=1, item="率", type="9V", length=3, scale=2))

    fixed = read(b"00325\r\n", layout, format="fixed", encoding="cp932", newline="crlf", implied_point=True)
    delimited = read("率\r\n00325\r\n3.25\r\n", layout, encoding="cp932", header=True, implied_point=True)

    assert fixed.rows == [("3.25",)]
    assert delimited.rows == [("003.25",), ("3.25",)]


def test_zeros_before_numbers_in_csv_are_taken_off_where_agreed(read: Callable[..., Any], layout_of: LayoutOf) -> None:
    layout = layout_of(("番号", "X", 4), ("額", "S9", 7), ("率", "9V", 3))
    data = "番号,額,率\r\n0001,0001200,003.5\r\n0002,-0000300,0\r\n"

    agreed = read(data, layout, encoding="cp932", header=True, padding={"number": "left_zero"})
    not_agreed = read(data, layout, encoding="cp932", header=True)

    assert agreed.rows == [("0001", "1200", "3.5"), ("0002", "-300", "0")]
    assert not_agreed.rows[0] == ("0001", "0001200", "003.5")


@pytest.mark.parametrize(
    "agreed",
    [
        {"record_length": 5, "positions": {"番号": {"start": 1, "length": 4}, "氏名": {"start": 5, "length": 6}}},
        {"record_length": 5},
    ],
)
def test_a_record_that_ends_before_its_items_is_refused_before_anything_is_read(
    read: Callable[..., Any], person: Layout, agreed: dict[str, Any]
) -> None:
    with pytest.raises(AgreementError, match="record_length（5 バイト）"):
        read(b"abcde\r\n" * 3, person, format="fixed", encoding="cp932", **agreed)


def test_positions_follow_the_unit_and_the_encoding(layout_of: LayoutOf) -> None:
    layout = layout_of(
        ("甲", "X", 3),
        ("乙", "N", 2),
        ("丙", "XN", 2),
        ("丁", "S9", 3),
        Item(no=5, item="戊", type="9V", length=3, scale=2),
        ("己", "DATE", 8),
        ("庚", "YM", 6),
    )

    def ends(**agreed: Any) -> list[int]:
        return [span.end for span in positions(layout, Agreement.model_validate(agreed))]

    assert ends() == [3, 7, 11, 15, 21, 29, 35]
    assert ends(length_unit="bytes") == [3, 5, 7, 11, 17, 25, 31]
    assert ends(encoding="utf-8") == [3, 9, 15, 19, 25, 33, 39]
    assert ends(dates="yyyy-mm-dd") == [3, 7, 11, 15, 21, 31, 38]
    assert Span("x", 2, 5).length == 3


def test_what_no_item_is_in_is_told_where_it_holds_more_than_filling(read: Callable[..., Any], person: Layout) -> None:
    agreed = {
        "format": "fixed",
        "encoding": "cp932",
        "newline": "crlf",
        "positions": {"番号": {"start": 1, "length": 4}, "氏名": {"start": 7, "length": 4}},
    }
    filled = [b"0001  " + "山田".encode("cp932") + b"000   ", b"0002\x81\x40" + "山田".encode("cp932") + b"      "]
    other = [b"0003x " + "山田".encode("cp932") + b"     9", b"0004 \x00" + "山田".encode("cp932") + b"      "]

    for size in (1, 1 << 20):
        sound = read(b"".join(r + b"\r\n" for r in filled * 2), person, block_size=size, **agreed)
        found = read(b"".join(r + b"\r\n" for r in [*filled, *other]), person, block_size=size, **agreed)

        assert not sound.of("F07")
        told = [(a.severity, a.line, a.message) for a in found.of("F07")]
        assert [(severity, line) for severity, line, _ in told] == [("warning", 3), ("warning", 3)]
        assert "5 から 6 バイト目に値のあるレコードが 2 件" in told[0][2]
        assert "11 から 16 バイト目に値のあるレコードが 1 件" in told[1][2]


def test_agreed_places_that_share_bytes_are_told(read: Callable[..., Any], person: Layout) -> None:
    places = {"番号": {"start": 1, "length": 5}, "氏名": {"start": 5, "length": 4}}

    found = read(b"0001abcd\r\n", person, format="fixed", encoding="cp932", newline="crlf", positions=places)

    (anomaly,) = found.of("F07")
    assert (anomaly.severity, anomaly.item) == ("warning", "氏名")
    assert "「番号」（1 から 5 バイト目）と「氏名」（5 から 8 バイト目）の位置が重なっています" in anomaly.message
