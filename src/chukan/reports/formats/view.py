"""What a format is made from: a verification with its findings, and how a place in a file is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chukan.reports.causes import Cause, causes
from chukan.rules.catalogue import RULES
from chukan.verification.result import Finding, Verification

GENERAL = "（全体）"
"""What belongs to no file, and what concerns a file as a whole."""


@dataclass(frozen=True)
class View:
    """A verification, and the findings that its samples keep.

    Attributes:
        base: The folder that the paths of the files start from, as the reader sees it, with a slash at its end; "" = the
            reader is in it.
    """

    verification: Verification
    findings: Sequence[Finding]
    base: str = ""

    def path(self, finding: Finding) -> str:
        """Return the path of a finding's file as the reader sees it; "" = it belongs to no file."""
        return f"{self.base}{finding.file}" if finding.file else ""

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What explains many findings at once."""
        return causes(self.verification, self.findings)

    @cached_property
    def by_rule(self) -> dict[tuple[str, str], list[Finding]]:
        """The findings by (path of the file, rule)."""
        rows: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            rows[finding.file, finding.rule].append(finding)
        return rows


def of_cause(cause: Cause) -> str:
    """Return a cause in one line: what it is, who does what about it, and how many findings come from it."""
    return f"共通の原因: {cause.what}。【{cause.who}】{cause.how}（{cause.count:,} 件の指摘のもと）"


def place(finding: Finding) -> str:
    """Return where in its file a finding is, in words; "" for the file as a whole."""
    if finding.record is None:
        return f"{finding.line:,} 行目" if finding.line else ""
    return f"{finding.record:,} 件目" + (f"（{finding.line:,} 行目）" if finding.line else "")


def sentence(finding: Finding) -> str:
    """Return a finding in one line: place, item, message."""
    return ": ".join(part for part in (place(finding), finding.item or "", finding.message) if part)


def remedy(rule: str) -> str:
    """Return who puts right what a rule finds, and how; "" for a rule of another version of chukan."""
    return RULES[rule].advice if rule in RULES else ""


def most(findings: Iterable[Finding], limit: int) -> list[Finding]:
    """Return the gravest findings, at most `limit`: those that nobody accepted first, in the order of the file."""
    return sorted(findings, key=lambda f: (f.waived, -f.severity.weight, f.record or 0, f.item or ""))[:limit]
