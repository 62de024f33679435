"""What was read of a stream and is not yet cut off."""

from __future__ import annotations

from typing import Protocol


class Stream(Protocol):
    """Bytes, read on."""

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer`; return how many bytes, 0 at the end only."""
        ...


class Front:
    """The bytes at the front of a stream, in one piece, read into a room that is used again for every block.

    What is handed out is a copy of its own size: blocks that were shortened in place, or joined from pieces, leave holes in
    the memory of a process that nothing fits into.

    Args:
        stream: What is read on.

    Attributes:
        final: Nothing follows what was read.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._room = bytearray()
        self._held = 0
        self.final = False

    def filled(self, wanted: int) -> bytes:
        """Read on until `wanted` bytes are there, or all that the stream has; return what is there."""
        self._room.extend(bytes(max(0, wanted - len(self._room))))
        while self._held < wanted and not self.final:
            with memoryview(self._room) as room, room[self._held : wanted] as free:
                count = self._stream.readinto(free)
            self._held += count
            self.final = not count
        return self._copy(self._held)

    def taken(self, end: int) -> bytes:
        """Cut the first `end` bytes off."""
        data = self._copy(end)
        self._room[: self._held - end] = self._room[end : self._held]
        self._held -= end
        return data

    def _copy(self, end: int) -> bytes:
        with memoryview(self._room) as room, room[:end] as front:
            return bytes(front)
