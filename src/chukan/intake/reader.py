"""Opening a file under an agreement: batches first, then its account, anomalies and gaiji."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import StoreFailure
from chukan.intake.batch import Account, Anomaly, Batch, FileFacts, Gaiji, Summary
from chukan.intake.encoding.choice import SAMPLE, Choice, choose
from chukan.intake.encoding.transcode import Transcoder
from chukan.intake.opening.beginning import open_beginning
from chukan.intake.opening.delimited import open_delimited
from chukan.intake.opening.fixed import open_fixed
from chukan.intake.opening.form import looks_fixed, other_form
from chukan.intake.opening.kinds import Kinds
from chukan.intake.opening.opened import Opening
from chukan.intake.opening.other_layouts import Others
from chukan.intake.opening.sheets import agreement_of_sheet, merged_anomalies, sheet_anomalies
from chukan.intake.opening.unused import unused_keys
from chukan.intake.parsing.closing import closing_anomalies, unread_anomalies
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.records.block import Block, Plan
from chukan.intake.records.cut import Cutter
from chukan.intake.records.elsewhere import BlockElsewhere
from chukan.intake.records.kinds import RecordOrder
from chukan.intake.records.rules import LARGEST
from chukan.intake.source.open_source import Source, State, changed_meanwhile
from chukan.intake.source.reading import Reading
from chukan.intake.source.signatures import refuse_binary
from chukan.layouts.model import Layout

Progress = Callable[[int], None]
#: Threads that parse: with a third one, what Python itself does, one at a time, would be in the way.
_THREADS = 2


class FileReader:
    """One file. Iterate it once, or work off `blocks` once; then ask for the rest.

    To read in several processes, send ``reader.plan`` and each of ``reader.blocks()`` there, call
    ``plan.parse(block)``, and give each batch's summary back to ``reader.absorb``. Record and line
    numbers are absolute in either case.
    """

    def __init__(
        self,
        source: Source,
        opening: Opening,
        agreement: Agreement,
        block_size: int,
        progress: Progress | None,
        state: State = None,
    ) -> None:
        self.facts: FileFacts = opening.facts
        self._source, self._opening, self._agreement = source, opening, agreement
        self._state = state
        self._block_size, self._progress = block_size, progress
        self._summary = opening.prologue
        self._read_bytes = 0
        self._sha256 = ""
        self._order: RecordOrder | None = None

    @property
    def plan(self) -> Plan:
        """How its blocks are parsed; can be pickled."""
        return self._opening.plan

    @property
    def data_offset(self) -> int:
        """Bytes of the file before the first record: byte order mark, skipped records, header."""
        return self._opening.start.offset

    @property
    def account(self) -> Account:
        """Where the bytes and records went; complete once every block was absorbed."""
        account = self._summary.account + Account()
        account.total_bytes = self._read_bytes
        return account

    @property
    def sha256(self) -> str:
        """Of the file as delivered; valid after the iteration."""
        return self._sha256

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """Those of the file as a whole; valid after the iteration."""
        trailers = self._opening.trailers
        stated = trailers.anomalies(self._summary.counts) if trailers else ()
        traces = self._opening.traces.anomalies(self._summary.counts, self._summary.firsts)
        unread = unread_anomalies(self._summary)
        if self._opening.is_part:
            return (*stated, *traces, *unread)
        order = self._order.anomalies() if self._order else ()
        closing = closing_anomalies(self._summary, self.facts, self._agreement)
        return (*self._opening.anomalies, *order, *stated, *traces, *unread, *closing)

    @property
    def counts(self) -> dict[str, int]:
        """Things that are told once a file, such as ``newline_crlf`` or ``blank_lines``; valid after the iteration."""
        return dict(self._summary.counts)

    @property
    def gaiji(self) -> tuple[Gaiji, ...]:
        """Sorted by code point; valid after the iteration."""
        return self._summary.gaiji

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches in order; blocks are parsed while the next ones are cut and the caller is at work.

        numpy and Arrow let other threads run, and that is most of the work. A small file starts no thread.
        """
        blocks = self.blocks()
        for block in islice(blocks, 1):
            if len(block.raw) >= self._block_size // 2:
                blocks = chain((block,), blocks)
            else:  # hardly more follows
                yield self._absorbed(self.plan.parse(block))
        with ThreadPoolExecutor(_THREADS) as beside:
            parsed: deque[Future[Batch]] = deque()
            for block in blocks:
                parsed.append(beside.submit(self.plan.parse, block))
                if len(parsed) > _THREADS:
                    yield self._absorbed(parsed.popleft().result())
            while parsed:
                yield self._absorbed(parsed.popleft().result())

    def _absorbed(self, batch: Batch) -> Batch:
        self.absorb(batch.summary)
        return batch

    def blocks(self) -> Iterator[Block]:
        """Cut the file, in order, in memory bounded by the block size and the largest record.

        Raises:
            InputError: it can't be read to its end, or was written to meanwhile.
        """
        try:
            yield from self._cut()
        except StoreFailure:
            self.check_unchanged()  # a store may refuse the rest of a file that is another one by now
            raise

    def _cut(self) -> Iterator[Block]:
        with self._source.open() as reading:
            reading.read(self._opening.bom)
            transcode, respelling = self._opening.transcode, self._opening.respelling
            stream = reading if transcode is None else Transcoder(reading, transcode, respelling)
            cutter = Cutter(
                stream,
                self._opening.find,
                self._block_size,
                self._opening.start,
                skip_last=self._agreement.skip.last,
                typing=self._opening.typing,
                header=self._opening.header,
                place=self._source.plain,
            )
            self._order = cutter.order
            for block in cutter:
                self._report_progress(reading)
                yield block
            self._read_bytes = reading.count
            self._sha256 = reading.sha256()
            self._report_progress(reading)

    def absorb(self, summary: Summary) -> None:
        """Take a batch's summary into the account; in any order."""
        self._summary += summary

    def elsewhere(self, block: Block) -> Block | BlockElsewhere:
        """Return a block as it goes to a machine that sees the same files: without its bytes, if it can read them there."""
        address = self._source.address
        return block if address is None or block.origin is not None else BlockElsewhere.of(block, address)

    def check_unchanged(self) -> None:
        """Make sure that what was looked at first, cut, and examined elsewhere was one and the same file.

        Raises:
            InputError: it was written to meanwhile.
        """
        if self._source.state() != self._state:
            raise changed_meanwhile(self._source.path)

    def _report_progress(self, reading: Reading) -> None:
        if self._progress is not None:
            self._progress(reading.delivered)


def open_file(
    path: str | Path,
    layout: Layout | None,
    agreement: Agreement,
    *,
    block_size: int = 4 << 20,
    progress: Progress | None = None,
    keep: int = 1000,
    others: Others = tuple,
    several: Kinds | None = None,
    choice: Choice | None = None,
) -> FileReader:
    """Return the reader of one file.

    Args:
        path: a file; ``ARCHIVE.zip/NAME`` for a member of an archive (the name may be left out when
            there is only one); ``.gz`` is decompressed; or a URI that fsspec knows.
        layout: what the file should hold; None = its header names the columns.
        agreement: the agreed physical form; what it leaves open is detected, and `facts` says so.
        block_size: bytes to parse at a time. Changes memory and speed, never what is read.
        progress: called with the bytes of the delivered file that were read so far.
        keep: anomalies of one rule, item and severity that a block tells one by one; more are
            only counted.
        others: gives the layouts that the file may be of instead, such as all of the same pack; asked only
            where the header hardly fits `layout`.
        several: the layouts of the other kinds of record, where a file has several; `layout` says which are read.
        choice: the encoding, where it was looked for already.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
        AgreementError: the agreement can't be applied to this layout.
        UsageError: a URI, and fsspec is not installed.
    """
    source = Source.of(path)
    state = source.state()
    sheet, given = source.sheet, agreement
    if sheet is not None:
        agreement = agreement_of_sheet(agreement)
        source = replace(source, dates=agreement.date_form or "yyyymmdd")
    head = source.head(SAMPLE)
    if len(head) == SAMPLE and b"\n" not in head and b"\r" not in head:
        head = source.head(LARGEST)
    if sheet is None:
        refuse_binary(head, source.path)
    choice = choice or choose(source, head, agreement)
    fixed = agreement.format == "fixed" or (
        agreement.format is None and looks_fixed(head[choice.bom :], layout, agreement, choice.encoding)
    )

    def settle(head: bytes, whole: bool) -> Opening:
        if fixed:
            return open_fixed(head, choice, layout, agreement, whole=whole, keep=keep, several=several)
        return open_delimited(head, choice, layout, agreement, whole=whole, keep=keep, others=others, several=several)

    opening = open_beginning(settle, head, source.head, agreement.skip.first)
    if sheet is not None and isinstance(opening.plan, DelimitedPlan):
        items, labels = opening.plan.items, opening.plan.labels
        found = (
            *sheet_anomalies(sheet.typed, items, labels, layout),
            *merged_anomalies(sheet.merged, opening.start.line, items, labels),
        )
        opening = replace(opening, anomalies=(*opening.anomalies, *found))
        opening.prologue.account.sheet_rows, opening.prologue.account.sheet_cells = sheet.rows, sheet.cells
    other = other_form(head[choice.bom :], layout, agreement, choice.encoding) if sheet is None else ()
    unused = unused_keys(given, opening.facts, is_sheet=sheet is not None, is_other_form=bool(other)) if head else ()
    opening = replace(opening, anomalies=(*opening.anomalies, *other, *unused))
    return FileReader(
        source=source, opening=opening, agreement=agreement, block_size=block_size, progress=progress, state=state
    )
