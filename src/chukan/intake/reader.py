"""Opening a file under an agreement."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from chukan.errors import InputError
from chukan.intake.agreement import Agreement
from chukan.intake.batch import DAMAGE, Account, Anomaly, Batch, FileFacts, Gaiji, Rejected
from chukan.layouts.model import Layout


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(DAMAGE + b) for b in error.object[error.start : error.end]), error.end


codecs.register_error("chukan-mark", _mark)


class FileReader:
    """One open file: batches, then account, anomalies, gaiji."""

    def __init__(
        self,
        path: Path,
        layout: Layout | None,
        agreement: Agreement,
        block_size: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        try:
            self._raw = path.read_bytes()
        except OSError as e:
            raise InputError("ファイルを読めません", place=str(path), hint="パスと権限を確かめてください。") from e
        self._progress = progress
        self._rows = max(1, block_size // 200)
        self._encoding = agreement.encoding or "cp932"
        self.account = Account(total_bytes=len(self._raw))
        self.anomalies: tuple[Anomaly, ...] = ()
        self.gaiji: tuple[Gaiji, ...] = ()
        bom = 3 if self._raw.startswith(codecs.BOM_UTF8) else 0
        if bom:
            self._encoding = "utf-8"
        self._lines = io.BytesIO(self._raw[bom:]).readlines()
        self.account.bom_bytes = bom
        header = next(iter(self._parsed(self._lines[:1])), [])
        names = layout.names if layout is not None else tuple(header)
        self._columns = tuple(header) if agreement.header is not False else names
        self.facts = FileFacts(
            encoding=self._encoding, encoding_confidence=1.0, encoding_reason="", newline="crlf", delimiter=",",
            header=agreement.header is not False, columns=tuple(c for c in self._columns if c in names),
            missing=tuple(n for n in names if n not in self._columns),
            extra=tuple(c for c in self._columns if c not in names),
            dates=agreement.dates or "yyyymmdd", undecided=agreement.undecided,
        )  # fmt: skip

    def _parsed(self, lines: list[bytes]) -> Iterator[list[str]]:
        return csv.reader(line.decode(self._encoding, "chukan-mark").rstrip("\r\n") for line in lines)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self._raw).hexdigest()

    def __iter__(self) -> Iterator[Batch]:
        record, offset = 0, self.account.bom_bytes
        for first in range(0, len(self._lines), self._rows):
            lines = self._lines[first : first + self._rows]
            rows, records, numbers = [], [], []
            rejected: list[Rejected] = []
            anomalies: list[Anomaly] = []
            for i, (line, fields) in enumerate(zip(lines, self._parsed(lines), strict=True), first + 1):
                bare = line.rstrip(b"\r\n")
                self.account.newline_bytes += len(line) - len(bare)
                if i == 1 and self.facts.header:
                    self.account.header_bytes += len(bare)
                elif len(fields) == len(self._columns):
                    record += 1
                    self.account.read_bytes += len(bare)
                    rows.append(fields)
                    records.append(record)
                    numbers.append(i)
                else:
                    record += 1
                    self.account.rejected_bytes += len(bare)
                    self.account.rejected_records += 1
                    rejected.append(Rejected(record, i, offset, bare))
                    message = f"項目の数が{len(fields)}です。{len(self._columns)}でなければなりません。"
                    anomalies.append(Anomaly("F07", message, record=record, line=i, offset=offset))
                offset += len(line)
            self.account.read_records += len(rows)
            self.account.total_records = record
            columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._columns)
            arrays = [
                pa.array(c, pa.string()) for c, n in zip(columns, self._columns, strict=True) if n in self.facts.columns
            ]
            damaged = {
                name: hurt
                for name, column in zip(self._columns, columns, strict=True)
                if (hurt := tuple(r for r, v in enumerate(column) if any(0xF0000 <= ord(c) <= 0xF00FF for c in v)))
            }
            yield Batch(
                pa.RecordBatch.from_arrays(arrays, names=list(self.facts.columns)),
                pa.array(records, pa.int64()), pa.array(numbers, pa.int64()),
                tuple(anomalies), tuple(rejected), damaged,
            )  # fmt: skip
            if self._progress:
                self._progress(offset)


def open_file(
    path: str | Path,
    layout: Layout | None,
    agreement: Agreement,
    *,
    block_size: int = 8 << 20,
    progress: Callable[[int], None] | None = None,
) -> FileReader:
    """The reader of one file.

    Args:
        path: the delivered file.
        layout: what it should hold; None = columns are named by the header.
        agreement: the agreed physical form.
        block_size: bytes to read at a time; changes nothing but memory and speed.
        progress: called with the number of bytes done so far.

    Raises:
        InputError: missing, no permission, or not a text file.
    """
    return FileReader(Path(path), layout, agreement, block_size, progress)
