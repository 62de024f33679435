"""Layouts made where a test needs them, and what the rules say of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings

AS_OF = dt.date(2026, 11, 23)

GENDER = CodeList(id="gender", name="性別", values=(CodeValue(code="1", name="男"), CodeValue(code="2", name="女")))
FLAG = CodeList(id="flag", name="フラグ", values=(CodeValue(code="0", name="非該当"), CodeValue(code="1", name="該当")))
STATUS = CodeList(
    id="status",
    name="状態",
    values=(CodeValue(code="1", name="現存"), CodeValue(code="2", name="転出"), CodeValue(code="3", name="死亡")),
)
RELATION = CodeList(
    id="relation",
    name="続柄",
    values=(CodeValue(code="02", name="世帯主"), CodeValue(code="12", name="妻"), CodeValue(code="20", name="子")),
)
FREE = CodeList(id="free", name="団体独自", values=(CodeValue(code="*", name="団体が定める"),))

Found = set[tuple[int, str, str]]
MakeLayout = Callable[..., Layout]
Findings = Callable[..., Found]


def _layout(items: Sequence[dict[str, Any]], *, slug: str = "s", business: str = "b", **body: Any) -> Layout:
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business=business,
        business_name="試験",
        slug=slug,
        body=LayoutBody.model_validate({"name": "試験", **body}),
        items=tuple(Item.model_validate({"no": n, **i}) for n, i in enumerate(items, 1)),
        codes={c.id: c for c in (GENDER, FLAG, STATUS, RELATION, FREE)},
    )


@pytest.fixture
def make_layout() -> MakeLayout:
    """Return a layout of items (keywords of `Item`) and of declarations as in ``business.yaml``."""
    return _layout


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the packs that chukan carries."""
    return Library()


@pytest.fixture
def findings() -> Findings:
    """(record, item, rule) of all that the rules find in batches or a table."""

    def find(layout: Layout, records: pa.Table | Iterable[pa.RecordBatch], agreement: Agreement | None = None) -> Found:
        table = records if isinstance(records, pa.Table) else pa.Table.from_batches(list(records))
        agreed = agreement or Agreement()
        settings = Settings(
            agreement=agreed, as_of=AS_OF, dates=agreed.date_form or "yyyymmdd", encoding=agreed.encoding or "cp932"
        )
        rules = compile_rules(layout, settings)
        assert not rules.could_not_run
        found: Found = set()
        for name, checks in rules.fields.items():
            column = table.column(name).combine_chunks()
            for check in checks:
                mask = check.failing(column)
                found |= (
                    set() if mask is None else {(r + 1, name, check.rule) for r in pc.indices_nonzero(mask).to_pylist()}
                )
        whole = table.combine_chunks().to_batches()
        for batch in whole[:1]:
            for rule in rules.records:
                mask = rule.failing(batch)
                item = rule.items[0] if rule.items else ""
                found |= (
                    set() if mask is None else {(r + 1, item, rule.rule) for r in pc.indices_nonzero(mask).to_pylist()}
                )
        return found

    return find


@pytest.fixture
def register(make_layout: MakeLayout) -> Layout:
    """Return a small register of residents with history and households."""
    return make_layout(
        [
            {"item": "宛名番号", "type": "X", "length": 15, "required": "required", "key": 1, "format": "digits"},
            {"item": "履歴番号", "type": "9", "length": 3, "required": "required", "key": 2},
            {"item": "最新フラグ", "type": "X", "length": 1, "required": "required", "code": "flag"},
            {"item": "世帯番号", "type": "X", "length": 15, "required": "required", "format": "digits"},
            {"item": "続柄", "type": "X", "length": 2, "required": "conditional", "code": "relation"},
            {"item": "状態", "type": "X", "length": 1, "required": "required", "code": "status"},
            {"item": "氏名", "type": "N", "length": 40, "required": "required", "format": "person_name personal"},
            {"item": "氏名カナ", "type": "N", "length": 40, "format": "kana person_name personal"},
            {"item": "生年月日", "type": "DATE", "length": 8, "required": "required", "format": "personal"},
            {"item": "性別", "type": "X", "length": 1, "required": "required", "code": "gender"},
            {"item": "個人番号", "type": "X", "length": 12, "format": "fixed my_number personal"},
            {"item": "住所", "type": "N", "length": 60, "format": "personal"},
            {"item": "郵便番号", "type": "X", "length": 7, "format": "fixed postal_code"},
            {"item": "異動年月日", "type": "DATE", "length": 8, "required": "required"},
            {"item": "消除年月日", "type": "DATE", "length": 8, "required": "conditional"},
            {"item": "備考", "type": "N", "length": 100},
        ],
        slug="person",
        required_when={"消除年月日": "状態 IN ('2', '3')", "続柄": "状態 = '1' AND 最新フラグ = '1'"},
        history={"of": ["宛名番号"], "number": "履歴番号", "date": "異動年月日", "latest": {"item": "最新フラグ"}},
        household={
            "number": "世帯番号",
            "person": "宛名番号",
            "relation": "続柄",
            "heads": ["02"],
            "current": "状態 = '1' AND 最新フラグ = '1'",
        },
        unique=[{"items": ["個人番号"], "when": "最新フラグ = '1'"}],
        references=[{"items": ["世帯番号"], "to": "household", "key": ["世帯番号"]}],
        exclusive=[{"items": ["宛名番号"], "with": "outsider", "key": ["宛名番号"]}],
        rules=[
            {
                "id": "alive_is_not_removed",
                "when": "状態 = '1'",
                "assert": "消除年月日 IS NULL",
                "items": ["消除年月日"],
                "message": "x",
            },
            {
                "id": "removed_after_birth",
                "rule": "R02",
                "assert": "消除年月日 >= 生年月日",
                "items": ["消除年月日", "生年月日"],
                "message": "x",
            },
        ],
    )
