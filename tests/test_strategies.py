from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan import strategies
from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.rules.compile import CompiledRules, compile_rules
from chukan.rules.fields.lost_text import GETA, looks_lost
from chukan.rules.settings import Settings
from chukan.sample.records.block import Setting
from chukan.sample.records.generate import CHIYODA

AS_OF = dt.date(2026, 11, 23)
LAYOUTS = (
    "resident_register/person",
    "non_resident_addressee/addressee",
    "national_health_insurance/checkup",
    "collection_and_arrears/charge",
)
BRIEF = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def prepared(address: str, **agreement: str) -> tuple[Layout, CompiledRules, st.SearchStrategy[dict[str, str]]]:
    """Return a layout, its rules, and records of it under an agreement: made once, not for each example."""
    layout, agreed = Library().layout(f"mic@2.7/{address}"), Agreement.model_validate(agreement)
    rules = compile_rules(layout, Settings(agreement=agreed, dates=agreed.date_form or "yyyymmdd", as_of=AS_OF))
    return layout, rules, strategies.records(layout, agreement=agreed, as_of=AS_OF)


def broken(rules: CompiledRules, record: dict[str, str]) -> list[tuple[str, str]]:
    table = pa.record_batch([pa.array([v], pa.string()) for v in record.values()], names=list(record))
    found = [
        (name, check.rule)
        for name, checks in rules.fields.items()
        for check in checks
        if check.failing(table.column(name)) is not None
    ]
    return found + [(r.id, r.rule) for r in rules.records if (m := r.failing(table)) is not None and m.true_count]


@pytest.mark.parametrize("address", LAYOUTS)
@given(data=st.data())
@BRIEF
def test_drawn_records_break_no_rule(address: str, data: st.DataObject) -> None:
    layout, rules, drawing = prepared(address)
    record = data.draw(drawing)

    assert list(record) == list(layout.names)
    assert broken(rules, record) == []


@pytest.mark.parametrize("agreement", [{"dates": "yyyy-mm-dd"}, {"length_unit": "bytes", "encoding": "cp932"}])
@given(data=st.data())
@BRIEF
def test_under_an_agreement_too(agreement: dict[str, Any], data: st.DataObject) -> None:
    _, rules, drawing = prepared("resident_register/person", **agreement)
    record = data.draw(drawing)

    assert broken(rules, record) == []


def test_an_address_will_do() -> None:
    record = strategies.records("mic@2.7/resident_register/household", as_of=AS_OF)

    assert isinstance(record, st.SearchStrategy)


def test_it_is_reached_from_the_package() -> None:
    import chukan

    assert chukan.strategies.records is strategies.records


def test_no_text_is_drawn_that_a_rule_takes_for_lost() -> None:
    layout = Library().layout("mic@2.7/resident_register/person")
    item = next(i for i in layout.items if i.name == "備考")
    setting = Setting(layout, Agreement(), AS_OF, CHIYODA, 0)

    assert GETA not in strategies._wide()
    assert not any(looks_lost(text, item) for text in drawn(strategies.values(item, setting)))


def drawn(strategy: st.SearchStrategy[str]) -> list[str]:
    texts: list[str] = []

    @given(strategy)
    @settings(max_examples=200, deadline=None)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    return texts
