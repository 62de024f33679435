"""What an import understood, what it skipped, and why: plain values that the command renders."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Level = Literal["info", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know.

    ``problem`` = something that looks like part of a definition could not be taken over.
    """

    level: Level
    place: str
    """``sheet!CELL``, or the sheet."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column of a table in the workbook and what it was taken for."""

    letter: str
    heading: str
    field: str | None
    """The field (see ``words.py``), or None when the column was not used."""


@dataclass(frozen=True, slots=True)
class SheetUse:
    """One sheet and what was read from it."""

    sheet: str
    read_as: Literal["items", "codes", "definition", "skipped"]
    why: str
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    rows: int = 0
    """Items or code values taken over."""


@dataclass(frozen=True, slots=True)
class LayoutUse:
    """One layout that was made."""

    address: str
    name: str
    items: int
    key: tuple[str, ...]
    coded: int
    required: int
    conditional: int
    digest: str


@dataclass(frozen=True)
class ImportReport:
    """The whole import."""

    pack: str
    folder: str
    edition: str
    authority: str
    declared_by: str | None
    workbook: str
    workbook_sha256: str
    layouts: tuple[LayoutUse, ...]
    code_lists: tuple[tuple[str, str, int], ...]
    """(id, name, number of values)."""
    sheets: tuple[SheetUse, ...]
    notices: tuple[Notice, ...] = field(default=())

    @property
    def problems(self) -> tuple[Notice, ...]:
        """The notices that speak of something lost."""
        return tuple(n for n in self.notices if n.level == "problem")

    def to_dict(self) -> dict[str, Any]:
        """A JSON-able tree."""
        return asdict(self)
