"""The unit of length where nobody agreed on one: what makes records as long as they are, or what values suit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout

Reading = Callable[..., Any]
#: The same two records in either unit.
WIDE = {"bytes": "0001山田1   \r\n0002鈴木2   \r\n", "chars": "0001山田　　1   \r\n0002鈴木　　2   \r\n"}


@pytest.mark.parametrize("newline", ["\r\n", ""])
@pytest.mark.parametrize("unit", ["chars", "bytes"])
@pytest.mark.parametrize("agreed", [{}, {"format": "fixed", "encoding": "cp932"}])
def test_the_unit_of_length_is_that_of_the_records_where_nobody_agreed_on_one(
    read: Reading, wide: Layout, unit: str, newline: str, agreed: dict[str, Any]
) -> None:
    found = read(WIDE[unit].replace("\r\n", newline), wide, **agreed)

    assert [row[:2] for row in found.rows] == [("0001", "山田"), ("0002", "鈴木")]
    assert found.rules == []
    assert "length_unit" in found.facts.undecided


@pytest.mark.parametrize("unit", ["chars", "bytes"])
@pytest.mark.parametrize("cut", [0, 4, 8])
def test_without_newlines_the_values_tell_the_unit_whatever_divides_the_file(
    read: Reading, wide: Layout, unit: str, cut: int
) -> None:
    data = (WIDE[unit] * 6).replace("\r\n", "").encode("cp932")  # 144 and 192 bytes: 12 and 16 divide both

    found = read(data[: len(data) - cut], wide, format="fixed", encoding="cp932")

    assert [row[:2] for row in found.rows[:2]] == [("0001", "山田"), ("0002", "鈴木")]
    assert len(found.rows) == 12 - bool(cut)
    assert found.account.rejected_records == bool(cut)


def test_an_agreed_unit_is_not_doubted(read: Reading, wide: Layout) -> None:
    found = read(WIDE["bytes"], wide, format="fixed", encoding="cp932", length_unit="chars")

    assert found.rows == []
    assert found.account.rejected_records == 2
