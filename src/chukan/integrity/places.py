"""Where the records are that break a rule: their places in a file, and those that a sheet of earlier findings lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chukan.expressions.names import literal, quoted
from chukan.expressions.session import Session
from chukan.integrity.model import LINE, RECORD, Location, SpilledFile
from chukan.integrity.views import FILE

VIOLATING = "violating"
"""The table of the records that break a rule: FILE, RECORD, LINE, perhaps ``__value``, and what the message needs."""

Note = Callable[[Mapping[str, Any], SpilledFile], str]
"""What to add to the message for one row of the table, in one file."""


@dataclass(frozen=True)
class ViolatingRows:
    """The rows of `VIOLATING` in one file.

    Attributes:
        secret: The value is never shown.
        note: What to add for one place; None = nothing.
    """

    session: Session
    file: SpilledFile
    secret: bool = False
    note: Note | None = None

    def first(self, limit: int) -> Iterator[Location]:
        """Yield the first `limit` places, by record."""
        rows = f"SELECT * FROM {VIOLATING} WHERE {FILE} = ? ORDER BY {RECORD} LIMIT ?"
        return self._locations(rows, [self.file.index, limit])

    def listed(self, is_listed: Callable[[tuple[str, ...]], bool]) -> Iterator[tuple[Location, int]]:
        """Yield the records that a sheet lists, whatever the sample keeps: the first of each key, and their number.

        Args:
            is_listed: Tells by the values of a record's key. The file has a key.
        """
        first: dict[tuple[str, ...], tuple[int, int]] = {}
        rows = f"SELECT {RECORD}, {self._key} FROM {VIOLATING}{self._own} WHERE {VIOLATING}.{FILE} = {self.file.index}"
        for record, values in self.session.stream(rows):
            key = tuple(values)
            if key in first or is_listed(key):
                lowest, count = first.get(key, (record, 0))
                first[key] = min(lowest, record), count + 1
        numbers = sorted(record for record, _ in first.values())
        counts = dict(first.values())
        only = f"SELECT * FROM {VIOLATING} SEMI JOIN (SELECT unnest(?::BIGINT[]) AS {RECORD}) USING ({RECORD}) WHERE {FILE} = ?"
        for location in self._locations(only, [numbers, self.file.index]) if numbers else ():
            yield location, counts[location.record]

    def _locations(self, rows: str, parameters: Sequence[object]) -> Iterator[Location]:
        """Yield the places of some of the rows, by record, with the values that identify their records."""
        names = [name for name, *_ in self.session.rows(f"DESCRIBE {VIOLATING}")]
        own = self._own if self.file.key else ""
        found = f"SELECT {VIOLATING}.*, {self._key} FROM ({rows}) AS {VIOLATING}{own} ORDER BY {RECORD}"
        for *row, key in self.session.rows(found, parameters):
            values = dict(zip(names, row, strict=True))
            shown = "" if self.secret else str(values.get("__value") or "")
            note = self.note(values, self.file) if self.note else ""
            yield Location(values[RECORD], values[LINE], shown, note, tuple(key))

    @property
    def _own(self) -> str:
        """SQL: the file's own records, joined by their number."""
        return f" JOIN read_parquet({literal(str(self.file.spill and self.file.spill.as_posix()))}) AS own USING ({RECORD})"

    @property
    def _key(self) -> str:
        """SQL: the values that identify a record, as a list."""
        return f"[{', '.join(f'own.{quoted(name)}' for name in self.file.key)}]::VARCHAR[] AS __identity"
