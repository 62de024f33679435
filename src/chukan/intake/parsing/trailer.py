"""What trailers state of the records before them, and what the records bear out (F11)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Anomaly
from chukan.intake.encoding.decode import decode
from chukan.intake.parsing.padding import Filling
from chukan.intake.records.block import Block, IrregularSpan
from chukan.intake.records.kinds import UNKNOWN, RecordTyping
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
    width: int = 0
    """Fields of a delimited record of its layout."""

    def value(self, record: bytes, encoding: str, delimiter: int, quote: int | None) -> str:
        """Return what a record holds there, without what fills it up."""
        field = self._field(record, delimiter, quote, whole=False)
        return str(self._texts([field], encoding)[0].as_py()).strip()

    def values(self, records: Sequence[bytes], encoding: str, delimiter: int, quote: int | None) -> pa.StringArray:
        """Return what many records hold there; nothing of one that has another form, and is rejected where it is read."""
        return self._texts([self._field(record, delimiter, quote, whole=True) for record in records], encoding)

    def _field(self, record: bytes, delimiter: int, quote: int | None, *, whole: bool) -> bytes:
        """Return the bytes of the item; `whole`: nothing unless the record has the form that its layout asks for."""
        if self.place is not None:
            return record[self.place] if len(record) >= self.place.stop or not whole else b""
        values = split(record, delimiter, quote).values
        if whole and len(values) != self.width and not (len(values) == self.width + 1 and not values[-1]):
            return b""
        return values[self.column] if self.column < len(values) else b""

    def _texts(self, fields: Sequence[bytes], encoding: str) -> pa.StringArray:
        column = pa.array(fields, pa.binary())
        if self.place is not None:
            column = self.filling.off_bytes(column)
        return self.filling.off_text(pa.array([decode(field, encoding) for field in column.to_pylist()], pa.string()))


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the trailers of a kind state: of records, or a sum."""

    item: TrailerItem
    kinds: frozenset[int]
    """The kinds of record that it is about: indices in `RecordTyping.kinds`; `UNKNOWN` = also those of no kind."""
    whose: str = "データ"
    """What messages call these records."""
    summed: str | None = None
    """The item that is added up; None = the records are counted."""
    scale: int = 0
    """Of `summed`: its decimals."""
    advice: str = ""
    """What may be written instead where the number was meant otherwise."""
    elsewhere: tuple[tuple[int, TrailerItem], ...] = ()
    """Kinds of other layouts whose records are added up too, each with where they hold the item."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the trailers of one kind state."""

    kind: int
    """The index in `RecordTyping.kinds`."""
    name: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Trailers:
    """Adds up, block by block, what trailers state; can be pickled.

    The sums over blocks are in `Summary.counts`, under keys that name the trailer, which one of its kind it is and
    which of its claims, so that they add up in any order.
    """

    stated: tuple[Stated, ...]
    typing: RecordTyping
    encoding: str
    """Of the block's data."""

    def counts(self, block: Block, table: pa.RecordBatch, starts: Ints) -> dict[str, int]:
        """Return what a block adds.

        Args:
            block: some whole records.
            table: its records that are read.
            starts: where each of them begins in the block's data.
        """
        found: dict[str, int] = {}
        places, kinds = self._records(block)
        order = np.argsort(places, kind="stable")
        read = kinds[order][np.searchsorted(places[order], starts)]
        for one in self.stated:
            trailers = [span for span in block.irregular if span.record_kind == one.kind]
            first = block.controls_before[one.kind] if block.controls_before else 0
            limits = np.array([span.start for span in trailers], np.int64)
            for index, claim in enumerate(one.claims):
                wanted = [*claim.kinds]
                if claim.summed is None:
                    segments = _segments(first, limits, places[np.isin(kinds, wanted)])
                    for segment, count in zip(*np.unique(segments, return_counts=True), strict=True):
                        found[f"{_key(one, int(segment))}/{index}"] = int(count)
                elif claim.summed in table.schema.names:
                    segments = np.where(np.isin(read, wanted), _segments(first, limits, starts), -1)
                    self._add_up(found, one, index, claim, segments, table.column(claim.summed))
                for kind, item in claim.elsewhere:
                    spans = [span for span in block.irregular if span.kind == "control" and span.record_kind == kind]
                    there = np.array([span.start for span in spans], np.int64)
                    records = [block.data[span.start : span.end] for span in spans]
                    values = item.values(records, self.encoding, self.typing.delimiter, self.typing.quote)
                    self._add_up(found, one, index, claim, _segments(first, limits, there), values)
            for number, span in enumerate(trailers, first):
                self._state(found, one, number, block.data[span.start : span.end], block.first_line + span.line)
        return found

    @staticmethod
    def _add_up(
        found: dict[str, int], one: Stated, index: int, claim: Claim, segments: Ints, values: pa.StringArray
    ) -> None:
        """Add values to the sums of the trailers that they belong to; below 0 = to none."""
        for segment in np.unique(segments[segments >= 0]).tolist():
            key = f"{_key(one, segment)}/{index}"
            found[key] = found.get(key, 0) + _sum(values.filter(pa.array(segments == segment)), claim.scale)

    def _records(self, block: Block) -> tuple[Ints, Ints]:
        """Return where the records of a block begin and their kinds: the clean ones, then those set aside."""
        aside = [span for span in block.irregular if span.is_record or span.kind == "control"]
        kinds = [self._kind_of(span, block) for span in aside]
        places = np.concatenate([block.starts, np.array([span.start for span in aside], np.int64)])
        data = [index for index, kind in enumerate(self.typing.kinds) if kind.is_data]
        if len(data) == 1:
            clean = np.full(len(block.starts), data[0], np.int64)
        else:
            clean = self.typing.of_records(block.data, block.starts, block.ends)
        found = np.concatenate([clean, np.array(kinds, np.int64)])
        if len(found) and block.first_record == 1 and not any(block.controls_before):
            at = int(np.argmin(places))
            found[at] = self.typing.of_first(int(found[at]))
        if self.typing.others not in (UNKNOWN, *data):  # what is of no kind, where another reading rejects it
            found[found == self.typing.others] = UNKNOWN
        return places, found

    def _kind_of(self, span: IrregularSpan, block: Block) -> int:
        if span.kind in ("control", "unknown_type"):
            return span.record_kind
        return self.typing.of_record(block.data[span.start : span.end])

    def _state(self, found: dict[str, int], one: Stated, number: int, record: bytes, line: int) -> None:
        """Add what one trailer states: its line, and for each claim the number or that it holds none."""
        if number >= MOST_TRAILERS:
            return
        key = _key(one, number)
        found[f"{key}@line"] = line
        for index, claim in enumerate(one.claims):
            text = claim.item.value(record, self.encoding, self.typing.delimiter, self.typing.quote)
            stated = whole(text, claim.scale)
            found[f"{key}={index}" if stated is not None else f"{key}!{index}"] = stated or 0

    def anomalies(self, counts: Mapping[str, int]) -> list[Anomaly]:
        """Return what does not agree, from the sums over all blocks."""
        found: list[Anomaly] = []
        for one in self.stated:
            number = 0
            while (line := counts.get(f"{_key(one, number)}@line")) is not None:
                for index, claim in enumerate(one.claims):
                    message = _compared(counts, _key(one, number), index, claim, one.name)
                    if message:
                        found.append(Anomaly(rule="F11", message=message, line=line, item=claim.summed))
                number += 1
            found += self._without_trailer(counts, one, number)
        return found

    def _without_trailer(self, counts: Mapping[str, int], one: Stated, number: int) -> list[Anomaly]:
        """Report records behind the last trailer of a kind that may occur any number of times: the file may be cut off.

        Of a fixed number `RecordOrder` says that one is missing or misplaced.
        """
        if self.typing.kinds[one.kind].times is not None or number >= MOST_TRAILERS:
            return []
        whose = [claim.whose for index, claim in enumerate(one.claims) if f"{_key(one, number)}/{index}" in counts]
        if not whose:
            return []
        message = (
            f"{whose[0]}のレコードの後に、その件数や合計を示す{one.name}のレコードがありません（最後の{one.name}の後か、ファイル全体）。"
            "照合できませんでした。ファイルが途中で切れていないかを確かめてください。"
        )
        return [Anomaly(rule="F11", message=message)]


def _segments(first: int, limits: Ints, places: Ints) -> Ints:
    """Return behind how many trailers each record stands: which one of them it belongs to."""
    segments: Ints = np.minimum(first + np.searchsorted(limits, places), MOST_TRAILERS)
    return segments


def _key(one: Stated, number: int) -> str:
    return f"trailer {one.kind} {number}"


def _compared(counts: Mapping[str, int], key: str, index: int, claim: Claim, kind: str) -> str | None:
    """Return what is wrong with one number that a trailer states; None = nothing."""
    item, whose = claim.item.name, claim.whose
    if f"{key}!{index}" in counts:
        return f"{kind}の「{item}」が数値ではありません。データと照合できませんでした。出力を確かめてください。"
    stated, actual = counts[f"{key}={index}"], counts.get(f"{key}/{index}", 0)
    if stated == actual:
        return None
    if claim.summed is None:
        return (
            f"{kind}の「{item}」は {stated:,} 件ですが、{whose}のレコードは {actual:,} 件です（差 {actual - stated:+,} 件）。"
            f"出力の漏れや重なりを移行元で確かめてください。{claim.advice}"
        )
    scale = claim.scale
    return (
        f"{kind}の「{item}」は {_shown(stated, scale)} ですが、{whose}の「{claim.summed}」の合計は {_shown(actual, scale)} です"
        f"（差 {_shown(actual - stated, scale, sign=True)}）。出力の漏れや重なりを移行元で確かめてください。{claim.advice}"
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
