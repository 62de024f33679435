"""Spilled strings as SQL sees them: values that mean the same are the same, and conditions read typed values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chukan.expressions.names import AS_OF, is_true, literal, quoted
from chukan.expressions.types import DateForms, day_sql, digits_sql, typed_sql, value_sql
from chukan.integrity.model import LINE, RECORD, Part
from chukan.layouts.model import Item, Layout

PART, RANK = "__part", "__rank"

#: raw: as it stands. text, number, date: so that equal values are equal strings (NULL = blank).
#: count: a whole number of up to 18 digits, else NULL. day: a DATE, NULL when unknown or none.
#: end: as day, but a blank or 9999-12-31 is the last day there is.
Form = Literal["raw", "text", "number", "date", "count", "day", "end"]


@dataclass(frozen=True)
class Column:
    """One column of a view."""

    alias: str
    item: str
    form: Form


@dataclass(frozen=True)
class Flag:
    """A boolean column of a view: does an SQL condition hold? Never NULL."""

    alias: str
    expression: str
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """All the files of one layout in one municipality."""

    municipality: str
    layout: Layout
    parts: tuple[Part, ...]

    @property
    def filled(self) -> tuple[Part, ...]:
        """The parts with records."""
        return tuple(p for p in self.parts if p.spill is not None)

    def only(self, parts: Sequence[Part]) -> Table:
        """The same table with fewer parts."""
        return Table(self.municipality, self.layout, tuple(parts))

    def lacking(self, names: Sequence[str]) -> dict[int, str]:
        """Part index -> the first of the items that its file lacks."""
        known = self.layout.by_name
        absent = {p.index: [n for n in names if n not in p.columns or n not in known] for p in self.parts}
        return {index: items[0] for index, items in absent.items() if items}

    def first_lacking(self, names: Sequence[str]) -> tuple[Part, str] | None:
        """The first file that lacks one of the items, and what is wrong with it, as the end of half a sentence."""
        lacking = self.lacking(names)
        return next(((p, wanting(p, lacking[p.index])) for p in self.parts if p.index in lacking), None)

    def view(self, columns: Sequence[Column], as_of: dt.date, flags: Sequence[Flag] = ()) -> str:
        """A query over all records: PART, RANK (place in `parts`), RECORD, LINE, then `columns` and `flags` by their aliases.

        The parts must have all the items that are asked for.
        """
        numbered = [(rank, p) for rank, p in enumerate(self.parts) if p.spill is not None]
        parts = [_of_part(p, rank, self.layout, columns, flags, as_of) for rank, p in numbered]
        return "\nUNION ALL\n".join(parts) if parts else _nothing(columns, flags)


def wanting(part: Part, item: str) -> str:
    """What keeps a file from being asked about an item: …に項目「宛名番号」がない, …を読めなかった."""
    return f"に項目「{item}」がない" if part.columns else "を読めなかった"


def comparable(item: Item, other: Item) -> Form:
    """How the values of two items are compared: as numbers or dates when both are, else as they stand."""
    if item.is_number and other.is_number:
        return "number"
    if item.type == other.type and item.type in ("DATE", "YM"):
        return "date"
    return "text"


def _of_part(
    part: Part, rank: int, layout: Layout, columns: Sequence[Column], flags: Sequence[Flag], as_of: dt.date
) -> str:
    chosen = [f"{part.index} AS {PART}", f"{rank} AS {RANK}", RECORD, LINE]
    chosen += [f"{_formed(quoted(c.item), c.form, part.forms)} AS {c.alias}" for c in columns]
    source = f"read_parquet({literal(str(part.spill and part.spill.as_posix()))})"
    if not flags:
        return f"SELECT {', '.join(chosen)} FROM {source}"
    reads = {name: None for flag in flags for name in flag.reads}
    typed = [f"{typed_sql(quoted(n), layout.by_name[n], part.forms)} AS {quoted(n)}" for n in reads]
    inner = ", ".join([*chosen, *typed, f"DATE '{as_of}' AS {AS_OF}"])
    outer = [PART, RANK, RECORD, LINE, *(c.alias for c in columns)]
    outer += [f"{is_true(f.expression)} AS {f.alias}" for f in flags]
    return f"SELECT {', '.join(outer)} FROM (SELECT {inner} FROM {source})"


def _nothing(columns: Sequence[Column], flags: Sequence[Flag]) -> str:
    """A view without records."""
    types: Mapping[Form, str] = {"count": "BIGINT", "day": "DATE", "end": "DATE"}
    chosen = [f"0 AS {PART}", f"0 AS {RANK}", f"0::BIGINT AS {RECORD}", f"0::BIGINT AS {LINE}"]
    chosen += [f"NULL::{types.get(c.form, 'VARCHAR')} AS {c.alias}" for c in columns]
    chosen += [f"FALSE AS {f.alias}" for f in flags]
    return f"SELECT {', '.join(chosen)} WHERE FALSE"


def _formed(x: str, form: Form, forms: DateForms) -> str:  # noqa: PLR0911 - one return for each form
    """SQL that gives a string column another form."""
    if form == "raw":
        return x
    if form == "count":
        return f"CASE WHEN strlen({x}) <= 18 AND regexp_full_match({x}, '[0-9]+') THEN TRY_CAST({x} AS BIGINT) END"
    if form == "day":
        return day_sql(x, forms)
    if form == "end":
        return f"CASE WHEN {value_sql(x)} IS NULL OR {digits_sql(x, forms)} IN ('99991231', '99999999') THEN DATE '9999-12-31' ELSE {day_sql(x, forms)} END"
    if form == "number":
        return (
            f"CASE WHEN starts_with({x}, '0') THEN coalesce(nullif(ltrim({x}, '0'), ''), '0') ELSE {value_sql(x)} END"
        )
    if form == "date":
        return f"nullif({digits_sql(x, forms)}, '')"
    return value_sql(x)
