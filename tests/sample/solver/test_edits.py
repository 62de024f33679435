"""What to set so that a condition holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.sample.solver.conftest import AS_OF, ITEMS, rule

from chukan.layouts.model import Layout
from chukan.sample.records.generate import generate

Findings = Callable[..., set[tuple[int, str, str]]]


MakeLayout = Callable[..., Layout]


@pytest.mark.parametrize(
    "rules",
    [
        [rule("C額 = A額 + COALESCE(B額, 0)")],
        [rule("C額 = A額 - COALESCE(B額, 0)")],
        [rule("A額 - B額 = C額")],
        [rule("C額 BETWEEN A額 - B額 AND A額"), rule("A額 < 1000")],
        [rule("C額 = A額 - B額"), rule("A額 < 10")],
        [rule("C額 <= A額"), rule("B額 < C額"), rule("B額 >= 100")],
        [rule("COALESCE(B額, 0) = 0", "区分 = '1'"), rule("B額 > 0", "区分 = '2'")],
        [rule("開始日 >= 生年月日 + INTERVAL 20 YEAR - INTERVAL 1 DAY")],
        [rule("終了日 < 開始日 + INTERVAL 1 YEAR"), rule("終了日 > 開始日")],
        [rule("終了年月 > 開始年月")],
        [rule("区分 NOT IN ('1', '2') OR 文字 IS NOT NULL"), rule("フラグ = '1'", "区分 = '3'")],
        [rule("(区分 = '1' AND フラグ = '0') OR (区分 = '2' AND フラグ = '1') OR 区分 = '3'")],
        [rule("A額 + C額 BETWEEN B額 AND B額 + 100"), rule("B額 > 0")],
        [rule("率 BETWEEN 0.25 AND 0.75"), rule("率 <> 0.5")],
        [rule("year(開始日) = 年度")],
        [rule("開始日 >= make_date(年度 - 1, 4, 1)"), rule("年度 >= 2022")],
        [rule("NOT (区分 = '1' AND フラグ = '1')")],
        [rule("文字 LIKE '中央%' OR 文字 IS NULL")],
        [rule("A額 * 0.5 >= C額")],
    ],
)
def test_record_rules_hold_in_every_record(
    make_layout: MakeLayout, findings: Findings, rules: list[dict[str, Any]]
) -> None:
    rules = [{**r, "id": f"r{n}"} for n, r in enumerate(rules)]
    layout = make_layout(ITEMS, rules=rules, required_when={"終了日": "区分 = '3'"})

    assert findings(layout, generate(layout, 400, as_of=AS_OF)) == set()


def test_a_product_of_two_long_numbers_is_no_overflow(make_layout: MakeLayout, findings: Findings) -> None:
    items = [{"item": n, "type": "9", "length": 15, "required": "required"} for n in ("面積", "単価")]
    layout = make_layout(items, rules=[{**rule("面積 * 単価 >= 0"), "items": ["面積"]}])

    assert findings(layout, generate(layout, 400, as_of=AS_OF)) == set()


def test_a_year_follows_from_the_month_beside_it(make_layout: MakeLayout, findings: Findings) -> None:
    """Of a key of few persons and many months, the year is what is left to be set."""
    items = [
        {"item": "番号", "type": "X", "length": 1, "required": "required", "key": 1, "format": "digits"},
        {"item": "年度", "type": "YEAR", "length": 4, "required": "required", "key": 2},
        {"item": "年月", "type": "YM", "length": 6, "required": "required", "key": 3},
    ]
    within = "年月 BETWEEN CAST(年度 AS VARCHAR) || '04' AND CAST(年度 + 1 AS VARCHAR) || '03'"
    layout = make_layout(items, rules=[{**rule(within), "items": ["年月"]}])

    for seed in range(1, 6):
        assert findings(layout, generate(layout, 10, seed=seed, as_of=AS_OF)) == set()
