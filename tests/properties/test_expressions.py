"""`lint`, `sample` and `check` agree on every expression: they have one parser, one table of types and one session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from chukan.authoring.lint.sql import why_wrong
from chukan.errors import PackError
from chukan.expressions.conditions import Condition, RecordView, check_types
from chukan.expressions.types import DateForms
from chukan.expressions.vetting import vet
from chukan.layouts.body import LayoutBody
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.sample.records.typed import arrow_type, rendered
from chukan.sample.solver.constraints import Constraint, Evaluator

AS_OF = dt.date(2026, 11, 29)
ITEMS: list[dict[str, Any]] = [
    {"item": "面積", "type": "9", "length": 15},
    {"item": "単価", "type": "9", "length": 15},
    {"item": "増減", "type": "S9", "length": 9},
    {"item": "率", "type": "9V", "length": 3, "scale": 2},
    {"item": "差", "type": "S9V", "length": 3, "scale": 2},
    {"item": "開始日", "type": "DATE"},
    {"item": "終了日", "type": "DATE"},
    {"item": "年度", "type": "YEAR"},
    {"item": "年月", "type": "YM"},
    {"item": "区分", "type": "X"},
    {"item": "名", "type": "N"},
]
LAYOUT = Layout(
    origin=Origin(pack="t", pack_name="試験", authority="imported"),
    edition="1",
    business="b",
    business_name="業務",
    slug="s",
    body=LayoutBody(name="定義"),
    items=tuple(Item.model_validate({"no": n, **item}) for n, item in enumerate(ITEMS, 1)),
)
FIFTEEN = 10**15 - 1

numbers = st.sampled_from(
    ["面積", "単価", "増減", "率", "差", "年度", "0", "7", "1.5", "year(開始日)", "length(名)", "COALESCE(増減, 0)"]
)
days = st.sampled_from(
    [
        "開始日",
        "終了日",
        "as_of",
        "DATE '2024-02-29'",
        "make_date(年度, 4, 1)",
        "開始日 + INTERVAL 1 YEAR",
        "CAST(年月 || '01' AS DATE)",
    ]
)
texts = st.sampled_from(["区分", "名", "年月", "'1'", "'202404'", "substring(名, 1, 1)", "区分 || 名"])
sums = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(
        "({0[0]} {0[1]} {0[2]})".format
    ),
)
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
comparisons = st.one_of(
    *(st.tuples(side, signs, side).map(" ".join) for side in (sums, days, texts)),
    st.tuples(
        texts, st.sampled_from(["IN ('1', '2')", "IS NULL", "IS NOT NULL", "LIKE '1%'", "~ '[0-9]+'", "= 1"])
    ).map(" ".join),
    st.tuples(sums, numbers, numbers).map("{0[0]} BETWEEN {0[1]} AND {0[2]}".format),
    st.tuples(texts, numbers).map("CAST({0[0]} AS INTEGER) > {0[1]}".format),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
        inner.map("NOT ({})".format),
        st.tuples(inner, inner).map("CASE WHEN {0[0]} THEN {0[1]} ELSE TRUE END".format),
    ),
    max_leaves=5,
)
#: The values of an item, as sample has them before they are written. A fill of blanks would be blank to `check`.
VALUES = {
    "9": st.integers(0, FIFTEEN),
    "S9": st.integers(-(10**9) + 1, 10**9 - 1),
    "9V": st.decimals(0, 999, places=2),
    "S9V": st.decimals(-999, 999, places=2),
    "DATE": st.dates(dt.date(1870, 1, 1), dt.date(2150, 12, 31)),
    "YEAR": st.integers(1900, 2100),
    "YM": st.sampled_from(["202403", "202404", "199912"]),
    "X": st.sampled_from(["1", "2", "ab"]),
    "N": st.sampled_from(["山", "川　山", "１"]),
}
records = st.fixed_dictionaries({item.name: st.none() | VALUES[item.type] for item in LAYOUT.items})


@settings(max_examples=150, deadline=None)
@given(assertion=conditions, when=st.none() | conditions, rows=st.lists(records, min_size=1, max_size=4))
def test_sample_and_check_agree(assertion: str, when: str | None, rows: list[dict[str, object]]) -> None:
    parts = [vet(text, LAYOUT.by_name, PackError, "x") for text in (assertion, when) if text is not None]
    constraint = Constraint("r", parts[0], parts[1] if when else None)
    reads = tuple(dict.fromkeys(name for part in parts for name in part.reads))
    condition = Condition("r", parts[0].sql, parts[1].sql if when else None, reads)
    typed = {i.name: pa.array([row[i.name] for row in rows], arrow_type(i)) for i in LAYOUT.items}
    written = pa.RecordBatch.from_pydict({i.name: rendered(i, typed[i.name], "yyyymmdd") for i in LAYOUT.items})

    made = Evaluator(LAYOUT, AS_OF).broken(typed, [constraint])[:, 0].tolist()
    (found,) = RecordView(LAYOUT.by_name, DateForms(), AS_OF).failing(written, [condition])

    assert ([False] * len(rows) if found is None else found.to_pylist()) == made


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(conditions, sums, days, st.tuples(numbers, signs, st.one_of(days, texts)).map(" ".join)))
def test_lint_and_check_agree(text: str) -> None:
    def refused() -> bool:
        try:
            check_types(vet(text, LAYOUT.by_name, PackError, "x"), LAYOUT.by_name, PackError, "x")
        except PackError:
            return True
        return False

    assert (why_wrong(text, LAYOUT.items, "x") is not None) == refused()


def test_a_product_of_two_long_numbers() -> None:
    """A second dialect once made `sample` stop with an overflow where `lint` and `check` passed."""
    product = vet("面積 * 単価 >= 0", LAYOUT.by_name, PackError, "x")
    columns = {name: pa.array([FIFTEEN], pa.int64()) for name in ("面積", "単価")}
    batch = pa.RecordBatch.from_pydict({name: [str(FIFTEEN)] for name in columns})

    assert why_wrong("面積 * 単価 >= 0", LAYOUT.items, "x") is None
    assert not Evaluator(LAYOUT, AS_OF).broken(columns, [Constraint("r", product)]).any()
    view = RecordView(LAYOUT.by_name, DateForms(), AS_OF)
    assert view.failing(batch, [Condition("r", product.sql, None, product.reads)]) == [None]
