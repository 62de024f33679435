"""A table of a PostgreSQL database as a side: asked read-only, every value as text, in one snapshot.

DuckDB's own reader is an extension that would have to be fetched from the network for each version of DuckDB. What asks
here is ADBC's driver (extra ``postgresql``): wheels for Linux, macOS and Windows, Arrow batches in bounded memory. Passwords
stay with libpq (``PGPASSWORD``, ``.pgpass``, a service file): an address that holds one is refused.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.errors import InputError, MissingExtra, StoreFailure, UsageError, did_you_mean
from chukan.expressions.names import literal, quoted
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.table import TableSide

_ADDRESS = re.compile(r"postgres(?:ql)?:/+(.*)", re.DOTALL)
_FORM = "postgresql://ホスト/データベース#スキーマ.表 と書いてください。"
_ROWS = 1 << 16
#: The first of them must come before everything else that a transaction does.
_SETTINGS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL client_encoding TO 'UTF8'",
    "SET LOCAL datestyle TO 'ISO, YMD'",
    "SET LOCAL search_path TO DEFAULT",
)
_TABLES = (
    "SELECT n.nspname::text, c.relname::text, pg_catalog.pg_table_is_visible(c.oid) FROM pg_catalog.pg_class c"
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class TableAddress:
    """Where a table is.

    Attributes:
        uri: what the driver gets: host, database, user and settings of the connection; no password.
        table: as written, with or without its schema; "" = none.
        shown: what results and messages call it: no user, no settings.
    """

    uri: str
    table: str
    shown: str

    @classmethod
    def of(cls, path: Path | str) -> TableAddress | None:
        """Return the address that a path means; None where it is a file.

        Args:
            path: ``postgresql://[USER@]HOST[:PORT]/DATABASE[?SETTINGS]#[SCHEMA.]TABLE``; it may have gone through `Path`.

        Raises:
            UsageError: it holds a password, or is cut short.
        """
        found = _ADDRESS.fullmatch(str(path).replace("\\", "/"))
        if found is None:
            return None
        parts = urlsplit(f"postgresql://{found[1]}")
        settings = dict(parse_qsl(parts.query))
        if parts.password is not None or "password" in settings or "sslpassword" in settings:
            raise UsageError(
                "データベースの所在にパスワードを書くことはできません",
                place="postgresql://…",
                hint="環境変数 PGPASSWORD か .pgpass に置いてください（libpq が読みます）。",
            )
        table = unquote(parts.fragment)
        server = parts.netloc.rpartition("@")[2]
        shown = f"postgresql://{server}{unquote(parts.path)}" + (f"#{table}" if table else "")
        return cls(parts._replace(fragment="").geturl(), table, shown)


class PostgresqlSide(TableSide):
    """The columns of a table, as PostgreSQL prints them, days yyyy-mm-dd."""

    def __init__(self, address: TableAddress, table: _Table, layout: Layout, agreement: Agreement) -> None:
        super().__init__([name for name, _ in table.columns], layout, agreement)
        self._address, self._table = address, table

    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        """Yield its records, in one snapshot.

        Raises:
            InputError: the table was altered since it was opened.
        """
        with _cursor(self._address) as cursor:
            if _table(cursor, self._address) != self._table:
                raise InputError(
                    "読み取っている間に、表の定義が変わりました",
                    place=self._address.shown,
                    hint="移行先の作業が終わってから、もう一度実行してください。",
                )
            chosen = [_as_text(*self._table.columns[place]) for place in self._places]
            cursor.execute(f"SELECT {', '.join(chosen) or '1'} FROM {self._table.quoted}")
            for batch in cursor.fetch_record_batch():
                for start in range(0, batch.num_rows, _ROWS):
                    some = batch.slice(start, _ROWS)
                    yield some.num_rows, [pc.cast(column, pa.string()) for column in some.columns] if chosen else []

    @property
    def facts(self) -> Facts:
        """What was read. A database has no digest of its own: those of the columns tell what was in it."""
        return Facts("", 0, "postgresql", self._read, 0)


def open_postgresql(address: TableAddress, layout: Layout, agreement: Agreement) -> PostgresqlSide:
    """Look at a table of a PostgreSQL database.

    Args:
        address: where it is.
        layout: names its columns.
        agreement: `columns` says what other names mean.

    Raises:
        MissingExtra: the driver is not installed.
        InputError: the database has no such table.
        StoreFailure: it can't be reached.
        AgreementError: its columns can't be told apart.
    """
    with _cursor(address) as cursor:
        table = _table(cursor, address)
    return PostgresqlSide(address, table, layout, agreement)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it is in the database.

    Attributes:
        columns: names and types, in order.
    """

    schema: str
    name: str
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def quoted(self) -> str:
        """Its name in SQL."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


@contextlib.contextmanager
def _cursor(address: TableAddress) -> Iterator[Any]:
    """Open a transaction that can write nothing and sees one state of the database; it is given up at the end."""
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise MissingExtra(
            "PostgreSQL を読む部品（adbc-driver-postgresql）がありません",
            extra="postgresql",
            place=address.shown,
            hint="または、表を CSV か Parquet に書き出してもらってください。",
        ) from None
    # the driver's words may hold the user, the address or a value: they are left out
    try:
        connection = dbapi.connect(address.uri)
    except dbapi.Error:
        raise StoreFailure(
            "PostgreSQL につながりません",
            place=address.shown,
            hint="ホスト・データベースの名前と、利用者・パスワード（PGUSER、PGPASSWORD、.pgpass）を確かめてください。",
        ) from None
    try:
        with contextlib.closing(connection), contextlib.closing(connection.cursor()) as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)
            yield cursor
            connection.rollback()
    except dbapi.Error:
        raise InputError(
            "PostgreSQL の表を読めません",
            place=address.shown,
            hint="表を読む権限（SELECT）があるか、接続が途中で切れていないかを確かめてください。",
        ) from None


def _table(cursor: Any, address: TableAddress) -> _Table:
    """Return the table that an address names, or the only one."""
    cursor.execute(_TABLES)
    there = cursor.fetchall()
    wanted = address.table
    if not wanted:
        found = [(schema, name) for schema, name, _ in there] if len(there) == 1 else []
    else:
        found = [
            (schema, name) for schema, name, seen in there if wanted == f"{schema}.{name}" or (seen and wanted == name)
        ]
    if not found:
        known = [name if seen else f"{schema}.{name}" for schema, name, seen in there]
        what = f"PostgreSQL に表「{wanted}」がありません" if wanted else "PostgreSQL のどの表か分かりません"
        hint = (did_you_mean(wanted, known) if wanted else None) or f"{_FORM}ある表: {'、'.join(known[:20]) or 'なし'}"
        raise InputError(what, place=address.shown, hint=hint)
    table = _Table(*found[0])
    cursor.execute(
        "SELECT attname::text, atttypid::pg_catalog.regtype::text FROM pg_catalog.pg_attribute"
        f" WHERE attrelid = {literal(table.quoted)}::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    return _Table(table.schema, table.name, tuple((name, kind) for name, kind in cursor.fetchall()))


def _as_text(name: str, kind: str) -> str:
    """Return SQL for a column as text, in the forms of the other databases: 1 and 0, hexadecimal digits, NULL is blank."""
    column = quoted(name)
    if kind == "boolean":
        text = f"CASE WHEN {column} THEN '1' WHEN NOT {column} THEN '0' END"
    elif kind == "bytea":
        text = f"pg_catalog.encode({column}, 'hex')"
    else:
        text = f"{column}::text"
    return f"COALESCE({text}, '')"
