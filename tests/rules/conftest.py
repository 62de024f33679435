"""Layouts made where a test needs them, and what the checks say of single values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pytest

from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules, compile_rules
from chukan.rules.schema import LayoutSchema
from chukan.rules.settings import Settings

GENDER = CodeList(id="gender", name="性別", values=(CodeValue(code="1", name="男"), CodeValue(code="2", name="女")))
FREE = CodeList(id="free", name="団体独自", values=(CodeValue(code="*", name="団体が定める"),))
EMPTY = CodeList(id="empty", name="空の表")

Compile = Callable[..., CompiledRules]
Verdicts = Callable[..., dict[str, list[str]]]


def make_layout(items: Sequence[dict[str, Any]], **body: Any) -> Layout:
    """Return a layout of the items, with the code lists of this module."""
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business="b",
        business_name="試験",
        slug="s",
        body=LayoutBody(name="試験", **body),
        items=tuple(Item(no=n, **i) for n, i in enumerate(items, 1)),
        codes={c.id: c for c in (GENDER, FREE, EMPTY)},
    )


@pytest.fixture
def compiled() -> Compile:
    """Compiles items (keywords of `Item`) under settings."""

    def make(
        *items: dict[str, Any], settings: Settings | None = None, local: Sequence[RecordRule] = (), **body: Any
    ) -> CompiledRules:
        return compile_rules(make_layout(items, **body), settings or Settings(), local)

    return make


@pytest.fixture
def schema_of(compiled: Compile) -> Callable[..., LayoutSchema]:
    """Compiles as `compiled` does, into a pandera schema."""

    def make(*items: dict[str, Any], **body: Any) -> LayoutSchema:
        return LayoutSchema(compiled(*items, **body))

    return make


@pytest.fixture
def verdicts(compiled: Compile) -> Verdicts:
    """Value -> the rules that one item's checks say it breaks."""

    def ask(values: Sequence[str | None], settings: Settings | None = None, **item: Any) -> dict[str, list[str]]:
        rules = compiled({"item": "項目", **item}, settings=settings)
        column = pa.array(values, pa.string())
        found: dict[str, list[str]] = {v or "": [] for v in values}
        for check in rules.fields["項目"]:
            failing = check.failing(column)
            if failing is not None:
                assert len(failing) == len(column)
                assert failing.null_count == 0
                for value, wrong in zip(values, failing.to_pylist(), strict=True):
                    if wrong:
                        found[value or ""].append(check.rule)
        return {value: sorted(broken) for value, broken in found.items()}

    return ask


@pytest.fixture
def one_check(compiled: Compile) -> Callable[..., FieldCheck]:
    """Return the check of one rule for one item."""

    def find(rule: str, settings: Settings | None = None, **item: Any) -> FieldCheck:
        rules = compiled({"item": "項目", **item}, settings=settings)
        return next(c for c in rules.fields["項目"] if c.rule == rule)

    return find
