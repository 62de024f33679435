from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.rules.checks import FieldCheck
from chukan.values.formats import NUMBER_FORMATS

Verdicts = Callable[..., dict[str, list[str]]]

#: Published test values and values computed by hand from the published formulas; nobody's real number.
VECTORS = Path(__file__).parents[2] / "values" / "check_digit_vectors.csv"
ROWS = [
    row for row in csv.DictReader(VECTORS.read_text(encoding="utf-8").splitlines()) if row["format"] in NUMBER_FORMATS
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['format']}-{row['value']}")
def test_vectors(verdicts: Verdicts, row: dict[str, str]) -> None:
    value, valid = row["value"], row["expected"] == "valid"

    assert verdicts([value], type="X", format=row["format"]) == {value: [] if valid else ["V07"]}


def test_only_values_of_the_right_shape_are_checked(verdicts: Verdicts) -> None:
    found = verdicts(
        ["", "12345678901", "12345678901a", "１２３４５６７８９０１７", "123456789017 "], type="X", format="my_number"
    )

    assert found == {
        "": [],
        "12345678901": ["V03"],
        "12345678901a": ["V02"],
        "１２３４５６７８９０１７": ["V02"],
        "123456789017 ": ["V07", "V09"],
    }


def test_a_resident_code_is_a_warning(one_check: Callable[..., FieldCheck]) -> None:
    assert one_check("V07", type="X", format="resident_code").severity == "warning"
    assert one_check("V07", type="X", format="my_number").severity == "error"


def test_mixed_up_codes_are_named(one_check: Callable[..., FieldCheck]) -> None:
    assert "団体コードが入っている" in one_check("V07", type="X", format="insurer_number").message("131121", show=False)
    assert "保険者番号が入っている" in one_check("V07", type="X", format="municipality_code").message(
        "138016", show=False
    )


def test_the_right_digit_is_shown_but_never_of_a_my_number(one_check: Callable[..., FieldCheck]) -> None:
    assert "末尾は6" in one_check("V07", type="X", format="municipality_code").message("131017", show=True)
    assert "末尾は" not in one_check("V07", type="X", format="municipality_code").message("131017", show=False)
    message = one_check("V07", type="X", format="my_number").message("123456789017", show=True)
    assert not any(c.isdigit() for c in message)
