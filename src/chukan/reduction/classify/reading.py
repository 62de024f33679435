"""The one pass over a delivered file: what decides goes to a private Parquet file, with each record's size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.errors import OutputError, reason
from chukan.expressions.types import DateForms, sql_type, typed, unreadable
from chukan.intake.batch import Account, Batch, FileFacts
from chukan.intake.reader import open_file
from chukan.intake.records.block import Block
from chukan.intake.records.spans import spans_of
from chukan.layouts.model import Item
from chukan.reduction.classify.columns import BYTES, PART, RECORD, SECRET
from chukan.reduction.classify.damage import DamagedRecord, DamagedRecords
from chukan.reduction.classify.rejects import UnreadRecord, UnreadRecords
from chukan.reduction.classify.secret import filled_secrets, secret_columns
from chukan.reduction.rules.needs import Needs
from chukan.values.buffers import Bools, strings, widths
from chukan.values.calendar import FINE, numbers, template, verdicts
from chukan.values.kernels import boolean, only_blanks
from chukan.verification.amounts import Amounts
from chukan.verification.job import Target

_EPOCH = np.datetime64("1970-01-01", "D")
#: Days since 1970 of 1900-01-01: no period that matters began before; "0214-06-19" is a slip of 2014 or 2024.
_OLDEST = -25_567
#: Days since 1970 of 9999-12-31.
_OPEN = 2_932_896


@dataclass(frozen=True)
class ReadFile:
    """One delivered file, read.

    Attributes:
        index: Its place among the files of the project.
        spill: The spilled columns; None where nothing decides, or there is no record.
        record_bytes: Bytes of the records that were read, with their newlines.
        rejected_bytes: Bytes of the records that could not be read, with their newlines.
        unknown: Needed items that the file lacks, or whose values can't be known in too many records.
        damaged: The other records with values that can't be known.
        unread: The records that could not be read; None = too many to be looked at.
    """

    index: int
    target: Target
    facts: FileFacts
    sha256: str
    account: Account
    spill: Path | None
    record_bytes: int
    rejected_bytes: int
    totals: dict[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    damaged: tuple[DamagedRecord, ...] = ()
    unread: tuple[UnreadRecord, ...] | None = None

    @property
    def records(self) -> int:
        """Records that were read."""
        return self.account.read_records

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return self.account.rejected_records


def value_column(needs: Needs, item: str) -> str:
    """Return the spilled column of a typed item."""
    return f"v{needs.values.index(item)}"


def date_columns(needs: Needs, item: str) -> tuple[str, str]:
    """Return the spilled columns of a date: the day, and whether it is unreadable."""
    return f"d{needs.dates.index(item)}", f"x{needs.dates.index(item)}"


def read(
    index: int,
    target: Target,
    needs: Needs,
    folder: Path,
    *,
    block_size: int = 8 << 20,
    progress: Callable[[int], None] | None = None,
) -> ReadFile:
    """Read a file once.

    Args:
        index: its place among the files; names the spill.
        needs: what to spill.
        folder: the private folder.
        progress: called with the bytes done so far.

    Raises:
        InputError: the file could not be read at all.
        Bug: the account of the file does not add up.
    """
    reader = open_file(target.path, target.layout, target.agreement, block_size=block_size, progress=progress)
    forms = DateForms(reader.facts.dates, target.agreement.unknown_dates)
    secret = secret_columns(reader.facts, target.layout)
    spill = _Spill(
        path=folder / f"read{index:05d}.parquet", index=index, target=target, needs=needs, forms=forms, secret=secret
    )
    amounts = Amounts.of(target.layout)
    unread = UnreadRecords(reader.facts, reader.plan)
    record_bytes = rejected_bytes = 0
    try:
        for block in reader.blocks():
            batch = reader.plan.parse(block)
            reader.absorb(batch.summary)
            sizes, lost = _sizes(block, batch)
            record_bytes += int(sizes.sum())
            rejected_bytes += lost
            amounts.add(batch.table)
            spill.add(batch, sizes)
            unread.add(batch.rejected)
    finally:
        spill.close()
    reader.account.check()
    return ReadFile(
        index=index,
        target=target,
        facts=reader.facts,
        sha256=reader.sha256,
        account=reader.account,
        spill=spill.path if spill.written else None,
        record_bytes=record_bytes,
        rejected_bytes=rejected_bytes,
        totals=amounts.sums,
        unknown=frozenset(spill.damaged.unknown),
        damaged=spill.damaged.found,
        unread=unread.found,
    )


def _sizes(block: Block, batch: Batch) -> tuple[npt.NDArray[np.int64], int]:
    """Return the bytes of each record of the batch, with its newline, and of the rejected ones together."""
    spans = spans_of(block)
    own = spans.records > 0
    numbers_, sizes = spans.records[own], (spans.ends - spans.starts)[own]
    read = np.asarray(batch.records)
    at = np.searchsorted(numbers_, read)
    taken = sizes[at]
    return taken, int(sizes.sum() - taken.sum())


class _Spill:
    """The Parquet file of one delivered file."""

    def __init__(
        self, path: Path, index: int, target: Target, needs: Needs, forms: DateForms, secret: tuple[str, ...]
    ) -> None:
        self.path, self.written, self._secret = path, False, secret
        self.damaged = DamagedRecords()
        self._index, self._target, self._needs, self._forms = index, target, needs, forms
        self._writer: pq.ParquetWriter | None = None

    def add(self, batch: Batch, sizes: npt.NDArray[np.int64]) -> None:
        """Append what decides on the records of a batch."""
        if not self._needs or not batch.table.num_rows:
            return
        rows = batch.table.num_rows
        arrays = [batch.records, pa.array(sizes), pa.array(np.full(rows, self._index, np.int32))]
        names = [RECORD, BYTES, PART]
        if self._secret:
            arrays.append(pa.array(filled_secrets(batch, self._secret)))
            names.append(SECRET)
        items = self._target.layout.by_name
        hurt: dict[str, list[int]] = {}
        for name in self._needs.values:
            values, rows_hurt = self._typed(batch, items[name])
            arrays.append(values)
            names.append(value_column(self._needs, name))
            if rows_hurt:
                hurt[name] = rows_hurt
        for name in self._needs.dates:
            days, bad = self._dates(batch, items[name])
            arrays += [days, bad]
            names += date_columns(self._needs, name)
        if hurt:
            filled = {n: (items[n], c) for n in self._needs.values if (c := _column(batch, items[n])) is not None}
            self.damaged.add(hurt, filled, batch.records)
        self._write(pa.RecordBatch.from_arrays(arrays, names=names))

    def _typed(self, batch: Batch, item: Item) -> tuple[pa.Array, list[int]]:
        """Return the values as SQL sees them, and the rows whose value is unknown: it is null, not another value."""
        column = _column(batch, item)
        if column is None:
            self.damaged.unknown.add(item.name)
            return pa.nulls(batch.table.num_rows, pa.date32() if item.type == "DATE" else pa.string()), []
        values, hurt = typed(column, item, self._forms), np.zeros(len(column), np.bool_)
        if sql_type(item) != "VARCHAR" and values.null_count:
            hurt |= unreadable(column, item, self._forms)
        if item.name in batch.damaged:
            hurt[batch.damaged[item.name]] = True
            values = pc.if_else(pa.array(hurt), pa.scalar(None, values.type), values)
        return values, np.flatnonzero(hurt).tolist()

    def _dates(self, batch: Batch, item: Item) -> tuple[pa.Array, pa.Array]:
        column = _column(batch, item)
        if column is None:
            rows = batch.table.num_rows
            return pa.nulls(rows, pa.date32()), pa.array(np.zeros(rows, np.bool_))
        return start_days(column, item, self._forms)

    def _write(self, batch: pa.RecordBatch) -> None:
        try:
            if self._writer is None:
                self._writer = pq.ParquetWriter(self.path, batch.schema, compression="lz4")
                self.written = True
            self._writer.write_batch(batch)
        except OSError as e:
            raise OutputError(
                f"作業用の一時ファイルに書けません: {reason(e)}",
                place=str(self.path.parent),
                hint="空き容量を増やすか、環境変数 TMPDIR（Windows では TEMP）で別の場所を指定してください。",
            ) from None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def _column(batch: Batch, item: Item) -> pa.Array | None:
    names = batch.table.schema.names
    return batch.table.column(names.index(item.name)) if item.name in names else None


def start_days(column: pa.Array, item: Item, forms: DateForms) -> tuple[pa.Array, pa.Array]:
    """Return the day that each value means, and where a value is no day, or one that can't be true.

    Args:
        column: strings of a DATE, YM or YEAR item.

    Returns:
        date32 (YM = the last day of the month, YEAR = the last day of the fiscal year, 31 March) and bool.
    """
    values = strings(column)
    if item.type == "DATE":
        days, bad = typed(values, item, forms), unreadable(values, item, forms)
        if "open_date" in item.formats and bad.any():
            # 9999-12-31 and 99999999 say that there is no end yet: that is a day, and it is far away
            still_open = bad & boolean(pc.starts_with(values, "9999"))
            days = pc.if_else(pa.array(still_open), pa.scalar(_OPEN, pa.date32()), days)
            bad &= ~still_open
        return _not_too_old(days, bad)
    fine = (verdicts(values, item, forms.dates, forms.unknown) == FINE) & (widths(values) > 0)
    number = np.zeros(len(values), np.int64)
    which, digits = numbers(values, template(item, forms.dates))
    number[which] = digits
    if item.type == "YEAR":
        days = _fiscal_year_end(np.where(fine, number, 2000))
    else:
        safe = np.where(fine, number, 200001)
        month = (safe // 100 - 1970) * 12 + safe % 100 - 1
        following: npt.NDArray[np.datetime64] = (month + 1).astype("datetime64[M]").astype("datetime64[D]")
        days = ((following - _EPOCH).astype(np.int64) - 1).astype(np.int32)
    filled = boolean(values.is_valid()) & (widths(values) > 0) & ~only_blanks(values)
    return _not_too_old(pa.array(days, mask=~fine).cast(pa.date32()), filled & ~fine)


def _not_too_old(days: pa.Array, bad: Bools) -> tuple[pa.Array, pa.Array]:
    """Days before 1900 are slips: no period is counted from them."""
    old = pc.less(days.cast(pa.int32()), _OLDEST).fill_null(False)
    if not pc.any(old).as_py():
        return days, pa.array(bad)
    return pc.if_else(old, pa.scalar(None, pa.date32()), days), pa.array(bad | boolean(old))


def _fiscal_year_end(year: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Days since 1970 of 31 March of the following year."""
    march: npt.NDArray[np.datetime64] = ((year + 1 - 1970) * 12 + 3).astype("datetime64[M]").astype("datetime64[D]")
    return ((march - _EPOCH).astype(np.int64) - 1).astype(np.int32)
