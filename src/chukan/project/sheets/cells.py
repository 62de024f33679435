"""Where the values of a project stand in its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chukan.yaml_text import Lines, Loc


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that was read.

    Attributes:
        heading: of its column, or what its row is called.
        address: such as ``B3``.
    """

    sheet: str
    heading: str
    address: str

    @property
    def place(self) -> str:
        """Sheet and cell, as messages name them."""
        return f"シート「{self.sheet}」" + (f" セル {self.address}" if self.address else "")


@dataclass(frozen=True, slots=True)
class CellLines(Lines):
    """The cells of a workbook, by the way to their values in a project file.

    Attributes:
        cells: the way to a value, or to the row that it would stand in -> its cell.
    """

    cells: Mapping[Loc, SheetCell] = field(default_factory=dict)

    def below(self, *loc: str | int) -> Lines:
        """Return the cells of a part."""
        return CellLines(self.place, None, (*self.within, *loc), self.cells)

    def at(self, *loc: str | int) -> str:
        """Return workbook, sheet and cell of a value, or of the deepest one on the way to it that exists."""
        cell = self._cell((*self.within, *loc))
        return self.place if cell is None else f"{self.place} {cell.place}"

    def find(self, *loc: str | int) -> str | None:
        """Return workbook, sheet and cell of a value; None where no cell holds it."""
        return self.at(*loc) if (*self.within, *loc) in self.cells else None

    def called(self, *loc: str | int) -> str:
        """Return the heading over a value; its keys where no cell holds it."""
        whole = (*self.within, *loc)
        return self.cells[whole].heading if whole in self.cells else ".".join(map(str, whole))

    def how_to_add(self, *loc: str | int) -> str:
        """Return where a value that is missing is written."""
        return f"「{self.called(*loc)}」のセルに値を書いてください。"

    def _cell(self, loc: Loc) -> SheetCell | None:
        """Return the cell of the deepest part on the way that has one."""
        found = (self.cells.get(loc[:size]) for size in range(len(loc), 0, -1))
        return next((cell for cell in found if cell is not None), None)
