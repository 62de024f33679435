"""The tables of the papers, row by row: businesses, municipalities, waivers, files that were reduced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chukan.evidence.judgement.business import BusinessJudgement
from chukan.evidence.judgement.standing import COUNTS_JA, STANDING_JA
from chukan.evidence.papers.context import Case, Row, lines, rule_words
from chukan.evidence.papers.fields import PLAN, REDUCED, TOWN, WAIVER
from chukan.evidence.reduction import ReducedFile
from chukan.evidence.register import in_papers
from chukan.output.text import wareki_day
from chukan.reports.decided import kind, remark
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import FileResult
from chukan.verification.verdict import VERDICT_JA

UNVERIFIED = "（未確認）"
"""Beside a number that nobody has checked."""


def rows(columns: Mapping[str, str], values: Iterable[Sequence[str | int]]) -> list[Row]:
    """Return a table: each row has every column, in the order of `fields`.

    Args:
        columns: Column -> its meaning, in the order of the table.
        values: The cells of each row, in the same order.

    Raises:
        ValueError: A row has more or fewer cells than there are columns.
    """
    return [dict(zip(columns, row, strict=True)) for row in values]


def plan_rows(case: Case) -> list[Row]:
    """One row a municipality and business: `fields.PLAN`."""
    return rows(PLAN, (_plan_row(n, b) for n, b in enumerate(case.judgement.businesses, 1)))


def town_rows(case: Case) -> list[Row]:
    """One row a municipality: `fields.TOWN`."""
    return rows(
        TOWN,
        (
            (m.code, m.name, len(m.counted), STANDING_JA[m.standing], lines(m.reasons), m.clause)
            for m in case.judgement.municipalities
        ),
    )


def waiver_rows(waivers: Iterable[WaiverUse], files: Iterable[FileResult]) -> list[Row]:
    """One row a waiver: `fields.WAIVER`.

    Args:
        waivers: those that the paper shows.
        files: the files of the verification: their names stand for what a scope calls by code.
    """
    names: dict[str, str] = {}
    for f in files:
        names |= {f.municipality: f.municipality_name, f.business: f.business_name}
        names |= {f.layout.layout or "": f.layout.name}
    return rows(
        WAIVER,
        (
            (
                rule_words(w.rule),
                w.item or "全項目",
                _scope_words(w.scope, names),
                w.used,
                w.limit,
                w.reason,
                w.who,
                wareki_day(w.when) if w.when else "",
                "。".join(p for p in ("無効" if w.note else f"有効（{kind(w)}）", in_papers(remark(w))) if p),
            )
            for w in waivers
        ),
    )


def _scope_words(scope: str, names: Mapping[str, str]) -> str:
    return " ".join(names.get(part, part) for part in scope.split("/")) if scope else "全体"


def number_words(b: BusinessJudgement) -> str:
    """Return a business's number, marked where nobody has checked it."""
    if b.number is None:
        return "—"
    return f"{b.number}" if b.number_verified else f"{b.number}\n{UNVERIFIED}"


def _plan_row(number: int, b: BusinessJudgement) -> tuple[str | int, ...]:
    notes = [f.expected_records for f in b.files]
    return (
        number,
        b.municipality,
        b.municipality_name,
        number_words(b),
        b.business_name,
        b.from_vendor or "未記入",
        b.to_vendor or "未記入",
        b.edition if b.method == "layout" else "—",
        b.method_words,
        wareki_day(b.delivered) if b.delivered else "—",
        month_words(b.planned_month) if b.method == "layout" else "—",
        len(b.files),
        b.records,
        "—" if not notes or None in notes else f"{sum(n or 0 for n in notes):,}",
        loaded_words(b),
        b.rejected,
        b.result_words,
        b.waived,
        COUNTS_JA[b.standing],
        lines(b.reasons),
    )


def month_words(month: str) -> str:
    """Return 「令和8年12月」, of YYYY-MM."""
    return wareki_day(f"{month}-01").removesuffix("1日") if month else "未記入"


def loaded_words(b: BusinessJudgement) -> str:
    """Return the records that the target system took in, and the last day on which it did; 「—」 where nobody said so."""
    known = [x for x in b.loading if x.records is not None]
    if not known or len(known) < len(b.loading):
        return "—"
    said = [x.loaded for x in known if x.loaded is not None]
    errors = sum(x.errors for x in said)
    parts = [f"{sum(x.records or 0 for x in known):,}"]
    parts += [wareki_day(max(x.date for x in said).isoformat())] if said else []
    parts += [f"エラー {errors:,}"] if errors else []
    if b.loading and all(x.reconciled is not None for x in b.loading):
        parts.append("突合で確認" if b.reconciled else "突合に違いあり")
    return "\n".join(parts)


def reduced_rows(case: Case, files: Sequence[FileResult]) -> list[Row]:
    """One row a file that optional item ウ split: `fields.REDUCED`; none where nothing was split.

    Args:
        case: The case, with the figures of the reduction.
        files: The files that the paper is about.
    """
    split = [(f, case.reduction.of(f)) for f in files] if case.reduction is not None else []
    return rows(REDUCED, (_reduced_row(f, x) for f, x in split if x is not None))


def reduced_words(case: Case, files: Sequence[FileResult]) -> str:
    """Return what is to be said above that table; "" where there is none."""
    if case.reduction is None or not reduced_rows(case, files):
        return ""
    return (
        f"{case.reduction.words}突合は、送付票（記載のないものは提出）の件数と、移行・保管・読取不可の件数の和による。"
        "検証は、移行するファイルを同じ検査項目で検証した判定である。"
    )


def _reduced_row(f: FileResult, x: ReducedFile) -> tuple[str | int, ...]:
    apart = []
    if f.expected_records is not None and f.expected_records != x.total:
        apart.append("送付票と一致しない")
    if f.records.total != x.total:
        apart.append("提出の件数と一致しない")
    noted = "—" if f.expected_records is None else f"{f.expected_records:,}"
    return (
        f.municipality_name,
        f.business_name,
        f.layout.name or f.layout.layout or "",
        noted,
        f.records.total,
        x.migrated,
        x.archived,
        x.rejected,
        "、".join(apart) or "一致",
        VERDICT_JA[x.verdict],
    )
