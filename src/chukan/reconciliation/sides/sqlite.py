"""A table of an SQLite database as a side.

Read with Python's own module: DuckDB's reader is an extension that would have to be fetched from the network.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from chukan.agreement import Agreement
from chukan.errors import InputError, did_you_mean
from chukan.expressions.names import quoted
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.table import TableFile

_ROWS = 1 << 14


class SqliteSide(TableFile):
    """The columns of a table: numbers as they print. Records are in the table's order."""

    def __init__(self, path: Path, table: str, names: list[str], layout: Layout, agreement: Agreement) -> None:
        super().__init__(path, "sqlite", names, layout, agreement)
        self._table, self._chosen = table, ", ".join(quoted(names[place]) for place in self._places)

    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        with contextlib.closing(_connected(self._path)) as connection:
            try:
                cursor = connection.execute(f"SELECT {self._chosen or '1'} FROM {quoted(self._table)}")
                while rows := cursor.fetchmany(_ROWS):
                    columns = [pa.array([_text(row[n]) for row in rows], pa.string()) for n in range(len(self.columns))]
                    yield len(rows), columns
            except (sqlite3.Error, UnicodeDecodeError):
                raise InputError(
                    f"SQLite の表「{self._table}」を読めません",
                    place=str(self._path),
                    hint="壊れていないか、文字が UTF-8 で入っているかを確かめてください。",
                ) from None


def open_sqlite(path: Path, table: str, layout: Layout, agreement: Agreement) -> SqliteSide:
    """Open a table of an SQLite database, read-only.

    Args:
        path: the database.
        table: the table; "" = the only one.
        layout: names its columns.
        agreement: `columns` says what other names mean.

    Raises:
        InputError: it is missing or no database, or has no such table.
        AgreementError: its columns can't be told apart.
    """
    if not path.is_file():
        raise InputError("ファイルがありません", place=str(path), hint="パスを確かめてください。")
    try:
        with contextlib.closing(_connected(path)) as connection:
            tables = [
                r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            ]
            tables = [name for name in tables if not name.startswith("sqlite_")]
            if not table and len(tables) == 1:
                table = tables[0]
            if table not in tables:
                hint = (did_you_mean(table, tables) if table else None) or (
                    f"「{path.name}/表の名前」と書いてください。ある表: {'、'.join(tables) or 'なし'}"
                )
                what = f"SQLite に表「{table}」がありません" if table else "SQLite のどの表か分かりません"
                raise InputError(what, place=str(path), hint=hint)
            names = [r[1] for r in connection.execute(f"PRAGMA table_info({quoted(table)})")]
    except (sqlite3.Error, UnicodeDecodeError):  # the latter of names
        raise InputError("SQLite として読めません", place=str(path), hint="ファイルを確かめてください。") from None
    return SqliteSide(path, table, names, layout, agreement)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _text(value: Any) -> str:
    """Return a value as it prints; NULL is blank, a BLOB its hexadecimal digits."""
    if value is None:
        return ""
    return value.hex() if isinstance(value, bytes) else str(value)
