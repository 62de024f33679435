"""The record of a finding, with its neighbours, as they are in the delivered file: masked, and only while the file is the one that was checked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.errors import ChukanError
from chukan.intake.reader import open_file
from chukan.intake.source.open_source import Source
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.values.damage import written_out
from chukan.verification.display import display
from chukan.verification.result import FileResult, Finding, Verification

NEIGHBOURS = 2
"""Records before and behind that are shown."""


@dataclass(frozen=True)
class Context:
    """Some records of a file.

    Attributes:
        records: Their numbers; empty where nothing can be shown.
        rows: Item, and its value in each record as it may be shown.
        why: Why nothing can be shown.
    """

    records: tuple[int, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Records:
    """Finds records of delivered files.

    Attributes:
        data: The folder that the paths of the run start from.
        library: Where the layouts are.
        show: Values are shown (個人番号 never).
    """

    verification: Verification
    data: Path
    library: Library
    show: bool = False

    def around(self, finding: Finding) -> Context:
        """Return a finding's record and those around it."""
        file = self._file(finding)
        if file is None or not finding.record:
            return Context(why="ファイルに属さない、またはファイル全体の指摘です。")
        path = self.data / file.path
        source = Path(Source.of(path).path)
        if not source.resolve().is_relative_to(self.data.resolve()) or not source.is_file():
            return Context(
                why=f"提出されたファイル {file.path} が {self.data} にないため、レコードを示せません（--data で場所を指定できます）。"
            )
        with source.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
                return Context(why=f"{file.path} は検証したときと内容が違うため、レコードを示せません。")
        try:
            layout = self.library.layout(_address(file))
            return self._read(path, layout, Agreement.model_validate(file.agreement), finding)
        except ChukanError as e:
            return Context(why=f"レコードを読めません: {e.message}")

    def _file(self, finding: Finding) -> FileResult | None:
        place = finding.municipality, finding.business, finding.layout, finding.file
        return next(
            (f for f in self.verification.files if (f.municipality, f.business, f.layout.layout, f.path) == place), None
        )

    def _read(self, path: Path, layout: Layout, agreement: Agreement, finding: Finding) -> Context:
        record = finding.record or 0
        first, last = record - NEIGHBOURS, record + NEIGHBOURS
        found: list[pa.RecordBatch] = []
        numbers: list[int] = []
        for batch in open_file(path, layout, agreement):
            inside = pc.and_(pc.greater_equal(batch.records, first), pc.less_equal(batch.records, last))
            table = batch.table
            for name, rows in batch.damaged.items():
                at = table.schema.get_field_index(name)
                table = table.set_column(at, name, written_out(table.column(at), rows))
            found.append(table.filter(inside))
            numbers += batch.records.filter(inside).to_pylist()
            if len(batch.records) and batch.records[-1].as_py() > last:
                break
        if finding.record not in numbers:
            return Context(why="読み取れなかったレコードです。rejected.csv に元のバイトがあります。")
        records = pa.Table.from_batches(found)
        shown = [
            (name, tuple(display(value, layout.by_name.get(name), show=self.show) for value in column.to_pylist()))
            for name, column in zip(records.column_names, records.columns, strict=True)
        ]
        return Context(tuple(numbers), _filled(shown, finding.item))


def _filled(rows: Sequence[tuple[str, tuple[str, ...]]], item: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the rows that hold something, and the finding's own first."""
    kept = [row for row in rows if any(row[1]) or row[0] == item]
    return tuple(sorted(kept, key=lambda row: row[0] != item))


def _address(file: FileResult) -> str:
    layout = file.layout
    return f"{layout.pack}@{layout.edition}/{layout.business}/{layout.layout}"
