"""The one factory of DuckDB connections: memory limit, private folder, nothing else in reach, settings locked.

Two kinds of use: `batch_connection`, one a thread, for conditions over batches in memory; `Session`, for questions that
are larger than memory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local
from types import TracebackType
from typing import Any, Self

import duckdb

from chukan.errors import Bug, OutputError
from chukan.expressions.names import literal

#: Below this a thread has too little memory to group by a key without failing.
_BYTES_A_THREAD = 96 << 20
#: A batch is some 10 MB; more than this only a condition gone mad asks for.
_BATCH_MEMORY = 2 << 30

#: Rows of a query that are in memory at a time.
_ROWS = 1 << 16

_connections = local()


def connect(
    memory_limit: int,
    *,
    threads: int = 1,
    folder: Path | None = None,
    database: str = "",
    readable: Iterable[Path] = (),
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB that reaches nothing but what is named here, with its settings locked.

    Args:
        memory_limit: bytes that DuckDB may use.
        threads: most threads that it may use.
        folder: a private folder for what does not fit into memory; None = nothing is spilled.
        database: name of a database file in `folder`; "" = in memory.
        readable: files outside `folder` that may be read (their whole folders become readable).

    Returns:
        A connection without extensions, external access or progress bar.
    """
    folders = {path.parent for path in readable} | ({folder} if folder else set())
    connection = duckdb.connect(
        str(folder / database) if folder and database else ":memory:",
        config={
            "memory_limit": f"{memory_limit}B",
            "threads": str(threads),
            "temp_directory": (folder / "duckdb").as_posix() if folder else "",
            "preserve_insertion_order": "true" if folder is None else "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            # joining subexpressions pulls a cast out of its TRY
            "disabled_optimizers": "common_subexpressions",
            # else x / 0 is an infinity and 0 / 0 larger than every number: a condition would be true of them
            "ieee_floating_point_ops": "false",
        },
    )
    # DuckDB draws its bar on stdout, which is the report's; in Jupyter without ipywidgets it is off and can't be set
    if connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (True,):
        connection.execute("SET enable_progress_bar = false")
    allowed = ", ".join(literal(f"{f.as_posix()}/") for f in sorted(folders))
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def batch_connection() -> duckdb.DuckDBPyConnection:
    """Return this thread's own DuckDB: in memory, without a file, one thread.

    A forked process makes its own, and leaves its parent's untouched.
    """
    by_process: dict[int, duckdb.DuckDBPyConnection] = _connections.__dict__.setdefault("by_process", {})
    held = by_process.get(os.getpid())
    if held is None:
        held = by_process[os.getpid()] = connect(_BATCH_MEMORY)
    return held


class Session:
    """One database within a memory limit. Tables that do not fit go to `folder`; nothing outside it can be read or written.

    Args:
        folder: a private folder that exists; whoever made it removes it.
        memory_limit: bytes that DuckDB may use.
        readable: the Parquet files to be read, where they are not in `folder`.
        database: name of a database file in `folder`, for tables that are changed again and again; "" = in memory.
        purpose: what it is used for, in Japanese, for messages.
    """

    def __init__(
        self,
        folder: Path,
        memory_limit: int,
        readable: Iterable[Path] = (),
        *,
        database: str = "",
        purpose: str = "ファイル間の検査",
    ) -> None:
        self.folder = folder
        self.memory_limit = memory_limit
        self._purpose = purpose
        self._kept: dict[str, int] = {}
        threads = max(1, min(os.cpu_count() or 1, memory_limit // _BYTES_A_THREAD))
        self._connection = connect(memory_limit, threads=threads, folder=folder, database=database, readable=readable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Raises:
            OutputError: memory or disk space does not suffice.
            Bug: DuckDB refuses the query. Its own words are left out: they may quote a value.
        """
        with self._explained():
            return self._connection.execute(sql, list(parameters)).fetchall()

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, some thousand in memory at a time; no other query may run in between.

        Unlike `chunks` it sees the tables of `keep`.

        Raises:
            OutputError, Bug: see `rows`.
        """
        with self._explained():
            found = self._connection.execute(sql)
            while chunk := found.fetchmany(_ROWS):
                yield from chunk

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Translate what DuckDB raises."""
        try:
            yield
        except duckdb.OutOfMemoryException as e:
            raise (_full(self.folder) if "max_temp_directory_size" in str(e) else self._no_memory()) from None
        except duckdb.IOException as e:
            full = "No space left" in str(e) or "enough space" in str(e)
            raise (_full(self.folder) if full else out_of_space(self.folder)) from None
        except duckdb.Error as e:
            raise Bug(
                f"{self._purpose}を実行できません（{type(e).__name__}）",
                hint="この検証結果は使わず、開発元に知らせてください。",
            ) from None
        except RuntimeError as e:
            if "interrupted" in str(e):  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from None
            raise

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Return the single value of a query."""
        return self.rows(sql, parameters)[0][0]

    def chunks(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query, some thousand at a time; other queries may run in between."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            while chunk := cursor.fetchmany(_ROWS):
                yield chunk

    def keep(self, table: str, sql: str) -> int:
        """Keep a query's rows as a temporary table; return how many they are."""
        ((count,),) = self.rows(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")
        self._kept[table] = int(count)
        return self._kept[table]

    def forget(self, *tables: str) -> None:
        """Drop temporary tables, and give their memory back."""
        for table in tables:
            if self._kept.pop(table, None) != 0:  # an empty one takes no memory, and the next of its name replaces it
                self.rows(f"DROP TABLE IF EXISTS {table}")

    def _no_memory(self) -> OutputError:
        return OutputError(
            f"{self._purpose}に使うメモリが足りません（上限 {self.memory_limit // (1 << 20):,} MB）",
            hint="メモリの上限を上げるか、自治体や業務を分けて検査してください。",
        )


def _full(folder: Path) -> OutputError:
    return out_of_space(folder, "空き容量が足りません")


def out_of_space(folder: Path, why: str = "") -> OutputError:
    """Return the error for a private folder that cannot be written, with the space that is left.

    Args:
        folder: The private folder.
        why: The reason that the system gave; "" = none.
    """
    try:
        free = f"（空き {shutil.disk_usage(folder).free / (1 << 20):,.0f} MB）"
    except OSError:
        free = ""
    return OutputError(
        f"作業用の一時ファイルに書けません{f': {why}' if why else ''}{free}",
        place=str(folder),
        hint="空き容量を増やすか、環境変数 TMPDIR（Windows では TEMP）で別の場所を指定してください。",
    )
