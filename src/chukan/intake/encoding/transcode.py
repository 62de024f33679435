"""Files that can't be cut as bytes: UTF-16, and Shift_JIS with a delimiter that may be a second byte.

They are decoded first and then read as UTF-8 with marks. The file's own bytes are kept beside, so
that offsets, rejected records and the account still speak of the file as it was delivered.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from chukan.intake.encoding.decode import MARKING, WIDE, mark_silent
from chukan.intake.encoding.respelling import NEWLINE_PLACEHOLDER, Respelling
from chukan.intake.records.lines import CR, LF, Ints

NO_RESPELLING = Respelling()
#: Bytes that are decoded at a time to find a place.
_STEP = 1024


class Readable(Protocol):
    """Bytes of a file, read on."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end only."""
        ...


class Transcoder:
    """A stream of UTF-8 with marks, made from a stream in another encoding.

    `taken` says which bytes of the file the text that was cut off stands for.
    """

    def __init__(self, stream: Readable, encoding: str, respelling: Respelling = NO_RESPELLING) -> None:
        self._stream = stream
        self._encoding = encoding
        self._respelling = respelling
        self._held = ""
        self._decoder = codecs.getincrementaldecoder(encoding)(MARKING)
        self._raw = b""
        self._ready = b""
        self._done = False

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer` with text; return how many bytes, 0 at the end only."""
        text = self._ready or self._text(len(buffer))
        count = min(len(text), len(buffer))
        buffer[:count], self._ready = text[:count], text[count:]
        return count

    def _text(self, size: int) -> bytes:
        """Return about `size` bytes of text; none at the end only."""
        while not self._done:
            chunk = self._stream.read(size)
            self._raw += chunk
            self._done = not chunk
            text = self._held + mark_silent(self._decoder.decode(chunk, final=self._done), self._encoding)
            if self._done:
                text, self._held = self._respelling.apply(text), ""
            else:
                text, self._held = self._respelling.apply_front(text)
            if text:
                return text.encode()
        return b""

    def taken(self, text: bytes) -> Origin:
        """`text`, cut from the front of what was read, with the file's bytes that it stands for."""
        origin = Origin(text, self._raw, self._encoding, self._respelling)
        end = origin.offset(len(text))
        self._raw, raw = self._raw[end:], self._raw[:end]
        return Origin(text, raw, self._encoding, self._respelling)


@dataclass(frozen=True)
class Origin:
    """Text in UTF-8 with marks, and the file's bytes that it was decoded from (at least)."""

    text: bytes
    raw: bytes
    encoding: str
    respelling: Respelling = NO_RESPELLING

    def offset(self, at: int) -> int:
        """Where in `raw` the byte ``text[at]`` comes from; `at` lies between characters."""
        newlines = int(np.searchsorted(self._newlines_in_text, at))
        line = int(self._newlines_in_text[newlines - 1]) + 1 if newlines else 0
        start = int(self._newlines_in_raw[newlines - 1]) + self.unit if newlines else 0
        text = self.text[line:at].decode()
        return start + self._length(start, len(text) + self.respelling.shortened(text))

    def _length(self, start: int, characters: int) -> int:
        """How many bytes from `start` on make `characters` characters."""
        if not characters:
            return 0
        decoder = codecs.getincrementaldecoder(self.encoding)(MARKING)
        at, before = start, 0
        while True:
            state, piece = decoder.getstate(), self.raw[at : at + _STEP]
            count = before + len(decoder.decode(piece))
            if count >= characters or at + len(piece) >= len(self.raw):
                break
            at, before = at + len(piece), count
        low, high = 0, len(piece)
        while low < high:  # decoding more bytes never gives fewer characters
            middle = (low + high) // 2
            decoder.setstate(state)
            if before + len(decoder.decode(piece[:middle])) < characters:
                low = middle + 1
            else:
                high = middle
        return at + low - start

    @property
    def unit(self) -> int:
        """Bytes of a newline character in `raw`."""
        return 2 if self.encoding in WIDE else 1

    @cached_property
    def _newlines_in_text(self) -> Ints:
        data = np.frombuffer(self.text, np.uint8)
        places: Ints = np.flatnonzero((data == LF) | (data == CR))
        if not self.respelling.escapes:
            return places
        escaped = [found.end() - 1 for found in NEWLINE_PLACEHOLDER.finditer(self.text)]
        return np.sort(np.concatenate([places, np.array(escaped, np.int64)]))

    @cached_property
    def _newlines_in_raw(self) -> Ints:
        """Offsets; a CR or LF byte is never the second half of a character."""
        if self.encoding not in WIDE:
            data = np.frombuffer(self.raw, np.uint8)
            return np.flatnonzero((data == LF) | (data == CR))
        units = np.frombuffer(self.raw[: len(self.raw) // 2 * 2], "<u2" if self.encoding == "utf-16le" else ">u2")
        return 2 * np.flatnonzero((units == LF) | (units == CR))
