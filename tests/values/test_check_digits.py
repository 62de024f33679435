from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from chukan.values.check_digits import MODULUS_11, CheckDigitScheme
from chukan.values.formats import NUMBER_FORMATS

#: Published test values and values computed by hand from the published formulas; nobody's real number.
ROWS = list(
    csv.DictReader((Path(__file__).parent / "check_digit_vectors.csv").read_text(encoding="utf-8").splitlines())
)
SCHEMES = {name: number.check for name, number in NUMBER_FORMATS.items() if number.check}
SCHEMES["addressee_number"] = MODULUS_11


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['format']}-{row['value']}")
def test_vectors(row: dict[str, str]) -> None:
    scheme: CheckDigitScheme = SCHEMES[row["format"]]
    value, valid = row["value"], row["expected"] == "valid"
    body = value[1:] if scheme.leading else value[:-1]

    assert scheme.fits(value) == valid
    assert (scheme.complete(body) == value) == valid
    assert (str(scheme.expected(value)) == value[0 if scheme.leading else -1]) == valid


@pytest.mark.parametrize("name", SCHEMES)
def test_columns_get_the_digits_that_single_numbers_get(name: str) -> None:
    scheme = SCHEMES[name]
    width = NUMBER_FORMATS[name].widths[0] if name in NUMBER_FORMATS else 15
    bodies = np.random.default_rng(1).integers(0, 10, (200, width - 1)).astype(np.int16)

    computed = scheme.compute(list(bodies.T))

    assert [int(digit) for digit in computed] == [int(scheme.compute([int(d) for d in body])) for body in bodies]
