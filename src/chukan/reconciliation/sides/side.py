"""One side of a pair, opened: columns by item, then batches of strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from chukan.agreement import Agreement
from chukan.errors import UsageError, readable
from chukan.intake.batch import Anomaly, Summary
from chukan.intake.opening.kinds import Kinds
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.reader import FileReader, open_file
from chukan.intake.records.block import Block
from chukan.intake.source.open_source import Source, shown_name
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.facts import Facts, ReadingProblem
from chukan.reconciliation.sides.parquet import open_parquet
from chukan.reconciliation.sides.part import FileParser, Part
from chukan.reconciliation.sides.postgresql import TableAddress, open_postgresql
from chukan.reconciliation.sides.sqlite import open_sqlite
from chukan.severity import Severity

_PARQUET = (".parquet", ".pq")
#: Of a file as a whole they are about columns and records: whether any are lacking is judged by the comparison.
_COMPARED = ("F02", "F06")
_SQLITE = (".sqlite", ".sqlite3", ".db")
_ON_DISK = {*_PARQUET, *_SQLITE}


@dataclass(frozen=True)
class SideSpec:
    """What is to be read for one side.

    Attributes:
        path: a file; ``NEW.sqlite/TABLE`` or ``postgresql://HOST/DATABASE#TABLE`` for a table of a database.
        shown: how results name it.
        expected_records: how many records the project says that it holds; None = nothing.
        date: when it was loaded, ISO; "" = not said.
        load_errors: records that the target system refused; None = not said.
        others: the layouts that the file may be of instead.
        several: how a file of several kinds of record is read; None = it has one.
    """

    path: Path
    shown: str
    layout: Layout
    agreement: Agreement = field(default_factory=Agreement)
    expected_records: int | None = None
    date: str = ""
    load_errors: int | None = None
    others: Callable[[], Iterable[Layout]] = tuple
    several: Kinds | None = None

    def __post_init__(self) -> None:
        shown = self.address.shown if self.address is not None else shown_name(self.path, self.shown)
        object.__setattr__(self, "shown", readable(shown))

    @cached_property
    def address(self) -> TableAddress | None:
        """Where it is in a PostgreSQL database; None = it is a file."""
        return TableAddress.of(self.path)

    @property
    def size(self) -> int:
        """Bytes of the file; 0 where nobody can tell beforehand: to open it says what is wrong with it."""
        return Source.of(self.path).size() if self.address is None else 0


class OpenSide(Protocol):
    """An opened side. Work off its blocks once; then ask for the rest."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The items that it has."""
        ...

    @property
    def extra(self) -> tuple[str, ...]:
        """What messages call the columns that are no item, and that nobody said to leave out."""
        ...

    @property
    def unread(self) -> str:
        """Why its columns mean nothing; "" = they do."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """The agreed forms of an unknown day."""
        ...

    @property
    def parse(self) -> Callable[[Any], Part]:
        """What makes the records of a block; can be pickled."""
        ...

    @property
    def stays(self) -> bool:
        """True where its blocks are records already: to send them to another process would cost more than it spares."""
        ...

    def blocks(self) -> Iterator[Any]:
        """Yield its blocks, in their order."""
        ...

    def absorb(self, summary: Summary, anomalies: Iterable[Anomaly]) -> None:
        """Take back what a part says of itself, in the order of the blocks."""
        ...

    @property
    def facts(self) -> Facts:
        """What it turned out to be; valid when all parts were absorbed.

        Raises:
            InputError: it was written to meanwhile.
        """
        ...


def parts_of(side: OpenSide) -> Iterator[Part]:
    """Yield the records of a side, parsed in this process."""
    for block in side.blocks():
        part = side.parse(block)
        side.absorb(part.summary, part.anomalies)
        yield part


def open_side(spec: SideSpec, *, block_size: int, progress: Callable[[str, int, int], None] | None = None) -> OpenSide:
    """Open one side.

    Args:
        spec: what is to be read.
        block_size: bytes (of a database: some thousand records) that are in memory at a time.
        progress: called with what is read, bytes done, bytes in all.

    Raises:
        InputError: it is missing, has no permission, is damaged or no text; or the database can't be reached.
        MissingExtra: what reads the database is not installed.
        UsageError: it is a Parquet file or a database in a store.
        AgreementError: the agreement can't be applied to the layout.
    """
    if spec.address is not None:
        return open_postgresql(spec.address, spec.layout, spec.agreement)
    if Source.of(spec.path).is_remote and {spec.path.suffix.lower(), spec.path.parent.suffix.lower()} & _ON_DISK:
        raise UsageError(
            "保存先にある Parquet や SQLite は、URI のままでは読めません",
            place=spec.shown,
            hint="手元に写して指定するか、CSV で受け取ってください。",
        )
    if spec.path.suffix.lower() in _PARQUET:
        return open_parquet(spec.path, spec.layout, spec.agreement)
    if spec.path.parent.suffix.lower() in _SQLITE and spec.path.parent.is_file():
        return open_sqlite(spec.path.parent, spec.path.name, spec.layout, spec.agreement)
    if spec.path.suffix.lower() in _SQLITE:
        return open_sqlite(spec.path, "", spec.layout, spec.agreement)
    return FileSide(spec, block_size, progress)


class FileSide:
    """A file that intake reads."""

    stays = False

    def __init__(
        self, spec: SideSpec, block_size: int, progress: Callable[[str, int, int], None] | None = None
    ) -> None:
        size = spec.size
        report = (lambda done: progress(spec.shown, done, size)) if progress else None
        self._reader: FileReader = open_file(
            spec.path,
            spec.layout,
            spec.agreement,
            block_size=block_size,
            progress=report,
            others=spec.others,
            several=spec.several,
        )
        self.columns = self._reader.facts.columns
        self.extra = _unread_columns(self._reader, spec.agreement)
        self.unknown = spec.agreement.unknown_dates
        self._problems: dict[tuple[str, bool], ReadingProblem] = {}
        wrong = self._reader.facts.wrong_layout
        self.unread = f"見出しが別の移行ファイル定義（{wrong}）のものです" if wrong else ""

    @property
    def parse(self) -> FileParser:
        """See `OpenSide`."""
        return FileParser(self._reader.plan)

    def blocks(self) -> Iterator[Block]:
        """See `OpenSide`."""
        return self._reader.blocks()

    def absorb(self, summary: Summary, anomalies: Iterable[Anomaly]) -> None:
        """See `OpenSide`."""
        self._reader.absorb(summary)
        _note(anomalies, self._problems)

    @property
    def facts(self) -> Facts:
        """See `OpenSide`; its account adds up, or it is a bug."""
        self._reader.check_unchanged()
        account = self._reader.account
        account.check()
        problems = self._problems.copy()
        _note((a for a in self._reader.anomalies if a.rule not in _COMPARED), problems)
        return Facts(
            sha256=self._reader.sha256,
            bytes=account.total_bytes,
            encoding=self._reader.facts.encoding,
            read=account.read_records,
            rejected=account.rejected_records,
            undecided=self._reader.facts.undecided,
            problems=tuple(problems.values()),
        )


def _note(anomalies: Iterable[Anomaly], problems: dict[tuple[str, bool], ReadingProblem]) -> None:
    """Note what was wrong with records, and with the file as a whole, each rule once."""
    for one in anomalies:
        key = one.rule, one.record is None
        known = problems.get(key) or ReadingProblem(one.rule, one.message, 0, one.record or 0, grave=False)
        grave = known.grave or one.severity == Severity.ERROR
        problems[key] = replace(known, count=known.count + one.count, grave=grave)


def _unread_columns(reader: FileReader, agreement: Agreement) -> tuple[str, ...]:
    """Return what messages call the columns that hold no item of their own: unknown ones, and a second one of a name."""
    plan = reader.plan
    if not isinstance(plan, DelimitedPlan):
        return reader.facts.extra_shown
    seen: Counter[str] = Counter()
    found = []
    for number, (item, label) in enumerate(zip(plan.items, plan.labels, strict=True), 1):
        seen[label] += 1
        left_out = any(agreement.columns.get(name, "") is None for name in (label, f"{label}#{seen[label]}"))
        if item is None and not left_out:
            found.append(label or f"{number} 列目")
    return tuple(found)
