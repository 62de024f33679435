"""The report of an import: what was taken over, what was skipped, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Level = Literal["info", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark for the person who imports.

    ``problem`` = something that looks like part of a definition could not be taken over.

    Attributes:
        place: ``sheet!CELL``, or the sheet.
    """

    level: Level
    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column of a table in the workbook and what it was taken for.

    Attributes:
        field: The field (see ``headings.py``), or None when the column was not used.
    """

    letter: str
    heading: str
    field: str | None


@dataclass(frozen=True, slots=True)
class TableUse:
    """One table and how it was read.

    Attributes:
        kind: What it was taken for.
        header: The rows of its header.
        last: The row before the next table; None = it goes on to the end.
        fields: Field -> column letter.
        unused: (letter, heading) of the columns that were not taken.
        sided: It is the new side of a 新旧対照.
    """

    kind: Literal["items", "codes"]
    header: tuple[int, ...]
    last: int | None
    fields: Mapping[str, str]
    unused: tuple[tuple[str, str], ...]
    sided: bool = False


@dataclass(frozen=True, slots=True)
class SheetUse:
    """One sheet and what was read from it.

    Attributes:
        sheet: Its name.
        read_as: What it was taken for.
        why: The reason, in Japanese, for the report.
        header_rows: The rows of the first table's header, from 1.
        columns: The columns of the first table.
        rows: Items or code values taken over.
        tables: All its tables, for the draft of a mapping file.
        cells: Number of its cells that hold something, by what became of them: ``used``, ``heading``, ``decoration``, ``unused``.
        workbook: The workbook that it is in.
    """

    sheet: str
    read_as: Literal["items", "codes", "definition", "skipped"]
    why: str
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    rows: int = 0
    """Items or code values taken over."""
    cells: Mapping[str, int] = field(default_factory=dict)
    workbook: str = ""
    tables: tuple[TableUse, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutUse:
    """One layout that was made.

    Attributes:
        address: ``PACK@EDITION/BUSINESS/LAYOUT``.
        name: Its Japanese name.
        items: Number of items.
        key: Names of the key items, in key order.
        coded: Number of items with a code list.
        required: Number of required items.
        conditional: Number of conditionally required items.
        digest: Over the canonical form of the layout, in hex.
    """

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
    """What became of the workbooks of one import.

    Attributes:
        workbook: The name of the workbook; several are joined by 、.
        code_lists: (id, name, number of values).
        editions: The editions that the pack holds now.
    """

    pack: str
    folder: str
    edition: str
    authority: str
    declared_by: str | None
    workbook: str
    workbook_sha256: str
    layouts: tuple[LayoutUse, ...]
    code_lists: tuple[tuple[str, str, int], ...]
    sheets: tuple[SheetUse, ...]
    notices: tuple[Notice, ...] = field(default=())
    editions: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Notice, ...]:
        """The notices on something that could not be taken over."""
        return tuple(n for n in self.notices if n.level == "problem")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain dicts and lists, for JSON."""
        return asdict(self)
