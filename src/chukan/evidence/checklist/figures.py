"""The numbers that follow from a project: ceiling and estimate of the subsidy, rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chukan.evidence.checklist.row import percent
from chukan.evidence.judgement import clauses as c
from chukan.project.project_file import ProjectFile


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that follows from the project.

    Attributes:
        value: with its unit.
        basis: the clause of the call, the document, or the computation.
    """

    name: str
    value: str
    basis: str


def figures_of(project: ProjectFile) -> Iterator[Figure]:
    """Yield the figures of a project; a rate only where what it is computed from is declared."""
    members = len(project.municipalities)
    ceiling = c.CEILING_LARGE if members >= c.LARGE_GROUP else c.CEILING_SMALL
    line = "5以上" if members >= c.LARGE_GROUP else "5未満"
    yield Figure("構成市区町村数", f"{members}", "プロジェクトに記載の構成市区町村")
    yield Figure("助成金額の上限額", f"{ceiling:,} 円", f"公募要領 4（構成市区町村が{line}のグループ）")
    costs = project.declarations.eligible_costs
    if costs is None:
        yield Figure("対象経費の合計", "未記入", "上限額と対象経費のいずれか低い額が助成金額となる（公募要領 4 ※）")
    else:
        yield Figure("対象経費の合計", f"{costs.amount:,} 円", costs.place)
        yield Figure(
            "助成金額の目安",
            f"{min(ceiling, costs.amount):,} 円",
            "上限額と対象経費のいずれか低い額（公募要領 4 ※。これに満たない額となる場合があり、総額は予算内）",
        )
    if (rate := project.declarations.customisation) is not None:
        for system in rate.systems:
            own = percent(system.customised / system.functions * 100)
            yield Figure(
                f"カスタマイズ率（{system.name}）", f"{own}%", f"{system.customised:,} ÷ {system.functions:,} × 100"
            )
        yield Figure(
            "カスタマイズ率（全体）",
            f"{percent(rate.rate)}%",
            f"カスタマイズ実施（予定）機能数 {rate.customised:,} ÷ 対象システム機能総数 {rate.functions:,} × 100",
        )
    if (running := project.declarations.running_costs) is not None:
        yield Figure(
            "運用コストの削減率",
            f"{percent(running.reduction)}%",
            f"（{running.before:,} − {running.after:,}）÷ {running.before:,} × 100",
        )
