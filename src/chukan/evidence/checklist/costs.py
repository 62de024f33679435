"""The checklist's rows about money: running costs before and after, and what the subsidy may be spent on."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.evidence.checklist.row import ChecklistRow, Kind, RowOutcome, off_the_rule, percent
from chukan.evidence.judgement import clauses as c
from chukan.project.declarations import Declarations


def running_costs_row(
    clause: str, declared: Declarations, requirement: str, *, desirable: bool = False
) -> ChecklistRow:
    """Return the row of 運用コスト and its line of three tenths.

    Args:
        clause: The clause of the call, e.g. ``6(2)ア(イ)a)``.
        declared: What the group declares.
        requirement: The words of the call.
        desirable: True = nothing depends on it.
    """
    kind: Kind = "desirable" if desirable else "required"
    given = declared.running_costs
    if given is None:
        return ChecklistRow.missing(clause, requirement, "運用コスト（導入前・導入後）の申告がない。", kind)
    enough = (given.before - given.after) * 100 >= c.COST_REDUCTION * given.before
    reason = f"{given.before:,} 円 → {given.after:,} 円、削減率 {percent(given.reduction)}%"
    return ChecklistRow.declared(
        clause,
        requirement,
        "met" if enough else "none" if desirable else "ask",
        f"{reason}（{'3割以上' if enough else off_the_rule('3割未満', given.reason)}）。",
        given,
        kind,
    )


def eligible_costs_rows(declared: Declarations) -> Iterator[ChecklistRow]:
    """Yield the rows of 7, what may be paid for: costs of the year of the call, none that 特別交付税 is asked for."""
    given, clause = declared.eligible_costs, "7"
    year = f"令和{c.FISCAL_YEAR - 2018}年度"
    requirement = f"対象経費は{year}の経費「のみ」であること"
    if given is None:
        yield ChecklistRow.missing(clause, requirement, "対象経費（eligible_costs）の申告がない。")
    else:
        others = [x for x in given.items if x.fiscal_year not in (None, c.FISCAL_YEAR)]
        said = bool(given.items) and all(x.fiscal_year is not None for x in given.items)
        listed = "、".join(f"{x.kind} {x.amount:,} 円" for x in (others or given.items))
        if others:
            outcome: RowOutcome = "not_met"
            reason = f"{year}でない経費が含まれている: {listed}。"
        else:
            outcome = "met" if said else "ask"
            reason = f"内訳: {listed}。" if said else "経費の区分・年度（items）の申告がない。"
        if given.items and (total := sum(x.amount for x in given.items)) != given.amount:
            outcome, reason = "ask", f"{reason}内訳の合計 {total:,} 円が対象経費 {given.amount:,} 円と一致しない。"
        yield ChecklistRow.declared(clause, requirement, outcome, reason, given)
    requirement = "特別交付税の措置を受けようとしている経費を含まないこと"
    if given is None or (given.special_grant_excluded is None and not any(x.special_grant for x in given.items)):
        yield ChecklistRow.missing(
            clause, requirement, "特別交付税の経費を除いたかの申告（special_grant_excluded）がない。"
        )
    else:
        inside = [x.kind for x in given.items if x.special_grant]
        ok = not inside and given.special_grant_excluded is True
        reason = "含まない旨の申告。" if ok else f"含まれている旨の申告（{'、'.join(inside) or '内訳なし'}）。"
        yield ChecklistRow.declared(clause, requirement, "met" if ok else "not_met", reason, given)
