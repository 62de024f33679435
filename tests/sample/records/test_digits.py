from __future__ import annotations

import numpy as np
import pytest

from chukan.sample.records import digits


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("made", "published"),
    [
        (digits.my_numbers(ints(12345678901)), "123456789018"),
        (digits.corporate_numbers(ints(12050002)), "7000012050002"),
        (digits.corporate_numbers(ints(180301018771)), "1180301018771"),
        (digits.resident_codes(ints(9876543210)), "98765432103"),
        (digits.mod10_numbers(ints(13801), 6), "138016"),
        (digits.mod10_numbers(ints(3913101), 8), "39131016"),
        (digits.mod10_numbers(ints(13112), 6), "131128"),
        (digits.addressee_numbers(ints(12345), 15), "000000000123455"),
    ],
)
def test_check_digits_are_those_of_published_numbers(made: object, published: str) -> None:
    assert made[0].as_py() == published  # type: ignore[index]


@pytest.mark.parametrize("code", ["131016", "011002", "271004", "401307", "472018", "010006"])
def test_municipality_codes(code: str) -> None:
    assert digits.municipality_check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("size", [1, 2, 7, 10, 97, 1000, 6180, 10**5])
def test_scattering_is_one_to_one(size: int) -> None:
    scattered = digits.scattered(np.arange(size), size, 12345)

    assert sorted(scattered.tolist()) == list(range(size))


def test_scattering_ten_million_of_the_largest_space_does_not_overflow() -> None:
    scattered = digits.scattered(ints(0, 1, 10**7), 10**11, 10**11 - 1)

    assert ((scattered >= 0) & (scattered < 10**11)).all()
    assert len(set(scattered.tolist())) == 3


def test_residence_cards_differ_and_have_the_form() -> None:
    cards = digits.residence_cards(np.arange(5000) * 1_000_003).to_pylist()

    assert len(set(cards)) == 5000
    assert all(c[:2].isalpha() and c[2:10].isdigit() and c[10:].isalpha() and len(c) == 12 for c in cards)
