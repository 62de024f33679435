"""The mapping file: corrections by a person where the guess about a workbook is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeVar

from openpyxl.utils import column_index_from_string
from pydantic import Field, field_validator

from chukan.authoring.workbook.headings import CODE_HEADINGS, ITEM_HEADINGS
from chukan.documents import Document, load
from chukan.errors import PackError
from chukan.layouts.model import ItemType, Requirement

T = TypeVar("T")

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_AREA = re.compile(r"[A-Z]{1,3}(?::[A-Z]{1,3})?|[0-9]+(?::[0-9]+)?|[A-Z]{1,3}[0-9]+(?::[A-Z]{1,3}[0-9]+)?")


class TableMapping(Document):
    """One table of a sheet.

    Attributes:
        header: The header's rows, e.g. ``[5, 6]``.
        last: The last row to read.
        columns: Field -> column letter, or the heading as it is in the workbook.
        list_name: The name of the code list, where nothing above the table names it.
    """

    read: Literal["items", "codes"] | None = None
    header: tuple[int, ...] = ()
    last: int | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    business: str | None = None
    layout: str | None = None
    list_id: str | None = None
    list_name: str | None = None

    @field_validator("header", mode="before")
    @classmethod
    def _one_row(cls, value: object) -> object:
        return (value,) if isinstance(value, int) else value

    @field_validator("columns", mode="before")
    @classmethod
    def _no_is_a_field(cls, value: object) -> object:
        # YAML reads a bare `no:` as the truth value
        return (
            {"no" if key is False else key: text for key, text in value.items()} if isinstance(value, dict) else value
        )

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, value: dict[str, str]) -> dict[str, str]:
        return _check_fields(value)


class SheetMapping(TableMapping):
    """One sheet: its only table, or several as `tables`.

    Attributes:
        header: The header's rows; left out = found.
        tables: The tables, where there are several.
        ignore: Columns (``H``), rows (``30:35``) and cells (``B2:D4``) that say nothing of a layout: a person has looked.
    """

    read: Literal["items", "codes", "skip"] | None = None  # type: ignore[assignment]
    tables: tuple[TableMapping, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[TableMapping, ...]:
        """The tables whose header rows the mapping names."""
        if self.tables:
            return self.tables
        read = None if self.read == "skip" else self.read
        own = {name: getattr(self, name) for name in TableMapping.model_fields if name != "read"}
        return (TableMapping(read=read, **own),) if self.header else ()

    @field_validator("ignore")
    @classmethod
    def _areas(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for area in value:
            if not _AREA.fullmatch(area):
                raise ValueError(f"ignore の「{area}」は列（H）・行（30:35）・範囲（B2:D4）のどれかで書いてください")
        return value

    def ignores(self, row: int, column: int) -> bool:
        """Return True for a cell that a person has looked at and does not want read."""
        return any(_within(area, row, column) for area in self.ignore)


class WorkbookMapping(Document):
    """The mapping file: every key may be left out.

    Attributes:
        business: The Japanese name of the business, where the workbook does not name it.
        headings: Field -> more headings that mean it.
        slugs: Japanese name of a business or migration file -> the name in addresses.
        repeat: Items with a number of repeats: ``expand`` = one column each time, in turn for each item; ``together`` = items
            that follow each other with the same number take turns; ``one`` = one column.
        codes_in_notes: Code values that are written into notes.
        shapes: ``skip`` = a person has looked at the shapes and text boxes: they are no part of the definition.

    What is left out is guessed, and what is lost by the guess is reported as 要確認; what is written here a person has decided.
    """

    business: str | None = None
    headings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    types: dict[str, ItemType] = Field(default_factory=dict)
    required: dict[str, Requirement] = Field(default_factory=dict)
    slugs: dict[str, str] = Field(default_factory=dict)
    sheets: dict[str, SheetMapping] = Field(default_factory=dict)
    hidden_rows: Literal["read", "skip"] = "read"
    hidden_sheets: Literal["read", "skip"] | None = None
    struck: Literal["read", "skip"] | None = None
    repeat: Literal["expand", "together", "one"] | None = None
    codes_in_notes: Literal["read", "skip"] = "read"
    shapes: Literal["skip"] | None = None
    formats: Literal["infer", "none"] = "infer"

    @field_validator("headings")
    @classmethod
    def _known_fields(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return _check_fields(value)

    @field_validator("slugs")
    @classmethod
    def _slugs(cls, value: dict[str, str]) -> dict[str, str]:
        for name, slug in value.items():
            if not _SLUG.fullmatch(slug):
                raise ValueError(f"「{name}」の名前「{slug}」は英小文字で始まり英小文字・数字・_ だけにしてください")
        return value


def load_mapping(path: Path | None) -> WorkbookMapping:
    """Load the mapping from a YAML file.

    Args:
        path: The file; None = an empty mapping.

    Raises:
        PackError: an unknown key or value; names the line and the nearest key.
    """
    return load(path, WorkbookMapping, PackError) if path else WorkbookMapping()


def _within(area: str, row: int, column: int) -> bool:
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = _corner(first), _corner(last or first)
    return (left or 1) <= column <= (right or column) and (top or 1) <= row <= (bottom or row)


def _corner(text: str) -> tuple[int, int]:
    """Column and row of a corner; 0 = all of them."""
    letters, digits = text.rstrip("0123456789"), text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return column_index_from_string(letters) if letters else 0, int(digits or 0)


def _check_fields(value: dict[str, T]) -> dict[str, T]:
    known = [*ITEM_HEADINGS, *CODE_HEADINGS]
    if unknown := [f for f in value if f not in known]:
        raise ValueError(f"知らない欄「{unknown[0]}」があります。使える欄: {', '.join(dict.fromkeys(known))}")
    return value
