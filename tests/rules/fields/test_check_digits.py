from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.rules.check import FieldCheck

Verdicts = Callable[..., dict[str, list[str]]]

#: Published test values and values computed by hand from the published formulas; nobody's real number.
VECTORS = [
    ("my_number", "123456789018", True),
    ("my_number", "123456789017", False),
    ("my_number", "111111111118", True),
    ("my_number", "987654321093", True),
    ("corporate_number", "7000012050002", True),
    ("corporate_number", "7000012050003", False),
    ("corporate_number", "8000012010038", True),
    ("corporate_number", "1180301018771", True),
    ("corporate_number", "8700110005901", True),
    ("municipality_code", "131016", True),
    ("municipality_code", "011002", True),
    ("municipality_code", "271004", True),
    ("municipality_code", "401307", True),
    ("municipality_code", "472018", True),
    ("municipality_code", "010006", True),
    ("municipality_code", "131017", False),
    ("insurer_number", "138016", True),
    ("insurer_number", "39131016", True),
    ("insurer_number", "131128", True),
    ("insurer_number", "131045", True),
    ("insurer_number", "131121", False),
    ("late_elderly_number", "39131016", True),
    ("late_elderly_number", "39131017", False),
    ("resident_code", "12345678903", True),
    ("resident_code", "00000000124", True),
    ("resident_code", "98765432103", True),
    ("resident_code", "98765432104", False),
]


@pytest.mark.parametrize(("number", "value", "valid"), VECTORS)
def test_vectors(verdicts: Verdicts, number: str, value: str, valid: bool) -> None:
    assert verdicts([value], type="X", format=number) == {value: [] if valid else ["V07"]}


def test_it_is_asked_of_the_right_shape_only(verdicts: Verdicts) -> None:
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


def test_mixed_up_codes_are_told(one_check: Callable[..., FieldCheck]) -> None:
    assert "団体コードが入っている" in one_check("V07", type="X", format="insurer_number").message("131121", show=False)
    assert "保険者番号が入っている" in one_check("V07", type="X", format="municipality_code").message(
        "138016", show=False
    )


def test_the_right_digit_is_told_but_never_of_a_my_number(one_check: Callable[..., FieldCheck]) -> None:
    assert "末尾は6" in one_check("V07", type="X", format="municipality_code").message("131017", show=True)
    assert "末尾は" not in one_check("V07", type="X", format="municipality_code").message("131017", show=False)
    message = one_check("V07", type="X", format="my_number").message("123456789017", show=True)
    assert not any(c.isdigit() for c in message)
