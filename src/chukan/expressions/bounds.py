"""What the least and the greatest string of a column say of all the others."""

from __future__ import annotations

from dataclasses import dataclass

#: The longest value that stands in a query instead of its column.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest string of a column without nulls, by code point.

    Attributes:
        low: Not greater than any of the strings.
        high: Not less than any of the strings.
    """

    low: str
    high: str

    @property
    def constant(self) -> str | None:
        """The value of all of them; None where they differ, or it is no text to put into a query."""
        same = self.low == self.high and len(self.low) <= _LONGEST and self.low.isprintable()
        return self.low if same else None


#: Nothing is known of a column.
UNKNOWN = Bounds("", chr(0x10FFFF))
