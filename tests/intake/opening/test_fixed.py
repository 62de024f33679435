"""How a file of fixed width is read: as agreed, or as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import FIXED, FIXED_RECORDS, FIXED_ROWS

from chukan.errors import AgreementError
from chukan.layouts.model import Layout

Reading = Callable[..., Any]


LayoutOf = Callable[..., Layout]


@pytest.mark.parametrize("end", [b"\r\n", b""])
def test_form_and_newline_are_detected(read: Reading, fixed_layout: Layout, end: bytes) -> None:
    found = read(b"".join(one + end for one in FIXED_RECORDS), fixed_layout, encoding="cp932")

    assert found.facts.format == "fixed"
    assert found.rows == FIXED_ROWS
    assert found.facts.undecided == ("format", "newline", "length_unit", "dates")


def test_agreed_positions_may_leave_gaps(read: Reading, fixed_layout: Layout) -> None:
    places = {"番号": {"start": 1, "length": 4}, "金額": {"start": 13, "length": 5}}

    found = read(b"\r\n".join(FIXED_RECORDS) + b"\r\n", fixed_layout, **FIXED, positions=places)

    assert found.rows == [("1", "120"), ("0002", "0"), ("", "")]
    assert found.facts.missing == ("氏名", "差額", "日")
    assert found.facts.record_length == 29


def test_positions_without_a_layout(read: Reading) -> None:
    found = read(
        b"ab12\r\n", None, **FIXED, positions={"甲": {"start": 1, "length": 2}, "乙": {"start": 3, "length": 2}}
    )

    assert found.rows == [("ab", "12")]


def test_newlines_other_than_agreed(read: Reading, fixed_layout: Layout) -> None:
    joined = b"\r\n".join(FIXED_RECORDS) + b"\r\n"

    unexpected = read(joined, fixed_layout, **{**FIXED, "newline": "none"})
    missing = read(b"".join(FIXED_RECORDS), fixed_layout, **FIXED)

    assert unexpected.rows == missing.rows == FIXED_ROWS
    assert [(a.rule, a.count) for a in unexpected.anomalies] == [("F04", 3)]
    assert missing.rules == ["F04"]


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


@pytest.mark.parametrize("newline", ["crlf", "none"])
def test_the_first_record_is_no_header_though_one_was_agreed_on(
    read: Reading, fixed_layout: Layout, newline: str
) -> None:
    end = b"\r\n" if newline == "crlf" else b""

    found = read(
        b"".join(one + end for one in FIXED_RECORDS), fixed_layout, **{**FIXED, "newline": newline}, header=True
    )

    assert found.rows == FIXED_ROWS
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 1)]


def test_an_agreed_header_is_passed_over(read: Reading, fixed_layout: Layout) -> None:
    header = "番号氏名　　　　金額   差額日      ".encode("cp932").ljust(29)[:29]

    found = read(b"\r\n".join((header, *FIXED_RECORDS, b"")), fixed_layout, **FIXED, header=True)

    assert found.rows == FIXED_ROWS
    assert found.anomalies == []
    assert found.account.header_bytes == 29
