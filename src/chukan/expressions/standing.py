"""Queries that are asked of one block after another: planned once, as DuckDB plans longer than it takes to answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local

import duckdb
import pyarrow as pa

from chukan.expressions.session import batch_connection

_Key = tuple[str, str, pa.Schema]
#: Queries that a connection keeps planned, of some 70 KB each: two of a layout that files are checked against, and those
#: of a layout of which records are made, which are asked for again with every edit.
_KEPT = 128
_local = local()
_numbers = itertools.count()


@dataclass(eq=False)
class _Block:
    """The columns of the block in question: DuckDB asks for them anew whenever a statement is executed."""

    columns: pa.Table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the columns by Arrow's C interface."""
        return self.columns.__arrow_c_stream__(requested_schema)


@contextmanager
def asked(select: str, inner: str, columns: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """Ask a query of some columns; its plan is kept for the next ones.

    Args:
        select: SQL up to its FROM.
        inner: What it selects from, SQL up to its own FROM: that of the columns.
        columns: The columns.

    Returns:
        The connection from which the answer is fetched, until the context ends.

    Raises:
        duckdb.Error: it cannot be run. Its words may quote a value.
    """
    connection = batch_connection()
    standing: _Standing | None = getattr(_local, "standing", None)
    if standing is None or standing.connection is not connection:  # a forked process has a connection of its own
        standing = _local.standing = _Standing(connection)
    name, block = standing.statement(select, inner, columns)
    block.columns = columns
    try:
        connection.execute(f"EXECUTE {name}")
        yield connection
    finally:
        block.columns = columns.schema.empty_table()  # nobody else may need the block any more


@dataclass(eq=False)
class _Standing:
    """The statements of one connection; the one that was asked last is the last one."""

    connection: duckdb.DuckDBPyConnection
    statements: dict[_Key, tuple[str, _Block]] = field(default_factory=dict)

    def statement(self, select: str, inner: str, columns: pa.Table) -> tuple[str, _Block]:
        """Return the name of a query's statement and what it reads; it is planned where it is new."""
        key = select, inner, columns.schema
        self.statements[key] = found = self.statements.pop(key, None) or self._planned(*key)
        while len(self.statements) > _KEPT:
            name, _ = self.statements.pop(next(iter(self.statements)))
            self.connection.execute(f"DEALLOCATE {name}")
            self.connection.unregister(name)
        return found

    def _planned(self, select: str, inner: str, schema: pa.Schema) -> tuple[str, _Block]:
        name, block = f"chukan_standing_{next(_numbers)}", _Block(schema.empty_table())
        self.connection.register(name, block)
        try:
            self.connection.execute(f"PREPARE {name} AS {select} FROM ({inner} FROM {name})")
        except duckdb.Error:
            self.connection.unregister(name)
            raise
        return name, block
