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
#: The share of EBCDIC digits and blanks in a file of host records.
_HOST_SHARE = 0.3
#: The share of ASCII digits, blanks and newlines that chance explains.
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
    if not _is_ebcdic(np.frombuffer(head, np.uint8)):
        return None
    for name, pattern in _SHIFTS.items():
        if pattern.search(head):
            return f"EBCDIC と {name}"
    return "EBCDIC"


def _is_ebcdic(data: Bytes) -> bool:
    """Return True when digits and blanks are those of EBCDIC, and none are those of ASCII.

    Only runs count: 40 and F0 to F9 may be the second byte of a character of Shift_JIS or EUC-JP, but not
    of one after the other.
    """
    host = sum(_in_runs(mask) for mask in (data == 0x40, (data >= 0xF0) & (data <= 0xF9)))
    ascii_ = np.isin(data, np.frombuffer(b" 0123456789\r\n", np.uint8))
    shifts = np.zeros(len(data), np.bool_)
    shifts[:-1] = (data[:-1] == 0x0A) & np.isin(data[1:], (0x41, 0x42))  # KEIS
    return bool(host >= _HOST_SHARE * len(data) and np.count_nonzero(ascii_ & ~shifts) <= _ASCII_SHARE * len(data))


def _in_runs(mask: Bools) -> int:
    """Return how many True values have a neighbour that is True."""
    beside = np.zeros(len(mask), np.bool_)
    beside[1:] |= mask[:-1]
    beside[:-1] |= mask[1:]
    return int(np.count_nonzero(mask & beside))
