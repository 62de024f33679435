"""Conditions over records: bound to the items of a layout, run over batches.

All the conditions of a batch are one query, and that query counts first: a clean batch costs one pass.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

import duckdb
import numpy as np
import pyarrow as pa

from chukan import cache
from chukan.errors import ChukanError, PackError
from chukan.expressions.names import AS_OF, is_false, is_true, literal, quoted
from chukan.expressions.session import batch_connection
from chukan.expressions.standing import asked
from chukan.expressions.types import DateForms, sql_type, typed, unreadable
from chukan.expressions.vetting import Expression
from chukan.layouts.model import Item
from chukan.values.buffers import Bools
from chukan.values.kernels import mask

Masks = list[pa.Array | None]
_NUMBERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", '"NULL"'})


@dataclass(frozen=True)
class Condition:
    """When a record breaks a rule: `when` is TRUE (or left out) and `assertion` is FALSE. Both are vetted SQL."""

    id: str
    assertion: str
    when: str | None
    reads: tuple[str, ...]

    @property
    def broken(self) -> str:
        """SQL that is TRUE where the rule is broken, never NULL."""
        broken = is_false(self.assertion)
        return broken if self.when is None else f"({is_true(self.when)} AND {broken})"


@dataclass(frozen=True)
class RecordView:
    """How the strings of a batch become the typed columns that conditions read.

    Attributes:
        items: By name; those of one layout.
    """

    items: Mapping[str, Item]
    forms: DateForms = field(default_factory=DateForms)
    as_of: dt.date = field(default_factory=dt.date.today)

    def failing(self, table: pa.RecordBatch, conditions: Sequence[Condition]) -> Masks:
        """Find the records that break conditions.

        Args:
            table: string columns, one an item.
            conditions: all that are to be looked at.

        Returns:
            One boolean mask a condition, True where the record breaks it. None where no record does, or where the
            table lacks an item that the condition reads. Records with an unreadable value among those read are left out.

        Raises:
            PackError: DuckDB cannot run a condition.
        """
        names = set(table.schema.names)
        able = [n for n, c in enumerate(conditions) if names.issuperset(c.reads)]
        result: Masks = [None] * len(conditions)
        if not able or table.num_rows == 0:
            return result
        needed = dict.fromkeys(name for n in able for name in conditions[n].reads)
        columns = {n: typed(table.column(n), self.items[n], self.forms) for n in needed}
        flags: list[Bools] = []
        try:
            block = _block(columns, rows=table.num_rows)
            inner = _inner(columns, self.items, as_of=self.as_of)
            with asked(_select(f"count_if({conditions[n].broken})" for n in able), inner, block) as answer:
                broken = [n for n, count in zip(able, answer.fetchall()[0], strict=True) if count]
            if broken:
                with asked(_select(conditions[n].broken for n in broken), inner, block) as answer:
                    flags = _flags(answer)
        except duckdb.Error as e:
            # not DuckDB's own words: they may quote a value
            raise PackError(
                f"レコードの規則を実行できません（{type(e).__name__}）",
                place=f"規則 {', '.join(c.id for c in conditions)}",
                hint="型の違う項目を比べていないか、TRY_CAST を使うかを確かめてください。",
            ) from None
        for n, rows in zip(broken, flags, strict=True):
            result[n] = self._readable(rows, conditions[n], table)
        return result

    def _readable(self, rows: Bools, condition: Condition, table: pa.RecordBatch) -> pa.Array | None:
        """Return the mask without the records where a value that the condition reads is unreadable: V05, V06, V08 find those."""
        for name in condition.reads:
            if sql_type(self.items[name]) != "VARCHAR":
                rows = rows & ~unreadable(table.column(name), self.items[name], self.forms)
        return mask(rows)


def evaluate(
    columns: Mapping[str, pa.Array], items: Mapping[str, Item], parts: Sequence[str], *, as_of: dt.date, rows: int
) -> pa.Table:
    """Evaluate SQL over columns, each with the type of its item.

    Args:
        columns: by name: strings or typed values; null = blank. A name that is no item keeps its Arrow type.
        items: the items of the layout by name.
        parts: SQL expressions over the names and ``as_of``.
        as_of: the day that ``as_of`` is.
        rows: the length of the columns.

    Returns:
        One column a part.

    Raises:
        duckdb.Error: an expression cannot be run. Its words may quote a value.
    """
    with _over(columns, items, as_of=as_of, rows=rows) as (connection, source):
        return connection.sql(f"{_select(parts)} FROM ({source})").to_arrow_table()


def flags(
    columns: Mapping[str, pa.Array], items: Mapping[str, Item], parts: Sequence[str], *, as_of: dt.date, rows: int
) -> list[Bools]:
    """Evaluate SQL that is TRUE or FALSE, never NULL, over columns, each with the type of its item; faster than `evaluate`.

    Args:
        columns, items, as_of, rows: see `evaluate`.
        parts: SQL conditions over the names and ``as_of``.

    Returns:
        One mask a part, of shape (rows,).

    Raises:
        duckdb.Error: a condition cannot be run. Its words may quote a value.
    """
    with asked(_select(parts), _inner(columns, items, as_of=as_of), _block(columns, rows=rows)) as answer:
        return _flags(answer)


def _flags(answer: duckdb.DuckDBPyConnection) -> list[Bools]:
    """Return the columns of an answer of conditions that are never NULL."""
    return [np.asarray(column, np.bool_) for column in answer.fetchnumpy().values()]


@contextmanager
def _over(
    columns: Mapping[str, pa.Array], items: Mapping[str, Item], *, as_of: dt.date, rows: int
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """Register columns; yield the connection, and SQL that selects them with the types of their items."""
    connection = batch_connection()
    connection.register("chukan_batch", _block(columns, rows=rows))
    try:
        yield connection, f"{_inner(columns, items, as_of=as_of)} FROM chukan_batch"
    finally:
        connection.unregister("chukan_batch")


def _block(columns: Mapping[str, pa.Array], *, rows: int) -> pa.Table:
    """Return columns under the names that `_inner` reads."""
    return pa.table({f"i{n}": column for n, column in enumerate(columns.values())} or {"i": pa.nulls(rows)})


def _inner(columns: Iterable[str], items: Mapping[str, Item], *, as_of: dt.date) -> str:
    """Return SQL, up to its FROM, that selects columns with the types of their items, and the day of the question."""
    chosen = [
        f"{f'TRY_CAST(i{n} AS {sql_type(items[name])})' if name in items else f'i{n}'} AS {quoted(name)}"
        for n, name in enumerate(columns)
    ]
    return f"SELECT {', '.join([*chosen, f'DATE {literal(str(as_of))} AS {AS_OF}'])}"


def _select(parts: Iterable[str]) -> str:
    return f"SELECT {', '.join(f'{sql} AS c{n}' for n, sql in enumerate(parts))}"


_types: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
"""What DuckDB said of expressions over columns of these types; the packs have some 1,500."""


def type_of(sql: str, items: Mapping[str, Item]) -> str:
    """Return the SQL type of a vetted expression over the items, e.g. BOOLEAN.

    Raises:
        duckdb.Error: it does not fit the types of the items.
    """
    types = _types_of(items)
    if (sql, types) not in _types:
        _types[sql, types] = _bound([sql], types)[0]
    return _types[sql, types]


def bind(expressions: Iterable[Expression], items: Mapping[str, Item], of: str = "") -> None:
    """Ask for the types of many expressions at once, so that `type_of` knows them: DuckDB takes longer to be asked than to answer.

    Args:
        expressions: vetted; those that name only items.
        items: those of the layout, by name.
        of: the layout that the expressions are of: its types are kept for the next run; "" = a project's, of which nothing is.
    """
    asked = {(e.sql, _types_of({name: items[name] for name in e.reads})): e for e in expressions}
    if asked.keys() <= _types.keys():
        return
    parts = [sql for sql, _ in asked]
    read = _types_of({name: items[name] for e in asked.values() for name in e.reads})
    name, origin = f"types-{sha256(of.encode()).hexdigest()[:24]}", (duckdb.__version__, json.dumps([parts, read]))
    kept = cache.load(name, *origin) if of else None
    try:
        kinds = _bound(parts, read) if kept is None else json.loads(kept)
    except duckdb.Error:
        return  # each is asked for by itself, and the one that does not fit is named
    if of and kept is None:
        cache.save(name, json.dumps(kinds).encode(), *origin)
    _types.update(zip(asked, kinds, strict=True))


def _types_of(items: Mapping[str, Item]) -> tuple[tuple[str, str], ...]:
    return tuple((name, sql_type(item)) for name, item in items.items())


def _bound(parts: Sequence[str], types: Sequence[tuple[str, str]]) -> list[str]:
    columns = [f"NULL::{kind} AS {quoted(name)}" for name, kind in types]
    source = f"SELECT {', '.join([*columns, f'NULL::DATE AS {AS_OF}'])}"
    asked = ", ".join(f"typeof(({sql}))" for sql in parts)
    return [str(kind) for kind in batch_connection().execute(f"SELECT {asked} FROM ({source})").fetchall()[0]]


def is_condition(kind: str) -> bool:
    """Return whether a value of this SQL type is true, false or NULL."""
    return kind in ("BOOLEAN", '"NULL"')


def is_amount(kind: str) -> bool:
    """Return whether a value of this SQL type is a number or NULL."""
    return kind.startswith("DECIMAL") or kind.removeprefix("U") in _NUMBERS


def check_types(
    expression: Expression, items: Mapping[str, Item], error: type[ChukanError], place: str, *, number: bool = False
) -> None:
    """Bind an expression that names only items to their types.

    Args:
        expression: the vetted expression.
        items: those of the layout, by name.
        error: what to raise.
        place: whose expression it is, for the error.
        number: True = it must be a number, not a condition.

    Raises:
        ChukanError: as `error` says; the types do not fit, or it is no condition (no number).
    """
    try:
        kind = type_of(expression.sql, {name: items[name] for name in expression.reads})
    except duckdb.Error as e:
        why = str(e).splitlines()[0].split(": ", 1)[-1]
        text = " ".join(expression.text.split())[:80]
        raise error(f"式が正しくありません: {why}", place=place, hint=f"式: {text}") from None
    if number and not is_amount(kind):
        raise error(f"式が数になりません（{kind} になります）", place=place, hint="数の項目の四則で書いてください。")
    if not number and not is_condition(kind):
        hint = "比較（= や <）で終わる式にしてください。"
        raise error(f"式が真偽の値になりません（{kind} になります）", place=place, hint=hint)
