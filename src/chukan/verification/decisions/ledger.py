"""What a run knows of decisions: what people decided so far, and the secret that seals what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.layouts.model import Layout
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.keys import blanks_in_key
from chukan.verification.decisions.model import NO_DECISIONS, Decisions
from chukan.verification.decisions.watch import Watch


@dataclass(frozen=True, slots=True)
class Ledger:
    """The decisions that a run took in, and the project's secret.

    Attributes:
        secret: b"" = there is none; never in an output.
        decisions: the rows of earlier sheets.
    """

    secret: bytes = field(default=b"", repr=False)
    decisions: Decisions = NO_DECISIONS

    def watch(self, layout: Layout, municipality: str, shown: str, *, keys: bool = False) -> Watch:
        """Return what to look out for in a file.

        Args:
            layout: of the file.
            municipality: the code; "" = none.
            shown: how results name the file. The next delivery may lie in another folder: only the name counts.
            keys: findings also show the key of their record.
        """
        name = shown.rsplit("/", 1)[-1]
        fingerprints = Fingerprints(self.secret, municipality, layout.path, name, blanks_in_key(layout))
        return Watch(fingerprints, self.decisions.listed(), keys=keys)


NO_LEDGER = Ledger()
"""A file by itself: no secret, no decisions."""
