"""The codes of NEC and IBM for characters that have a code in JIS X 0208 besides."""

from __future__ import annotations

from functools import cache

#: Lead bytes of NEC's row 13, of its selection of IBM's characters, and of IBM's own.
_LEADS = (0x87, 0xED, 0xEE, 0xFA, 0xFB, 0xFC)
#: JIS X 0208 ends before this lead byte; its rows are written with those below.
_JIS = frozenset((*range(0x81, 0x85), *range(0x88, 0xA0), *range(0xE0, 0xEB)))


@cache
def second_codes() -> dict[bytes, str]:
    """Return the codes of NEC and IBM for characters that have a code in JIS X 0208, with their character."""
    found = {}
    for lead in _LEADS:
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            code = bytes((lead, trail))
            try:
                character = code.decode("cp932")
            except UnicodeDecodeError:
                continue
            other = character.encode("cp932")
            if other != code and other[0] in _JIS:
                found[code] = character
    return found
