"""Fixed width or delimited: said once where it is not what was agreed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout

Reading = Callable[..., Any]
FIXED = {"format": "fixed", "encoding": "cp932", "newline": "crlf", "length_unit": "bytes"}
CSV = {"format": "csv", "encoding": "cp932", "newline": "crlf", "delimiter": ",", "quoting": "minimal"}


@pytest.fixture
def layout(layout_of: Callable[..., Layout]) -> Layout:
    return layout_of(("種別", "X", 1), ("番号", "X", 3), ("金額", "9", 6))


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_delimited_file_that_should_be_of_fixed_width(read: Reading, layout: Layout, delimiter: str) -> None:
    found = read("種別,番号,金額\r\n2,001,100\r\n".replace(",", delimiter), layout, **FIXED)

    assert "移行条件は固定長ですが" in found.anomalies[-1].message
    assert found.rules == ["F07"] * 3


@pytest.mark.parametrize("header", [True, False])
def test_a_file_of_fixed_width_that_should_be_delimited(read: Reading, layout: Layout, header: bool) -> None:
    found = read("2001000100\r\n2002000200\r\n2003000300\r\n", layout, header=header, **CSV)

    assert [a.message for a in found.of("F07") if "固定長と見られます" in a.message]


def test_what_was_agreed_on_is_not_doubted(read: Reading, layout: Layout) -> None:
    fixed = read("2001000100\r\n2002000200\r\n", layout, **FIXED)
    delimited = read("種別,番号,金額\r\n2,00,1000\r\n2,00,2000\r\n", layout, **CSV)

    assert fixed.rules == delimited.rules == []


PLACES = {"種別": {"start": 1, "length": 1}, "番号": {"start": 2, "length": 3}, "金額": {"start": 5, "length": 6}}


def test_places_that_were_agreed_on_are_not_left_out_in_silence(read: Reading, layout: Layout) -> None:
    undecided = {**FIXED, "format": None, "positions": PLACES}

    fixed = read("2001000100\r\n2002000200\r\n", layout, **undecided)
    delimited = read("種別,番号,金額\r\n2,001,100\r\n", layout, **undecided)

    assert fixed.rules == []
    assert [(a.rule, a.severity) for a in delimited.anomalies] == [("F07", "error")]
    assert "positions は使わずに読みました" in delimited.anomalies[0].message


WIDE = {"bytes": "0001山田1   \r\n0002鈴木2   \r\n", "chars": "0001山田　　1   \r\n0002鈴木　　2   \r\n"}


@pytest.mark.parametrize("unit", ["chars", "bytes"])
def test_fixed_width_of_either_unit_where_csv_was_agreed_on(read: Reading, wide: Layout, unit: str) -> None:
    found = read(WIDE[unit], wide, length_unit="chars", header=True, **CSV)

    assert len([a for a in found.of("F07") if "固定長と見られます" in a.message]) == 1


def test_a_name_in_the_first_record_makes_no_csv_of_fixed_width(read: Reading, wide: Layout) -> None:
    found = read("番号        \r\n" + WIDE["bytes"] * 5, wide, **FIXED)

    assert "CSV" not in "".join(a.message for a in found.anomalies)
