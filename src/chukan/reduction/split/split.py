"""The split: the records to migrate and the records to archive, byte for byte as they were delivered.

The second and last look at the vendor's file. What was written is then read again: records, control
totals and blanked columns are counted from the new files, not from what was meant to be written.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self

import numpy as np

from chukan.errors import OutputError, ProjectError, reason
from chukan.intake.pinning import pinned
from chukan.intake.reader import FileReader, open_file
from chukan.intake.records.block import Block
from chukan.intake.records.lines import Bools, Ints
from chukan.intake.records.spans import Spans, spans_of
from chukan.intake.source.open_source import Source
from chukan.intake.source.workbook import split_sheet
from chukan.reduction.classify.classification import Classifier
from chukan.reduction.classify.reading import ReadFile
from chukan.reduction.classify.secret import secret_columns
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.report import ArchiveLine, SplitFile
from chukan.reduction.split.blanking import Blanker
from chukan.reduction.split.reconcile import CountedFile, check, count
from chukan.scratch import owner_only

MIGRATE, ARCHIVE, REJECTED = "migrate", "archive", "rejected"


def archive_line(unit: Unit) -> ArchiveLine:
    """Return the manifest's line about the medium of a municipality."""
    archive, secret = unit.settings.archive, unit.settings.my_number
    return ArchiveLine(
        municipality=unit.municipality,
        medium=archive.medium if archive else "",
        label=archive.label if archive else "",
        retain_until=archive.retain_until.isoformat() if archive and archive.retain_until else "",
        keeper=archive.keeper if archive else "",
        disposal=archive.disposal if archive else "",
        my_number=f"空欄にした（{secret.basis}）" if secret else "",
        search=archive.search if archive else "",
        searched_by=archive.searched_by if archive else "",
    )


def split_file(file: ReadFile, unit: Unit, classifier: Classifier, out: Path, *, block_size: int) -> SplitFile:
    """Split one delivered file.

    Raises:
        Bug: source = migrate + archive + rejected does not hold in bytes, records or control totals.
        OutputError: a file can't be written.
    """
    target = file.target
    reader = open_file(target.path, target.layout, target.agreement, block_size=block_size)
    splitter = _Splitter(file, reader, unit, out)
    judged = classifier.candidates(unit, file.index) if unit.rules else iter(())
    with splitter:
        splitter.run(_Cursor(judged))
    return splitter.reconciled()


class _Cursor:
    """Sorted record numbers that come in pieces, taken a block at a time."""

    def __init__(self, pieces: Iterator[tuple[int, ...]]) -> None:
        self._pieces, self._held = pieces, np.zeros(0, np.int64)
        self.digest = hashlib.sha256()

    def upto(self, last: int) -> Ints:
        """Return the numbers up to `last` that were not taken yet."""
        while not len(self._held) or self._held[-1] <= last:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held = np.concatenate([self._held, np.array(piece, np.int64)])
        cut = int(np.searchsorted(self._held, last, "right"))
        taken, self._held = self._held[:cut], self._held[cut:]
        self.digest.update("".join(f"{n}\n" for n in taken.tolist()).encode())
        return taken


@dataclass
class _Output:
    """One file that is written: opened when the first byte comes."""

    path: Path
    size: int = 0
    records: int = 0
    _file: BinaryIO | None = None
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes | memoryview) -> None:
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = open(self.path, "wb", opener=owner_only)  # noqa: SIM115 - closed by `close`
            self._file.write(data)
        except OSError as e:
            raise OutputError(
                f"書き込みに失敗しました: {reason(e)}",
                place=str(self.path),
                hint="空き容量と権限を確かめてください。",
            ) from None
        self._hash.update(data)
        self.size += len(data)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    @property
    def exists(self) -> bool:
        return self._file is not None


class _Splitter:
    def __init__(self, file: ReadFile, reader: FileReader, unit: Unit, out: Path) -> None:
        self._file, self._reader, self._out = file, reader, out
        name = _safe_name(file.target.shown, out)
        self._names = {kind: f"{kind}/{name}" for kind in (MIGRATE, ARCHIVE, REJECTED)}
        self._outputs = {kind: _Output(out / path) for kind, path in self._names.items()}
        secret = secret_columns(file.facts, file.target.layout)
        blanks = unit.settings.my_number is not None and secret
        self._blanker = Blanker.of(reader.plan, secret) if blanks else None
        self._secret = secret
        self._copied = self._blanked_bytes = self._blanked_values = self._source_bytes = 0
        self._candidates = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for output in self._outputs.values():
            output.close()

    def run(self, cursor: _Cursor) -> None:
        """Copy every span to where it belongs."""
        pending: list[bytes] = []  # what the archive repeats, once something is archived
        first = True
        for block in self._reader.blocks():
            if first:
                self._frame(Source.of(self._file.target.path).head(block.offset), pending, control=True)
                first = False
            batch = self._reader.plan.parse(block)
            self._reader.absorb(batch.summary)
            spans = spans_of(block)
            last = int(spans.records.max(initial=0))
            archived = np.isin(spans.records, cursor.upto(last)) & (spans.records > 0)
            unread = [np.arange(r.record, r.record + r.records) for r in batch.rejected]
            rejected = np.isin(spans.records, np.concatenate([*unread, np.zeros(0, np.int64)])) & (spans.records > 0)
            self._copy(block, spans, archived, rejected, pending)
            self._source_bytes += len(block.raw)
        if first:
            size = self._file.account.total_bytes
            self._frame(Source.of(self._file.target.path).head(size), pending, control=True)
        self._candidates = cursor.digest.hexdigest()
        if self._reader.sha256 != self._file.sha256:
            raise ProjectError(
                "読み取ってから分割するまでの間に、ファイルが変わりました",
                place=self._file.target.shown,
                hint="ファイルを使っているソフトを閉じて、もう一度実行してください。",
            )

    def _copy(self, block: Block, spans: Spans, archived: Bools, rejected: Bools, pending: list[bytes]) -> None:
        """Copy every span of a block to where it belongs."""
        if not spans.control.any():  # there is nothing between that the archive repeats
            self._archive(block, spans, np.flatnonzero(archived), pending)
            self._keep(MIGRATE, block, spans, ~archived & ~rejected)
            self._keep(REJECTED, block, spans, rejected)
            return
        for start, end, kind in _runs(spans, archived, rejected):
            rows = np.arange(start, end)
            if kind == ARCHIVE:
                self._archive(block, spans, rows, pending)
                continue
            data = block.raw[int(spans.starts[start]) : int(spans.ends[end - 1])]
            if kind == "control":
                self._frame(data, pending, control=True)
            elif kind == "blank":
                self._frame(data, pending, control=False)
            else:
                self._outputs[kind].write(data)
                self._outputs[kind].records += len(rows)

    def _keep(self, kind: str, block: Block, spans: Spans, chosen: Bools) -> None:
        """Write some spans of a block at once."""
        if chosen.any():
            raw = np.frombuffer(block.raw, np.uint8)
            self._outputs[kind].write(raw[np.repeat(chosen, spans.ends - spans.starts)].tobytes())
            self._outputs[kind].records += int(np.count_nonzero(chosen & (spans.records > 0)))

    def _frame(self, data: bytes, pending: list[bytes], *, control: bool) -> None:
        """Bytes of no record stay with what is migrated; the archive repeats header and control records."""
        self._outputs[MIGRATE].write(data)
        if not control:
            return
        archive = self._outputs[ARCHIVE]
        if archive.exists:
            archive.write(data)
            self._copied += len(data)
        else:
            pending.append(data)

    def _archive(self, block: Block, spans: Spans, rows: Ints, pending: list[bytes]) -> None:
        if not len(rows):
            return
        archive = self._outputs[ARCHIVE]
        while pending:
            data = pending.pop(0)
            archive.write(data)
            self._copied += len(data)
        if self._blanker is None:
            pairs = zip(spans.starts[rows].tolist(), spans.ends[rows].tolist(), strict=True)
            archive.write(b"".join(block.raw[start:end] for start, end in pairs))
        else:
            blanked = self._blanker.blank(block, spans, rows)
            archive.write(blanked.raw)
            self._blanked_bytes += blanked.removed
            self._blanked_values += blanked.values
        archive.records += len(rows)

    def reconciled(self) -> SplitFile:
        """Read what was written again and hold it against the source."""
        migrate, archive, rejected = (self._outputs[kind] for kind in (MIGRATE, ARCHIVE, REJECTED))
        target = self._file.target
        agreed = pinned(target.agreement, self._file.facts)
        found = {
            kind: count(o.path, target.layout, agreed, self._secret, archived=kind == ARCHIVE)
            for kind, o in self._outputs.items()
            if kind != REJECTED and o.exists
        }
        empty = CountedFile(0, 0, {}, 0, {})
        moved, kept = found.get(MIGRATE, empty), found.get(ARCHIVE, empty)
        result = SplitFile(
            municipality=target.municipality,
            business=target.layout.business,
            layout=target.layout.slug,
            source=target.shown,
            source_sha256=self._file.sha256,
            source_bytes=self._file.account.total_bytes,
            source_records=self._file.account.total_records,
            migrate=self._name(MIGRATE),
            migrate_sha256=migrate.sha256,
            migrate_bytes=migrate.size,
            migrate_records=moved.records,
            archive=self._name(ARCHIVE),
            archive_sha256=archive.sha256 if archive.exists else "",
            archive_bytes=archive.size,
            archive_records=kept.records,
            copied_bytes=self._copied,
            blanked_bytes=self._blanked_bytes,
            blanked_values=self._blanked_values,
            rejected=self._name(REJECTED),
            rejected_sha256=rejected.sha256 if rejected.exists else "",
            rejected_bytes=rejected.size,
            rejected_records=rejected.records,
            source_totals=dict(sorted(self._file.totals.items())),
            migrate_totals=moved.totals,
            archive_totals=kept.totals,
            my_number_left=kept.secrets,
            candidate_digest=self._candidates,
            loose_numbers=kept.numbers,
        )
        check(
            result, migrate.records, archive.records, moved.rejected + kept.rejected, blanks=self._blanker is not None
        )
        return result

    def _name(self, kind: str) -> str:
        return self._names[kind] if self._outputs[kind].exists else ""


def _runs(spans: Spans, archived: Bools, rejected: Bools) -> Iterator[tuple[int, int, str]]:
    """Stretches of spans that go the same way: first, behind the last, where."""
    where = np.where(spans.records == 0, np.where(spans.control, 3, 4), np.where(archived, 1, np.where(rejected, 2, 0)))
    breaks = np.flatnonzero(np.diff(where)) + 1
    edges = [0, *breaks.tolist(), len(where)]
    names = (MIGRATE, ARCHIVE, REJECTED, "control", "blank")
    for start, end in itertools.pairwise(edges):
        if end > start:
            yield start, end, names[int(where[start])]


def _safe_name(shown: str, out: Path) -> str:
    """Return the path of a delivered file's parts below migrate/, archive/ and rejected/; one that is not taken."""
    parts = [p.replace(":", "_") for p in PurePosixPath(shown.replace("\\", "/")).parts if p not in ("/", "..", ".")]
    name = "/".join(parts).removesuffix(".gz")
    if split_sheet(shown) is not None:  # a sheet is written as the CSV that it was read as
        name = f"{name.replace('#', '_')}.csv"
    number = 1
    while any((out / kind / name).exists() for kind in (MIGRATE, ARCHIVE, REJECTED)):
        number += 1
        name = f"{'/'.join(parts).removesuffix('.gz')}.{number}"
    return name
