"""Cutting a stream into blocks of whole records, in order, with bounded memory.

The size of a block never decides what a record is. A finder is given a buffer and a window into it: it
takes records that begin in the window and may look behind it, and takes none at all where what it needs
has not been read yet. Then the window grows, first within the buffer, then with more bytes of the stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from chukan.errors import Bug
from chukan.intake.encoding.transcode import Origin, Transcoder
from chukan.intake.records.block import Block, Found, IrregularSpan
from chukan.intake.records.delimited import set_alike_aside, set_rows_aside
from chukan.intake.records.front import Front, Stream
from chukan.intake.records.headers import MARKS, RepeatedHeader
from chukan.intake.records.kinds import UNKNOWN, RecordOrder, RecordTyping
from chukan.intake.records.lines import Ints


class Finder(Protocol):
    """Finds the records of the first `window` bytes of `data`; see `records.find_records`."""

    def __call__(self, data: bytes, window: int, *, final: bool) -> Found:
        """Find them; `final`: nothing follows `data`."""
        ...


@dataclass(frozen=True)
class Start:
    """Where the records begin: behind the byte order mark, skipped records and the header.

    Attributes:
        offset: In the file.
        data: In the stream that is cut.
        line: The physical line, from 1.
    """

    offset: int
    data: int
    line: int


class Cutter:
    """Blocks of one stream.

    Args:
        stream: what is read; a `Transcoder` where the file can't be cut as it stands.
        find: finds the records of a buffer.
        block_size: bytes of a block, more or less; a record is never cut.
        start: where the records begin.
        skip_last: records at the end that are no data.
        typing: tells control records from data.
        header: finds the header of the columns where it occurs again.
        place: the file that the stream is, byte for byte; None = there is no such file.
    """

    def __init__(
        self,
        stream: Stream,
        find: Finder,
        block_size: int,
        start: Start,
        *,
        skip_last: int = 0,
        typing: RecordTyping | None = None,
        header: RepeatedHeader | None = None,
        place: Path | None = None,
    ) -> None:
        self._stream = stream
        self._place = place
        self._find = find
        self._size = max(1, block_size)
        self._start = start
        self._skip_last = skip_last
        self._typing, self._header = typing, header
        self.order = RecordOrder(typing.kinds if typing else ())
        """Complete once all blocks were cut."""

    def __iter__(self) -> Iterator[Block]:
        offset, record, line = self._start.offset, 1, self._start.line
        front, wanted, index = self._behind_start(), self._size, 0
        controls = np.zeros(len(self._typing.kinds) if self._typing else 0, np.int64)
        while True:
            buffer = front.filled(wanted)
            if not buffer:
                return
            found, wanted = self._found(buffer, wanted, final=front.final)
            if not found.end:  # no whole record yet: `wanted` has grown, read on
                continue
            found = self._typed(buffer, self._without_headers(buffer, found), line)
            del buffer  # a block more otherwise, all the while that the next one is at work
            data = front.taken(found.end)
            origin = self._stream.taken(data) if isinstance(self._stream, Transcoder) else None
            block = self._block(
                index=index,
                offset=offset,
                record=record,
                line=line,
                data=data,
                origin=origin,
                found=found,
                controls=controls,
            )
            yield block
            kinds = [span.record_kind for span in found.irregular if span.kind == "control"]
            controls += np.bincount(np.array(kinds, np.int64), minlength=len(controls))
            index += 1
            offset += len(block.raw)
            record += found.records
            line += found.line_count
            wanted = self._size

    def _behind_start(self) -> Front:
        """Return the stream behind what stands above the records."""
        front = Front(self._stream)
        front.filled(self._start.data)
        head = front.taken(self._start.data)
        if isinstance(self._stream, Transcoder):
            self._stream.taken(head)
        return front

    def _found(self, buffer: bytes, window: int, *, final: bool) -> tuple[Found, int]:
        """Return the records of the front, and how many bytes are wanted to find more if there are none."""
        window = min(window, len(buffer))
        while True:
            found = self._without_last(buffer, window, final=final)
            if found.end:
                return found, self._size
            if window < len(buffer):
                window = min(2 * window, len(buffer))
            elif final:
                raise Bug("読み取りが先へ進みません", hint="開発元に知らせてください。")
            else:
                return found, 2 * len(buffer)

    def _without_last(self, buffer: bytes, window: int, *, final: bool) -> Found:
        """Return the records found, but for those that may be the file's last; these are set aside once they are."""
        found = self._find(buffer, window, final=final)
        if not self._skip_last or not found.end:
            return found
        # Any of these records may be among the file's last ones: only the ones before the last
        # `skip_last` are let go, the others wait until the end of the file shows what they are.
        places = sorted([*found.starts.tolist(), *(a.start for a in found.irregular if a.is_record)])
        first = len(places) - self._skip_last
        if first > 0:
            return self._find(buffer, places[first], final=final)
        if not final or found.end < len(buffer):
            return Found()
        if len(places) < self._skip_last:  # not as many as were agreed on in all the file: nobody is passed over
            self.order.not_skipped = len(places)
            return found
        found.irregular = tuple(replace(a, kind="skipped") if a.is_record else a for a in found.irregular)
        set_rows_aside(found, buffer, [(row, "skipped", -1) for row in range(len(found.starts))])
        return found

    def _without_headers(self, buffer: bytes, found: Found) -> Found:
        """Set the records aside that are the header again."""
        if self._header is not None:
            set_alike_aside(found, buffer, self._header.rows(buffer, found.starts, found.ends), "header")
            found.irregular = tuple(self._as_header(self._header, buffer, span) for span in found.irregular)
        return found

    @staticmethod
    def _as_header(header: RepeatedHeader, buffer: bytes, span: IrregularSpan) -> IrregularSpan:
        """Return a record whose quotes are wrong only as a mark stands before them as the header that it is."""
        if not _may_be_control(span) or not buffer.startswith(MARKS, span.start):
            return span
        record = buffer[span.start : span.end]
        return replace(span, kind="header") if header.matches(record) else span

    def _typed(self, buffer: bytes, found: Found, line: int) -> Found:
        """Set the records aside that are no data by their kind; `line`: the first one of `buffer`."""
        typing = self._typing
        if typing is None:
            return found
        kinds = typing.of_records(buffer, found.starts, found.ends)
        odd = {
            span.start: typing.of_record(buffer[span.start : span.end])
            for span in found.irregular
            if _may_be_control(span)
        }
        if self.order.is_empty and (len(kinds) or odd):
            first = min([*found.starts[:1].tolist(), *odd])
            if first in odd:
                odd[first] = typing.of_first(odd[first])
            else:
                kinds[0] = typing.of_first(int(kinds[0]))
        starts = np.concatenate([found.starts, np.array([*odd], np.int64)])
        lines = np.concatenate(
            [found.lines, np.array([span.line for span in found.irregular if span.start in odd], np.int64)]
        )
        order = np.argsort(starts, kind="stable")
        self.order.feed(np.concatenate([kinds, np.array([*odd.values()], np.int64)])[order], line + lines[order])
        is_data = np.array([*(kind.is_data for kind in typing.kinds), True])  # the last one: UNKNOWN
        found.irregular = tuple(
            replace(span, kind="control", record_kind=odd[span.start])
            if span.start in odd and not is_data[odd[span.start]]
            else span
            for span in found.irregular
        )
        aside = np.flatnonzero(~is_data[kinds] | (kinds == UNKNOWN)).tolist()
        set_rows_aside(
            found,
            buffer,
            [(row, "unknown_type" if kinds[row] == UNKNOWN else "control", int(kinds[row])) for row in aside],
        )
        return found

    def _block(
        self,
        index: int,
        offset: int,
        record: int,
        line: int,
        data: bytes,
        origin: Origin | None,
        found: Found,
        controls: Ints,
    ) -> Block:
        raw = data if origin is None else origin.raw
        return Block(
            index=index,
            offset=offset,
            first_record=record,
            first_line=line,
            raw=raw,
            starts=found.starts,
            ends=found.ends,
            lines=found.lines,
            irregular=found.irregular,
            multiline=found.multiline,
            newlines=found.newlines,
            low=found.low,
            quoted=found.quoted,
            controls_before=tuple(controls.tolist()),
            origin=origin,
            place=self._place if origin is None else None,
        )


def _may_be_control(span: IrregularSpan) -> bool:
    """Return True for an irregular record whose kind can be told: its beginning is whole."""
    return span.kind in ("bad_quote", "stray_quote")
