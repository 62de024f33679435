"""Standard output and error: what they can't show is replaced by what looks like it, never by a crash."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_SCREEN, _JSON = "chukan-screen", "chukan-json"
#: What a cp932 console has not -> what looks like it there.
_ALIKE = {"—": "―", "〜": "～", "−": "－", "‖": "∥", "⟦": "［", "⟧": "］", "✓": "○", "␡": "DEL"}
#: What moves the cursor or begins a command to the terminal.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
_GETA = "〓"  # 〓, what Japanese printers set for a character they have not


def _screen(e: UnicodeError) -> tuple[str, int]:
    if not isinstance(e, UnicodeEncodeError):
        raise e
    signs = []
    for sign in e.object[e.start : e.end]:
        shown = _ALIKE.get(sign, _GETA)
        try:
            shown.encode(e.encoding)
        except UnicodeEncodeError:
            shown = "?"
        signs.append(shown)
    return "".join(signs), e.end


def _json(e: UnicodeError) -> tuple[str, int]:
    r"""Return escapes of JSON: \uXXXX, two of them beyond U+FFFF."""
    if not isinstance(e, UnicodeEncodeError):
        raise e
    units = e.object[e.start : e.end].encode("utf-16be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2)), e.end


class Guarded:
    """A stream without control characters: they could only come from a file's name, or from a value.

    Rich knows the attribute, and writes its own colours past the guard; see `chukan.cli.tables.Screen`.
    """

    def __init__(self, stream: TextIO) -> None:
        """Guard a stream."""
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        """Write a text; geta (〓) stand for its control characters."""
        return self.rich_proxied_file.write(without_controls(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the stream's."""
        return getattr(self.rich_proxied_file, name)


def without_controls(text: str) -> str:
    """Return a text in which nothing but the ends of its lines moves the cursor."""
    return _CONTROLS.sub(_GETA, text)


def prepare(arguments: Sequence[str]) -> None:
    """Make stdout and stderr safe for the screen at hand.

    JSON goes out in ASCII where stdout is not UTF-8, so that a program reads it whatever the code page.
    """
    codecs.register_error(_SCREEN, _screen)
    codecs.register_error(_JSON, _json)
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if stream is sys.stdout and "--json" in arguments and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(encoding="ascii", errors=_JSON)
        else:
            stream.reconfigure(errors=_SCREEN)
    sys.stdout, sys.stderr = map(_guarded, (sys.stdout, sys.stderr))


def _guarded(stream: TextIO) -> TextIO:
    return stream if stream is None or isinstance(stream, Guarded) else Guarded(stream)  # type: ignore[return-value]
