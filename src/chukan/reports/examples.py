"""Examples of what each rule found: few, spread over files and items, with the exact number beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from chukan.output.text import number
from chukan.reports.summary import RuleRow, Summary
from chukan.verification.result import Finding

#: A page with more of them does not open (gtfs-validator #1306).
CAP = 50


@dataclass(frozen=True, slots=True)
class Examples:
    """Some findings of a rule.

    Attributes:
        findings: By file and record.
        kept: How many findings.csv has.
    """

    row: RuleRow
    findings: tuple[Finding, ...]
    kept: int

    @property
    def rest(self) -> str:
        """How many more there are, and where; "" when these are all."""
        total, shown = self.row.numbers.total, len(self.findings)
        if total <= shown:
            return ""
        if total <= self.kept:
            return f"ほか {number(total - shown)} 件は findings.csv にあります。"
        return (
            f"ほか {number(total - shown)} 件。うち {number(self.kept - shown)} 件は findings.csv にあり、"
            "残りは件数だけを数えています。"
        )


def examples(summary: Summary, findings: Sequence[Finding], cap: int = CAP) -> tuple[Examples, ...]:
    """At most `cap` findings a rule, taken in turn from each file and item; gravest rules first.

    Args:
        summary: The rules with their exact counts.
        findings: The samples that the verification kept.
        cap: Most findings of a rule.
    """
    kept: dict[str, int] = defaultdict(int)
    buckets: dict[str, dict[tuple[str, str | None], list[Finding]]] = defaultdict(dict)
    for f in findings:
        kept[f.rule] += 1
        bucket = buckets[f.rule].setdefault((f.file, f.item), [])
        if len(bucket) < cap:
            bucket.append(f)
    return tuple(Examples(row, _spread(list(buckets[row.rule].values()), cap), kept[row.rule]) for row in summary.found)


def _spread(buckets: list[list[Finding]], cap: int) -> tuple[Finding, ...]:
    turns: Iterator[Finding | None] = chain.from_iterable(zip_longest(*buckets))
    taken: list[Finding] = []
    for finding in turns:
        if finding is not None:
            taken.append(finding)
        if len(taken) == cap:
            break
    return tuple(sorted(taken, key=lambda f: (f.file, f.record or 0, f.item or "")))
