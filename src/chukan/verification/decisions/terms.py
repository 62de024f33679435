"""What a project says of a run, whatever the run does with its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chukan.rules.catalogue import RULES
from chukan.severity import NOTHING_CHOSEN, Severities
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.model import NO_DECISIONS, Decisions, Waiver
from chukan.verification.scope import Place


@dataclass(frozen=True, kw_only=True)
class ProjectTerms:
    """What a project says of a run.

    Attributes:
        severities: As the project says; a plain mapping of rule id -> error | warning | info | off will do, and is validated.
        waivers: Acceptances of a whole rule and item.
        decisions: What was typed into earlier sheets of findings.
        secret: Returns the project's secret, b"" when there is none; None = there is no project: no finding has a fingerprint.
        places: All that the project delivers, also where only a part of it is looked at; () = what the run looks at.
        group: What the municipalities call themselves together.
        project_sha256: Of the project file; "" = there is none.
    """

    severities: Severities = NOTHING_CHOSEN
    waivers: Sequence[Waiver] = ()
    decisions: Decisions = NO_DECISIONS
    secret: Callable[[], bytes] | None = None
    places: Sequence[Place] = ()
    group: str = ""
    project_sha256: str = ""

    def __post_init__(self) -> None:
        """Validate the severities.

        Raises:
            UsageError: there is no such rule, or no such severity.
        """
        object.__setattr__(self, "severities", Severities(self.severities, known=RULES))

    def ledger(self) -> Ledger:
        """Return the decisions with the project's secret, which is read now."""
        return Ledger(self.secret() if self.secret else b"", self.decisions)
