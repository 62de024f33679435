"""One side of a pair, opened: columns by item, then batches of strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from chukan.agreement import Agreement
from chukan.errors import readable
from chukan.intake.batch import Anomaly
from chukan.intake.opening.kinds import Kinds
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.reader import FileReader, open_file
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.facts import Facts, ReadingProblem
from chukan.reconciliation.sides.parquet import open_parquet
from chukan.reconciliation.sides.sqlite import open_sqlite
from chukan.severity import Severity

Records = tuple[pa.RecordBatch, pa.Array, pa.Array]
"""Columns of strings by item, record numbers and lines."""
_PARQUET = (".parquet", ".pq")
#: Of a file as a whole it is about columns: whether they are compared is judged by the plan.
_OF_COLUMNS = "F06"
_SQLITE = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True)
class SideSpec:
    """What is to be read for one side.

    Attributes:
        path: a file; ``NEW.sqlite/TABLE`` for a table of a database.
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
        object.__setattr__(self, "shown", readable(self.shown))


class OpenSide(Protocol):
    """An opened side. Iterate it once; then ask for the rest."""

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

    def __iter__(self) -> Iterator[Records]:
        """Yield its records, in their order."""
        ...

    @property
    def facts(self) -> Facts:
        """What it turned out to be; valid after the iteration."""
        ...


def open_side(spec: SideSpec, *, block_size: int, progress: Callable[[str, int, int], None] | None = None) -> OpenSide:
    """Open one side.

    Args:
        spec: what is to be read.
        block_size: bytes (of a database: some thousand records) that are in memory at a time.
        progress: called with what is read, bytes done, bytes in all.

    Raises:
        InputError: it is missing, has no permission, is damaged or no text.
        AgreementError: the agreement can't be applied to the layout.
    """
    if spec.path.suffix.lower() in _PARQUET:
        return open_parquet(spec.path, spec.layout, spec.agreement)
    if spec.path.parent.suffix.lower() in _SQLITE and spec.path.parent.is_file():
        return open_sqlite(spec.path.parent, spec.path.name, spec.layout, spec.agreement)
    if spec.path.suffix.lower() in _SQLITE:
        return open_sqlite(spec.path, "", spec.layout, spec.agreement)
    return FileSide(spec, block_size, progress)


class FileSide:
    """A file that intake reads."""

    def __init__(
        self, spec: SideSpec, block_size: int, progress: Callable[[str, int, int], None] | None = None
    ) -> None:
        size = _size(spec.path)
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

    def __iter__(self) -> Iterator[Records]:
        for batch in self._reader:
            self._note(batch.anomalies)
            yield batch.readable, batch.records, batch.lines
        self._note(a for a in self._reader.anomalies if a.rule != _OF_COLUMNS)

    @property
    def facts(self) -> Facts:
        """See `OpenSide`; its account adds up, or it is a bug."""
        account = self._reader.account
        account.check()
        return Facts(
            sha256=self._reader.sha256,
            bytes=account.total_bytes,
            encoding=self._reader.facts.encoding,
            read=account.read_records,
            rejected=account.rejected_records,
            undecided=self._reader.facts.undecided,
            problems=tuple(self._problems.values()),
        )

    def _note(self, anomalies: Iterable[Anomaly]) -> None:
        """Note what was wrong with records, and with the file as a whole, each rule once."""
        for one in anomalies:
            key = one.rule, one.record is None
            known = self._problems.get(key)
            if known is None:
                known = ReadingProblem(one.rule, one.message, 0, one.record or 0, grave=False)
            grave = known.grave or one.severity == Severity.ERROR
            self._problems[key] = replace(known, count=known.count + one.count, grave=grave)


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


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # open_file says what is wrong with it
