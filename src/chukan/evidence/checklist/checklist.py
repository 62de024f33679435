"""Section 6 of the call as a checklist (要件確認表): one row a requirement, and what each rests on.

A row says 満たす only when data or a declaration with figures says so; a declared document is never
taken for its content, so the row names document and page for the reader to look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chukan.evidence.checklist.costs import eligible_costs_rows, running_costs_row
from chukan.evidence.checklist.figures import Figure, figures_of
from chukan.evidence.checklist.group import benefit_row, common_rows, group_rows, joining_rows
from chukan.evidence.checklist.row import ChecklistRow, RowOutcome, Status, off_the_rule, percent
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.judgement import Judgement, MunicipalityJudgement
from chukan.evidence.judgement.standing import Standing
from chukan.evidence.reduction import ReductionFigures
from chukan.project.declarations import Cited, Declarations
from chukan.project.project_file import ProjectFile

_JUDGED: dict[Standing, RowOutcome] = {
    "met": "met",
    "planned": "planned",
    "granted": "ask",
    "exempt": "ask",
    "ask": "ask",
    "decision": "ask",
    "not_met": "not_met",
}


@dataclass(frozen=True, slots=True)
class Checklist:
    """All rows for one case, and the figures that follow from the project."""

    case: Literal["new", "join", "merge"]
    rows: tuple[ChecklistRow, ...]
    figures: tuple[Figure, ...]

    @property
    def missing(self) -> tuple[ChecklistRow, ...]:
        """Obligatory rows about which nothing was declared."""
        return tuple(r for r in self.rows if r.status == "missing" and r.kind == "required")

    @property
    def not_met(self) -> tuple[ChecklistRow, ...]:
        """Obligatory rows that are not met."""
        return tuple(r for r in self.rows if r.outcome == "not_met" and r.kind == "required")


def make_checklist(project: ProjectFile, judgement: Judgement, reduction: ReductionFigures | None = None) -> Checklist:
    """Return the checklist of a project's case: new ((2)ア), join or merge ((2)イ).

    Args:
        project: The project, with what it declares.
        judgement: The judgement of item 1, which the rows on data transfer quote.
        reduction: The figures of optional item ウ, where the declarations name its report.

    Returns:
        The rows in the order of the call, and the figures that follow from the project.
    """
    case, declared = project.group.case, project.declarations
    rows = [*group_rows(project)]
    if case == "new":
        rows += common_rows(project, judgement)
        rows.append(running_costs_row("6(2)ア(イ)a)", declared, "運用コストの3割減を「目指す」こと（「原則として」）"))
        rows.append(
            customisation_row(
                "6(2)ア(イ)b)",
                declared,
                "ノンカスタマイズが前提であること（「原則として」カスタマイズ率5%未満）",
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
            "必須推進項目2　ノンカスタマイズへの取組（「原則として」カスタマイズ率5%未満）",
        )
    )
    rows += _optional(declared, reduction)
    rows += eligible_costs_rows(declared)
    return Checklist(case, tuple(rows), tuple(figures_of(project)))


def customisation_row(clause: str, declared: Declarations, requirement: str) -> ChecklistRow:
    """Return the row of カスタマイズ率 and its 5 % line.

    Args:
        clause: The clause of the call, e.g. ``6(3)ア(イ)``.
        declared: What the group declares.
        requirement: The words of the call.

    Returns:
        Met below 5.0 per cent (公募要領 6(3)ア(イ)), else to be asked; missing where nothing is declared.
    """
    given = declared.customisation
    if given is None:
        return ChecklistRow.missing(clause, requirement, "カスタマイズ機能数・対象システム機能総数の申告がない。")
    below = given.customised * 100 < c.CUSTOMISATION_LIMIT * given.functions
    reason = (
        f"カスタマイズ率 ＝ {given.customised:,} ÷ {given.functions:,} × 100 ＝ {percent(given.rate)}%"
        f"（{'5%未満' if below else off_the_rule('5%以上', given.reason)}）。"
    )
    return ChecklistRow.declared(clause, requirement, "met" if below else "ask", reason, given)


def contract_row(clause: str, declared: Declarations, *, before_contract: bool) -> ChecklistRow:
    """Return the row of the clause on handing the data over in the latest edition at the end of the contract."""
    papers = "契約書（契約前の場合には調達仕様書）" if before_contract else "契約書"
    requirement = (
        f"契約満了時の中間標準レイアウトでのデータ提供（追加費用なし、「最新バージョン」）を{papers}に定めること"
    )
    given = declared.contract_clause
    if given is None:
        return ChecklistRow.missing(clause, requirement, f"{papers}の文書名と頁の申告がない。")
    lacking = [
        words
        for words, value in (
            ("追加費用なし（free_of_charge）", given.free_of_charge),
            ("最新バージョン（latest_edition）", given.latest_edition),
        )
        if value is None
    ]
    if False in (given.free_of_charge, given.latest_edition):
        return ChecklistRow.declared(
            clause,
            requirement,
            "not_met",
            "追加費用なし・最新バージョンのどちらかが記載されていない旨の申告。",
            given,
        )
    if lacking:
        return ChecklistRow.declared(
            clause, requirement, "ask", f"{'、'.join(lacking)}が記載されているかの申告がない。", given
        )
    if given.stands_in == "specification" and not before_contract:
        return ChecklistRow.declared(clause, requirement, "ask", "調達仕様書ではなく、契約書への記載を要する。", given)
    where = "契約書" if given.stands_in == "contract" else "調達仕様書（契約前）"
    return ChecklistRow.declared(
        clause, requirement, "met", f"{where}に、追加費用なし・最新バージョンでの提供の記載がある旨の申告。", given
    )


def _item_1(judgement: Judgement) -> Iterator[ChecklistRow]:
    proposal = judgement.stage == "proposal"
    requirement = (
        "必須推進項目1　「2以上の業務システム」を中間標準レイアウトで移行すること（団体ごとに業務が異なってよい）"
    )
    reason = f"{judgement.words}。{'。'.join(judgement.reasons)}。"
    papers = "別紙3、データ移行確認書"
    yield ChecklistRow(
        clause=c.ITEM_1,
        requirement=requirement,
        status="declared" if proposal else "data",
        outcome=_JUDGED[judgement.standing],
        reason=reason,
        document=papers,
    )
    yield from _exemptions(judgement.municipalities)
    vendors, more, kinds = judgement.desirable
    status: Status = "declared" if proposal else "data"
    all_more = bool(judgement.municipalities) and all(m.more_than_two for m in judgement.municipalities)
    reached: RowOutcome = "planned" if proposal else "met"
    yield ChecklistRow(
        clause=c.ITEM_1_FIGURE,
        requirement="より多くの業務が望ましい",
        status=status,
        outcome=reached if all_more else "none",
        reason=f"{more}。{kinds}。",
        document=papers,
        kind="desirable",
    )
    many: RowOutcome = reached if judgement.vendors.desirable else "none"
    reason = f"{vendors}。事業者名はプロジェクトの記載による。"
    yield ChecklistRow(
        clause=c.ITEM_1_FIGURE,
        requirement="4社の事業者がかかわることが望ましい",
        status="declared",
        outcome=many,
        reason=reason,
        document=papers,
        kind="desirable",
    )


def _exemptions(towns: Sequence[MunicipalityJudgement]) -> Iterator[ChecklistRow]:
    """Yield the part of item 1 that rests on exemptions and special circumstances: declared, whatever the data show."""
    for methods, clause, words in (
        (("exempt_no_move", "exempt_in_use"), f"{c.ITEM_1} ※", "免除（データ移行が全く発生しない、又は先行利用）"),
        (("exempt_special",), f"{c.ITEM_1} ただし書", "「特別な事情がある場合」"),
    ):
        found = [b for m in towns for b in m.businesses if b.method in methods]
        if not found:
            continue
        standings = {b.standing for b in found}
        outcome: RowOutcome = "not_met" if "not_met" in standings else "met" if standings == {"granted"} else "ask"
        reason = "。".join(f"{b.municipality_name} {b.business_name}: {'、'.join(b.reasons)}" for b in found)
        yield ChecklistRow(
            clause=clause,
            requirement=words,
            status="declared",
            outcome=outcome,
            reason=f"{reason}。",
            document="機構の決定" if outcome == "met" else "",
        )


def _optional(declared: Declarations, reduction: ReductionFigures | None) -> Iterator[ChecklistRow]:
    given = declared.optional
    yield _chosen(
        "6(3)イ(ア)",
        "コンビニ交付",
        given.convenience_store,
    )
    requirement = "住民サービス向上の独自の項目"
    if not given.own:
        yield _chosen("6(3)イ(イ)", requirement, None)
    for own in given.own:
        yield _chosen("6(3)イ(イ)", f"{requirement}: {own.title}", own)
    row = _chosen("6(3)イ(ウ)", "データ移行対象の削減", given.reduction)
    yield row if reduction is None else replace(row, reason=f"{row.reason}{reduction.words}")


def _chosen(clause: str, requirement: str, given: Cited | None) -> ChecklistRow:
    requirement = f"任意推進項目　{requirement}"
    if given is None:
        return ChecklistRow(
            clause=clause,
            requirement=requirement,
            status="missing",
            outcome="none",
            reason="実施の申告がない（任意）。",
            document="",
            kind="optional",
        )
    return ChecklistRow(
        clause=clause,
        requirement=requirement,
        status="declared",
        outcome="none",
        reason=f"実施する旨の申告（任意）。{given.note}",
        document=given.place,
        kind="optional",
    )
