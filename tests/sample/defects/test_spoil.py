from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Item
from chukan.sample.defects import spoil
from chukan.sample.defects.context import DefectContext
from chukan.sample.records.block import Setting
from chukan.values.check_digits import MODULUS_11


@pytest.fixture
def context() -> DefectContext:
    layout = Library().layout("mic@2.7/resident_register/person")
    return DefectContext(Setting(layout, Agreement(), dt.date(2026, 11, 23), "", 0))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def item(**more: Any) -> Item:
    return Item.model_validate({"no": 1, "item": "項目", "type": "X", "length": 8, **more})


@pytest.mark.parametrize(("kind", "mark"), [("X", "1"), ("N", "漢"), ("9", "9")])
def test_too_long_is_longer(context: DefectContext, rng: np.random.Generator, kind: str, mark: str) -> None:
    value = spoil.too_long("", item(type=kind), context, rng)

    assert len(value) > 8
    assert set(value) == {mark}


def test_an_unknown_code_is_of_the_right_length(context: DefectContext, rng: np.random.Generator) -> None:
    gender = context.setting.layout.by_name["性別"]
    codes = context.setting.layout.code_list(gender)
    value = spoil.unknown_code("1", gender, context, rng)

    assert codes is not None
    assert value is not None
    assert value not in codes.codes
    assert len(value) == gender.length


@pytest.mark.parametrize("kind", ["DATE", "YM", "YEAR", "TIME"])
def test_what_is_impossible_is_no_day(context: DefectContext, rng: np.random.Generator, kind: str) -> None:
    value = spoil.impossible("", item(type=kind, length=6), context, rng)

    with pytest.raises(ValueError, match=r"unconverted|does not match|out of range"):
        dt.datetime.strptime(value, {"DATE": "%Y%m%d", "YM": "%Y%m", "YEAR": "%Y", "TIME": "%H%M%S"}[kind])  # noqa: DTZ007 - no time zone


def test_a_wrong_check_digit_is_wrong(context: DefectContext, rng: np.random.Generator) -> None:
    good = MODULUS_11.complete("12345678901")

    for _ in range(50):
        value = spoil.wrong_digit(good, item(length=12, format="my_number"), context, rng)
        assert value is not None
        assert value[:-1] == good[:-1]
        assert not MODULUS_11.fits(value)


def test_a_blank_has_no_check_digit(context: DefectContext, rng: np.random.Generator) -> None:
    assert spoil.wrong_digit("", item(length=12, format="my_number"), context, rng) is None


@pytest.mark.parametrize(
    ("way", "old", "new"),
    [
        (spoil.wide_digits, "1.5", "１.５"),
        (spoil.wide_digits, "", None),
        (spoil.below_zero, "12", "-12"),
        (spoil.below_zero, "0", None),
        (spoil.below_zero, "12345678", None),
        (spoil.zero_first, "12", "012"),
        (spoil.zero_first, "1.5", None),
        (spoil.joined_name, "山田　太郎", "山田太郎"),
        (spoil.joined_name, "山田太郎", None),
    ],
)
def test_a_value_is_spoiled_or_will_not_do(
    way: Any, old: str, new: str | None, context: DefectContext, rng: np.random.Generator
) -> None:
    assert way(old, item(type="9"), context, rng) == new


def test_the_last_character_gives_way() -> None:
    way = spoil.spoilt_last("?")

    assert way("山田", item(), None, None) == "山?"  # type: ignore[arg-type]
    assert way("", item(), None, None) == "?"  # type: ignore[arg-type]
    assert way("", item(format="person_name"), None, None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "text"), [("yyyymmdd", "20240229"), ("yyyy-mm-dd", "2024-02-29"), ("yyyy/mm/dd", "2024/02/29")]
)
def test_days_are_written_in_the_agreed_form(form: str, text: str) -> None:
    assert spoil.in_form("20240229", form) == text
