"""What was read of a stream and not yet taken."""

from __future__ import annotations

import io

from chukan.intake.encoding.transcode import Stream


class Front:
    """The bytes at the front of a stream, in one piece: they are read into place, never copied to be joined or cut.

    Args:
        stream: What is read on.
        head: What was read of it already.
    """

    def __init__(self, stream: Stream, head: bytes = b"") -> None:
        self._stream = stream
        self._held = io.BytesIO(head)
        self.final = False
        """Nothing follows what was read."""

    def filled(self, wanted: int) -> bytes:
        """Return all that was read, `wanted` bytes of it or more unless the stream ends before."""
        held = self._held.seek(0, io.SEEK_END)
        while held < wanted and not self.final:
            self._held.seek(wanted - 1)
            self._held.write(b"\0")
            with self._held.getbuffer() as buffer, buffer[held:] as room:
                read = self._stream.readinto(room)
            self.final = not read
            held += read
            self._held.truncate(held)
        return self._held.getvalue()

    def taken(self, end: int) -> bytes:
        """Take the first `end` bytes away. Who holds what `filled` gave must let go of it first, or all of it is copied."""
        with self._held.getbuffer() as buffer:
            rest = bytes(buffer[end:])
        self._held.truncate(end)
        data = self._held.getvalue()
        self._held = io.BytesIO(rest)
        return data
