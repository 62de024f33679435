"""One record taken apart, byte by byte: for records that are not as they should be.

Slow and plain. Well-formed records never come here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Flaw = Literal["bare", "after"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``[start, end)`` with its quotes, and the bytes that it means.

    Attributes:
        flaw: ``bare``: a quote inside a field that is not quoted. ``after``: text after the closing quote. The value is then what stands in the file, quotes and all.
    """

    start: int
    end: int
    value: bytes
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The fields of a record, and where a quote was opened that its line does not close.

    Attributes:
        fields: Those that were kept.
        count: How many there are.
        flawed: True when a quote stands where none may be.
    """

    fields: tuple[Field, ...]
    open_at: int | None = None
    count: int = 0
    flawed: bool = False

    @property
    def sound(self) -> bool:
        """True when every quote stands where it may."""
        return self.open_at is None and not self.flawed

    @property
    def values(self) -> list[bytes]:
        """What the fields mean."""
        return [field.value for field in self.fields]


#: Fields that are kept of a record: more than any table has, fewer than a line made to do harm.
MOST_FIELDS = 20_000


def split(
    record: bytes, delimiter: int, quote: int | None, most: int | None = None, *, keep: int = MOST_FIELDS
) -> Split:
    """Return the fields of one record, given without its newline.

    A quote that never closes is told by ``open_at``; its field and the ones after it are then read
    as if quotes meant nothing.

    Args:
        record: The bytes of one record.
        delimiter: One byte.
        quote: One byte; None = quotes mean nothing.
        most: Stop behind so many fields; None = take them all.
        keep: Fields that are kept; those behind are only counted.
    """
    fields: list[Field] = []
    start, open_at, count, flawed = 0, None, 0, False
    while True:
        if quote is not None and open_at is None and record[start : start + 1] == bytes((quote,)):
            close = closing(record, start + 1, quote)
            if close is not None:
                field = _quoted(record, start, close, delimiter, quote)
            else:
                open_at = start
                field = _bare(record, start, delimiter, quote)
        else:
            field = _bare(record, start, delimiter, quote)
        count += 1
        flawed = flawed or field.flaw is not None
        if len(fields) < keep:
            fields.append(field)
        if field.end >= len(record) or count == most:
            return Split(tuple(fields), open_at, count, flawed)
        start = field.end + 1


def all_in_quotes(record: bytes, delimiter: int, quote: int) -> list[bytes] | None:
    """Return the values of a record each of which stands in quotes and holds none; None = it is another one.

    Many a file has no other records, and this is many times faster than `split`.

    Args:
        record: The bytes of one record.
        delimiter: One byte.
        quote: One byte.
    """
    mark = bytes((quote,))
    if len(record) < 2 or not (record.startswith(mark) and record.endswith(mark)):
        return None
    values = record[1:-1].split(mark + bytes((delimiter,)) + mark)
    return values if record.count(mark) == 2 * len(values) else None


def closing(data: bytes, at: int, quote: int, limit: int | None = None) -> int | None:
    """Where the quoted text that begins at `at` closes: the quote that no second one follows.

    Args:
        data: The bytes.
        at: The offset behind the opening quote.
        quote: One byte.
        limit: Where to give up; None = at the end.

    Returns:
        The offset of the closing quote; None = it does not close.
    """
    mark, runs = bytes((quote,)), _runs_of(quote)
    stop = len(data) if limit is None else min(limit, len(data))
    while run := runs.search(data, at, stop):
        at = run.end()
        if (at - run.start()) % 2 and data[at : at + 1] != mark:  # all others of the run are doubled
            return at - 1
    return None


@cache
def _runs_of(quote: int) -> re.Pattern[bytes]:
    return re.compile(re.escape(bytes((quote,))) + b"+")


def _quoted(record: bytes, start: int, close: int, delimiter: int, quote: int) -> Field:
    mark = bytes((quote,))
    if close + 1 == len(record) or record[close + 1] == delimiter:
        return Field(start, close + 1, record[start + 1 : close].replace(mark * 2, mark))
    end = record.find(bytes((delimiter,)), close + 1)
    end = len(record) if end == -1 else end
    return Field(start, end, record[start:end], "after")


def _bare(record: bytes, start: int, delimiter: int, quote: int | None) -> Field:
    end = record.find(bytes((delimiter,)), start)
    end = len(record) if end == -1 else end
    value = record[start:end]
    return Field(start, end, value, "bare" if quote is not None and quote in value else None)
