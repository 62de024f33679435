"""Control totals are exact, whatever stands in the column."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.verification.amounts import Amounts


def total(values: list[str]) -> int:
    amounts = Amounts(frozenset({"税額"}))
    amounts.add(pa.RecordBatch.from_arrays([pa.array(values, pa.string())], names=["税額"]))
    return amounts.sums["税額"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2", ""], 3),
        (["-5", "+2"], -5),
        (["１２", "abc", "7"], 7),
        (["1,000", "1"], 1),
        (["9" * 18] * 20, int("9" * 18) * 20),
        (["0x10", "0X1F", "1e3", " 7", "7 ", "+5", "--5", "5-", "-"], 0),
        (["007", "-5"], 2),
        (["1" * 19, "0" * 19], 0),
        ([], 0),
        (["", ""], 0),
    ],
)
def test_whole_numbers_are_summed_and_the_rest_is_not(values: list[str], expected: int) -> None:
    assert total(values) == expected


@given(st.lists(st.integers(-(10**17), 10**17), max_size=40))
def test_the_sum_never_wraps_around(numbers: list[int]) -> None:
    assert total([str(n) for n in numbers]) == sum(numbers)


def test_batches_do_not_matter() -> None:
    amounts = Amounts(frozenset({"税額"}))
    for part in (["1", "2"], ["3"]):
        amounts.add(pa.RecordBatch.from_arrays([pa.array(part, pa.string())], names=["税額"]))

    assert amounts.sums == {"税額": 6}


@given(
    st.lists(st.sampled_from(["0x10", "1", "-5", "007", "9" * 18, "9" * 19, "x", " 7", "", "１２", "7\n"]), max_size=9)
)
def test_what_one_record_holds_does_not_decide_on_another(values: list[str]) -> None:
    assert total(values) == sum(total([value]) for value in values)
