"""What each item of a file looks like (S02): filled, distinct, smallest, largest, most frequent.

A profiler sees batches, and the profilers of batches add up to the profiler of the file, however it was cut.
Memory stays bounded: values are counted while an item has at most `BOUND` of them, and not at all once it has
more. That does not depend on the cutting: the whole has more than `BOUND` values when a part has, or the parts
together have. What is blank, smallest, largest, shortest and longest is exact always.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item, Layout
from chukan.values.buffers import all_digits, as_arrow, is_ascii, strings, widths
from chukan.values.date_forms import date_pattern
from chukan.values.kernels import boolean, matches
from chukan.verification.plausibility import suspicion

BOUND = 2_000
"""Most values of an item that are counted."""
FREQUENT = 5
#: Numbers and days that have a place in an order; the rest is for V02, V05, V06 and V08 to tell.
_WHOLE, _DECIMAL = "-?[0-9]{1,18}", r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
_NO_YEARS = ("0000", "9999")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one item looks like. Values are as the file has them; 個人番号 has none.

    Attributes:
        distinct: None = more than `BOUND`.
        minimum: The smallest number, the earliest day, the first code; "" for names and other full-width text.
        frequent: At most five, each held by two records or more; none when there are too many values to count.
        shortest: Characters of the shortest value that is not blank.
    """

    item: str
    filled: int
    blank: int
    distinct: int | None
    minimum: str = ""
    maximum: str = ""
    frequent: tuple[tuple[str, int], ...] = ()
    shortest: int = 0
    longest: int = 0
    note: str = ""


@dataclass
class _Tally:
    """One item so far."""

    item: Item
    filled: int = 0
    blank: int = 0
    counts: dict[str, int] | None = field(default_factory=dict)
    """None once there were more than `BOUND` values."""
    ends: tuple[str, str] | None = None
    """Smallest and largest of the values that are not in `counts`."""
    shortest: int | None = None
    longest: int = 0


class Profiler:
    """Profiles the items of one file. Can be pickled.

    Args:
        layout: the file's layout.
        columns: the items that the file has; others are left out.
    """

    def __init__(self, layout: Layout, columns: Iterable[str]) -> None:
        held = set(columns)
        self._conditioned = frozenset(layout.body.required_when)
        self._tallies = {i.name: _Tally(i) for i in layout.items if i.name in held}

    def add(self, table: pa.RecordBatch) -> None:
        """Take in a batch of string columns."""
        for index, name in enumerate(table.schema.names):
            if tally := self._tallies.get(name):
                _add(tally, strings(table.column(index)))

    def merge(self, other: Profiler) -> None:
        """Take in the profiler of other records of the same file."""
        for name, theirs in other._tallies.items():
            _merge(self._tallies.setdefault(name, _Tally(theirs.item)), theirs)

    def items(self) -> tuple[Profile, ...]:
        """One profile an item, in the layout's order."""
        return tuple(_profile(t) for t in sorted(self._tallies.values(), key=lambda t: t.item.no))

    def flags(self, municipality: str = "") -> tuple[tuple[str, str], ...]:
        """S02: item and message of what is not plausible. See `chukan.verification.plausibility`.

        Args:
            municipality: the code of the municipality whose data it is; "" = nobody says.
        """
        found = []
        for name, t in self._tallies.items():
            conditioned = name in self._conditioned
            message = suspicion(t.item, t.filled, t.blank, t.counts, conditioned=conditioned, municipality=municipality)
            found += [(name, message)] if message else []
        return tuple(found)


def _add(tally: _Tally, values: pa.Array) -> None:
    there = widths(values) > 0
    filled = int(np.count_nonzero(there))
    tally.filled += filled
    tally.blank += len(values) - filled
    if not filled:
        return
    if filled < len(values):
        values = values.filter(as_arrow(there))
    lengths = widths(values) if is_ascii(values) else pc.utf8_length(values).to_numpy()
    _stretch(tally, int(lengths.min()), int(lengths.max()))
    rest = values
    if tally.counts is not None:
        head = values.slice(0, 2 * BOUND)  # an item of many values shows it early
        _count(tally, head)
        if tally.counts is not None:
            rest = values.slice(len(head))
            _count(tally, rest)
    if tally.counts is None:
        _widen(tally, _ends(tally.item, rest))


def _merge(tally: _Tally, other: _Tally) -> None:
    tally.filled += other.filled
    tally.blank += other.blank
    if other.shortest is not None:
        _stretch(tally, other.shortest, other.longest)
    if other.counts is None:
        _give_up(tally)
        _widen(tally, other.ends)
    else:
        _put(tally, other.counts)


def _count(tally: _Tally, values: pa.Array) -> None:
    counted = values.value_counts()
    if len(counted) > BOUND:
        _give_up(tally)
        _widen(tally, _ends(tally.item, values))
    else:
        _put(tally, dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True)))


def _put(tally: _Tally, counts: dict[str, int]) -> None:
    """Add counted values; where they become too many, only their ends are kept."""
    if tally.counts is not None:
        for value, count in counts.items():
            tally.counts[value] = tally.counts.get(value, 0) + count
        if len(tally.counts) > BOUND:
            _give_up(tally)
    else:
        _widen(tally, _ends(tally.item, pa.array(counts, pa.string())))


def _give_up(tally: _Tally) -> None:
    """Count no more."""
    if tally.counts is not None:
        seen, tally.counts = tally.counts, None
        _widen(tally, _ends(tally.item, pa.array(seen, pa.string())))


def _stretch(tally: _Tally, shortest: int, longest: int) -> None:
    tally.shortest = shortest if tally.shortest is None else min(tally.shortest, shortest)
    tally.longest = max(tally.longest, longest)


def _widen(tally: _Tally, ends: tuple[str, str] | None) -> None:
    if ends is None or tally.ends is None:
        tally.ends = tally.ends or ends
        return
    both = _ends(tally.item, pa.array([*tally.ends, *ends], pa.string()))
    tally.ends = both


def _ends(item: Item, values: pa.Array) -> tuple[str, str] | None:
    """Return the smallest and the largest of some values, in the order that the item's type has; None without any."""
    if len(values) == 0 or item.is_secret or item.type in ("N", "XN", "BLOB"):
        return None
    if item.is_number:
        return _numeric_ends(values, whole=not item.is_decimal)
    if item.type in ("DATE", "YM", "YEAR"):
        values = values.filter(as_arrow(matches(values, date_pattern(item.type))))
        for year in _NO_YEARS:
            values = values.filter(as_arrow(~boolean(pc.starts_with(values, year))))
    ends = pc.min_max(values)
    return (ends["min"].as_py(), ends["max"].as_py()) if len(values) else None


def _numeric_ends(values: pa.Array, *, whole: bool) -> tuple[str, str] | None:
    """Return the ends by number; of several writings of one number, the first in code point order."""
    if not (whole and all_digits(values) and int(widths(values).max()) <= 18):
        values = values.filter(as_arrow(matches(values, _WHOLE if whole else _DECIMAL)))
    if len(values) == 0:
        return None
    numbers = pc.cast(values, pa.int64() if whole else pa.float64())
    ends = pc.min_max(numbers)
    first, last = (pc.min(values.filter(pc.equal(numbers, ends[end]))).as_py() for end in ("min", "max"))
    return first, last


def _profile(tally: _Tally) -> Profile:
    item, counts = tally.item, tally.counts
    ends = tally.ends if counts is None else _ends(item, pa.array(counts, pa.string()))
    low, high = ends or ("", "")
    frequent: list[tuple[str, int]] = []
    if counts and not item.is_secret:
        repeated = [(value, count) for value, count in counts.items() if count > 1]
        frequent = sorted(repeated, key=lambda pair: (-pair[1], pair[0]))[:FREQUENT]
    return Profile(
        item=item.name,
        filled=tally.filled,
        blank=tally.blank,
        distinct=None if counts is None else len(counts),
        minimum=low,
        maximum=high,
        frequent=tuple(frequent),
        shortest=tally.shortest or 0,
        longest=tally.longest,
        note=_note(tally),
    )


def _note(tally: _Tally) -> str:
    """Return a remark on what is conspicuous, for the profile; what is worth a finding is for `chukan.verification.plausibility`."""
    if tally.counts is None:
        return f"値が{BOUND:,}種類を超えるため、種類と頻度は数えていません"
    if tally.filled == 0:
        return "すべて空です" if tally.blank else ""
    return "値がすべて同じです" if len(tally.counts) == 1 and tally.filled > 1 else ""
