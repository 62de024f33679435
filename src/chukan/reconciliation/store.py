"""Both sides on disk: the values as they are, and beside them the form in which they are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.engines.pool import Pool
from chukan.errors import reason
from chukan.expressions.names import literal, quoted
from chukan.expressions.session import out_of_space
from chukan.intake.batch import Anomaly, Summary
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.spill import repeated
from chukan.reconciliation.equalities.base import SideName
from chukan.reconciliation.lacking import Lack, Lacking, lacks_of
from chukan.reconciliation.plan import ItemPlan, Plan
from chukan.reconciliation.sides.part import Part
from chukan.reconciliation.sides.side import OpenSide

_MARK = "~"
"""Before the name of an item: the column with its values in the form in which they are compared."""


@dataclass(frozen=True)
class Stored:
    """One side on disk.

    Attributes:
        path: a folder of Parquet files, each with some of the records; None = there is no record.
        columns: the items in it.
        formed: those of them that have a column in the form in which they are compared.
    """

    path: Path | None
    columns: tuple[str, ...]
    formed: frozenset[str]

    @property
    def source(self) -> str:
        """What SQL selects from."""
        if self.path is not None:
            return f"read_parquet({literal(f'{self.path.as_posix()}/*.parquet')})"
        names = [*self.columns, *(f"{_MARK}{name}" for name in self.columns if name in self.formed)]
        nothing = [
            f"NULL::BIGINT AS {RECORD}",
            f"NULL::BIGINT AS {LINE}",
            *(f"NULL::VARCHAR AS {quoted(n)}" for n in names),
        ]
        return f"(SELECT {', '.join(nothing)} WHERE FALSE)"

    def raw(self, item: str) -> str:
        """Return the column of an item as it is in the file, for SQL."""
        return quoted(item)

    def form(self, item: str) -> str:
        """Return the column of an item in the form in which it is compared, for SQL."""
        return quoted(f"{_MARK}{item}") if item in self.formed else quoted(item)


def store(
    sides: Sequence[tuple[OpenSide, SideName, Path]], plan: Plan, reads: Sequence[str], pool: Pool
) -> tuple[list[Stored], Lacking]:
    """Write sides to disk, block by block, in all the processes of a run.

    Args:
        sides: each with which one it is, and the folder that is made for it.
        plan: what is compared, and how.
        reads: further items that are needed, where a side has them.
        pool: the processes.

    Returns:
        Where they are, and what the conversion tables lack of the delivered one.

    Raises:
        InputError: a side can't be read to its end.
        OutputError: there is no space left.
        WorkerLost: a process that shared the work was ended from outside.
    """
    works = [_Work.of(side, name, folder, plan, reads) for side, name, folder in sides]
    lacking = Lacking()
    for work, future in pool.examine((one, block) for one in works for block in one.side.blocks()):
        written: _Written = future.result()
        work.side.absorb(written.summary, written.anomalies)
        work.rows += written.rows
        for lack in written.lacks:
            lacking.add(*lack)
    pa.default_memory_pool().release_unused()  # what reading took is DuckDB's now
    return [work.stored for work in works], lacking


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of a block; small, whatever it holds."""

    rows: int
    summary: Summary
    anomalies: tuple[Anomaly, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class _Writer:
    """Parses blocks of a side, and writes each into a file of its own. Can be pickled; keeps nothing between blocks.

    Attributes:
        formed: the items that are compared in another form.
        known: item -> the old codes of its table, in the form in which values are compared.
    """

    parse: Callable[[Any], Part]
    side: SideName
    folder: Path
    names: tuple[str, ...]
    formed: tuple[ItemPlan, ...]
    unknown: tuple[str, ...]
    known: dict[str, frozenset[str]]

    def __call__(self, block: Any, _: object) -> _Written:
        part = self.parse(block)
        columns = {name: part.table.column(name) for name in self.names}
        lacks: list[Lack] = []
        for one in self.formed:
            name = one.item.name
            columns[f"{_MARK}{name}"] = one.normal(columns[name], self.side, self.unknown)
            if self.side == "delivered":
                lacks += lacks_of(one, columns[name], part.records, self.unknown, self.known[name])
        rows = part.table.num_rows
        if columns and rows:
            self._write({RECORD: part.records, LINE: part.lines, **columns})
        return _Written(rows, part.summary, part.anomalies, tuple(lacks))

    def _write(self, columns: dict[str, pa.Array]) -> None:
        path = self.folder / f"{columns[RECORD][0].as_py():015d}.parquet"
        try:
            pq.write_table(
                pa.table(columns), path, compression="lz4", write_statistics=False, use_dictionary=repeated(columns)
            )
        except OSError as e:  # Arrow puts the system's message inside its own sentence
            raise out_of_space(self.folder, reason(e) if e.errno else "") from None


@dataclass(eq=False)
class _Work:
    """One side, as the pool sees it."""

    side: OpenSide
    examine: _Writer
    rows: int = field(default=0)

    @classmethod
    def of(cls, side: OpenSide, name: SideName, folder: Path, plan: Plan, reads: Sequence[str]) -> _Work:
        folder.mkdir()
        names = tuple(one for one in dict.fromkeys((*plan.names, *reads)) if one in side.columns)
        formed = tuple(plan.by_name[one] for one in names if one in plan.by_name and not plan.by_name[one].is_plain)
        known = {one.item.name: frozenset(one.table(side.unknown)) for one in formed}
        writer = _Writer(
            parse=side.parse, side=name, folder=folder, names=names, formed=formed, unknown=side.unknown, known=known
        )
        return cls(side, writer)

    @property
    def stays(self) -> bool:
        return self.side.stays

    def elsewhere(self, block: Any) -> Any:
        return block  # sides are stored on this machine only

    def state(self) -> None:
        return None

    @property
    def stored(self) -> Stored:
        writer = self.examine
        formed = frozenset(one.item.name for one in writer.formed)
        return Stored(writer.folder if self.rows and writer.names else None, writer.names, formed)
