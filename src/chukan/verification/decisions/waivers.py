"""Waivers of a whole rule and item (まとめて): findings that are accepted up to a number, counted and listed all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chukan.errors import did_you_mean
from chukan.severity import Severities
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.model import Waiver, lacking
from chukan.verification.decisions.outcome import Applied, problems_of, why_not_in_force
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, FileResult, verdict_of
from chukan.verification.scope import Place

_LEVELS = ("市区町村", "業務", "移行ファイル定義")
BY_COUNT = (
    "件数による古い形の了承です。どの指摘かは確かめていません。report.xlsx の指摘一覧で了承し直すか、"
    "まとめて了承するのなら「まとめて」の欄に書いてください。"
)
GONE = "当てはまる指摘がもうありません。次の機会に了承シートから外してください。"


def apply_waivers(
    files: Sequence[FileResult],
    targets: Sequence[Place],
    waivers: Sequence[Waiver],
    severities: Severities,
    *,
    today: str = "",
    known: Sequence[Place] = (),
    fingerprints: Fingerprints | None = None,
) -> Applied:
    """Mark the findings that waivers of a whole rule and item cover.

    A waiver whose limit is exceeded covers none: more came than was accepted, so somebody must look again. One that
    lacks a reason, a name or a day, has expired, is dated after the verification or names what does not exist is a
    finding itself (W01, an error); one that matches nothing any more is an information.

    Args:
        files: the results of the targets, in their order.
        targets: where each of the files belongs.
        waivers: the rows of the sheet.
        severities: what the project says of the rules.
        today: the last day that a waiver may be dated, ISO; "" = any.
        known: all that the project delivers, where this run is only a part of it; () = the targets.
        fingerprints: makes those of the W01 findings.

    Returns:
        The files with their waived counts and new verdicts, what became of each waiver, and the W01 findings.
    """
    result = list(files)
    uses: list[tuple[WaiverUse, str]] = []
    for waiver in waivers:
        covered = [i for i, t in enumerate(targets) if waiver.covers(t)]
        there = sum(c.count - c.waived for i in covered for c in result[i].counts if _is_of(waiver, c))
        note = _wrong(waiver, there, today) or _unknown(waiver, [*targets, *known], result, covered)
        used = 0
        if not note:
            for i in covered:
                counts, taken = waive(result[i].counts, waiver.rule, waiver.item, waiver.limit - used)
                used += taken
                result[i] = replace(result[i], counts=counts, verdict=verdict_of(counts, result[i].not_run))
        use = WaiverUse(
            rule=waiver.rule,
            item=waiver.item,
            scope=waiver.scope,
            limit=waiver.limit,
            reason=waiver.reason,
            who=waiver.who,
            when=waiver.when,
            used=used,
            note=note,
            until=waiver.until,
            bulk=True,
            remark="" if note else _remark(waiver, there, covered),
        )
        uses.append((use, waiver.place))
    problems = problems_of(uses, severities, fingerprints or Fingerprints())
    return Applied(result, [use for use, _ in uses], problems)


def waive(counts: tuple[Count, ...], rule: str, item: str, number: int) -> tuple[tuple[Count, ...], int]:
    """Mark up to `number` findings of a rule and item ("" = any item) as waived; answers how many were.

    Args:
        counts: The counts of one file.
        rule: The rule.
        item: The item; "" = any.
        number: Most findings to mark.

    Returns:
        The counts with the marks, and how many were marked.
    """
    used = 0
    result = []
    for c in counts:
        if c.rule == rule and (not item or c.item == item):
            take = min(c.count - c.waived, number - used)
            used += take
            result.append(replace(c, waived=c.waived + take, bulk=c.bulk + take))
        else:
            result.append(c)
    return tuple(result), used


def _is_of(waiver: Waiver, count: Count) -> bool:
    return count.rule == waiver.rule and waiver.item in ("", count.item or "")


def _wrong(waiver: Waiver, there: int, today: str) -> str:
    """Return why a waiver covers nothing; "" = it is in order."""
    wrong = why_not_in_force(lacking(waiver.reason, waiver.who, waiver.when), waiver.when, waiver.until, today)
    if wrong:
        return wrong
    if not waiver.is_whole:
        return (
            "「まとめて」の欄が空です。新しく出る指摘にも及ぶ了承は「まとめて」と書いてください。"
            "1件ずつ了承するときは report.xlsx の指摘一覧を使ってください。"
        )
    if there > waiver.limit:
        return f"上限 {waiver.limit:,} 件に対し {there:,} 件あり、失効しました。内容を確かめて了承し直してください。"
    return ""


def _unknown(waiver: Waiver, places: Sequence[Place], files: Sequence[FileResult], covered: Sequence[int]) -> str:
    """Return what the waiver names that does not exist, with the nearest that does; "" = all of it exists."""
    parts = [p for p in waiver.scope.split("/") if p]
    within = list(places)
    for level, part in enumerate(parts[: len(_LEVELS)]):
        names = [n for p in within for n in p.names[level] if n]
        within = [p for p in within if part in p.names[level]]
        if not within:
            hint = did_you_mean(part, dict.fromkeys(names)) or "了承シートの範囲を直してください。"
            return f"範囲「{waiver.scope}」の{_LEVELS[level]}「{part}」はこのプロジェクトにありません。{hint}"
    if len(parts) > len(_LEVELS):
        return f"範囲「{waiver.scope}」は深すぎます。市区町村/業務/移行ファイル定義 の3つまでにしてください。"
    items = {i for p in within for i in p.items} | {c.item or "" for i in covered for c in files[i].counts}
    if waiver.item and items and waiver.item not in items:
        hint = did_you_mean(waiver.item, items) or "了承シートの項目を直してください。"
        return f"項目「{waiver.item}」はありません。{hint}"
    return ""


def _remark(waiver: Waiver, there: int, covered: Sequence[int]) -> str:
    if not covered:
        return "この実行の範囲の外の了承です。今回は使っていません。"
    if there == 0:
        return GONE
    return BY_COUNT if waiver.by_count else ""
