"""Exact counts and a bounded sample of findings, mergeable in any order.

`Tally.merge` is associative and commutative: batches, byte ranges, processes and cluster workers
give one and the same result. A sample is the first N places of each rule and item by record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter

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
    fingerprint: str = field(default="", compare=False)
    """Recognises it in the next delivery; "" = nothing identifies the record."""
    key: str = field(default="", compare=False)
    """The key of the record, where it was asked for."""


#: What findings are sorted by: as they compare, without a pair of tuples for each comparison.
_order = attrgetter(*(f.name for f in fields(SampledFinding) if f.compare))


@dataclass(frozen=True, slots=True)
class Recognised:
    """The findings of one fingerprint that a sheet lists.

    Attributes:
        first: The first of them by record.
        places: How many rows a sheet has for them: one each.
        count: How many findings they are; a place may stand for several (mixed newlines).
    """

    first: SampledFinding
    places: int
    count: int

    def __add__(self, other: Recognised) -> Recognised:
        return Recognised(min(self.first, other.first), self.places + other.places, self.count + other.count)


@dataclass
class Tally:
    """Counts by (rule, item, severity, ground), with at most `limit` places of each.

    Attributes:
        full: Keys of which enough places are kept elsewhere (in an earlier block): they are only counted.
        recognised: (key, fingerprint) -> the findings that a sheet lists, all of them, whatever `limit` is.
    """

    limit: int = 1000
    full: frozenset[Key] = frozenset()
    counts: dict[Key, int] = field(default_factory=dict)
    places: dict[Key, list[SampledFinding]] = field(default_factory=dict)
    recognised: dict[tuple[Key, str], Recognised] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    """Item -> values that are not empty."""

    def room(self, key: Key) -> int:
        """Return how many places of one check are worth naming.

        Several checks may share a key, and only sorting shows whose records come first.
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

    def add_watched(self, key: Key, found: SampledFinding, count: int, listed: Collection[str]) -> None:
        """Count one place that stands for `count` findings, and recognise it where a sheet lists it."""
        self.add(key, count, [found])
        if found.fingerprint in listed:
            self.recognise(key, Recognised(found, 1, count))

    def recognise(self, key: Key, found: Recognised) -> None:
        """Note findings that a sheet lists; they are counted by `add` like all others."""
        at = key, found.first.fingerprint
        self.recognised[at] = self.recognised[at] + found if at in self.recognised else found

    def merge(self, other: Tally) -> None:
        """Take in another tally of the same file."""
        for key, count in other.counts.items():
            self.add(key, count, other.places.get(key, ()))
        for (key, _), found in other.recognised.items():
            self.recognise(key, found)
        for item, count in other.filled.items():
            self.count_filled(item, count)

    def count_filled(self, item: str, count: int) -> None:
        """Count values that are not empty."""
        self.filled[item] = self.filled.get(item, 0) + count

    @property
    def kept(self) -> int:
        """How many places are kept."""
        return sum(map(len, self.places.values()))

    def shrink(self, limit: int) -> None:
        """Keep no more than `limit` places of each key from now on, the first ones; the counts stay exact."""
        self.limit = min(self.limit, limit)
        self.places = {key: places[: self.limit] for key, places in self.places.items() if self.limit > 0}

    def _keep(self, key: Key, places: Iterable[SampledFinding]) -> None:
        more = list(places)
        if more and self.limit > 0:  # of a key that has enough, a block names none, and what is kept is in order
            self.places[key] = sorted([*self.places.get(key, ()), *more], key=_order)[: self.limit]

    def as_counts(self) -> tuple[Count, ...]:
        """Sorted by rule, then item."""
        return tuple(
            Count(rule=rule, item=item or None, severity=severity, count=count, ground=ground)
            for (rule, item, severity, ground), count in sorted(self.counts.items())
        )

    def __iter__(self) -> Iterator[SampledFinding]:
        """All places by record, with those beyond the limit that a sheet lists."""
        sampled = [p for places in self.places.values() for p in places]
        listed = {r.first for r in self.recognised.values()}
        return iter(sorted([*sampled, *listed.difference(sampled if listed else ())], key=_order))
