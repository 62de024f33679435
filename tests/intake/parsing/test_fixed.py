"""Fixed width: cut by bytes, padding taken off where agreed, every byte accounted for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.parsing.positions import Span, positions
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]
LayoutOf = Callable[..., Layout]
FIXED = {"format": "fixed", "encoding": "cp932", "newline": "crlf"}


@pytest.fixture
def layout(layout_of: LayoutOf) -> Layout:
    return layout_of(("番号", "X", 4), ("氏名", "N", 4), ("金額", "9", 5), ("差額", "S9", 3), ("日", "DATE", 8))


def record(number: str, name: str, amount: str, difference: str, day: str) -> bytes:
    return (
        number.encode("cp932").ljust(4)
        + name.encode("cp932").ljust(8)
        + amount.encode().rjust(5)
        + difference.encode().rjust(4)
        + day.encode().ljust(8)
    )


RECORDS = (
    record("1", "山田", "00120", "+012", "20200101"),
    record("0002", "髙﨑　花", "00000", "-000", ""),
    record("", "佐藤　　", "", "", "20201231"),
)
ROWS = [("1", "山田", "120", "+12", "20200101"), ("0002", "髙﨑　花", "0", "-0", ""), ("", "佐藤", "", "", "20201231")]


@pytest.mark.parametrize("block_size", [1, 31, 1 << 20])
@pytest.mark.parametrize(("newline", "end"), [("crlf", b"\r\n"), ("lf", b"\n"), ("cr", b"\r"), ("none", b"")])
def test_clean_records(read: Reading, layout: Layout, newline: str, end: bytes, block_size: int) -> None:
    data = b"".join(one + end for one in RECORDS)

    found = read(data, layout, block_size=block_size, **{**FIXED, "newline": newline})

    assert found.rows == ROWS
    assert found.lines == [1, 2, 3]
    assert found.anomalies == []
    assert found.facts.record_length == 29
    assert found.facts.newline == newline
    assert found.account.read_bytes == 3 * 29


@pytest.mark.parametrize("end", [b"\r\n", b""])
def test_form_and_newline_are_detected(read: Reading, layout: Layout, end: bytes) -> None:
    found = read(b"".join(one + end for one in RECORDS), layout, encoding="cp932")

    assert found.facts.format == "fixed"
    assert found.rows == ROWS
    assert found.facts.undecided == ("format", "newline", "length_unit", "dates")


def test_a_record_of_another_length(read: Reading, layout: Layout) -> None:
    data = RECORDS[0] + b"\r\n" + RECORDS[1][:-3] + b"\r\n" + RECORDS[2] + b" \r\n" + RECORDS[0] + b"\r\n"

    found = read(data, layout, **FIXED)

    assert found.records == [1, 4]
    assert [(r.record, r.line, r.offset, r.raw) for r in found.rejected] == [
        (2, 2, 31, RECORDS[1][:-3]),
        (3, 3, 59, RECORDS[2] + b" "),
    ]
    assert found.rules == ["F07", "F07"]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_a_short_last_record_and_end_marks(read: Reading, layout: Layout, block_size: int) -> None:
    data = RECORDS[0] + RECORDS[1] + b"0003\x8e" + b"\x1a"

    found = read(data, layout, block_size=block_size, **{**FIXED, "newline": "none"})

    assert found.records == [1, 2]
    assert [r.raw for r in found.rejected] == [b"0003\x8e"]
    assert found.rules == ["F07", "F05"]
    assert "余りました" in found.anomalies[0].message
    assert found.account.end_bytes == 1


def test_whole_records_of_nul_at_the_end_are_end_marks(read: Reading, layout: Layout) -> None:
    for block_size in (1, 40, 1 << 20):
        data = RECORDS[0] + b"\x00" * 70

        found = read(data, layout, block_size=block_size, **{**FIXED, "newline": "none"})

        assert found.records == [1]
        assert found.account.end_bytes == 70


def test_a_character_cut_by_an_items_boundary(read: Reading, layout: Layout) -> None:
    data = b"0001" + "山田太".encode("cp932") + b"x\x8e" + b"00120" + b"+012" + b"20200101"

    found = read(data + b"\r\n", layout, **FIXED)

    (anomaly,) = found.of("F03")
    assert (anomaly.record, anomaly.item, anomaly.offset, anomaly.raw) == (1, "氏名", 11, b"\x8e")
    assert "境で切れて" in anomaly.message
    assert found.damaged == [(1, "氏名")]


def test_padding_on_the_other_side_stays(read: Reading, layout: Layout) -> None:
    data = b"  1 " + "　山田".encode("cp932").ljust(8) + b" 0120" + b" -12" + b"20200101"

    found = read(data + b"\r\n", layout, **FIXED)

    assert found.rows == [("  1", "　山田", " 0120", " -12", "20200101")]


@pytest.mark.parametrize(
    ("padding", "number", "name", "amount"),
    [
        ({"text": "none", "number": "none"}, "1   ", "山田    ", "00120"),
        ({"text": "left_space", "number": "left_space"}, "1   ", "山田    ", "00120"),
        ({"text": "right_fullwidth_space"}, "1", "山田", "120"),
    ],
)
def test_other_paddings(
    read: Reading, layout: Layout, padding: dict[str, str], number: str, name: str, amount: str
) -> None:
    found = read(RECORDS[0] + b"\r\n", layout, **FIXED, padding=padding)

    assert found.rows[0][:3] == (number, name, amount)


def test_padding_on_the_left(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("番号", "X", 4), ("金額", "9", 5))

    found = read(b"   1  120\r\n", layout, **FIXED, padding={"text": "left_space", "number": "left_space"})

    assert found.rows == [("1", "120")]


def test_zeros_of_codes_are_no_padding(read: Reading, layout_of: LayoutOf) -> None:
    code = Item(no=1, item="続柄", type="9", length=2, code="relation")
    fixed = Item(no=2, item="支所", type="9", length=3, format=("fixed",))

    found = read(b"02001007\r\n", layout_of(code, fixed, Item(no=3, item="回", type="9", length=3)), **FIXED)

    assert found.rows == [("02", "001", "7")]


def test_record_types_and_skipped_records(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("種別", "X", 1), ("値", "X", 3))
    types = {"column": 1, "length": 1, "header": "1", "data": "2", "trailer": "8", "end": "9"}
    for end, newline in ((b"\r\n", "crlf"), (b"", "none")):
        data = end.join([b"1hdr", b"2abc", b"2def", b"7???", b"8sum", b"9end", b""])

        found = read(data, layout, **{**FIXED, "newline": newline}, record_types=types)

        assert found.rows == [("2", "abc"), ("2", "def")]
        assert [r.raw for r in found.rejected] == [b"7???"]
        assert found.account.header_bytes == 12


def test_skipped_records(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("値", "X", 3))
    for end, newline in ((b"\r\n", "crlf"), (b"", "none")):
        data = end.join([b"top", b"abc", b"def", b"sum", b""])

        found = read(data, layout, **{**FIXED, "newline": newline}, skip={"first": 1, "last": 1}, block_size=2)

        assert found.rows == [("abc",), ("def",)]
        assert found.lines == [2, 3]


def test_agreed_positions_may_leave_gaps(read: Reading, layout: Layout) -> None:
    places = {"番号": {"start": 1, "length": 4}, "金額": {"start": 13, "length": 5}}

    found = read(b"\r\n".join(RECORDS) + b"\r\n", layout, **FIXED, positions=places)

    assert found.rows == [("1", "120"), ("0002", "0"), ("", "")]
    assert found.facts.missing == ("氏名", "差額", "日")
    assert found.facts.record_length == 29


def test_positions_without_a_layout(read: Reading) -> None:
    found = read(
        b"ab12\r\n", None, **FIXED, positions={"甲": {"start": 1, "length": 2}, "乙": {"start": 3, "length": 2}}
    )

    assert found.rows == [("ab", "12")]


def test_newlines_other_than_agreed(read: Reading, layout: Layout) -> None:
    joined = b"\r\n".join(RECORDS) + b"\r\n"

    unexpected = read(joined, layout, **{**FIXED, "newline": "none"})
    missing = read(b"".join(RECORDS), layout, **FIXED)

    assert unexpected.rows == missing.rows == ROWS
    assert [(a.rule, a.count) for a in unexpected.anomalies] == [("F04", 3)]
    assert missing.rules == ["F04"]


def test_control_bytes_in_a_value(read: Reading, layout: Layout) -> None:
    found = read(RECORDS[0].replace(b"1   ", b"1 \x00 ") + b"\r\n", layout, **FIXED)

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.item, anomaly.offset) == ("F05", "番号", 2)


def test_what_cannot_be_read(read: Reading, layout_of: LayoutOf) -> None:
    with pytest.raises(AgreementError, match="長さ"):
        read(b"x", layout_of(("甲", "X", None)), **FIXED)
    with pytest.raises(AgreementError, match="positions"):
        read(b"x", None, **FIXED)
    with pytest.raises(AgreementError, match="ありません") as caught:
        read(b"x", layout_of(("番号", "X", 3)), **FIXED, positions={"番地": {"start": 1, "length": 3}})
    assert "番号" in (caught.value.hint or "")
    with pytest.raises(AgreementError, match="UTF-16"):
        read("123".encode("utf-16"), layout_of(("番号", "X", 3)), format="fixed", encoding="utf-16")


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


@pytest.mark.parametrize("newline", ["crlf", "none"])
def test_the_first_record_is_no_header_though_one_was_agreed_on(read: Reading, layout: Layout, newline: str) -> None:
    end = b"\r\n" if newline == "crlf" else b""

    found = read(b"".join(one + end for one in RECORDS), layout, **{**FIXED, "newline": newline}, header=True)

    assert found.rows == ROWS
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 1)]


def test_an_agreed_header_is_passed_over(read: Reading, layout: Layout) -> None:
    header = "番号氏名　　　　金額   差額日      ".encode("cp932").ljust(29)[:29]

    found = read(b"\r\n".join((header, *RECORDS, b"")), layout, **FIXED, header=True)

    assert found.rows == ROWS
    assert found.anomalies == []
    assert found.account.header_bytes == 29
