"""Everything that was decided, applied to what a run found: first row by row, then by the limits of whole rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chukan.verification.decisions.apply import apply_decisions
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.terms import ProjectTerms
from chukan.verification.decisions.use import DecisionsUse, WaiverUse
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.result import FileResult
from chukan.verification.scope import Place
from chukan.verification.tally import SampledFinding, Tally


@dataclass(frozen=True)
class Settled:
    """What is left of the findings of a run, and what became of each decision.

    Attributes:
        files: The files with their waived counts and their verdicts.
        uses: What became of each waiver.
        problems: The W01 findings.
        covered: The fingerprints whose findings are waived one by one.
        decisions: What became of the sheets; None = there are none.
    """

    files: list[FileResult]
    uses: tuple[WaiverUse, ...]
    problems: tuple[SampledFinding, ...]
    covered: frozenset[str]
    decisions: DecisionsUse | None


def settle(
    files: Sequence[FileResult],
    tallies: Sequence[Tally],
    places: Sequence[Place],
    terms: ProjectTerms,
    *,
    today: str,
    fingerprints: Fingerprints,
) -> Settled:
    """Return the files of a run as they are under everything that was decided.

    Args:
        files: the results of the files, in their order.
        tallies: what was found in each of them, with what the sheets list.
        places: where each of them belongs.
        terms: what the project decided.
        today: the last day that may stand in a sheet, ISO.
        fingerprints: of the project, about no file.
    """
    severities = terms.severities
    singly, decided = apply_decisions(
        files, tallies, terms.decisions, places, severities, today=today, fingerprints=fingerprints
    )
    bulk = apply_waivers(
        singly.files, places, terms.waivers, severities, today=today, known=terms.places, fingerprints=fingerprints
    )
    return Settled(
        files=bulk.files,
        uses=(*singly.uses, *bulk.uses),
        problems=(*singly.problems, *bulk.problems),
        covered=singly.covered,
        decisions=decided,
    )
