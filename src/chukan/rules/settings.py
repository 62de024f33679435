"""What decides how a layout is checked, beside the layout itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from chukan.agreement import Agreement
from chukan.severity import NOTHING_CHOSEN, Severities


@dataclass(frozen=True, slots=True)
class Settings:
    """The agreement, the forms in force in a file, and what a project says of the rules.

    Raises:
        UsageError: a chosen severity is none.
    """

    agreement: Agreement = field(default_factory=Agreement)
    dates: str = "yyyymmdd"
    """The date form in force: agreed, or what intake detected."""
    encoding: str = "cp932"
    """The encoding in force; decides byte lengths when the agreement counts bytes."""
    as_of: dt.date = field(default_factory=dt.date.today)
    severities: Severities = NOTHING_CHOSEN
    """As the project says; a plain mapping of rule id -> error | warning | info | off will do, and is validated."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severities", Severities(self.severities))
