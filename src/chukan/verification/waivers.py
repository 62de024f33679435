"""Waivers (了承): findings that the municipality accepts, counted and listed all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chukan.rules.catalogue import RULES
from chukan.severity import Severities
from chukan.verification.job import Target, Waiver
from chukan.verification.result import FileResult, WaiverUse, verdict_of
from chukan.verification.tally import SampledFinding, waive


def last_day(as_of: str, started: str) -> str:
    """Return the last day that may stand in a sheet: the day of the check, or the day on which it ran, if that is later.

    Args:
        as_of: the day that the rules go by, ISO.
        started: when the verification began, ISO with its time.
    """
    return max(as_of, started[:10])


def apply_waivers(
    files: Sequence[FileResult],
    targets: Sequence[Target],
    waivers: Sequence[Waiver],
    severities: Severities,
    *,
    today: str = "",
) -> tuple[list[FileResult], tuple[WaiverUse, ...], list[SampledFinding]]:
    """Mark the findings that waivers cover.

    A waiver whose limit is exceeded covers none: more came than was accepted, so somebody must look
    again. One that matches nothing, lacks a reason or a name, or is dated after the verification, is a finding
    itself (W01).

    Args:
        files: the results of the targets, in their order.
        targets: what was checked.
        waivers: the rows of the sheet.
        severities: what the project says of the rules.
        today: the last day that a waiver may be dated, ISO; "" = any.

    Returns:
        The files with their waived counts and new verdicts, what became of each waiver, and the W01 findings.
    """
    result = list(files)
    uses: list[WaiverUse] = []
    for waiver in waivers:
        covered = [i for i, t in enumerate(targets) if waiver.covers(t)]
        there = sum(
            c.count - c.waived
            for i in covered
            for c in result[i].counts
            if c.rule == waiver.rule and waiver.item in ("", c.item or "")
        )
        note = _wrong(waiver, there, today)
        used = 0
        if not note:
            for i in covered:
                counts, taken = waive(result[i].counts, waiver.rule, waiver.item, waiver.limit - used)
                used += taken
                result[i] = replace(result[i], counts=counts, verdict=verdict_of(counts, result[i].not_run))
        uses.append(
            WaiverUse(
                waiver.rule, waiver.item, waiver.scope, waiver.limit, waiver.reason, waiver.who, waiver.when, used, note
            )
        )
    severity = severities.of("W01", RULES["W01"].severity)
    if severity is None:
        return result, tuple(uses), []
    places = [
        SampledFinding(record=0, line=0, item=u.item, rule="W01", severity=severity, value="", message=_said(u, w))
        for u, w in zip(uses, waivers, strict=True)
        if u.note
    ]
    return result, tuple(uses), places


def _said(use: WaiverUse, waiver: Waiver) -> str:
    return f"了承（{use.rule} {use.item or '全項目'} {use.scope or '全体'}）: {use.note}（{waiver.place}）"


def _wrong(waiver: Waiver, there: int, today: str) -> str:
    """Why a waiver covers nothing; "" = it is in order."""
    missing = [
        name for name, value in (("理由", waiver.reason), ("了承者", waiver.who), ("了承日", waiver.when)) if not value
    ]
    if missing:
        return f"{'・'.join(missing)}がありません。了承シートに記入してください。"
    if today and waiver.when > today:
        return f"了承日 {waiver.when} が検証の日より後です。まだ効力がありません。了承シートの日付を確かめてください。"
    if there == 0:
        return "当てはまる指摘がもうありません。了承シートから外してください。"
    if there > waiver.limit:
        return f"上限 {waiver.limit} 件に対し {there} 件あり、失効しました。内容を確かめて了承し直してください。"
    return ""
