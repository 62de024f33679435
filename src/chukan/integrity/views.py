"""Spilled strings as SQL sees them: values that mean the same are the same, and conditions read typed values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chukan.expressions.bounds import UNKNOWN, Bounds
from chukan.expressions.names import AS_OF, is_true, literal, quoted
from chukan.expressions.types import (
    DateForms,
    blank_first_sql,
    day_sql,
    digits_sql,
    sql_type,
    typed_sql,
    unreadable_sql,
    value_sql,
)
from chukan.integrity.model import LINE, RECORD, SpilledFile
from chukan.layouts.model import Item, Layout

FILE, RANK = "__file", "__rank"

#: raw: as it is in the file. text, number, date: so that equal values are equal strings (NULL = blank).
#: words: as text, without any blank, since systems set those differently.
#: count: a whole number of up to 18 digits, else NULL. day: a DATE, NULL when unknown or none.
#: end: as day, but a blank or 9999-12-31 is the last day there is.
Form = Literal["raw", "text", "words", "number", "date", "count", "day", "end"]


@dataclass(frozen=True)
class Column:
    """One column of a view.

    Attributes:
        trimmed: Text and numbers without the blanks at their ends, which most systems take off when they load.
        filled: A blank is "", a value like others, instead of NULL.
    """

    alias: str
    item: str
    form: Form
    trimmed: bool = False
    filled: bool = False


@dataclass(frozen=True)
class Flag:
    """A boolean column of a view: does an SQL condition hold? Never NULL.

    Where a value that it reads is unreadable nobody knows: such a record counts as `doubtful` says.
    """

    alias: str
    expression: str
    reads: tuple[str, ...]
    compared: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class Amount:
    """A number of a view: an SQL expression; NULL where a value that it reads is unreadable: nobody knows."""

    alias: str
    expression: str
    reads: tuple[str, ...]
    compared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """All the files of one layout in one municipality."""

    municipality: str
    layout: Layout
    files: tuple[SpilledFile, ...]

    @property
    def filled(self) -> tuple[SpilledFile, ...]:
        """The files with records."""
        return tuple(p for p in self.files if p.spill is not None)

    def only(self, files: Sequence[SpilledFile]) -> Table:
        """Return the same table with fewer files."""
        return Table(self.municipality, self.layout, tuple(files))

    def lacking(self, names: Sequence[str]) -> dict[int, str]:
        """Return, by the index of a file, the first of the items that it lacks."""
        known = self.layout.by_name
        absent = {p.index: [n for n in names if n not in p.columns or n not in known] for p in self.files}
        return {index: items[0] for index, items in absent.items() if items}

    def first_lacking(self, names: Sequence[str]) -> tuple[SpilledFile, str] | None:
        """Return the first file that lacks one of the items, and what is wrong with it, as the end of half a sentence."""
        lacking = self.lacking(names)
        return next(((p, why_unusable(p, lacking[p.index])) for p in self.files if p.index in lacking), None)

    def view(
        self,
        columns: Sequence[Column],
        as_of: dt.date,
        flags: Sequence[Flag | Amount],
        bounds: Mapping[int, Mapping[str, Bounds]],
    ) -> str:
        """Return a query over all records of the table.

        Args:
            columns: what it selects; all files have these items.
            as_of: the day that conditions know as ``as_of``.
            flags: conditions and numbers that it evaluates.
            bounds: what is known of the items of each file, by its index.

        Returns:
            SQL with FILE, RANK (place in `files`), RECORD, LINE, then `columns` and `flags` by their aliases.
        """
        numbered = [(rank, p) for rank, p in enumerate(self.files) if p.spill is not None]
        files = [
            _OfFile(file=p, rank=rank, layout=self.layout, bounds=bounds.get(p.index, {})).view(columns, flags, as_of)
            for rank, p in numbered
        ]
        return "\nUNION ALL\n".join(files) if files else _nothing(columns, flags)


def why_unusable(file: SpilledFile, item: str) -> str:
    """Return why a file cannot be checked for an item: …に項目「宛名番号」がない, …を読めなかった."""
    return f"に項目「{item}」がない" if file.columns else "を読めなかった"


def comparable(item: Item, other: Item) -> Form:
    """Return the form in which two items are compared: as numbers or dates when both are, else as text."""
    if item.is_number and other.is_number:
        return "number"
    if item.type == other.type and item.type in ("DATE", "YM"):
        return "date"
    return "text"


@dataclass(frozen=True)
class _OfFile:
    """One file of a table, and what is known of its items."""

    file: SpilledFile
    rank: int
    layout: Layout
    bounds: Mapping[str, Bounds]

    def view(self, columns: Sequence[Column], flags: Sequence[Flag | Amount], as_of: dt.date) -> str:
        """Return the part of `Table.view` that is about this file."""
        chosen = [f"{self.file.index} AS {FILE}", f"{self.rank} AS {RANK}", RECORD, LINE]
        chosen += [f"{self._column(c)} AS {c.alias}" for c in columns]
        source = f"read_parquet({literal(str(self.file.spill and self.file.spill.as_posix()))})"
        if not flags:
            return f"SELECT {', '.join(chosen)} FROM {source}"
        reads = {name: None for flag in flags for name in flag.reads}
        typed = [f"{self._asked(typed_sql, n)} AS {quoted(n)}" for n in reads]
        doubts = {
            name: f"__doubt{n}" for n, name in enumerate(reads) if sql_type(self.layout.by_name[name]) != "VARCHAR"
        }
        typed += [f"{self._asked(unreadable_sql, n)} AS {alias}" for n, alias in doubts.items()]
        inner = ", ".join([*chosen, *typed, f"DATE '{as_of}' AS {AS_OF}"])
        outer = [FILE, RANK, RECORD, LINE, *(c.alias for c in columns)]
        outer += [f"{_evaluated(f, [doubts[n] for n in f.reads if n in doubts])} AS {f.alias}" for f in flags]
        return f"SELECT {', '.join(outer)} FROM (SELECT {inner} FROM {source})"

    def _column(self, column: Column) -> str:
        x, bounds = self._known(column.item)
        if column.trimmed and column.form in ("text", "number"):
            formed = _trimmed(x, bounds, column.form)
        else:
            formed = _formed(x, bounds, column.form, self.file.forms)
        return f"coalesce({formed}, '')" if column.filled else formed

    def _asked(self, sql: Callable[[str, Item, DateForms, Bounds], str], name: str) -> str:
        x, bounds = self._known(name)
        return sql(x, self.layout.by_name[name], self.file.forms, bounds)

    def _known(self, name: str) -> tuple[str, Bounds]:
        """Return SQL for an item as it is in the file, and its bounds: what is the same throughout is not even read."""
        bounds = self.bounds.get(name, UNKNOWN)
        return quoted(name) if bounds.constant is None else literal(bounds.constant), bounds


def _evaluated(flag: Flag | Amount, doubts: Sequence[str]) -> str:
    doubtful = " OR ".join(doubts)
    if isinstance(flag, Amount):
        return f"CASE WHEN NOT ({doubtful}) THEN ({flag.expression}) END" if doubts else f"({flag.expression})"
    holds = is_true(flag.expression)
    if not doubts:
        return holds
    return f"({holds} OR {doubtful})" if flag.doubtful else f"({holds} AND NOT ({doubtful}))"


def _nothing(columns: Sequence[Column], flags: Sequence[Flag | Amount]) -> str:
    """Return a view without records."""
    types: Mapping[Form, str] = {"count": "BIGINT", "day": "DATE", "end": "DATE"}
    chosen = [f"0 AS {FILE}", f"0 AS {RANK}", f"0::BIGINT AS {RECORD}", f"0::BIGINT AS {LINE}"]
    chosen += [f"NULL::{types.get(c.form, 'VARCHAR')} AS {c.alias}" for c in columns]
    chosen += [f"{'NULL::INTEGER' if isinstance(f, Amount) else 'FALSE'} AS {f.alias}" for f in flags]
    return f"SELECT {', '.join(chosen)} WHERE FALSE"


def _trimmed(x: str, bounds: Bounds, form: Form) -> str:
    """Return what `_formed` does, without blanks at its ends. To ask first costs a third of taking them off everywhere."""
    begins = blank_first_sql(x, bounds)
    cases = [(f"ends_with({x}, ' ') OR ends_with({x}, '\u3000')", x)]
    if begins:
        cases.insert(0, (begins, value_sql(x, bounds)))
    if form == "number" and bounds.low < "1":
        cases.insert(0, (f"starts_with({x}, '0')", _without_zeros(x)))
    whens = " ".join(f"WHEN {when} THEN trim({then}, ' \u3000')" for when, then in cases)
    return f"CASE {whens} ELSE {x} END"


def _formed(x: str, bounds: Bounds, form: Form, forms: DateForms) -> str:  # noqa: PLR0911 - one return for each form
    """Return SQL that gives a string column another form."""
    if form == "words":
        return words_sql(x)
    if form == "raw":
        return x
    if form == "count":
        return f"CASE WHEN strlen({x}) <= 18 AND regexp_full_match({x}, '[0-9]+') THEN TRY_CAST({x} AS BIGINT) END"
    if form == "day":
        return day_sql(x, forms)
    if form == "end":
        return f"CASE WHEN {value_sql(x, bounds)} IS NULL OR {digits_sql(x, forms)} IN ('99991231', '99999999') THEN DATE '9999-12-31' ELSE {day_sql(x, forms)} END"
    if form == "number":
        filled = value_sql(x, bounds)
        if bounds.low >= "1":
            return filled
        return f"CASE WHEN starts_with({x}, '0') THEN {_without_zeros(x)} ELSE {filled} END"
    if form == "date":
        return digits_sql(value_sql(x, bounds), forms)
    return value_sql(x, bounds)


def words_sql(x: str) -> str:
    """Return SQL for a text without any blank; NULL where nothing is left."""
    return f"nullif(translate({x}, ' \u3000' || chr(10) || chr(13), ''), '')"


def _without_zeros(x: str) -> str:
    """Return SQL for digits without zeros before them."""
    return f"coalesce(nullif(ltrim({x}, '0'), ''), '0')"
