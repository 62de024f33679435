"""Section 6 of the call as a checklist (要件確認表): one row a requirement, and what each rests on.

A row says 満たす only when data or a declaration with figures says so; a declared document is never
taken for its content, so the row names document and page for the reader to look up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chukan.evidence.checklist.group import benefit_row, common_rows, cost_rows, group_rows, joining_rows
from chukan.evidence.checklist.row import CASE_JA, OUTCOME_JA, STATUS_JA, Figure, Row, RowOutcome, Status, percent
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.judge import Judgement
from chukan.project.declarations import Cited, Declarations
from chukan.project.project_file import ProjectFile

__all__ = ["CASE_JA", "OUTCOME_JA", "STATUS_JA", "Checklist", "Figure", "Row", "RowOutcome", "Status", "make_checklist"]

_JUDGED: dict[str, RowOutcome] = {"met": "met", "exempt": "ask", "decision": "ask", "not_met": "not_met"}


@dataclass(frozen=True, slots=True)
class Checklist:
    """All rows for one case, and the figures that follow from the project."""

    case: Literal["new", "join", "merge"]
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]

    @property
    def missing(self) -> tuple[Row, ...]:
        """Obligatory rows about which nothing was declared."""
        return tuple(r for r in self.rows if r.status == "missing" and r.kind == "required")

    @property
    def not_met(self) -> tuple[Row, ...]:
        """Obligatory rows that are not met."""
        return tuple(r for r in self.rows if r.outcome == "not_met" and r.kind == "required")


def make_checklist(project: ProjectFile, judgement: Judgement) -> Checklist:
    """Return the checklist of a project's case: new ((2)ア), join or merge ((2)イ)."""
    case, declared = project.group.case, project.declarations
    rows = [*group_rows(project)]
    if case == "new":
        rows += common_rows(project, judgement)
        rows += cost_rows(project)
        rows.append(
            customisation_row(
                "6(2)ア(イ)b)",
                declared,
                "ノンカスタマイズが前提であること（原則としてカスタマイズ率が5%未満であること。）。",
            )
        )
        rows.append(contract_row("6(2)ア(イ)c)", declared, before_contract=True))
    else:
        rows += joining_rows(project, judgement)
        rows.append(benefit_row(declared))
        rows.append(contract_row("6(2)イ(エ)", declared, before_contract=False))
    rows += _item_1(judgement)
    rows.append(
        customisation_row(
            c.ITEM_2,
            declared,
            "[必須推進項目2] ノンカスタマイズに取り組むこと（原則としてカスタマイズ率が5%未満であること。）",
        )
    )
    rows += _optional(declared)
    return Checklist(case, tuple(rows), tuple(_figures(project)))


def customisation_row(clause: str, declared: Declarations, requirement: str) -> Row:
    """Return the row of カスタマイズ率 and its 5 % line."""
    given = declared.customisation
    if given is None:
        return Row.missing(clause, requirement, "カスタマイズ機能数・対象システム機能総数の申告がありません。")
    below = given.customised * 100 < c.CUSTOMISATION_LIMIT * given.functions
    reason = (
        f"カスタマイズ率 ＝ {given.customised:,} ÷ {given.functions:,} × 100 ＝ {percent(given.rate)}%"
        f"（{'5%未満' if below else '5%以上。原則から外れる理由を示してください'}）"
    )
    return Row.declared(clause, requirement, "met" if below else "not_met", reason, given)


def contract_row(clause: str, declared: Declarations, *, before_contract: bool) -> Row:
    """Return the row of the clause on handing the data over in the latest edition at the end of the contract."""
    papers = "契約書（契約前の場合には調達仕様書）" if before_contract else "契約書"
    who, comma, ending = (
        ("", "、", "記載されていること。") if before_contract else ("途中参加市区町村は", "", "記載されること。")
    )
    requirement = (
        f"次回システム調達時（今回調達するシステムの契約満了時）には、{who}追加費用を請求されることなく（契約費用の内数）、"
        f"システムが保有するデータを総務省が公開している中間標準レイアウト仕様の最新バージョンで{comma}データ提供する旨、{papers}に{ending}"
    )
    given = declared.contract_clause
    if given is None:
        return Row.missing(clause, requirement, f"{papers}の文書名と頁の申告がありません。")
    lacking = [
        words
        for words, value in (
            ("追加費用なし（free_of_charge）", given.free_of_charge),
            ("最新バージョン（latest_edition）", given.latest_edition),
        )
        if value is None
    ]
    if False in (given.free_of_charge, given.latest_edition):
        return Row.declared(
            clause,
            requirement,
            "not_met",
            "追加費用なし・最新バージョンのどちらかが記載されていない旨の申告です。",
            given,
        )
    if lacking:
        return Row.declared(
            clause, requirement, "ask", f"{'、'.join(lacking)}が記載されているかの申告がありません。", given
        )
    if given.stands_in == "specification" and not before_contract:
        return Row.declared(clause, requirement, "ask", "調達仕様書ではなく、契約書への記載が要ります。", given)
    where = "契約書" if given.stands_in == "contract" else "調達仕様書（契約前）"
    return Row.declared(
        clause, requirement, "met", f"{where}に、追加費用なし・最新バージョンでの提供の記載がある旨の申告です。", given
    )


def _item_1(judgement: Judgement) -> Iterator[Row]:
    requirement = (
        "[必須推進項目1] 今回の自治体クラウド導入に際し、2以上の業務システムにおいて、中間標準レイアウトでデータ移行すること"
        "（移行する業務システムは、参加市区町村ごとに異なっても構わない。）。ただし、特別な事情がある場合で、"
        "特にクラウドの推進に寄与すると認められる場合は、この限りではない。"
    )
    reason = f"{judgement.words}。{'。'.join(r.removesuffix('。') for r in judgement.reasons)}。"
    papers = "別紙3、データ移行確認書"
    yield Row(c.ITEM_1, requirement, "data", _JUDGED[judgement.standing], reason, papers)
    requirement = "より多くの業務で中間標準レイアウトによるデータ移行を実施することが望ましい。"
    vendors, more, kinds = judgement.desirable
    all_more = bool(judgement.municipalities) and all(m.more_than_two for m in judgement.municipalities)
    yield Row(
        c.ITEM_1_FIGURE, requirement, "data", "met" if all_more else "none", f"{more}。{kinds}。", papers, "desirable"
    )
    requirement = "データ移行には、多くの事業者（事業者A、B、C、Dの4社）がかかわることが望ましい。"
    many: RowOutcome = "met" if judgement.vendors.desirable else "none"
    reason = f"{vendors}事業者名はプロジェクトの記載による。"
    yield Row(c.ITEM_1_FIGURE, requirement, "declared", many, reason, papers, "desirable")


def _optional(declared: Declarations) -> Iterator[Row]:
    given = declared.optional
    yield _chosen(
        "6(3)イ(ア)",
        "「マイナンバーカードを用いたコンビニにおける証明書等の交付（コンビニ交付）」",
        given.convenience_store,
    )
    requirement = "上記以外、住民サービス向上のため独自に実施する項目"
    if not given.own:
        yield _chosen("6(3)イ(イ)", requirement, None)
    for own in given.own:
        yield _chosen("6(3)イ(イ)", f"{requirement}: {own.title}", own)
    yield _chosen("6(3)イ(ウ)", "「データ移行対象削減の取組」", given.reduction)


def _chosen(clause: str, requirement: str, given: Cited | None) -> Row:
    requirement = f"[任意推進項目] {requirement}"
    if given is None:
        return Row(clause, requirement, "missing", "none", "実施の申告がありません（任意）。", "", "optional")
    return Row(
        clause, requirement, "declared", "none", f"実施する旨の申告です（任意）。{given.note}", given.place, "optional"
    )


def _figures(project: ProjectFile) -> Iterator[Figure]:
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
