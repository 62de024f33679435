"""Checks of one's own run in the stream: counted, masked and reported as the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera
import pytest

import chukan
from chukan.errors import UsageError
from chukan.layouts.model import Layout

from .conftest import AGREED

GOOD = "0001,山田太郎,1,123456789018,100"
OTHER = "0002,山田花子,2,,200"


def not_taro(values: pd.Series[str]) -> pd.Series[bool]:
    return ~values.str.contains("太郎")


def small(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["税額"].astype("int64") < 150


@pytest.fixture
def own(layout: Layout) -> pandera.DataFrameSchema:
    schema = chukan.schema(layout, agreement=AGREED)
    schema.columns["氏名"].checks.append(pandera.Check(not_taro, error="太郎がいます"))
    schema.columns["個人番号"].checks.append(pandera.Check(lambda v: v == "", error="番号があります"))
    schema.checks.append(pandera.Check(small, description="税額が大きい", raise_warning=True))
    return schema


def test_they_are_counted_masked_and_reported(own: pandera.DataFrameSchema, file: Callable[..., Path]) -> None:
    outcome = chukan.check(file(GOOD, OTHER), schema=own)

    found = {(f.rule, f.item, f.severity, f.record, f.message) for f in outcome.findings}
    assert found == {
        ("U01", "氏名", "error", 1, "太郎がいます"),
        ("U01", "個人番号", "error", 1, "番号があります"),
        ("U01", None, "warning", 2, "税額が大きい"),
    }
    assert not any(secret in f.value for f in outcome.findings for secret in ("太郎", "1234"))
    assert outcome.verdict == "fail"
    assert {r.rule: (r.state, r.severity) for r in outcome.verification.rules}["U01"] == ("ran", "error")


def test_values_are_shown_when_asked_for_but_never_my_number(
    own: pandera.DataFrameSchema, file: Callable[..., Path]
) -> None:
    outcome = chukan.check(file(GOOD), schema=own, show_values=True)

    values = {f.item: f.value for f in outcome.findings}
    assert values["氏名"] == "山田太郎"
    assert "1234" not in values["個人番号"]


def test_a_check_that_cannot_run_says_which(layout: Layout, file: Callable[..., Path]) -> None:
    schema = chukan.schema(layout, agreement=AGREED)
    schema.checks.append(pandera.Check(lambda frame: frame["ない"] == "", error="ない項目"))

    with pytest.raises(UsageError, match="ない項目"):
        chukan.check(file(GOOD), schema=schema)


def test_several_processes_need_functions_of_a_module(
    own: pandera.DataFrameSchema, layout: Layout, file: Callable[..., Path]
) -> None:
    path = file(GOOD, OTHER)
    with pytest.raises(UsageError, match="ほかのプロセス"):
        chukan.check(path, schema=own, jobs=2)

    schema = chukan.schema(layout, agreement=AGREED)
    schema.columns["氏名"].checks.append(pandera.Check(not_taro, error="太郎がいます"))
    assert [f.record for f in chukan.check(path, schema=schema, jobs=2).findings] == [1]


def test_a_schema_or_a_layout_is_needed(file: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="定義がありません"):
        chukan.check(file(GOOD))


def test_a_lambda_is_no_reason_to_fail_where_nobody_asked_for_processes(
    own: pandera.DataFrameSchema, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.engines.pool.processes", lambda *_: 2)

    assert chukan.check(file(GOOD, OTHER), schema=own).verification.totals.records.read == 2
