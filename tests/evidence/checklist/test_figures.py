"""The numbers that follow from a project."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.checklist.conftest import CITED, FULL, checklist


@pytest.mark.parametrize(("members", "ceiling"), [(2, "10,000,000 円"), (5, "15,000,000 円")])
def test_the_ceiling_of_the_subsidy(make: Any, project: dict[str, Any], members: int, ceiling: str) -> None:
    codes = ["131032", "131041", "131059"]
    project["municipalities"] += [{"code": c, "name": f"第{c}村"} for c in codes[: members - 2]]

    figures = {f.name: f.value for f in checklist(make, project, **FULL).figures}

    assert figures["助成金額の上限額"] == ceiling
    assert figures["助成金額の目安"] == f"{min(12_000_000, int(ceiling.split(maxsplit=1)[0].replace(',', ''))):,} 円"


def test_no_figure_is_made_of_what_nobody_declared(make: Any, project: dict[str, Any]) -> None:
    figures = {f.name: f.value for f in checklist(make, project).figures}

    assert figures == {"構成市区町村数": "2", "助成金額の上限額": "10,000,000 円", "対象経費の合計": "未記入"}


def test_rates_are_shown_with_what_they_are_computed_from(make: Any, project: dict[str, Any]) -> None:
    systems = [
        {"name": "住民情報", "customised": 19, "functions": 400},
        {"name": "税", "customised": 1, "functions": 3},
    ]
    rows = checklist(
        make,
        project,
        customisation={"systems": systems, **CITED},
        running_costs={"before": 300, "after": 200, **CITED},
    )

    figures = {f.name: (f.value, f.basis) for f in rows.figures}

    assert figures["カスタマイズ率（税）"] == ("33.33%", "1 ÷ 3 × 100")
    assert figures["カスタマイズ率（全体）"][0] == "4.96%"
    assert figures["運用コストの削減率"] == ("33.33%", "（300 − 200）÷ 300 × 100")
