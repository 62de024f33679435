"""The DuckDB that answers: within a memory limit, in a private folder, with nothing else in reach."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from chukan.errors import Bug, OutputError

#: Below this a thread has too little memory to group by a key without failing.
_BYTES_A_THREAD = 96 << 20


class Session:
    """One in-memory database. Tables that do not fit go to `folder`; nothing outside it can be read or written.

    Args:
        folder: a private folder that exists; whoever made it removes it.
        memory_limit: bytes that DuckDB may use.
        readable: the Parquet files to be read, where they do not stand in `folder`.
    """

    def __init__(self, folder: Path, memory_limit: int, readable: Iterable[Path] = ()) -> None:
        self.folder = folder
        self.memory_limit = memory_limit
        folders = {folder, *(path.parent for path in readable)}
        allowed = ", ".join(literal(f"{f.as_posix()}/") for f in sorted(folders))
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{memory_limit}B",
                "threads": str(max(1, min(os.cpu_count() or 1, memory_limit // _BYTES_A_THREAD))),
                "temp_directory": (folder / "duckdb").as_posix(),
                "preserve_insertion_order": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                # joining subexpressions pulls a cast out of its TRY
                "disabled_optimizers": "common_subexpressions",
            },
        )
        self._connection.execute(f"SET allowed_directories = [{allowed}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The answer to a query.

        Raises:
            OutputError: memory or disk space does not suffice.
            Bug: DuckDB refuses the query. Its own words are left out: they may quote a value.
        """
        try:
            return self._connection.execute(sql, list(parameters)).fetchall()
        except duckdb.OutOfMemoryException as e:
            raise (_full(self.folder) if "max_temp_directory_size" in str(e) else self._no_memory()) from None
        except duckdb.IOException as e:
            full = "No space left" in str(e) or "enough space" in str(e)
            raise (_full(self.folder) if full else out_of_space(self.folder)) from None
        except duckdb.Error as e:
            raise Bug(
                f"ファイル間の検査を実行できません（{type(e).__name__}）",
                hint="この検証結果は使わず、開発元に知らせてください。",
            ) from None
        except RuntimeError as e:
            if "interrupted" in str(e):  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from None
            raise

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The single value that a query answers."""
        return self.rows(sql, parameters)[0][0]

    def keep(self, table: str, sql: str) -> int:
        """Keep a query's rows as a temporary table; how many they are."""
        self.rows(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def forget(self, *tables: str) -> None:
        """Drop temporary tables, and give their memory back."""
        for table in tables:
            self.rows(f"DROP TABLE IF EXISTS {table}")

    def _no_memory(self) -> OutputError:
        return OutputError(
            f"ファイル間の検査に使うメモリが足りません（上限 {self.memory_limit // (1 << 20):,} MB）",
            hint="メモリの上限を上げるか、自治体や業務を分けて検査してください。",
        )


def _full(folder: Path) -> OutputError:
    return out_of_space(folder, "空き容量が足りません")


def out_of_space(folder: Path, why: str = "") -> OutputError:
    """The error for a private folder that cannot be written, with the space that is left."""
    try:
        free = f"（空き {shutil.disk_usage(folder).free / (1 << 20):,.0f} MB）"
    except OSError:
        free = ""
    return OutputError(
        f"作業用の一時ファイルに書けません{f': {why}' if why else ''}{free}",
        place=str(folder),
        hint="空き容量を増やすか、環境変数 TMPDIR（Windows では TEMP）で別の場所を指定してください。",
    )


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"
