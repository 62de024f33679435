"""Files as they are on a host: EBCDIC and the kanji codes of its makers, recognised so that they can be refused by name.

In EBCDIC digits are F0 to F9 and the blank is 40; the ASCII ones (30 to 39, 20) mean nothing. Two-byte
characters are between shift codes, which tell whose kanji code it is.
"""

from __future__ import annotations

import re

import numpy as np

from chukan.intake.records.lines import Bools, Bytes

#: Bytes that are looked at.
_LOOKED_AT = 64 << 10
#: Below so many bytes nothing is said.
_FEWEST = 16
#: The share of EBCDIC digits and blanks, and of kanji between shift codes, in a file of host records.
_HOST_SHARE = 0.3
#: How many digits and blanks there must be where kanji or letters make up the rest.
_FEW_DIGITS = {"kanji": 0.05, "letters": 0.1}
#: The share of the bytes that must then be letters, digits and signs of EBCDIC.
_ALL = 0.99
#: The share of ASCII digits and blanks that chance explains; newlines may be those of the transfer.
_ASCII_SHARE = 0.02
#: Stretches of two-byte characters between shift codes, from which on they are no chance.
_STRETCHES = 2

_PAIR = rb"[\x40-\xfe][\x40-\xfe]"
#: Kanji code -> a stretch of it, in its shift codes. Fujitsu, Hitachi, NEC, IBM.
_SHIFTS = {
    "JEF（富士通）": re.compile(rb"[\x28\x38](?:[\x41-\xfe][\xa1-\xfe]|\x40\x40)+\x29"),
    "KEIS（日立）": re.compile(rb"\x0a\x42(?:" + _PAIR + rb")+\x0a\x41"),
    "JIPS(E)（NEC）": re.compile(rb"\x3f\x75(?:" + _PAIR + rb")+\x3f\x76"),
    "IBM 漢字": re.compile(rb"\x0e(?:" + _PAIR + rb")+\x0f"),
}
_JIPS_J = re.compile(rb"\x1a\x70(?:[\x21-\x7e\xa1-\xfe][\x21-\x7e\xa1-\xfe])+\x1a\x71")


def host_encoding(head: bytes) -> str | None:
    """Return the name of the host's encoding that a file plainly is in; None = none.

    Args:
        head: the first bytes of the file.
    """
    head = head[:_LOOKED_AT]
    if len(head) < _FEWEST:
        return None
    if len(_JIPS_J.findall(head)) >= _STRETCHES:
        return "JIPS(J)（NEC）"
    kanji = {name: found for name, pattern in _SHIFTS.items() if (found := sum(map(len, pattern.findall(head))))}
    if not _is_ebcdic(np.frombuffer(head, np.uint8), sum(kanji.values())):
        return None
    return next((f"EBCDIC と {name}" for name in kanji), "EBCDIC")


def _is_ebcdic(data: Bytes, kanji: int) -> bool:
    """Return True when digits and blanks are those of EBCDIC, and none are those of ASCII.

    Only runs count: 40 and F0 to F9 may be the second byte of a character of Shift_JIS or EUC-JP, but not
    of one after the other.

    Args:
        data: the first bytes of the file.
        kanji: how many of them are between shift codes.
    """
    if np.count_nonzero(np.isin(data, _ASCII)) > _ASCII_SHARE * len(data):
        return False
    host = sum(_in_runs(mask) for mask in (data == 0x40, (data >= 0xF0) & (data <= 0xF9))) / len(data)
    if host >= _HOST_SHARE or (host >= _FEW_DIGITS["kanji"] and host + kanji / len(data) >= _HOST_SHARE):
        return True
    return bool(host >= _FEW_DIGITS["letters"] and np.count_nonzero(np.isin(data, _TEXT)) >= _ALL * len(data))


_ASCII = np.frombuffer(b" 0123456789", np.uint8)
#: Letters, half-width kana, digits and signs of EBCDIC, and what ends its lines.
_TEXT = np.frombuffer(
    bytes.fromhex("0a0d1525404b4c4d4e4f505a5b5c5d5e5f60616b6c6d6e6f797a7b7c7d7e7f")
    + bytes((*range(0x81, 0x8B), *range(0x91, 0x9B), *range(0xA1, 0xAA), *range(0xC0, 0xCA), *range(0xD0, 0xDA)))
    + bytes((*range(0xE2, 0xEA), *range(0xF0, 0xFA))),
    np.uint8,
)


def _in_runs(mask: Bools) -> int:
    """Return how many True values have a neighbour that is True."""
    beside = np.zeros(len(mask), np.bool_)
    beside[1:] |= mask[:-1]
    beside[:-1] |= mask[1:]
    return int(np.count_nonzero(mask & beside))
