"""Two runs over one file, with the findings that a test wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from chukan.reports.results import Results
from chukan.severity import Severity
from chukan.verification.result import Count, Finding, Verification

Made = tuple[Verification, list[Finding]]
MakeRun = Callable[..., Results]


@pytest.fixture
def run(made: Made) -> MakeRun:
    """Make a run in which one file has findings of V01 in 氏名, by fingerprint."""
    base, file = made[0], made[0].files[0]
    template = next(f for f in made[1] if f.file == file.path and f.record)

    def make(
        fingerprints: Sequence[str], *, more: int = 0, waived: int = 0, rule: str = "V01", **changes: object
    ) -> Results:
        count = Count(rule, "氏名", Severity.ERROR, len(fingerprints) + more, waived)
        counts = (count,) if count.count else ()
        checked = replace(file, counts=counts)
        verification = replace(
            base, files=(checked,), general=(), fingerprint_key="a", deliveries=(), waivers=(), verdict="fail"
        )
        rules = tuple(replace(r, state="ran", why="") for r in base.rules)
        totals = replace(verification.totals, errors=count.count, warnings=0, infos=0, waived=waived)
        verification = replace(verification, rules=rules, totals=totals)
        findings = tuple(
            replace(template, rule=rule, item="氏名", severity=Severity.ERROR, record=i + 1, fingerprint=name)
            for i, name in enumerate(fingerprints)
        )
        return Results("folder", replace(verification, **changes), findings)  # type: ignore[arg-type]

    return make
