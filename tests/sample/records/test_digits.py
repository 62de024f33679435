from __future__ import annotations

import re

import numpy as np
import pytest

from chukan.sample.records import digits
from chukan.values.check_digits import CORPORATE, MODULUS_10, MODULUS_11, CheckDigitScheme
from chukan.values.formats import NUMBER_FORMATS, NumberFormat


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("body", "scheme", "published"),
    [
        (12345678901, MODULUS_11, "123456789018"),
        (12050002, CORPORATE, "7000012050002"),
        (180301018771, CORPORATE, "1180301018771"),
        (9876543210, MODULUS_11, "98765432103"),
        (13801, MODULUS_10, "138016"),
        (3913101, MODULUS_10, "39131016"),
        (13112, MODULUS_10, "131128"),
        (12345, MODULUS_11, "000000000123455"),
    ],
)
def test_check_digits_are_those_of_published_numbers(body: int, scheme: CheckDigitScheme, published: str) -> None:
    made = digits.with_check_digit(ints(body, body), len(published), scheme)

    assert made.to_pylist() == [published] * 2


@pytest.mark.parametrize("number", [n for n in NUMBER_FORMATS.values() if n.widths], ids=lambda n: n.name)
def test_numbers_of_a_format_are_good_values_that_differ(number: NumberFormat) -> None:
    for width in number.widths:
        most = 10 ** digits.body_digits(number, width)
        made = digits.numbered(np.arange(0, most, max(most // 997, 1)), number, width).to_pylist()

        assert len(set(made)) == len(made)
        assert all(re.fullmatch(number.pattern, value) and len(value) == width for value in made)
        assert number.check is None or all(number.check.fits(value) for value in made)


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
