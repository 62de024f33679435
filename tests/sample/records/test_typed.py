from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from chukan.layouts.model import Item
from chukan.sample.records.typed import (
    OPEN,
    arrow_type,
    blanked,
    days,
    decimal_column,
    months_as_text,
    parsed,
    rendered,
    replaced,
)


def item(**more: object) -> Item:
    return Item.model_validate({"no": 1, "item": "項目", "length": 8, **more})


@pytest.mark.parametrize("form", ["yyyymmdd", "yyyy-mm-dd", "yyyy/mm/dd"])
def test_dates_come_back_as_they_went(form: str) -> None:
    column = pa.array([dt.date(1926, 12, 25), None, dt.date(2026, 2, 28), OPEN], pa.date32())
    text = rendered(item(type="DATE"), column, form)

    assert text[0].as_py() == dt.date(1926, 12, 25).strftime(
        {"yyyymmdd": "%Y%m%d"}.get(form, form.replace("yyyy", "%Y").replace("mm", "%m").replace("dd", "%d"))
    )
    assert text[1].as_py() == ""
    assert parsed(item(type="DATE"), text, form).equals(column)


@pytest.mark.parametrize(
    ("units", "text"), [(0, "0.00"), (5, "0.05"), (-1250, "-12.50"), (123456789012, "1234567890.12")]
)
def test_decimals(units: int, text: str) -> None:
    column = decimal_column(np.array([units]), 2)

    assert rendered(item(type="9V", scale=2), column, "yyyymmdd").to_pylist() == [text]
    assert parsed(item(type="9V", scale=2), pa.array([text]), "yyyymmdd").equals(column)


def test_what_cannot_be_read_is_null() -> None:
    assert parsed(item(type="9"), pa.array(["12", "", "１２", "1A"]), "yyyymmdd").to_pylist() == [12, None, None, None]
    assert parsed(item(type="DATE"), pa.array(["20230230", "99999999", ""]), "yyyymmdd").to_pylist() == [None] * 3
    assert parsed(item(type="X"), pa.array(["1", ""]), "yyyymmdd").to_pylist() == ["1", None]


@pytest.mark.parametrize("type_", ["X", "N", "XN", "9", "S9", "9V", "S9V", "DATE", "YM", "YEAR", "TIME", "BLOB"])
def test_blank_is_an_empty_string_in_every_type(type_: str) -> None:
    one = item(type=type_)

    assert rendered(one, pa.nulls(1, arrow_type(one)), "yyyymmdd").to_pylist() == [""]


def test_months() -> None:
    assert months_as_text(np.array([2026 * 12, 2025 * 12 + 11])).to_pylist() == ["202601", "202512"]


def test_changing_single_rows() -> None:
    column = pa.array(["a", None, "c"])

    assert replaced(column, np.array([0, 2]), pa.array(["x", None], pa.string())).to_pylist() == ["x", None, None]
    assert blanked(column, np.array([True, False, False])).to_pylist() == [None, None, "c"]
    assert days(dt.date(1970, 1, 2)) == 1


def test_months_follow_the_form_of_the_dates() -> None:
    column = pa.array(["202601", None])
    text = rendered(item(type="YM", length=6), column, "yyyy-mm-dd")

    assert text.to_pylist() == ["2026-01", ""]
    assert parsed(item(type="YM", length=6), text, "yyyy-mm-dd").equals(column)
    assert rendered(item(type="YM", length=6), column, "yyyymmdd").to_pylist() == ["202601", ""]
