from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.sample.solver.conftest import AS_OF, ITEMS, rule

from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.sample.records.generate import generate

MakeLayout = Callable[..., Layout]


def test_a_required_item_is_filled_where_its_condition_holds(make_layout: MakeLayout) -> None:
    layout = make_layout(ITEMS, required_when={"終了日": "区分 = '3'"})
    rows = [r for batch in generate(layout, 500, as_of=AS_OF) for r in batch.to_pylist()]

    assert {bool(r["終了日"]) for r in rows if r["区分"] == "3"} == {True}
    assert {bool(r["終了日"]) for r in rows if r["区分"] != "3"} == {False}


@pytest.mark.parametrize("rules", [[rule("A額 < 0")], [rule("A額 > C額"), rule("A額 < C額")], [rule("区分 = '9'")]])
def test_a_rule_that_nothing_satisfies_is_named(
    make_layout: MakeLayout, rules: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.sample.solver.repair._ROUNDS", 20)  # more of them are no likelier to do the impossible
    layout: Layout = make_layout(ITEMS, rules=[{**r, "id": f"impossible{n}"} for n, r in enumerate(rules)])

    with pytest.raises(PackError, match="impossible"):
        list(generate(layout, 20, as_of=AS_OF))


def test_a_rule_that_cannot_run_is_named(make_layout: MakeLayout) -> None:
    layout = make_layout(ITEMS, rules=[{**rule("no_such_function(A額) = 1"), "id": "odd"}])

    with pytest.raises(PackError, match="odd"):
        list(generate(layout, 20, as_of=AS_OF))


@pytest.mark.parametrize("op", [">=", ">", "<=", "<"])
def test_years_stay_near_each_other_and_before_the_day_of_the_check(make_layout: MakeLayout, op: str) -> None:
    items = [*ITEMS, {"item": "相当年度", "type": "YEAR", "length": 4, "required": "required"}]
    layout = make_layout(items, rules=[rule(f"年度 {op} 相当年度")])
    rows = [r for batch in generate(layout, 300, as_of=AS_OF) for r in batch.to_pylist()]

    assert {len(r["年度"]) for r in rows} == {4}
    assert all(2015 <= int(r[name]) <= AS_OF.year for r in rows for name in ("年度", "相当年度"))
