"""Findings counted by severity, the waived ones apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chukan.severity import Severity
from chukan.verification.result import Count


@dataclass(frozen=True, slots=True)
class Numbers:
    """Findings by severity; the waived ones are counted apart."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waived: int = 0
    estimates: int = 0
    """Of errors, warnings and infos: those that rest on what a reference pack only estimates (推定に基づく指摘)."""

    @property
    def total(self) -> int:
        """All of them, the waived ones too."""
        return self.errors + self.warnings + self.infos + self.waived

    def of(self, severity: Severity) -> int:
        """Those of one severity, without the waived."""
        return {"error": self.errors, "warning": self.warnings, "info": self.infos}[severity]

    @property
    def worst(self) -> Severity | None:
        """The gravest severity that is not waived; None = there is none."""
        return next((s for s in Severity if self.of(s)), None)

    @classmethod
    def of_counts(cls, counts: Iterable[Count]) -> Numbers:
        """Return the sum of some counts."""
        counts = list(counts)
        sums = dict.fromkeys(Severity, 0)
        waived = 0
        for c in counts:
            sums[c.severity] += c.count - c.waived
            waived += c.waived
        # what nobody waived and rests on an estimate
        estimates = sum(c.count - c.waived for c in counts if c.is_estimate)
        return cls(sums[Severity.ERROR], sums[Severity.WARNING], sums[Severity.INFO], waived, estimates)
