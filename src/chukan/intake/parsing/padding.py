"""Taking off what fills a fixed-width item up, as the agreement says.

Only the agreed side is touched: a blank on the other one stays and is V09's business.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement, Padding
from chukan.intake.encoding.column import strings
from chukan.intake.parsing.eras import western_column
from chukan.layouts.model import DATE_TYPES, Item

#: What fills up a text that may stand on either side of a date, too.
_BLANKS = ("right_space", "left_space", "right_fullwidth_space")
_FULLWIDTH_BLANK = "\u3000"


@dataclass(frozen=True, slots=True)
class Filling:
    """How one item is filled up.

    Attributes:
        wide: Full-width blanks fill it up too.
        signed: A sign or a point may be in it.
        decimals: The last digits that are decimals, written without a point; 0 = points are written.
    """

    rule: Padding
    wide: bool = False
    number: bool = False
    signed: bool = False
    """A sign or a point may be in it."""
    overpunch: bool = False
    """The last digit carries the sign."""
    era: bool = False
    """Dates are written as the era's number and year: 5030401."""
    uncertain: bool = False
    """Days of eras that no calendar has are dates, too."""
    decimals: int = 0

    @classmethod
    def of(cls, item: Item | None, agreement: Agreement, *, delimited: bool = False) -> Filling:
        """Return how an item is filled up.

        Args:
            item: None = one that no layout knows.
            agreement: what was agreed on.
            delimited: the file has delimiters.
        """
        decimals = item.scale if item is not None and item.is_number and agreement.implied_point else 0
        zoned = item is not None and item.is_number and agreement.overpunch
        is_amount = item is not None and item.is_number and item.code is None and not item.has("fixed")
        blanks: Padding = agreement.padding.text if agreement.padding.text in _BLANKS and not delimited else "none"
        if item is not None and item.type == "DATE" and agreement.dates == "gyymmdd":
            return cls(blanks, era=True, uncertain=item.has("uncertain_date"))
        if delimited:  # zeros are taken off where that was agreed on in so many words: hosts write CSV, too
            padded = is_amount and agreement.padding.model_fields_set >= {"number"}
            padded = padded and agreement.padding.number == "left_zero"
            return cls("left_zero" if padded else "none", signed=True, overpunch=zoned, decimals=decimals)
        if item is None or item.is_text:
            return cls(agreement.padding.text, wide=item is not None and item.type == "N")
        if is_amount:
            return cls(
                agreement.padding.number, number=True, signed=item.type != "9", overpunch=zoned, decimals=decimals
            )
        return cls(blanks if item.type in DATE_TYPES else "none")  # a place may be wider than a date

    @property
    def needs_text(self) -> bool:
        """True when something is left to do once the values are decoded."""
        signed = self.rule == "left_zero" and self.signed
        return (
            self.wide
            or self.rule == "right_fullwidth_space"
            or signed
            or self.decimals > 0
            or self.overpunch
            or self.era
        )

    def off(self, column: pa.BinaryArray, encoding: str) -> pa.StringArray:
        """Return the values of an item's bytes.

        Args:
            column: what stands in the item's place.
            encoding: the name of a Python codec.
        """
        values = strings(self.off_bytes(column), encoding).values
        return self.off_text(values) if self.needs_text else values

    def off_bytes(self, column: pa.BinaryArray) -> pa.BinaryArray:
        """Take off what can be told without decoding (half-width blanks, zeros of plain numbers)."""
        values = column.view(pa.string())  # only ASCII bytes are looked at: none is part of a character
        if self.rule in ("right_space", "right_fullwidth_space"):
            values = pc.ascii_rtrim(values, " ")
        elif self.rule == "left_space":
            values = pc.ascii_ltrim(values, " ")
        values = _blank_to_nothing(values)
        if self.rule == "left_zero" and not self.signed:
            values = _without_zeros(values)
        return values.view(pa.binary())

    def off_text(self, values: pa.StringArray) -> pa.StringArray:
        """Take off the rest."""
        if self.rule == "right_fullwidth_space" or (self.rule == "right_space" and self.wide):
            values = pc.utf8_rtrim(values, " " + _FULLWIDTH_BLANK)
        elif self.rule == "left_space" and self.wide:
            values = pc.utf8_ltrim(values, " " + _FULLWIDTH_BLANK)
        if self.era:
            values = western_column(values, uncertain=self.uncertain)
        if self.overpunch:
            values = _without_overpunch(values)
        if self.decimals:
            values = _with_point(values, self.decimals)
        if self.rule == "left_zero":
            values = pc.replace_substring_regex(values, "^([+-]?)0+([0-9])", r"\1\2")
        return values


def _without_overpunch(values: pa.StringArray) -> pa.StringArray:
    """Return zoned numbers with a sign before them: {ABCDEFGHI are +0 to +9, }JKLMNOPQR are -0 to -9."""
    zoned = pc.match_substring_regex(values, r"^[0-9]*[A-R{}]$")
    if not zoned.true_count:
        return values
    for last, digits in ((r"{ABCDEFGHI", ""), (r"}JKLMNOPQR", "-")):
        for digit, character in enumerate(last):
            pattern = f"^([0-9]*)[{character}]$"
            values = pc.replace_substring_regex(values, pattern, f"{digits}\\1{digit}")
    return values


def _with_point(values: pa.StringArray, decimals: int) -> pa.StringArray:
    """Return the values with a point before their last `decimals` digits; what has one already keeps it."""
    for size in range(1, decimals + 1):
        zeros = "0" * (decimals - size)
        values = pc.replace_substring_regex(values, f"^([+-]?)([0-9]{{{size}}})$", f"\\10.{zeros}\\2")
    return pc.replace_substring_regex(values, rf"^([+-]?[0-9]+)([0-9]{{{decimals}}})$", r"\1.\2")


def _without_zeros(values: pa.StringArray) -> pa.StringArray:
    """Without leading zeros; one stays where nothing else is."""
    left = pc.ascii_ltrim(values, "0")
    emptied = pc.and_(pc.equal(pc.binary_length(left), 0), pc.greater(pc.binary_length(values), 0))
    return pc.if_else(emptied, "0", left)


def _blank_to_nothing(values: pa.StringArray) -> pa.StringArray:
    """Return the values with those of nothing but half-width blanks empty."""
    begins = pc.starts_with(values, " ")
    if not begins.true_count:
        return values
    return pc.if_else(pc.and_(begins, pc.equal(pc.binary_length(pc.ascii_trim(values, " ")), 0)), "", values)
