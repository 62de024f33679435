"""Both sides on disk: the values as they are, and beside them the form in which they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.errors import ProjectError
from chukan.expressions.names import literal, quoted
from chukan.expressions.session import Session
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.spill import SpillWriter
from chukan.reconciliation.equalities.base import SideName
from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.equalities.renumbering import Renumbering
from chukan.reconciliation.equalities.tables import read_table
from chukan.reconciliation.plan import ItemPlan, Plan
from chukan.reconciliation.sides.side import OpenSide
from chukan.values.kernels import boolean, nothing_written

_MARK = "~"
"""Before the name of an item: the column with its values in the form in which they are compared."""
_ROWS = 1 << 16
_MOST = 1_000
"""Different values that a table lacks, of one rule and item; more of them are one wrong table."""


@dataclass
class Lacking:
    """Values that the tables lack, of one side.

    Attributes:
        found: (rule, item) -> value -> how often, and the first record with it; at most so many different ones, in the
            order in which they first occur.
        more: (rule, item) -> how many further values, and the first record.
    """

    found: dict[tuple[str, str], dict[str, tuple[int, int]]] = field(default_factory=dict)
    more: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, rule: str, item: str, values: dict[str, tuple[int, int]]) -> None:
        """Take in what a block lacks: value -> how often, and the first record."""
        key = (rule, item)
        known = self.found.setdefault(key, {})
        for value, (count, first) in values.items():
            if value in known:
                known[value] = (known[value][0] + count, known[value][1])
            elif len(known) < _MOST:
                known[value] = (count, first)
            else:
                before = self.more.get(key, (0, first))
                self.more[key] = (before[0] + count, before[1])


@dataclass(frozen=True)
class Stored:
    """One side on disk.

    Attributes:
        path: a Parquet file; None = there is no record.
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
            return f"read_parquet({literal(self.path.as_posix())})"
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
    opened: OpenSide, side: SideName, plan: Plan, reads: tuple[str, ...], writer: SpillWriter
) -> tuple[Stored, Lacking]:
    """Write one side to disk, block by block.

    Args:
        opened: the side.
        side: which one it is.
        plan: what is compared, and how.
        reads: further items that are needed, where the side has them.
        writer: takes the columns.

    Returns:
        Where it is, and what the conversion tables lack.
    """
    names = tuple(name for name in dict.fromkeys((*plan.names, *reads)) if name in opened.columns)
    formed = tuple(name for name in names if name in plan.by_name and not plan.by_name[name].is_plain)
    lacking = Lacking()
    tables = {name: frozenset(plan.by_name[name].table(opened.unknown)) for name in formed}
    with ThreadPoolExecutor(1) as beside:  # a block is written while the next one is read
        written: Future[None] | None = None
        for table, records, lines in opened:
            columns = {name: table.column(name) for name in names}
            for name in formed:
                one = plan.by_name[name]
                columns[f"{_MARK}{name}"] = one.normal(columns[name], side, opened.unknown)
                if side == "delivered":
                    _note(
                        lacking=lacking,
                        one=one,
                        values=columns[name],
                        records=records,
                        unknown=opened.unknown,
                        known=tables[name],
                    )
            if written is not None:
                written.result()
            if columns:
                batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
                written = beside.submit(writer.write, batch, records, lines, list(columns))
        if written is not None:
            written.result()
    path = writer.close()
    pa.default_memory_pool().release_unused()  # what reading took is DuckDB's now
    return Stored(path, names, frozenset(formed)), lacking


def _note(
    lacking: Lacking,
    one: ItemPlan,
    values: pa.Array,
    records: pa.Array,
    unknown: tuple[str, ...],
    known: frozenset[str],
) -> None:
    """Note what the tables of an item lack."""
    for rule in one.normalisers:
        if isinstance(rule, Characters):
            lacking.add(rule.id, one.item.name, rule.unmapped(values, records))
    if isinstance(one.conversion, Codes):
        plain = one.normal(values, "delivered", unknown, len(one.normalisers))
        rows = ~boolean(pc.is_in(plain, value_set=pa.array(sorted(known), pa.string()))) & ~nothing_written(plain)
        if rows.any():
            encoded = plain.filter(pa.array(rows)).dictionary_encode()
            at = records.filter(pa.array(rows)).to_numpy()
            codes = encoded.indices.to_numpy()
            counts = np.bincount(codes, minlength=len(encoded.dictionary))
            _, first = np.unique(codes, return_index=True)
            lacking.add(
                one.conversion.id,
                one.item.name,
                {
                    value: (int(count), int(at[place]))
                    for value, count, place in zip(encoded.dictionary.to_pylist(), counts, first, strict=True)
                },
            )


def renumbered(
    session: Session, stored: Stored, plan: Plan, unknown: tuple[str, ...], folder: Path, lacking: Lacking
) -> Stored:
    """Return the delivered side with the numbers of the new system, as the renumbering tables say.

    Args:
        session: joins them, within its memory.
        stored: the delivered side.
        plan: says which items are renumbered, and by which table.
        unknown: the agreed forms of an unknown day.
        folder: where the paths of tables begin.
        lacking: takes in the numbers that a table lacks.

    Raises:
        ProjectError: a table can't be read, or one number has two new ones.
    """
    for number, one in enumerate(plan.items):
        rule = one.conversion
        if not isinstance(rule, Renumbering) or stored.path is None or one.item.name not in stored.columns:
            continue
        table, name = f"renumbering{number}", one.item.name
        session.keep(
            table,
            f"SELECT DISTINCT old, new FROM read_parquet({literal(_written(session=session, rule=rule, one=one, unknown=unknown, folder=folder, name=table))})",
        )
        if session.rows(f"SELECT 1 FROM {table} GROUP BY old HAVING count(*) > 1 LIMIT 1"):
            raise ProjectError(
                f"規則「{rule.id}」の表で、同じ「旧」に違う「新」が二つあります",
                place=str(folder / rule.table),
                hint="表を作った事業者に、どちらが正しいかを確かめてください。",
            )
        column, source = stored.form(name), stored.source
        missing = session.rows(
            f"SELECT count(*), min({RECORD}) FROM {source} ANTI JOIN {table} ON {column} = old WHERE {column} <> ''"
        )[0]
        if missing[0]:
            lacking.more[rule.id, name] = (int(missing[0]), int(missing[1]))
        path = stored.path.with_name(f"{stored.path.stem}-{number}.parquet")
        session.rows(
            f"COPY (SELECT s.* REPLACE (coalesce(t.new, s.{column}) AS {column}) FROM {source} s"
            f" LEFT JOIN {table} t ON t.old = s.{column})"
            f" TO {literal(path.as_posix())} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
        )
        session.forget(table)
        stored.path.unlink()
        stored = Stored(path, stored.columns, stored.formed)
    return stored


def _written(
    session: Session, rule: Renumbering, one: ItemPlan, unknown: tuple[str, ...], folder: Path, name: str
) -> str:
    """Write a renumbering table in the form in which values are compared; return the Parquet file's path."""
    path = session.folder / f"{name}.parquet"
    schema = pa.schema([("old", pa.string()), ("new", pa.string())])
    whole = len(one.normalisers)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for old, new in _chunks(folder / rule.table):
            writer.write_batch(
                pa.RecordBatch.from_arrays(
                    [one.normal(old, "delivered", unknown, whole), one.normal(new, "loaded", unknown, whole)],
                    schema=schema,
                )
            )
    return path.as_posix()


def _chunks(path: Path) -> Iterator[tuple[pa.Array, pa.Array]]:
    old: list[str] = []
    new: list[str] = []
    for one, other in read_table(path):
        old.append(one)
        new.append(other)
        if len(old) == _ROWS:
            yield pa.array(old, pa.string()), pa.array(new, pa.string())
            old, new = [], []
    if old:
        yield pa.array(old, pa.string()), pa.array(new, pa.string())
