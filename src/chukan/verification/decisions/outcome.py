"""What becomes of waivers and decisions in a run: the common part of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chukan.rules.catalogue import RULES
from chukan.severity import Severities, Severity
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.findings import about_whole
from chukan.verification.result import FileResult
from chukan.verification.tally import SampledFinding


@dataclass
class Applied:
    """The files with their waived counts, and what became of each waiver.

    Attributes:
        covered: The fingerprints whose findings are waived one by one.
    """

    files: list[FileResult]
    uses: list[WaiverUse] = field(default_factory=list)
    problems: list[SampledFinding] = field(default_factory=list)
    covered: frozenset[str] = frozenset()


def last_day(as_of: str, started: str) -> str:
    """Return the last day that may stand in a sheet: the day of the check, or the day on which it ran, if that is later.

    Args:
        as_of: the day that the rules go by, ISO.
        started: when the verification began, ISO with its time.
    """
    return max(as_of, started[:10])


def why_not_in_force(lacking: Sequence[str], when: str, until: str, today: str) -> str:
    """Return why an acceptance has no effect, as far as its own words say; "" = it is in order.

    Args:
        lacking: the names of what is missing.
        when: 了承日, ISO.
        until: 期限, ISO; "" = no end.
        today: the day of the check, ISO; "" = any.
    """
    if lacking:
        return f"{'・'.join(lacking)}がありません。記入してください。"
    if today and when > today:
        return f"了承日 {when} が検証の日より後です。まだ効力がありません。日付を確かめてください。"
    if today and until and until < today:
        return f"期限 {until} を過ぎたため、効力がありません。直すか、内容を確かめて了承し直してください。"
    return ""


def problems_of(
    uses: Iterable[tuple[WaiverUse, str]], severities: Severities, fingerprints: Fingerprints
) -> list[SampledFinding]:
    """Return the W01 findings: an error for each waiver that has no effect, an information for each remark.

    Args:
        uses: what became of each waiver, and its place in the sheet.
        severities: what the project says of the rules.
        fingerprints: of the project, about no file.
    """
    gravest = severities.of("W01", RULES["W01"].severity)
    if gravest is None:
        return []
    found = []
    for use, place in uses:
        said = use.note or use.remark
        if said:
            message = f"了承（{use.rule} {use.item or '全項目'} {use.scope or '全体'}）: {said}（{place}）"
            weight = gravest if use.note else Severity.INFO
            found.append(about_whole("W01", weight, message, fingerprints, item=use.item))
    return found


def no_secret(severities: Severities) -> list[SampledFinding]:
    """Return the information that the findings of a project have no fingerprints."""
    if severities.of("W01", RULES["W01"].severity) is None:
        return []
    message = (
        "プロジェクトのフォルダに秘密の鍵（.chukan/secret）を作れないため、指摘に指紋がありません。1件ずつの了承を次の検証へ"
        "引き継げません。引き継ぐときは、フォルダに書けるようにして検証し直してください。"
    )
    return [about_whole("W01", Severity.INFO, message)]
