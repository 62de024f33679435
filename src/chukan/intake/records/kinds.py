"""Which kind of record a record is, and whether the kinds come in the agreed number and order (F11)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from chukan.intake.batch import Anomaly
from chukan.intake.records.lines import Bools, Bytes, Ints
from chukan.intake.records.split import split

#: `RecordTyping.kinds`: no kind that was agreed on.
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        key: What marks it, in the encoding of the data.
        name: What messages call it.
        is_data: Its records are the ones that are read; all others are only looked at as a whole.
        times: How often it occurs; None = any number of times.
    """

    key: bytes
    name: str
    is_data: bool
    times: int | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class RecordTyping:
    """Tells the kinds of records apart, by a field or by bytes of a fixed place.

    Of two kinds with the same key the one that is listed first begins the file, see `of_first`; everywhere else it is
    the other.

    Args:
        kinds: in the order in which they are expected.
        place: the bytes of a fixed-width record that name its kind; None = `column` counts fields.
        column: the field that names it, from 0.
        delimiter: of a delimited file, as a byte.
        quote: of a delimited file, as a byte; None = there is none.
        others: the index in `kinds` of what is marked by nothing else; `UNKNOWN` = rejected.
    """

    kinds: tuple[Kind, ...]
    place: slice | None
    column: int = 0
    delimiter: int = 0x2C
    quote: int | None = None
    others: int = UNKNOWN

    def of_records(self, data: bytes, starts: Ints, ends: Ints) -> Ints:
        """Return the kind of each record, an index in `kinds` or `UNKNOWN`; int64, one a record.

        Args:
            data: the buffer.
            starts: where the records begin in it.
            ends: where their contents end.
        """
        view = np.frombuffer(data, np.uint8)
        if self.place is None and self.column:
            spans = zip(starts.tolist(), ends.tolist(), strict=True)
            return np.array([self.of_record(data[start:end]) for start, end in spans], np.int64)
        found = np.full(len(starts), self.others, np.int64)
        for index, kind in enumerate(self.kinds):
            if index != self.others:
                found[self._begins_with(view, starts, ends, kind.key)] = index
        return found

    def of_record(self, record: bytes) -> int:
        """Return the kind of one record."""
        if self.place is not None:
            value = record[self.place]
        elif self.quote is None or self.quote not in record:
            fields = record.split(bytes((self.delimiter,)), self.column + 1)
            value = fields[self.column] if self.column < len(fields) else b""
        else:
            values = split(record, self.delimiter, self.quote, self.column + 1).values
            value = values[self.column] if self.column < len(values) else b""
        found = (i for i, kind in enumerate(self.kinds) if i != self.others and kind.key == value)
        return max(found, default=self.others)

    def of_first(self, kind: int) -> int:
        """Return the kind of the file's first record, which is marked as `kind`."""
        if kind in (UNKNOWN, self.others):
            return kind
        key = self.kinds[kind].key
        return next(i for i, other in enumerate(self.kinds) if i != self.others and other.key == key)

    def is_data(self, record: bytes) -> bool:
        """Return True when a record is one of those that are read."""
        kind = self.of_record(record)
        return kind != UNKNOWN and self.kinds[kind].is_data

    def _begins_with(self, view: Bytes, starts: Ints, ends: Ints, key: bytes) -> Bools:
        """Return True for the records whose place or first field is `key`."""
        if self.place is not None:
            size = np.minimum(ends - starts - self.place.start, self.place.stop - self.place.start)
            mask: Bools = (size == len(key)) & _equal(view, starts + self.place.start, ends, key)
            return mask
        mask = _equal(view, starts, ends, key) & self._ends_field(view, starts + len(key), ends)
        if self.quote is not None:
            quoted = bytes((self.quote,)) + key + bytes((self.quote,))
            mask |= _equal(view, starts, ends, quoted) & self._ends_field(view, starts + len(quoted), ends)
        return mask

    def _ends_field(self, view: Bytes, at: Ints, ends: Ints) -> Bools:
        """Return True where a field ends."""
        mask: Bools = (at == ends) | (view[np.minimum(at, len(view) - 1)] == self.delimiter)
        return mask


def _equal(view: Bytes, at: Ints, ends: Ints, key: bytes) -> Bools:
    """Return True where ``view[at:]`` begins with `key` before `ends`."""
    mask: Bools = at + len(key) <= ends
    for offset, byte in enumerate(key):
        mask &= view[np.minimum(at + offset, len(view) - 1)] == byte
    return mask


@dataclass
class RecordOrder:
    """Takes the kinds of a file's records, block by block in order, and says what is missing or misplaced.

    Only the first record of a kind that occurs a fixed number of times divides the file: what is listed
    before it may not come behind it, what is listed behind it may not come before it. Bounded memory:
    one place a kind and a pair of kinds.

    Attributes:
        _firsts: The line of the first record of each kind.
        _extras: The line of the first record of a kind beyond its number.
        _late: (kind, kind that should follow) -> line of the first record too late, how many.
        _last: Kind and line of the last record.
        not_skipped: How many records there are, where the file has fewer than the agreed number to skip at its end.
    """

    kinds: tuple[Kind, ...]
    _counts: dict[int, int] = field(default_factory=dict)
    _firsts: dict[int, int] = field(default_factory=dict)
    _extras: dict[int, int] = field(default_factory=dict)
    _late: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _last: tuple[int, int] | None = None
    _first: tuple[int, int] | None = None
    not_skipped: int | None = None

    @property
    def is_empty(self) -> bool:
        """True before the first record."""
        return self._last is None

    def feed(self, kinds: Ints, lines: Ints) -> None:
        """Take the records of a block.

        Args:
            kinds: of the records in file order, as `RecordTyping.of_records` gives them.
            lines: the physical line of each, from 1.
        """
        if not len(kinds):
            return
        if self._first is None:
            self._first = int(kinds[0]), int(lines[0])
        self._last = int(kinds[-1]), int(lines[-1])
        here = {index: np.flatnonzero(kinds == index) for index in range(len(self.kinds))}
        places = {index: rows for index, rows in here.items() if len(rows)}
        for index, rows in places.items():
            for later in range(index + 1, len(self.kinds)):
                self._check_order(index, later, rows, places.get(later), lines)
        for index, rows in places.items():
            before, times = self._counts.get(index, 0), self.kinds[index].times
            if times is not None and index not in self._extras and before + len(rows) > times:
                self._extras[index] = int(lines[rows[times - before]])
            self._counts[index] = before + len(rows)
            self._firsts.setdefault(index, int(lines[rows[0]]))

    def _check_order(self, index: int, later: int, rows: Ints, later_rows: Ints | None, lines: Ints) -> None:
        """Note the records of kind `index` that come behind the first one of kind `later`."""
        if self.kinds[index].times is None and self.kinds[later].times is None:
            return
        if self.kinds[index].times is not None:
            rows = rows[: max(0, 1 - self._counts.get(index, 0))]  # the others are too many anyway
        if later not in self._firsts:
            if later_rows is None:
                return
            rows = rows[rows > later_rows[0]]
        if len(rows):
            line, count = self._late.get((index, later), (int(lines[rows[0]]), 0))
            self._late[index, later] = line, count + len(rows)

    def anomalies(self) -> tuple[Anomaly, ...]:
        """Return what is wrong, once all blocks were fed; nothing for a file without records."""
        found = []
        if self.not_skipped is not None:
            message = (
                f"移行条件の skip の last より少ない {self.not_skipped:,} レコードしかありません。読み飛ばさずに、データとして読みました。"
                "skip を確かめるか、移行条件のとおりに出力してください。"
            )
            found.append(_anomaly(message, None, 1))
        if self._last is not None:
            found += [_anomaly(message, line, count) for message, line, count in self._problems()]
        return tuple(found)

    def _problems(self) -> list[tuple[str, int | None, int]]:
        """Return messages with lines and counts."""
        problems: list[tuple[str, int | None, int]] = []
        misplaced: set[int] = set()
        for index, kind in enumerate(self.kinds):
            count = self._counts.get(index, 0)
            if kind.times is None or count == kind.times:
                continue
            if count == 0:
                message = f"{kind.name}のレコードがありません。ファイルが途中で切れていないかを確かめてください。"
                problems.append((message, None, 1))
            elif index in self._extras:
                message = f"{kind.name}のレコードが {count:,} あります（{kind.times:,} のはずです）。複数のファイルをつなげていないかを確かめてください。"
                problems.append((message, self._extras[index], count - kind.times))
            else:
                message = f"{kind.name}のレコードが {count:,} しかありません（{kind.times:,} のはずです）。出力を確かめてください。"
                problems.append((message, self._firsts[index], 1))
        for (index, later), (line, count) in sorted(self._late.items()):
            misplaced |= {index, later}
            first, second = self.kinds[index].name, self.kinds[later].name
            message = (
                f"{first}のレコードが、{second}のレコードより後に {count:,} あります。レコードの順を確かめてください。"
            )
            problems.append((message, line, count))
        for at, is_wanted, where in ((self._first, "first", "先頭"), (self._last, "last", "最後")):
            wanted = [i for i, kind in enumerate(self.kinds) if getattr(kind, is_wanted)]
            if (
                at is not None
                and wanted
                and at[0] not in wanted
                and not misplaced & {*wanted}
                and (self._counts.get(wanted[0]) or self.kinds[wanted[0]].times is None)
            ):
                problems.append(
                    (
                        f"{where}のレコードが{self.kinds[wanted[0]].name}ではありません。欠けていないか、順が正しいかを移行元で確かめてください。",
                        at[1],
                        1,
                    )
                )
        return problems


def _anomaly(message: str, line: int | None, count: int) -> Anomaly:
    return Anomaly(rule="F11", message=message, severity="error", line=line, count=count)
