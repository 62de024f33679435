"""What trailers state of the records before them, and what the records bear out (F11)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Anomaly
from chukan.intake.encoding.decode import decode
from chukan.intake.parsing.padding import Filling
from chukan.intake.records.block import Block
from chukan.intake.records.kinds import Kind
from chukan.intake.records.lines import Ints
from chukan.intake.records.split import split

_FORM = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_NUMBER = f"^{_FORM}$"
#: Trailers of a file that are compared: a hostile one must not fill the memory.
MOST_TRAILERS = 10_000


@dataclass(frozen=True, slots=True)
class TrailerItem:
    """Where a control record holds an item."""

    name: str
    place: slice | None
    """Its bytes in a fixed-width record; None = `column` is its field."""
    column: int
    filling: Filling

    def value(self, record: bytes, encoding: str, delimiter: int, quote: int | None) -> str:
        """Return what a record holds there, without what fills it up."""
        if self.place is not None:
            column = self.filling.off_bytes(pa.array([record[self.place]], pa.binary()))
            text = decode(column[0].as_py(), encoding)
        else:
            values = split(record, delimiter, quote).values
            text = decode(values[self.column], encoding) if self.column < len(values) else ""
        return str(self.filling.off_text(pa.array([text], pa.string()))[0].as_py()).strip()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the trailers of one kind state."""

    kind: int
    """The index in `RecordTyping.kinds`."""
    name: str
    count: TrailerItem | None
    """How many data records there are."""
    sums: tuple[tuple[TrailerItem, str, int], ...]
    """The sum, the item of the data that it is the sum of, and that item's scale."""


@dataclass(frozen=True)
class Trailers:
    """Adds up, block by block, what trailers state; can be pickled.

    The sums over blocks are in `Summary.counts`, under keys that name the trailer and which one of its kind it
    is, so that they add up in any order.
    """

    stated: tuple[Stated, ...]
    kinds: tuple[Kind, ...]
    encoding: str
    """Of the block's data."""
    delimiter: int = 0
    quote: int | None = None

    def counts(self, block: Block, table: pa.RecordBatch, starts: Ints) -> dict[str, int]:
        """Return what a block adds.

        Args:
            block: some whole records.
            table: its records that are read.
            starts: where each of them begins in the block's data.
        """
        found: dict[str, int] = {}
        for one in self.stated:
            trailers = [span for span in block.irregular if span.record_kind == one.kind]
            first = block.controls_before[one.kind] if block.controls_before else 0
            limits = np.array([span.start for span in trailers], np.int64)
            if one.count is not None:
                self._add(found, one, first + np.searchsorted(limits, self._record_starts(block)))
            for _, item, scale in one.sums:
                if item in table.schema.names:
                    segments = np.minimum(first + np.searchsorted(limits, starts), MOST_TRAILERS)
                    for segment in np.unique(segments).tolist():
                        values = table.column(item).filter(pa.array(segments == segment))
                        found[f"{_key(one, segment)}/{item}"] = _sum(values, scale)
            for number, span in enumerate(trailers, first):
                self._state(found, one, number, block.data[span.start : span.end], block.first_line + span.line)
        return found

    def _record_starts(self, block: Block) -> Ints:
        """Return where all the records begin that a trailer counts: those of the kinds that occur any number of times."""
        others = [
            span.start
            for span in block.irregular
            if span.is_record or (span.kind == "control" and self.kinds[span.record_kind].times is None)
        ]
        return np.concatenate([block.starts, np.array(others, np.int64)])

    @staticmethod
    def _add(found: dict[str, int], one: Stated, segments: Ints) -> None:
        numbers, counts = np.unique(np.minimum(segments, MOST_TRAILERS), return_counts=True)
        for segment, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            found[f"{_key(one, segment)}/"] = count

    def _state(self, found: dict[str, int], one: Stated, number: int, record: bytes, line: int) -> None:
        """Add what one trailer states: its line, and for each item the number or that it holds none."""
        if number >= MOST_TRAILERS:
            return
        key = _key(one, number)
        found[f"{key}@line"] = line
        items = [(one.count, "", 0)] if one.count else []
        for item, name, scale in [*items, *one.sums]:
            number_ = whole(item.value(record, self.encoding, self.delimiter, self.quote), scale)
            found[f"{key}={name}" if number_ is not None else f"{key}!{name}"] = number_ or 0

    def anomalies(self, counts: Mapping[str, int]) -> list[Anomaly]:
        """Return what does not agree, from the sums over all blocks."""
        found: list[Anomaly] = []
        for one in self.stated:
            number = 0
            while (line := counts.get(f"{_key(one, number)}@line")) is not None:
                key = _key(one, number)
                items = [(one.count, "", 0)] if one.count else []
                for item, name, scale in [*items, *one.sums]:
                    message = _compared(counts=counts, key=key, item=item.name, name=name, scale=scale, kind=one.name)
                    if message:
                        found.append(Anomaly(rule="F11", message=message, line=line, item=name or None))
                number += 1
        return found


def _key(one: Stated, number: int) -> str:
    return f"trailer {one.kind} {number}"


def _compared(counts: Mapping[str, int], key: str, item: str, name: str, scale: int, kind: str) -> str | None:
    """Return what is wrong with one number that a trailer states; None = nothing."""
    if f"{key}!{name}" in counts:
        return f"{kind}の「{item}」が数値ではありません。データと照合できませんでした。出力を確かめてください。"
    stated, actual = counts[f"{key}={name}"], counts.get(f"{key}/{name}", 0)
    if stated == actual:
        return None
    if not name:
        return (
            f"{kind}の「{item}」は {stated:,} 件ですが、データのレコードは {actual:,} 件です（差 {actual - stated:+,} 件）。"
            "出力の漏れや重なりを移行元で確かめてください。"
        )
    return (
        f"{kind}の「{item}」は {_shown(stated, scale)} ですが、データの「{name}」の合計は {_shown(actual, scale)} です"
        f"（差 {_shown(actual - stated, scale, sign=True)}）。出力の漏れや重なりを移行元で確かめてください。"
    )


def _shown(number: int, scale: int, *, sign: bool = False) -> str:
    return format(_shifted(Decimal(number), -scale), "+," if sign else ",")


def whole(text: str, scale: int) -> int | None:
    """Return a number as a whole one of its smallest unit; None when it is none."""
    if not re.fullmatch(_FORM, text):  # Decimal takes 1E999999999, 1_000 and full-width digits too
        return None
    number = _shifted(Decimal(text), scale)
    return int(number) if number == number.to_integral_value() else None


def _shifted(number: Decimal, places: int) -> Decimal:
    """Return a number with its point moved to the right, whatever the number of its digits."""
    return number.scaleb(places, Context(prec=max(len(number.as_tuple().digits), 1)))


def _sum(values: pa.StringArray, scale: int) -> int:
    """Return the sum of the values that are numbers, in units of the last decimal."""
    numbers = values.filter(pc.match_substring_regex(values, _NUMBER))
    if not len(numbers):
        return 0
    try:
        total = pc.sum(numbers.cast(pa.decimal128(38, scale))).as_py()
    except pa.ArrowInvalid:  # more digits than fit: slowly
        return sum(whole(value, scale) or 0 for value in numbers.to_pylist())
    return int(_shifted(total, scale))
