"""What decides how a layout is checked, beside the layout itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from chukan.agreement import Agreement
from chukan.severity import NOTHING_CHOSEN, Severities

#: A byte order mark is no part of a value.
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16le"}


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
    """The encoding in force; decides byte lengths where the agreement counts bytes and names no encoding."""
    as_of: dt.date = field(default_factory=dt.date.today)
    severities: Severities = NOTHING_CHOSEN
    """As the project says; a plain mapping of rule id -> error | warning | info | off will do, and is validated."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severities", Severities(self.severities))

    @property
    def byte_encoding(self) -> str | None:
        """The encoding whose bytes lengths count: the agreed one, whatever the file is in; None = characters count."""
        if self.agreement.length_unit != "bytes":
            return None
        agreed = self.agreement.encoding or self.encoding
        return _WITHOUT_MARK.get(agreed, agreed)
