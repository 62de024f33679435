"""What rules of equality have in common: who agreed to them, and what they do with a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
import pyarrow as pa
from pydantic import Field, field_validator, model_validator

from chukan.documents import Document
from chukan.layouts.model import Item
from chukan.values.buffers import Bools
from chukan.values.kernels import take

SideName = Literal["delivered", "loaded"]
#: Digits of a month, of a day in 和暦 with its era as a number, of a day.
_DIGITS_OF_DAYS = (6, 7, 8)
EVERY = "*"
"""Instead of items: every item that the kind fits."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a rule needs to know of a column.

    Attributes:
        item: the item of the delivered layout.
        side: whose column it is.
        unknown: the agreed forms of an unknown day, on that side.
    """

    item: Item
    side: SideName
    unknown: tuple[str, ...] = ()


class Equality(Document):
    """One rule of equality (突合の規則): what counts as the same, who agreed to it and why.

    Attributes:
        id: its name; results count under it.
        layout: BUSINESS/LAYOUT, or LAYOUT; "" = every layout that it fits.
    """

    label: ClassVar[str] = ""
    """The kind, in Japanese."""

    id: str = Field(min_length=1)
    kind: str
    layout: str = ""
    agreed_by: str = Field(min_length=1)
    agreed_on: dt.date | None = None
    why: str = Field(min_length=1)

    @field_validator("id", "agreed_by", "why")
    @classmethod
    def _said(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("空です")
        return value.strip()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it names, relative to the rules file."""
        return ()

    def covers(self, path: str) -> bool:
        """Return whether it is about a layout.

        Args:
            path: BUSINESS/LAYOUT.
        """
        return self.layout in ("", path, path.partition("/")[2])


class ItemEquality(Equality):
    """A rule about the values of items.

    Attributes:
        items: names of items; ``["*"]`` = every item that the kind fits.
    """

    only_named: ClassVar[bool] = False
    """True = the kind is never about every item."""

    items: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.only_named and EVERY in self.items:
            raise ValueError(f"{self.label}は、項目を名前で書いてください（「{EVERY}」は使えません）")
        return self

    @classmethod
    def fits(cls, item: Item) -> bool:
        """Return whether ``*`` means this item."""
        return not item.is_secret

    @classmethod
    def may_name(cls, item: Item) -> bool:  # noqa: ARG003 - kinds that are about values of one form look at it
        """Return whether a rule may name this item: of another one it would never explain a difference."""
        return True

    def applies(self, item: Item) -> bool:
        """Return whether it is about an item of a layout that it covers."""
        return item.name in self.items or (EVERY in self.items and self.fits(item))


class Normaliser(ItemEquality):
    """A rule that writes values of both sides in one form; they are equal when the forms are."""

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return the column in the form in which it is compared.

        Args:
            values: strings without nulls; blank = "".
            column: what they are.

        Returns:
            As many strings, without nulls.
        """
        raise NotImplementedError


def may_hold_days(item: Item) -> bool:
    """Return whether the values of an item may be days or months: a system may keep them as text, or as a number."""
    return item.type in ("DATE", "YM", "X") or (item.type == "9" and item.length in _DIGITS_OF_DAYS)


def rewritten(values: pa.Array, suspects: Bools, function: Callable[[str], str]) -> pa.Array:
    """Return a column in which some values are replaced.

    Args:
        values: strings without nulls.
        suspects: which values may change, one flag each.
        function: takes such a value and returns the new one; called once for each different value.

    Returns:
        As many strings, without nulls.
    """
    if not suspects.any():
        return values
    encoded = take(values, suspects).dictionary_encode()
    new = pa.array([function(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return replaced(values, suspects, new.take(encoded.indices))


def replaced(values: pa.Array, rows: Bools, new: pa.Array) -> pa.Array:
    """Return a column with other values in some rows.

    Args:
        values: strings without nulls.
        rows: where, one flag a value.
        new: the other values, one a flagged row.
    """
    if len(new) == len(values):
        return new
    indices = np.arange(len(values), dtype=np.int64)
    indices[rows] = len(values) + np.arange(len(new))
    return pa.concat_arrays([values, new]).take(pa.array(indices))
