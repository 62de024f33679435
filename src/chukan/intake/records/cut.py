"""Cutting a stream into blocks of whole records, in order, with bounded memory.

The size of a block never decides what a record is. A finder is given a buffer and a window into it: it
takes records that begin in the window and may look behind it, and takes none at all where what it needs
has not been read yet. Then the window grows, first within the buffer, then with more bytes of the stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from chukan.errors import Bug
from chukan.intake.encoding.transcode import Origin, Stream, Transcoder
from chukan.intake.records.block import Block, Found, SpanKind
from chukan.intake.records.delimited import set_rows_aside


class Finder(Protocol):
    """Finds the records of the first `window` bytes of `data`; see `records.find_records`."""

    def __call__(self, data: bytes, window: int, *, final: bool) -> Found:
        """Find them; `final`: nothing follows `data`."""
        ...


#: The record type of a record's bytes: None = data.
Typing = Callable[[bytes], SpanKind | None]


@dataclass(frozen=True)
class Start:
    """Where the records begin: behind the byte order mark, skipped records and the header."""

    offset: int
    """In the file."""
    data: int
    """In the stream that is cut."""
    line: int
    """The physical line, from 1."""


class Cutter:
    """Blocks of one stream.

    Args:
        stream: what is read; a `Transcoder` where the file can't be cut as it stands.
        find: finds the records of a buffer.
        block_size: bytes of a block, more or less; a record is never cut.
        start: where the records begin.
        skip_last: records at the end that are no data.
        typing: tells the records that are no data from their bytes.
    """

    def __init__(
        self,
        stream: Stream,
        find: Finder,
        block_size: int,
        start: Start,
        *,
        skip_last: int = 0,
        typing: Typing | None = None,
    ) -> None:
        self._stream = stream
        self._find = find
        self._size = max(1, block_size)
        self._start = start
        self._skip_last = skip_last
        self._typing = typing

    def __iter__(self) -> Iterator[Block]:
        offset, record, line = self._start.offset, 1, self._start.line
        buffer, final = self._behind_start(), False
        wanted, index = self._size, 0
        while True:
            while len(buffer) < wanted and not final:
                chunk = self._stream.read(max(wanted - len(buffer), 1))
                final = not chunk
                buffer += chunk
            if not buffer:
                return
            found, wanted = self._found(buffer, wanted, final=final)
            if not found.end:  # no whole record yet: `wanted` has grown, read on
                continue
            data, buffer = buffer[: found.end], buffer[found.end :]
            origin = self._stream.taken(data) if isinstance(self._stream, Transcoder) else None
            block = self._block(index, offset, record, line, data, origin, found)
            yield block
            index += 1
            offset += len(block.raw)
            record += found.records
            line += found.line_count
            wanted = self._size

    def _behind_start(self) -> bytes:
        """Return what was read of the first records while the header was passed over."""
        head = b""
        while len(head) < self._start.data and (chunk := self._stream.read(self._start.data - len(head))):
            head += chunk
        if isinstance(self._stream, Transcoder):
            self._stream.taken(head[: self._start.data])
        return head[self._start.data :]

    def _found(self, buffer: bytes, window: int, *, final: bool) -> tuple[Found, int]:
        """Return the records of the front, and how many bytes are wanted to find more if there are none."""
        window = min(window, len(buffer))
        while True:
            found = self._without_last(buffer, window, final=final)
            if found.end:
                return self._typed(buffer, found), self._size
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
        found.irregular = tuple(replace(a, kind="skipped") if a.is_record else a for a in found.irregular)
        set_rows_aside(found, buffer, [("skipped", row) for row in range(len(found.starts))])
        return found

    def _typed(self, buffer: bytes, found: Found) -> Found:
        """Set the records aside that are no data by their type."""
        if self._typing is not None:
            spans = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
            kinds = [self._typing(buffer[start:end]) for start, end in spans]
            set_rows_aside(found, buffer, [(kind, row) for row, kind in enumerate(kinds) if kind is not None])
        return found

    def _block(
        self, index: int, offset: int, record: int, line: int, data: bytes, origin: Origin | None, found: Found
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
            origin=origin,
        )
