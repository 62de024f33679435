"""Exact counts and a bounded sample of findings, mergeable in any order.

`Tally.merge` is associative and commutative: batches, byte ranges, processes and cluster workers
give one and the same result. A sample is the first N places of each rule and item by record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from chukan.severity import Severity
from chukan.verification.result import Count

Key = tuple[str, str, Severity, str]
"""Rule, item ("" = none), severity, ground."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class SampledFinding:
    """One sampled finding within a file. Orders by record, then by where and what.

    Attributes:
        record: 0 = the file as a whole.
    """

    record: int
    line: int
    item: str
    rule: str
    severity: Severity
    check: str = ""
    """The name that a layout or a project gave its rule: several may find something in one item of one record."""
    value: str
    message: str
    ground: str = ""


@dataclass
class Tally:
    """Counts by (rule, item, severity, ground), with at most `limit` places of each.

    Attributes:
        full: Keys of which enough places are kept elsewhere (in an earlier block): they are only counted.
    """

    limit: int = 1000
    full: frozenset[Key] = frozenset()
    counts: dict[Key, int] = field(default_factory=dict)
    places: dict[Key, list[SampledFinding]] = field(default_factory=dict)

    def room(self, key: Key) -> int:
        """Return how many places of one check are worth naming.

        Several checks may share a key, and only sorting tells whose records come first.
        """
        return 0 if key in self.full else self.limit

    def full_keys(self) -> frozenset[Key]:
        """Return the keys that need no more places."""
        return frozenset(k for k, places in self.places.items() if len(places) >= self.limit)

    def add(self, key: Key, count: int, places: Iterable[SampledFinding] = ()) -> None:
        """Count `count` findings and keep those of `places` that fit."""
        if count:
            self.counts[key] = self.counts.get(key, 0) + count
            self._keep(key, places)

    def merge(self, other: Tally) -> None:
        """Take in another tally of the same file."""
        for key, count in other.counts.items():
            self.add(key, count, other.places.get(key, ()))

    def _keep(self, key: Key, places: Iterable[SampledFinding]) -> None:
        kept = sorted([*self.places.get(key, ()), *places])[: self.limit]
        if kept:
            self.places[key] = kept

    def as_counts(self) -> tuple[Count, ...]:
        """Sorted by rule, then item."""
        return tuple(
            Count(rule=rule, item=item or None, severity=severity, count=count, ground=ground)
            for (rule, item, severity, ground), count in sorted(self.counts.items())
        )

    def __iter__(self) -> Iterator[SampledFinding]:
        """All places, by record."""
        return iter(sorted(p for places in self.places.values() for p in places))


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
            result.append(replace(c, waived=c.waived + take))
        else:
            result.append(c)
    return tuple(result), used
