"""What decides where a record of a delimited file ends, and how large a record may be."""

from __future__ import annotations

from dataclasses import dataclass

from chukan.intake.records.split import split

#: The largest record that is read in one piece; a longer one is rejected in pieces of this size.
LARGEST = 11 << 20
#: Newlines and quotes that are looked at together, about: their places take many times the memory that they do.
MARKS = 1 << 20
#: Records of a block, about: what is kept of each is more than the few bytes that a hostile file spends on it.
MOST = 1 << 18


@dataclass(frozen=True)
class RecordRules:
    """What decides where a delimited record ends. Bytes, not characters.

    Attributes:
        width: Fields of a record, as the file has them.
        trailing: Records end with one delimiter more; those that don't are accepted too.
        together: Lines that are alike and can't be read may be taken together: nothing looks at each of them.
    """

    width: int
    delimiter: int
    quote: int | None
    newlines_in_values: bool | None
    comment: bytes = b""
    """What a line begins with that is no record; empty = nothing."""
    others: frozenset[int] = frozenset()
    """Fields of the records of other kinds, where a file has several."""
    trailing: bool = False
    together: bool = False

    def has_width(self, fields: int) -> bool:
        """Return True for the number of fields that a record may have."""
        return fields == self.width or fields in self.others or (self.trailing and fields == self.width + 1)

    @property
    def blanks_are_nothing(self) -> bool:
        """True when a line of half-width blanks can't be a record."""
        return self.width > 1 and self.delimiter != 0x20

    def looks_like_record(self, line: bytes) -> bool:
        """Return True when a line that a quote swallows would be a record if read by itself."""
        if self.width < 2:
            return False
        if self.quote is None or self.quote not in line:
            return self.has_width(line.count(bytes((self.delimiter,))) + 1)
        parts = split(line, self.delimiter, self.quote, keep=0)
        return parts.sound and self.has_width(parts.count)
