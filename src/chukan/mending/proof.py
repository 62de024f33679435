"""The copy read again: its values are those that were meant, record by record, wherever its blocks are cut."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.errors import Bug
from chukan.intake.batch import Account, Anomaly
from chukan.intake.reader import FileReader, open_file
from chukan.layouts.model import Layout
from chukan.values.buffers import data


@dataclass
class ContentDigest:
    """A digest of the values of every item and of the rejected records, whatever the blocks and the order of the columns."""

    _hashes: dict[str, tuple[hashlib._Hash, hashlib._Hash]] = field(default_factory=dict)

    def add(self, table: pa.RecordBatch) -> None:
        """Take the next records; where there are none, nothing is told of the items either."""
        if not table.num_rows:
            return
        for name, column in zip(table.schema.names, table.columns, strict=True):
            sizes, values = self._hashes.setdefault(name, (hashlib.sha256(), hashlib.sha256()))
            lengths = pc.binary_length(column).to_numpy(zero_copy_only=False)
            sizes.update(lengths.astype(np.int32).tobytes())
            values.update(data(column).tobytes())

    def add_rejected(self, raw: bytes) -> None:
        """Take the next rejected record."""
        _, values = self._hashes.setdefault("", (hashlib.sha256(), hashlib.sha256()))
        values.update(raw.translate(None, b"\r\n\0"))  # many may come as one, with newlines between that were mended

    @property
    def items(self) -> dict[str, tuple[str, str]]:
        """By item: the digests of the lengths and of the values."""
        return {name: (sizes.hexdigest(), values.hexdigest()) for name, (sizes, values) in self._hashes.items()}


@dataclass(frozen=True)
class CopyFacts:
    """What the copy turned out to be.

    Attributes:
        anomalies: Rule -> reading problems that are left.
    """

    account: Account
    anomalies: Counter[str]


def prove(
    copy: Path, layout: Layout, agreement: Agreement, meant: ContentDigest, source: FileReader, rules: Collection[str]
) -> CopyFacts:
    """Read the copy and compare it with what was meant.

    Args:
        copy: the file that was written.
        layout: of both.
        agreement: under which the copy is read.
        meant: the values that it should have.
        source: the reader of the delivered file, worked off.
        rules: the rules whose reading problems are counted.

    Raises:
        Bug: a value, a record or a rejected record is another than was meant.
    """
    reader = open_file(copy, layout, agreement)
    found, anomalies = ContentDigest(), Counter[str]()
    for batch in reader:
        found.add(batch.table)
        for rejected in batch.rejected:
            found.add_rejected(rejected.raw)
        _count(batch.anomalies, rules, anomalies)
    _count(reader.anomalies, rules, anomalies)
    reader.account.check()
    before, after = source.account, reader.account
    same = (before.read_records, before.rejected_records) == (after.read_records, after.rejected_records)
    if not same or found.items != meant.items:
        raise Bug(
            "直した写しを読み直すと、直したつもりの値と違います。写しは残していません",
            hint="開発元に知らせてください。元のファイルは変わっていません。",
        )
    return CopyFacts(after, anomalies)


def _count(found: Iterable[Anomaly], rules: Collection[str], counts: Counter[str]) -> None:
    for anomaly in found:
        if anomaly.rule in rules:
            counts[anomaly.rule] += anomaly.count
