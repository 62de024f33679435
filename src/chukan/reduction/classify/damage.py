"""Records that were read, but with values that can't be known: undecodable bytes, letters in a number.

Such a value may be any that fits what is left of it, so the record may belong to any record that has such a value,
and to no other. Each record is kept with a pattern for SQL's LIKE an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from chukan.expressions.names import literal
from chukan.layouts.model import Item
from chukan.values.damage import DAMAGE

#: More damaged records of a file than these hold everything back: each is looked for in each candidate.
MOST = 100
#: Of a value of which nothing is known.
ANYTHING = "%"
_ESCAPE = "!"
_SPECIAL = re.compile(f"[%_{_ESCAPE}]")
_LOST = re.compile(f"[{chr(DAMAGE)}-{chr(DAMAGE + 0xFF)}]+")
_BLANKS = " \u3000"


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record with values that can't be known.

    Attributes:
        record: Its number in the file.
        hurt: The items that can't be known.
        patterns: The needed items that are filled, each with a pattern of what it may be.
    """

    record: int
    hurt: frozenset[str]
    patterns: Mapping[str, str]


@dataclass
class DamagedRecords:
    """The damaged records of one file, while it is read.

    Attributes:
        unknown: Items that the file lacks, or that are damaged in too many records to look each of them up.
    """

    unknown: set[str] = field(default_factory=set)
    _found: list[DamagedRecord] = field(default_factory=list)

    def add(
        self, hurt: Mapping[str, Iterable[int]], columns: Mapping[str, tuple[Item, pa.Array]], records: pa.Array
    ) -> None:
        """Add the damaged records of a block.

        Args:
            hurt: Item -> the rows whose value can't be known.
            columns: Each needed item with its values as strings; blank ones are null or "".
            records: The number of each row's record.
        """
        by_row: dict[int, set[str]] = {}
        for name, rows in hurt.items():
            for row in rows:
                by_row.setdefault(row, set()).add(name)
        for row, names in sorted(by_row.items()):
            if len(self._found) >= MOST:
                self.unknown |= names
                continue
            patterns = {
                name: _pattern(text, item, damaged=name in names)
                for name, (item, values) in columns.items()
                if (text := (values[row].as_py() or "").strip(_BLANKS))
            }
            self._found.append(DamagedRecord(records[row].as_py(), frozenset(names), patterns))

    @property
    def found(self) -> tuple[DamagedRecord, ...]:
        """Those that are looked up one by one."""
        return tuple(self._found)


def pattern_of(text: str) -> str:
    """Return a pattern for LIKE of what a text may have been: what could not be decoded may be anything."""
    return ANYTHING.join(_SPECIAL.sub(lambda found: _ESCAPE + found[0], part) for part in _LOST.split(text))


def may_be(sql: str, pattern: str) -> str:
    """Return SQL for whether a text fits a pattern of `pattern_of`."""
    return f"{sql} LIKE {literal(pattern)} ESCAPE '{_ESCAPE}'"


def may_belong(record: DamagedRecord, items: Sequence[str], parts: Sequence[str]) -> str | None:
    """Return SQL for whether a record may have the link in `parts`; None = it has none, "" = it may have any.

    Args:
        record: The record.
        items: The items that make the link, in its order.
        parts: SQL of each part of the link that is looked for.
    """
    if not set(items) <= set(record.patterns):
        return None  # a part is blank: it belongs to nothing
    known = [(part, record.patterns[item]) for item, part in zip(items, parts, strict=True)]
    return " AND ".join(may_be(part, pattern) for part, pattern in known if pattern != ANYTHING)


def _pattern(text: str, item: Item, *, damaged: bool) -> str:
    """Return what a value may be, as a link has it (`chukan.reduction.classify.units.key_sql`)."""
    if item.type in ("9", "S9", "9V", "YEAR", "DATE"):
        # the same number and the same day are written in more than one way
        plain = not damaged and item.type in ("9", "YEAR") and text.isascii() and text.isdigit()
        return str(int(text)) if plain else ANYTHING
    return pattern_of(text)
