"""One column as Arrow and as SQL: both say the same of every value."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from chukan.expressions.session import batch_connection
from chukan.expressions.types import DateForms, sql_type, typed, typed_sql, unreadable, unreadable_sql, value_sql
from chukan.layouts.model import Item

VALUES = [
    "",
    "　",
    "0",
    "007",
    "-5",
    "1e3",
    "1_000",
    " 7",
    "7 ",
    "１２",
    "12.5",
    "12.345",
    "99999999999999999999",
    "2024",
    "0000",
]
DATES = ["", "20240229", "20230229", "00000000", "99991231", "2024-02-29", "20241301", "あ", "0000229"]
KINDS = [
    ("X", {}),
    ("9", {}),
    ("S9", {}),
    ("9V", {"scale": 2}),
    ("S9V", {"scale": 2}),
    ("YEAR", {}),
    ("YM", {}),
    ("DATE", {}),
]


def item(kind: str, **more: Any) -> Item:
    return Item.model_validate({"no": 1, "item": "項目", "type": kind, "length": 20, **more})


def in_sql(values: list[str], expression: str) -> list[Any]:
    connection = batch_connection()
    connection.register("chukan_values", pa.table({"v": values}))
    try:
        return [row[0] for row in connection.sql(f"SELECT {expression} FROM chukan_values").fetchall()]
    finally:
        connection.unregister("chukan_values")


@pytest.mark.parametrize(("kind", "more"), KINDS)
@pytest.mark.parametrize("form", ["yyyymmdd", "yyyy-mm-dd"])
def test_sql_sees_what_arrow_sees(kind: str, more: dict[str, Any], form: str) -> None:
    made, forms, values = item(kind, **more), DateForms(form), VALUES + DATES
    there = [v is not None for v in typed(pa.array(values), made, forms).to_pylist()]

    assert [v is not None for v in in_sql(values, typed_sql("v", made, forms))] == there
    assert in_sql(values, unreadable_sql("v", made, forms)) == unreadable(pa.array(values), made, forms).tolist()


def test_days_are_days() -> None:
    assert typed(pa.array(["20240229", "20230229", "99999999"]), item("DATE"), DateForms()).to_pylist() == [
        dt.date(2024, 2, 29),
        None,
        None,
    ]


def test_months_have_one_form() -> None:
    assert typed(pa.array(["2024-02"]), item("YM"), DateForms("yyyy-mm-dd")).to_pylist() == ["202402"]


@pytest.mark.parametrize(("value", "kept"), [("", None), ("　\n", None), (" a", " a"), ("　山", "　山")])
def test_blanks_are_null(value: str, kept: str | None) -> None:
    assert in_sql([value], value_sql("v")) == [kept]


def test_products_of_two_numbers_fit() -> None:
    assert (sql_type(item("9")), sql_type(item("9V", scale=2)), sql_type(item("DATE"))) == (
        "HUGEINT",
        "DECIMAL(38, 2)",
        "DATE",
    )
