"""Expressions of record rules and conditions: do they bind to the items, and are they true or false?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chukan.errors import ChukanError, PackError
from chukan.layouts.model import Item

#: The vetting of ``chukan.expressions.vetting`` (text, items, error, place): the caller hands it in, for layouts lie beneath rules.
Vet = Callable[[str, Iterable[str], type[ChukanError], str], Any]


class Binder:
    """Binds expressions to the items of one layout, in a DuckDB that can reach nothing."""

    def __init__(self, vet: Vet | None = None) -> None:
        import duckdb

        self._duckdb = duckdb
        self._connection = duckdb.connect(":memory:", config={"enable_external_access": "false", "threads": "1"})
        self._vet = vet
        self._table: tuple[tuple[str, str], ...] = ()

    def wrong(self, expression: str, items: Sequence[Item], place: str) -> str | None:
        """Why an expression is not a condition over the items, or None."""
        if self._vet:
            try:
                unknown = getattr(self._vet(expression, [i.name for i in items], PackError, place), "unknown", ())
            except ChukanError as e:
                return e.message
            if unknown:
                return f"式にある項目「{unknown[0]}」は定義にありません"
        self._make_table(items)
        try:
            statements = self._connection.extract_statements(f"DESCRIBE SELECT (\n{expression}\n) AS x FROM record")
            if len(statements) != 1:
                return "式は一つだけ書けます（「;」は書けません）"
            row = self._connection.execute(statements[0]).fetchone()
        except self._duckdb.Error as e:
            return str(e).splitlines()[0]
        kind = row[1] if row else ""
        return None if kind in ("BOOLEAN", '"NULL"', "NULL") else f"真偽の式ではありません（{kind} になります）"

    def close(self) -> None:
        """Lets go of the database."""
        self._connection.close()

    def _make_table(self, items: Sequence[Item]) -> None:
        columns = tuple((i.name, _sql_type(i)) for i in items)
        if columns == self._table:
            return
        text = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}" {kind}' for name, kind in columns)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE record ({text}, as_of DATE)")
        self._table = columns


def _sql_type(item: Item) -> str:
    """As ``chukan.rules.typed.sql_type``: what SQL sees of an item."""
    if item.type in ("9", "S9"):
        return "HUGEINT"
    if item.type == "9V":
        return f"DECIMAL(38, {min(item.scale, 18)})"
    return {"YEAR": "INTEGER", "DATE": "DATE"}.get(item.type, "VARCHAR")
