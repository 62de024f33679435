from __future__ import annotations

import re

import pyarrow as pa
import pytest

from chukan.values.date_forms import date_pattern, form_of
from chukan.values.kernels import matches


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("20240101", "yyyymmdd"),
        ("99999999", "yyyymmdd"),
        ("2024-01-01", "yyyy-mm-dd"),
        ("2024/01/01", "yyyy/mm/dd"),
        ("2024-1-1", None),
        ("202401", None),
        ("２０２４０１０１", None),
        ("", None),
    ],
)
def test_the_form_of_a_value(value: str, form: str | None) -> None:
    assert form_of(value) == form


@pytest.mark.parametrize(
    ("asked", "good", "bad"),
    [
        (
            {},
            ["20240101", "2024-12-31", "0001/01/01", "20240231"],
            ["20240001", "20240100", "20241301", "2024-0101", "2024-01/01", "202401", "2024010", "R6.1.1"],
        ),
        (
            {"unknown": True},
            ["20240000", "2024/01/00", "99999999", "00000000", "9999-12-31"],
            ["20241300", "9999-99-99"],
        ),
        ({"plausible": True}, ["18680125", "2099/12/31"], ["17991231", "21000101", "99991231", "20240100"]),
        ({"plausible": True, "unknown": True}, ["99991231", "20240100", "00000000", "99999999"], ["12340100"]),
        ({"type_": "YM"}, ["202401", "2024-12", "2024/01"], ["202400", "20240101", "2024"]),
        ({"type_": "YM", "unknown": True}, ["202400", "2024-00"], ["999999"]),
        ({"type_": "YEAR"}, ["2024", "0000"], ["24", "20240"]),
    ],
)
def test_what_looks_like_a_date(asked: dict[str, object], good: list[str], bad: list[str]) -> None:
    pattern = date_pattern(**asked)

    assert [v for v in (*good, *bad) if re.fullmatch(pattern, v)] == good
    assert matches(pa.array([*good, *bad]), pattern).tolist() == [True] * len(good) + [False] * len(bad)
