"""What was read of a stream and is not yet cut off."""

from __future__ import annotations

import io
from typing import Protocol


class Stream(Protocol):
    """Bytes, read on."""

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer`; return how many bytes, 0 at the end only."""
        ...


class Front:
    """The bytes at the front of a stream, in one piece.

    They are read into their place: a block is neither joined from pieces nor copied when it is cut off.

    Args:
        stream: What is read on.

    Attributes:
        final: Nothing follows what was read.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = io.BytesIO()
        self.final = False

    def filled(self, wanted: int) -> bytes:
        """Read on until `wanted` bytes are there, or all that the stream has; return what is there."""
        held = self._held.seek(0, io.SEEK_END)
        while held < wanted and not self.final:
            self._held.seek(wanted - 1)
            self._held.write(b"\0")
            try:
                with self._held.getbuffer() as buffer, buffer[held:] as room:
                    count = self._stream.readinto(room)
                held += count
            finally:
                self._held.truncate(held)  # room that was not filled is no data
            self.final = not count
        return self._held.getvalue()

    def taken(self, end: int) -> bytes:
        """Cut the first `end` bytes off.

        `io.BytesIO` hands out the very bytes that it holds, and shortens them in place where nobody else has them: what
        `filled` returned must be let go of before, or they are copied.
        """
        with self._held.getbuffer() as buffer:
            rest = bytes(buffer[end:])
        self._held.truncate(end)
        data = self._held.getvalue()
        self._held = io.BytesIO(rest)
        return data
