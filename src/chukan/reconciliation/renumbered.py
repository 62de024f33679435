"""The delivered side under the numbers of the new system, as renumbering tables say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.errors import ProjectError
from chukan.expressions.names import literal
from chukan.expressions.session import Session
from chukan.integrity.model import RECORD
from chukan.reconciliation.equalities.renumbering import Renumbering
from chukan.reconciliation.equalities.tables import read_table
from chukan.reconciliation.lacking import Lacking
from chukan.reconciliation.plan import ItemPlan, Plan
from chukan.reconciliation.store import Stored

_ROWS = 1 << 16


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
        folder_of_it = stored.path.with_name(f"{stored.path.name}-{number}")
        folder_of_it.mkdir()
        path = folder_of_it / "0.parquet"
        session.rows(
            f"COPY (SELECT s.* REPLACE (coalesce(t.new, s.{column}) AS {column}) FROM {source} s"
            f" LEFT JOIN {table} t ON t.old = s.{column})"
            f" TO {literal(path.as_posix())} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
        )
        session.forget(table)
        shutil.rmtree(stored.path)
        stored = Stored(folder_of_it, stored.columns, stored.formed)
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
