from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.layouts.model import Layout
from chukan.sample.records.block import Setting
from chukan.sample.solver.constraints import constraints_of
from chukan.sample.solver.tuples import TupleMaker, own_part, tuple_maker

AS_OF = dt.date(2026, 11, 23)
MakeLayout = Callable[..., Layout]

NUMBER = {"item": "宛名番号", "type": "X", "length": 15, "required": "required", "key": 1, "format": "digits"}
YEAR = {"item": "年度", "type": "YEAR", "length": 4, "required": "required", "key": 2}
CODE = {"item": "区分", "type": "X", "length": 1, "required": "required", "key": 3, "code": "status"}
SHORT = {"item": "番号", "type": "X", "length": 2, "required": "required", "key": 1, "format": "digits"}


def maker_of(layout: Layout, count: int) -> TupleMaker:
    setting = Setting(layout, Agreement(), AS_OF, "131016", 1)
    return tuple_maker([own_part(n, setting) for n in layout.key], count, setting, constraints_of(layout))


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ([NUMBER], 5000),
        ([NUMBER, YEAR], 5000),
        ([NUMBER, YEAR, CODE], 5000),
        ([SHORT], 100),
        ([SHORT, YEAR, CODE], 100 * 8 * 3),
        ([YEAR, CODE], 24),
        ([{"item": "本籍", "type": "N", "length": 60, "required": "required", "key": 1}], 3000),
        ([{"item": "番号", "type": "9", "length": 4, "required": "required", "key": 1}], 9999),
        ([{"item": "記号", "type": "N", "length": 8, "required": "required", "key": 1}], 3000),
        ([{"item": "年月", "type": "YM", "length": 6, "required": "required", "key": 1}], 96),
        ([{"item": "日", "type": "DATE", "length": 8, "required": "required", "key": 1}], 3000),
        (
            [
                {
                    "item": "所番号",
                    "type": "X",
                    "length": 10,
                    "required": "required",
                    "key": 1,
                    "format": "care_provider_number",
                }
            ],
            3000,
        ),
        (
            [{"item": "氏名", "type": "N", "length": 40, "required": "required", "key": 1, "format": "person_name"}],
            3000,
        ),
    ],
)
def test_tuples_never_repeat(make_layout: MakeLayout, items: list[dict[str, Any]], count: int) -> None:
    maker = maker_of(make_layout(items), count)
    columns = maker.columns(np.arange(count), np.random.default_rng(1))

    assert len(set(zip(*(c.to_pylist() for c in columns.values()), strict=True))) == count


def test_blocks_made_apart_do_not_repeat_each_other(make_layout: MakeLayout) -> None:
    maker = maker_of(make_layout([NUMBER, YEAR]), 4000)
    parts = [
        maker.columns(np.arange(start, start + 1000), np.random.default_rng(start)) for start in range(0, 4000, 1000)
    ]

    seen = {t for columns in parts for t in zip(*(c.to_pylist() for c in columns.values()), strict=True)}
    assert len(seen) == 4000


def test_too_many_is_an_error_that_says_how_many_there_are(make_layout: MakeLayout) -> None:
    with pytest.raises(UsageError, match="100 通りまで"):
        maker_of(make_layout([SHORT]), 101)


def test_a_condition_on_the_key_holds(make_layout: MakeLayout) -> None:
    other = {**YEAR, "item": "相当年度", "key": 4}
    rules = [
        {"id": "order", "assert": "年度 >= 相当年度", "message": "x"},
        {"id": "kind", "assert": "区分 <> '2'", "message": "x"},
    ]
    maker = maker_of(make_layout([NUMBER, YEAR, CODE, other], rules=rules), 2000)
    columns = maker.columns(np.arange(2000), np.random.default_rng(1))

    assert all(a >= b for a, b in zip(columns["年度"].to_pylist(), columns["相当年度"].to_pylist(), strict=True))
    assert "2" not in columns["区分"].to_pylist()
    assert len(set(zip(*(c.to_pylist() for c in columns.values()), strict=True))) == 2000
