"""What a run looks out for: the findings that people have seen and perhaps decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chukan.verification.decisions.fingerprint import NO_FINGERPRINTS, Fingerprints, Identity

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Watch:
    """The fingerprints to look for in one file; bounded by the sheet that lists them, whatever the file holds.

    Attributes:
        fingerprints: makes those of the file.
        listed: (rule, item) -> the fingerprints of that rule and item that a sheet lists.
        keys: True = findings also show the key of their record.
    """

    fingerprints: Fingerprints = NO_FINGERPRINTS
    listed: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    keys: bool = False

    def of(self, rule: str, item: str) -> frozenset[str]:
        """Return what is listed of a rule and item; empty = nothing is looked for."""
        return self.listed.get((rule, item), NONE)

    def fingerprint(self, rule: str, item: str, check: str, identity: Identity) -> str:
        """Return the fingerprint of a finding, see `Fingerprints.finding`."""
        return self.fingerprints.finding(rule, item, check, identity)
