"""Rules over one record: required by condition (V01), R01, R02, and the project's own.

All the rules of a layout are one query a batch, and that query counts first: a clean batch costs one pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from chukan.errors import ChukanError, PackError
from chukan.expressions.vetting import AS_OF, has_try, quoted, session
from chukan.layouts.model import Item
from chukan.rules.check import Settings
from chukan.rules.typed import sql_type, typed, unreadable
from chukan.severity import Severity
from chukan.values.kernels import boolean, mask

Masks = tuple[pa.Array | None, ...]


@dataclass(frozen=True)
class Condition:
    """When a record breaks a rule: `when` is TRUE (or left out) and `assertion` is FALSE."""

    id: str
    assertion: str
    when: str | None
    reads: tuple[str, ...]

    @property
    def sql(self) -> str:
        """True where the rule is broken, never NULL."""
        form = "TRY({})" if has_try() else "({})"
        broken = f"({form.format(f'({_line(self.assertion)})')} IS FALSE)"
        return broken if self.when is None else f"({form.format(f'({_line(self.when)})')} IS TRUE AND {broken})"


@dataclass(frozen=True)
class Query:
    """All the conditions of a layout, and how to ask them of a batch."""

    items: tuple[Item, ...]
    """Those that some condition reads."""
    conditions: tuple[Condition, ...]
    settings: Settings

    def masks(self, table: pa.RecordBatch) -> Masks:
        """One mask a condition; None where it holds everywhere, or the file lacks an item that it reads."""
        for asked, batch, answer in _last:
            if batch is table and asked is self:
                return answer
        answer = self._ask(table)
        _last[:] = [(self, table, answer)]
        return answer

    def check(self, error: type[ChukanError], place: str) -> None:
        """Bind each condition to empty columns; `error` when one is no condition of one record."""
        for condition in self.conditions:
            for text in (condition.assertion, condition.when):
                if text is not None:
                    self._bind(text, error, f"{place} の規則「{condition.id}」")

    def _bind(self, text: str, error: type[ChukanError], place: str) -> None:
        columns = ", ".join(f"NULL::{sql_type(i)} AS {quoted(i.name)}" for i in self.items)
        source = f"SELECT {columns}{', ' if columns else ''}NULL::DATE AS {AS_OF}"
        try:
            found = session().execute(f"SELECT typeof(({_line(text)})) FROM ({source})").fetchall()[0][0]
        except duckdb.Error as e:
            why = str(e).splitlines()[0].split(": ", 1)[-1]
            raise error(
                f"式が正しくありません: {why}", place=place, hint=f"式: {' '.join(text.split())[:80]}"
            ) from None
        if found not in ("BOOLEAN", '"NULL"'):
            raise error(
                f"式が真偽の値になりません（{found} になります）",
                place=place,
                hint="比較（= や <）で終わる式にしてください。",
            )

    def _ask(self, table: pa.RecordBatch) -> Masks:
        names = set(table.schema.names)
        able = [n for n, c in enumerate(self.conditions) if names.issuperset(c.reads)]
        if not able or table.num_rows == 0:
            return (None,) * len(self.conditions)
        needed = {name for n in able for name in self.conditions[n].reads}
        items = [i for i in self.items if i.name in needed]
        counts = self._run(table, items, [f"count_if({self.conditions[n].sql})" for n in able])
        broken = [n for n, column in zip(able, counts.columns, strict=True) if column[0].as_py()]
        answer: list[pa.Array | None] = [None] * len(self.conditions)
        if broken:
            flags = self._run(table, items, [self.conditions[n].sql for n in broken])
            for n, column in zip(broken, flags.columns, strict=True):
                answer[n] = self._spoken_for(column.combine_chunks(), self.conditions[n], table)
        return tuple(answer)

    def _spoken_for(self, failing: pa.Array, condition: Condition, table: pa.RecordBatch) -> pa.Array | None:
        """Without the records where a value that the condition reads is unreadable: V05, V06 and V08 speak there."""
        rows = boolean(failing)
        for item in self.items:
            if item.name in condition.reads and (item.is_number or item.type in ("DATE", "YEAR")):
                rows &= ~unreadable(table.column(item.name), item, self.settings)
        return mask(rows)

    def _run(self, table: pa.RecordBatch, items: list[Item], columns: list[str]) -> pa.Table:
        columns = [f"{sql} AS c{n}" for n, sql in enumerate(columns)]
        arrays = {f"i{n}": typed(table.column(i.name), i, self.settings) for n, i in enumerate(items)}
        arrays = arrays or {"i": pa.nulls(table.num_rows)}
        connection = session()
        connection.register("chukan_batch", pa.table(arrays))
        try:
            return connection.sql(f"SELECT {', '.join(columns)} FROM ({self._view(items)})").to_arrow_table()
        except duckdb.Error as e:
            # not DuckDB's own words: they may quote a value
            raise PackError(
                f"レコードの規則を実行できません（{type(e).__name__}）",
                place=f"規則 {', '.join(c.id for c in self.conditions)}",
                hint="型の違う項目を比べていないか、TRY_CAST を使うかを確かめてください。",
            ) from None
        finally:
            connection.unregister("chukan_batch")

    def _view(self, items: list[Item]) -> str:
        columns = [f"TRY_CAST(i{n} AS {sql_type(i)}) AS {quoted(i.name)}" for n, i in enumerate(items)]
        columns.append(f"DATE '{self.settings.as_of}' AS {AS_OF}")
        return f"SELECT {', '.join(columns)} FROM chukan_batch"


_last: list[tuple[Query, pa.RecordBatch, Masks]] = []


def _line(text: str) -> str:
    """An expression on lines of its own, so that a comment ends."""
    return f"\n{text}\n"


@dataclass(frozen=True)
class RecordQuestion:
    """One rule of a query: see `chukan.rules.check.RecordCheck`."""

    rule: str
    id: str
    items: tuple[str, ...]
    reads: tuple[str, ...]
    severity: Severity
    text: str
    query: Query = field(repr=False)
    index: int = 0

    def failing(self, table: pa.RecordBatch) -> pa.Array | None:
        """True where the record breaks the rule."""
        return self.query.masks(table)[self.index]
