"""The mapping file: corrections by a person where the guess about a workbook is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, field_validator

from chukan.authoring.workbook.headings import CODE_HEADINGS, ITEM_HEADINGS
from chukan.documents import Document, load
from chukan.errors import PackError
from chukan.layouts.model import ItemType, Requirement

T = TypeVar("T")

_SLUG = re.compile(r"[a-z][a-z0-9_]*")


class SheetMapping(Document):
    """One sheet.

    Attributes:
        header: The header's rows, e.g. ``[5, 6]``; left out = found.
        last: The last row to read.
        columns: Field -> column letter, or the heading as it is in the workbook.
    """

    read: Literal["items", "codes", "skip"] | None = None
    header: tuple[int, ...] = ()
    last: int | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    business: str | None = None
    layout: str | None = None
    list_id: str | None = None

    @field_validator("header", mode="before")
    @classmethod
    def _one_row(cls, value: object) -> object:
        return (value,) if isinstance(value, int) else value

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, value: dict[str, str]) -> dict[str, str]:
        return _check_fields(value)


class WorkbookMapping(Document):
    """The mapping file: every key may be left out.

    Attributes:
        business: The Japanese name of the business, where the workbook does not name it.
        headings: Field -> more headings that mean it.
        slugs: Japanese name of a business or migration file -> the name in addresses.
        struck: Rows whose item name is struck through.
    """

    business: str | None = None
    headings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    types: dict[str, ItemType] = Field(default_factory=dict)
    required: dict[str, Requirement] = Field(default_factory=dict)
    slugs: dict[str, str] = Field(default_factory=dict)
    sheets: dict[str, SheetMapping] = Field(default_factory=dict)
    hidden_rows: Literal["read", "skip"] = "read"
    hidden_sheets: Literal["read", "skip"] = "skip"
    struck: Literal["read", "skip"] = "skip"
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


def _check_fields(value: dict[str, T]) -> dict[str, T]:
    known = [*ITEM_HEADINGS, *CODE_HEADINGS]
    if unknown := [f for f in value if f not in known]:
        raise ValueError(f"知らない欄「{unknown[0]}」があります。使える欄: {', '.join(dict.fromkeys(known))}")
    return value
