"""Fingerprints: keyed digests by which a finding is recognised in the next delivery.

A fingerprint says nothing by itself: without the project's secret nobody can try numbers of residents until one fits.
個人番号 is never part of it (番号法 2条8項: what stands in for a 個人番号 is one).

- A finding about one record: municipality, layout, rule, item, the check, and the values of the layout's key items.
- A record that could not be read: its bytes stand in for the key.
- A finding about a whole file or column: its message stands in for the key. It holds the figures, so that whoever accepted
  that three records are missing has not accepted that thirty are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_SIZE = 16
"""Bytes of a fingerprint: with 2**64 findings two would meet by chance."""
_VERSION = "1"

Identity = bytes
"""What makes a record itself, digested; b"" = nothing does (no key, or a blank one)."""

Kind = Literal["record", "raw", "whole"]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Makes the fingerprints of one file's findings.

    Attributes:
        secret: the project's secret; b"" = there is none, and no finding has a fingerprint.
        municipality: its code.
        layout: BUSINESS/LAYOUT.
        file: the file's name without its folders: the next delivery may come in another one.
        may_be_blank: which of the key values may be blank, by position.
    """

    secret: bytes = b""
    municipality: str = ""
    layout: str = ""
    file: str = ""
    may_be_blank: frozenset[int] = frozenset()

    def record(self, values: Sequence[str]) -> Identity:
        """Return the identity of a record.

        Half a key is none: a record without 宛名番号 must not pass for the next person whose 宛名番号 is blank.

        Args:
            values: of the layout's key items, without those that hold a 個人番号; () = the file has no key.

        Returns:
            b"" where there is no secret or no key, or where a key value is blank that must not be.
        """
        is_whole = all(v.strip() for position, v in enumerate(values) if position not in self.may_be_blank)
        return self._identity("record", values) if self.secret and is_whole and any(v.strip() for v in values) else b""

    def unread(self, raw: bytes) -> Identity:
        """Return the identity of a record that could not be read, by its bytes."""
        return self._identity("raw", [raw.hex()]) if self.secret and raw else b""

    def whole(self, message: str) -> Identity:
        """Return the identity of a finding about the file as a whole, or about one of its columns."""
        return self._identity("whole", [self.file, message]) if self.secret else b""

    def finding(self, rule: str, item: str, check: str, identity: Identity) -> str:
        """Return the fingerprint of a finding.

        Args:
            rule: the rule.
            item: the item; "" = none.
            check: which of several checks of one rule and item it is.
            identity: of the record, or of the whole.

        Returns:
            32 hexadecimal digits; "" where nothing identifies the record.
        """
        if not identity:
            return ""
        parts = (_VERSION, self.municipality, self.layout, rule, item, check)
        return _digest(self.secret, "finding", [*(p.encode() for p in parts), identity]).hex()

    def _identity(self, kind: Kind, values: Sequence[str]) -> Identity:
        return _digest(self.secret, kind, [v.encode("utf-8", "surrogatepass") for v in values])


NO_FINGERPRINTS = Fingerprints()
"""Without a project there is no secret, and without a secret no fingerprint."""


def public_id(secret: bytes) -> str:
    """Return what a secret is called in public: tells two projects apart, and nothing else. "" for none."""
    return _digest(secret, "project", []).hex()[:16] if secret else ""


def seal(secret: bytes, values: Sequence[str]) -> str:
    """Return a keyed digest over some texts in their order: nobody without the secret can make one that fits."""
    return _digest(secret, "row", [v.encode("utf-8", "surrogatepass") for v in values]).hex()


def _digest(secret: bytes, purpose: str, parts: Sequence[bytes]) -> bytes:
    # each part behind its length: no two lists of parts are one text
    text = b"".join(len(p).to_bytes(4, "big") + p for p in parts)
    return hashlib.blake2b(text, key=secret, digest_size=_SIZE, person=purpose.encode().ljust(16, b"\0")).digest()
