from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.defects.context import DefectContext
from chukan.sample.records.block import Setting

MakeLayout = Callable[..., Layout]
ITEMS: list[dict[str, Any]] = [
    {"item": "番号", "type": "X", "length": 10, "key": 1},
    {"item": "別番号", "type": "X", "length": 10},
    {"item": "区分", "type": "X", "length": 1, "code": "status"},
    {"item": "備考", "type": "N", "length": 20},
    {"item": "月日", "type": "X", "length": 4, "format": "month_day"},
    {"item": "金額", "type": "9", "length": 9},
]


@pytest.fixture
def context(make_layout: MakeLayout) -> Callable[..., DefectContext]:
    def make(**agreed: Any) -> DefectContext:
        rule = {"id": "r", "assert": "金額 > 0", "when": "区分 = '1'", "message": "x"}
        layout = make_layout(ITEMS, rules=[rule], unique=[{"items": ["別番号"]}])
        return DefectContext(Setting(layout, Agreement.model_validate(agreed), dt.date(2026, 11, 23), "", 0))

    return make


def test_what_others_depend_on_is_left_alone(context: Callable[..., DefectContext]) -> None:
    found = context()

    assert found.referenced == {"番号", "区分", "金額"}
    assert found.unreferenced == {"別番号", "備考", "月日"}
    assert found.independent == {"備考", "月日"}


def test_the_forms_in_force(context: Callable[..., DefectContext]) -> None:
    plain, agreed = context(), context(format="fixed", encoding="utf-8", dates="yyyy-mm-dd", length_unit="bytes")

    assert (plain.encoding, plain.date_form, plain.fixed_width, plain.counts_bytes) == (
        "cp932",
        "yyyymmdd",
        False,
        False,
    )
    assert (agreed.encoding, agreed.date_form, agreed.fixed_width, agreed.counts_bytes) == (
        "utf-8",
        "yyyy-mm-dd",
        True,
        True,
    )


def test_free_text_is_no_code_and_no_day(context: Callable[..., DefectContext]) -> None:
    found = context()

    assert [i.name for i in found.setting.layout.items if found.is_free_text(i)] == ["番号", "別番号", "備考"]
    assert [i.name for i in found.setting.layout.items if found.is_coded(i)] == ["区分"]
