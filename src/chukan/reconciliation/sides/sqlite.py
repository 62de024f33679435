"""A table of an SQLite database as a side.

Read with Python's own module: DuckDB's reader is an extension that would have to be fetched from the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from chukan.agreement import Agreement
from chukan.errors import InputError, did_you_mean
from chukan.expressions.names import quoted
from chukan.intake.batch import Anomaly, Summary
from chukan.intake.source.open_source import Source, changed_meanwhile
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.columns import table_columns
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.part import Part, as_read

_ROWS = 1 << 14


class SqliteSide:
    """The columns of a table, as strings: numbers as they print, NULL is blank. Records are in the table's order."""

    unread = ""
    stays = True

    def __init__(self, path: Path, table: str, names: list[str], layout: Layout, agreement: Agreement) -> None:
        self._path, self._table, self._names = path, table, names
        found = table_columns(names, layout, agreement)
        self._places = found.places
        self.columns = tuple(found.places)
        self.extra = found.extra
        self.unknown = agreement.unknown_dates
        self._read = 0
        self._state = Source.of(path).state()

    @property
    def parse(self) -> Callable[[Part], Part]:
        """See `OpenSide`."""
        return as_read

    def absorb(self, summary: Summary, anomalies: Iterable[Anomaly]) -> None:
        """See `OpenSide`: nothing is said of what was read from a table."""

    def blocks(self) -> Iterator[Part]:
        """See `OpenSide`: its records, some thousand at a time."""
        chosen = ", ".join(quoted(self._names[place]) for place in self._places.values())
        with contextlib.closing(_connected(self._path)) as connection:
            try:
                cursor = connection.execute(f"SELECT {chosen or '1'} FROM {quoted(self._table)}")
                while rows := cursor.fetchmany(_ROWS):
                    columns = [pa.array([_text(row[n]) for row in rows], pa.string()) for n in range(len(self._places))]
                    records = pa.array(range(self._read + 1, self._read + 1 + len(rows)), pa.int64())
                    self._read += len(rows)
                    if columns:
                        table = pa.RecordBatch.from_arrays(columns, names=list(self._places))
                        yield Part(table, records, records)
            except (sqlite3.Error, UnicodeDecodeError):
                raise InputError(
                    f"SQLite の表「{self._table}」を読めません",
                    place=str(self._path),
                    hint="壊れていないか、文字が UTF-8 で入っているかを確かめてください。",
                ) from None

    @property
    def facts(self) -> Facts:
        """What was read.

        Raises:
            InputError: it was written to meanwhile.
        """
        if Source.of(self._path).state() != self._state:
            raise changed_meanwhile(self._path)
        with self._path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Facts(digest, self._path.stat().st_size, "sqlite", self._read, 0)


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
