"""The comparison of two verifications, frozen; text, HTML, Excel and JSON are views of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from chukan.severity import Severity
from chukan.verification.result import Finding
from chukan.verification.verdict import Verdict

State = Literal["new", "still", "solved", "unseen", "unknown"]
"""Of a finding: new, still there, solved, not looked at any more; unknown = more were found than were kept."""

STATE_JA: dict[State, str] = {
    "new": "新しく",
    "still": "引き続き",
    "solved": "解消",
    "unseen": "今回は未確認",
    "unknown": "不明",
}


@dataclass(frozen=True, slots=True)
class Range:
    """A number that is known exactly, or between two bounds.

    Attributes:
        low: At least so many.
        high: At most so many.
    """

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """True when the number is known."""
        return self.low == self.high

    def __add__(self, other: Range) -> Range:
        """Return the sum."""
        return Range(self.low + other.low, self.high + other.high)

    def of(self, whole: int) -> Range:
        """Return what is left of a whole."""
        return Range(whole - self.high, whole - self.low)

    def __str__(self) -> str:
        return f"{self.low:,}" if self.is_exact else f"{self.low:,}〜{self.high:,}"


NONE = Range(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule and item of one layout of a delivery, or a sum of such rows.

    Attributes:
        files: Their paths, those of the new run first.
        severity: The gravest in the new run; in the old one where the new has none.
        old: Findings of the old run: exact.
        new: Findings of the new run: exact.
        waived: Of the new: accepted ones.
        still: How many are the same.
        unseen: Of the old: those that the new run did not look for, so that nobody knows whether they are solved.
        why: Why they were not looked for; "" = they were.
        first: True = the old run did not look for them: what is new may have been there.
    """

    municipality_name: str = ""
    business_name: str = ""
    layout_name: str = ""
    files: tuple[str, ...] = ()
    rule: str = ""
    title: str = ""
    item: str = ""
    severity: Severity = Severity.INFO
    old: int = 0
    new: int = 0
    waived: int = 0
    still: Range = NONE
    unseen: Range = NONE
    why: str = ""
    first: bool = False

    @property
    def solved(self) -> Range:
        """Findings of the old run that are gone, and that the new run looked for."""
        gone = self.still.of(self.old)
        return Range(max(gone.low - self.unseen.high, 0), gone.high - self.unseen.low)

    @property
    def added(self) -> Range:
        """Findings of the new run that the old one did not have."""
        return self.still.of(self.new)

    @property
    def open_added(self) -> int:
        """The most of them that nobody accepted."""
        return min(self.added.high, self.new - self.waived)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs.

    Attributes:
        place: The folder, as it was named.
    """

    place: str
    verdict: Verdict
    as_of: str
    started: str
    errors: int
    warnings: int
    infos: int
    waived: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding that one of the runs kept, and how it stands to the other run."""

    state: State
    finding: Finding


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two verifications side by side.

    Attributes:
        group: The project's group; "" = a file by itself.
        rows: One a municipality, business, layout, rule and item.
        differences: What else differs: the definition, the day, the tool; whoever reads the numbers must know.
        findings: What the runs kept, new ones first.
    """

    tool: dict[str, str]
    group: str
    old: Side
    new: Side
    rows: tuple[Row, ...]
    differences: tuple[str, ...]
    findings: tuple[Marked, ...]

    def total(self, severity: Severity | None = None) -> Row:
        """Return the sum over all rows, or over those of one severity."""
        return summed(r for r in self.rows if severity in (None, r.severity))

    def by_rule(self) -> tuple[Row, ...]:
        """Return the sums by rule."""
        return _grouped(self.rows, lambda r: r.rule, "rule", "title")

    def by_item(self) -> tuple[Row, ...]:
        """Return the sums by business, layout and item."""
        return _grouped(
            self.rows,
            lambda r: (r.business_name, r.layout_name, r.item),
            *("business_name", "layout_name", "item"),
        )

    def by_file(self) -> tuple[Row, ...]:
        """Return the sums by delivery and layout, with the files."""
        return _grouped(
            self.rows,
            lambda r: (r.municipality_name, r.business_name, r.layout_name),
            *("municipality_name", "business_name", "layout_name", "files"),
        )


def summed(rows: Iterable[Row]) -> Row:
    """Return the sum of some rows: the gravest severity, and no names."""
    rows = list(rows)
    still, unseen = NONE, NONE
    for row in rows:
        still, unseen = still + row.still, unseen + row.unseen
    return Row(
        severity=max((r.severity for r in rows), key=lambda s: s.weight, default=Severity.INFO),
        old=sum(r.old for r in rows),
        new=sum(r.new for r in rows),
        waived=sum(r.waived for r in rows),
        still=still,
        unseen=unseen,
        why="、".join(dict.fromkeys(r.why for r in rows if r.why)),
        first=any(r.first for r in rows),
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable], *names: str) -> tuple[Row, ...]:
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(
        replace(summed(group), **{name: getattr(group[0], name) for name in names}) for group in groups.values()
    )
