"""What a workbook says of cells beside their values: errors, formulas without a result, zeros of a number format, merged ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellNote:
    """What one cell shows that its value does not say.

    Attributes:
        row: From 1.
        column: From 0.
        error: What it shows instead of a value: ``#N/A``.
        has_no_result: A formula that no program has calculated.
        digits: Digits that its number format fills up with zeros; 0 = none.
    """

    row: int
    column: int
    error: str = ""
    has_no_result: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True, order=True)
class MergedCells:
    """Cells over several rows that show one value, which only the first of them has; rows from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


#: Error values by their number in ``.xls`` files ([MS-XLS] 2.5.10).
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
