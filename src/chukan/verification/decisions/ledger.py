"""What a run knows of decisions: what people decided so far, and the secret that seals what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.verification.decisions.model import NO_DECISIONS, Decisions


@dataclass(frozen=True, slots=True)
class Ledger:
    """The decisions that a run took in, and the project's secret.

    Attributes:
        secret: b"" = there is none; never in an output.
        decisions: the rows of earlier sheets.
    """

    secret: bytes = field(default=b"", repr=False)
    decisions: Decisions = NO_DECISIONS


NO_LEDGER = Ledger()
"""A file by itself: no secret, no decisions."""
