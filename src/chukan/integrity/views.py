"""Spilled strings as SQL sees them: values that mean the same are the same, and rules read typed values.

The typed view is that of `chukan.rules.typed`, as SQL; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chukan.expressions.session import literal, quoted
from chukan.expressions.vetting import AS_OF
from chukan.integrity.model import LINE, RECORD, Part
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.numbers import proper
from chukan.rules.typed import sql_type

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
    chosen += [f"{_formed(quoted(c.item), c.form, part)} AS {c.alias}" for c in columns]
    source = f"read_parquet({literal(str(part.spill and part.spill.as_posix()))})"
    if not flags:
        return f"SELECT {', '.join(chosen)} FROM {source}"
    reads = {name: None for flag in flags for name in flag.reads}
    typed = [f"{typed_sql(quoted(n), layout.by_name[n], part)} AS {quoted(n)}" for n in reads]
    inner = ", ".join([*chosen, *typed, f"DATE '{as_of}' AS {AS_OF}"])
    outer = [PART, RANK, RECORD, LINE, *(c.alias for c in columns)]
    outer += [f"((TRY((\n{f.expression}\n))) IS TRUE) AS {f.alias}" for f in flags]
    return f"SELECT {', '.join(outer)} FROM (SELECT {inner} FROM {source})"


def _nothing(columns: Sequence[Column], flags: Sequence[Flag]) -> str:
    """A view without records."""
    types: Mapping[Form, str] = {"count": "BIGINT", "day": "DATE", "end": "DATE"}
    chosen = [f"0 AS {PART}", f"0 AS {RANK}", f"0::BIGINT AS {RECORD}", f"0::BIGINT AS {LINE}"]
    chosen += [f"NULL::{types.get(c.form, 'VARCHAR')} AS {c.alias}" for c in columns]
    chosen += [f"FALSE AS {f.alias}" for f in flags]
    return f"SELECT {', '.join(chosen)} WHERE FALSE"


def _formed(x: str, form: Form, part: Part) -> str:  # noqa: PLR0911 - one return for each form
    """SQL that gives a string column another form."""
    if form == "raw":
        return x
    if form == "count":
        return f"CASE WHEN strlen({x}) <= 18 AND regexp_full_match({x}, '[0-9]+') THEN TRY_CAST({x} AS BIGINT) END"
    if form == "day":
        return _day(x, part)
    if form == "end":
        return f"CASE WHEN {_value(x)} IS NULL OR {_digits(x, part)} IN ('99991231', '99999999') THEN DATE '9999-12-31' ELSE {_day(x, part)} END"
    if form == "number":
        return f"CASE WHEN starts_with({x}, '0') THEN coalesce(nullif(ltrim({x}, '0'), ''), '0') ELSE {_value(x)} END"
    if form == "date":
        return f"nullif({_digits(x, part)}, '')"
    return _value(x)


def _value(x: str) -> str:
    """A string; NULL when it is empty or of blanks only. The first test spares most values the second."""
    return f"CASE WHEN ({x} < '!' OR starts_with({x}, '\u3000')) AND trim({x}, ' \u3000') = '' THEN NULL ELSE {x} END"


def _digits(x: str, part: Part) -> str:
    """A date without its separators."""
    separator = {"yyyy-mm-dd": "-", "yyyy/mm/dd": "/"}.get(part.dates)
    return f"replace({x}, '{separator}', '')" if separator else x


def _day(x: str, part: Part) -> str:
    """A DATE; NULL when there is no such day, or the form means that it is unknown or still open."""
    separator = {"yyyy-mm-dd": "-", "yyyy/mm/dd": "/"}.get(part.dates, "")
    second, third = 5 + len(separator), 7 + 2 * len(separator)
    plain = ["".join(c for c in form if c.isalnum())[:8] for form in part.unknown_dates]
    unknown = ["99991231", *(form for form in plain if len(form) == 8 and form.isdecimal() and form.isascii())]
    return (
        f"CASE WHEN regexp_full_match({x}, '[0-9]{{4}}{separator}[0-9]{{2}}{separator}[0-9]{{2}}') AND {x} >= '0001'"
        f" AND {_digits(x, part)} NOT IN ({', '.join(literal(u) for u in sorted(set(unknown)))})"
        f" THEN TRY_CAST(substr({x}, 1, 4) || '-' || substr({x}, {second}, 2) || '-' || substr({x}, {third}, 2) AS DATE) END"
    )


def typed_sql(x: str, item: Item, part: Part) -> str:
    """SQL that makes of a string column what `when` and `current` read: see docs/packs.md, section SQL."""
    kind = sql_type(item)
    if item.type == "DATE":
        return _day(x, part)
    if item.is_number:
        return f"CASE WHEN regexp_full_match({x}, {literal(proper(item))}) THEN TRY_CAST({x} AS {kind}) END"
    if item.type == "YEAR":
        return f"CASE WHEN regexp_full_match({x}, '[0-9]{{4}}') AND {x} NOT IN ('0000', '9999') THEN TRY_CAST({x} AS {kind}) END"
    return _value(x)
