"""Reading a file of the old side once, block by block, and counting what each change does to its records."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from chukan.agreement import Agreement
from chukan.authoring.change import Change
from chukan.authoring.diff import diff_layouts
from chukan.errors import UsageError
from chukan.expressions.types import DateForms
from chukan.impact.across import count_across, is_across, spilled_items
from chukan.impact.model import ChangeImpact, Example, Impact
from chukan.impact.probes import Probe, Sides, Touched, probe_of
from chukan.intake.batch import Anomaly, FileFacts
from chukan.intake.reader import open_file
from chukan.integrity.model import SpilledFile
from chukan.integrity.spill import Spill
from chukan.layouts.model import Layout
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.buffers import Bools
from chukan.verification.display import display

EXAMPLES = 3
"""Records that are named for each change."""
_FORM = {"added": "追加", "removed": "削除", "moved": "並べ替え"}
_AGREED = ("format", "encoding", "newline", "delimiter", "header", "dates")


@dataclass
class _Count:
    """What one change has touched so far."""

    probe: Probe
    records: int = 0
    already: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, touched: Touched, sides: Sides, *, show: bool) -> None:
        self.records += int(touched.newly.sum())
        self.already += int(touched.already.sum())
        table, item = sides.batch.table, sides.new.layout.by_name.get(touched.item)
        item = item or sides.old.layout.by_name.get(touched.item)
        for row in map(int, np.flatnonzero(touched.newly)[: EXAMPLES - len(self.examples)]):
            there = touched.item in table.schema.names
            value = (table.column(touched.item)[row].as_py() or "") if there else ""
            batch = sides.batch
            self.examples.append(
                Example(
                    batch.records[row].as_py(), batch.lines[row].as_py(), touched.item, display(value, item, show=show)
                )
            )


class _Singly:
    """The changes that one record at a time shows.

    Attributes:
        touched: records that at least one of them touches.
        problems: what reading the file found wrong, by rule.
    """

    def __init__(self, changes: Sequence[Change], facts: FileFacts, old: Layout, new: Layout) -> None:
        self.touched = 0
        self.problems: Counter[str] = Counter()
        self._counts: dict[Change, _Count] = {}
        self._uncounted: dict[Change, ChangeImpact] = {}
        for change in changes:
            probe = _missing(change, facts) or probe_of(change, old, new)
            if isinstance(probe, str):
                self._uncounted[change] = ChangeImpact(change, None, why=probe)
            else:
                self._counts[change] = _Count(probe)

    def count(self, sides: Sides, *, show: bool) -> None:
        """Count what the changes do to the records of a batch."""
        some: Bools = sides.nothing()
        for count in self._counts.values():
            result = count.probe(sides)
            count.add(result, sides, show=show)
            some |= result.newly
        self.touched += int(some.sum())
        self.problems.update(_problems(sides.batch.anomalies))

    def found(self) -> dict[Change, ChangeImpact]:
        """Return what each of them does."""
        counted = {c: ChangeImpact(c, n.records, n.already, tuple(n.examples)) for c, n in self._counts.items()}
        return self._uncounted | counted


def impact_on(
    path: Path,
    old: Layout,
    new: Layout,
    agreement: Agreement,
    *,
    others: Callable[[], Iterable[Layout]] = tuple,
    as_of: dt.date | None = None,
    show_values: bool = False,
    block_size: int = 8 << 20,
    memory_limit: int = 512 << 20,
    progress: Callable[[int], None] | None = None,
) -> Impact:
    """Count the records of a file that each change between two layouts touches.

    The file is read once, in blocks, so that memory stays bounded; what takes several records is spilled and answered
    by DuckDB within its limit.

    Args:
        path: a file made for `old`.
        old: its layout.
        new: the layout that it is to fit.
        agreement: how the file is written.
        others: the layouts that the file may be of instead.
        as_of: the day of the check; None = today.
        show_values: show values of examples (個人番号 never).
        block_size: bytes that are read at a time.
        memory_limit: bytes that DuckDB may use.
        progress: called with the bytes read so far.

    Raises:
        InputError: the file can't be read at all.
        UsageError: its header is another layout's.
        PackError: a condition of a layout is wrong.
        Bug: the account of the file does not add up.
    """
    day = as_of or dt.date.today()
    reader = open_file(path, old, agreement, block_size=block_size, progress=progress, others=others)
    facts = reader.facts
    _must_be_of(old, facts, path)
    settings = Settings(agreement=agreement, dates=facts.dates, encoding=facts.encoding, as_of=day)
    changes = diff_layouts(old, new).shown
    across = [change for change in changes if is_across(change)]
    rules = compile_rules(old, settings), compile_rules(new, settings)
    singly = _Singly([change for change in changes if change not in across], facts, old, new)
    with Spill() as spill:
        columns = [name for name in spilled_items(old, new) if across and name in facts.columns]
        with closing(spill.writer(0)) as writer:
            for batch in reader:
                singly.count(Sides(batch, *rules), show=show_values)
                if columns:
                    writer.write(batch.table, batch.records, batch.lines, columns)
        reader.account.check()
        file = SpilledFile(
            index=0,
            municipality="",
            layout=old,
            name=path.name,
            columns=facts.columns,
            spill=spill.path(0),
            forms=DateForms(facts.dates, agreement.unknown_dates),
            records=reader.account.total_records,
            rejected=reader.account.rejected_records,
        )
        found = count_across(
            across,
            file,
            new,
            as_of=day,
            limit=EXAMPLES,
            show=show_values,
            memory_limit=memory_limit,
            folder=spill.folder,
        )
    found |= singly.found()
    return Impact(
        file=path.name,
        sha256=reader.sha256,
        old=old.address,
        old_digest=old.digest,
        new=new.address,
        new_digest=new.digest,
        statements=tuple(dict.fromkeys((old.origin.statement, new.origin.statement))),
        as_of=day.isoformat(),
        account={f.name: getattr(reader.account, f.name) for f in fields(reader.account)},
        agreement={key: getattr(facts, key) for key in _AGREED},
        undecided=facts.undecided,
        problems=dict(sorted((singly.problems + _problems(reader.anomalies)).items())),
        form=_form(changes, facts),
        touched=singly.touched,
        changes=tuple(found[change] for change in changes),
    )


def _must_be_of(layout: Layout, facts: FileFacts, path: Path) -> None:
    if facts.wrong_layout:
        raise UsageError(
            f"ファイルの見出しは {layout.address} のものではありません（{facts.wrong_layout}）",
            place=str(path),
            hint="OLD に、このファイルを作ったときの定義を指定してください。`chukan inspect FILE` で調べられます。",
        )


def _form(changes: Sequence[Change], facts: FileFacts) -> str:
    """Return what becomes of the file's columns; "" when they stay as they are."""
    items = [change for change in changes if change.what == "item"]
    count = Counter[str](change.kind for change in items if change.kind != "changed")
    words = [f"{word} {count[kind]}" for kind, word in _FORM.items() if count[kind]]
    fixed = facts.format == "fixed"
    sizes = sum(change.field in ("length", "scale", "type") for change in items) if fixed else 0
    words += [f"桁数などの変更 {sizes}"] if sizes else []
    if not words:
        return ""
    if fixed or not facts.header:
        what = "固定長のファイル" if fixed else "見出しのないファイル"
        return f"項目の{'・'.join(words)}。{what}なので、全件を新しい並びに作り直してください。"
    return f"項目の{'・'.join(words)}。見出しと列を新しい定義に合わせてください。"


def _missing(change: Change, facts: FileFacts) -> str:
    """Return why an item can't be counted that the file should have and has not; "" when it is there."""
    if change.what == "item" and change.kind != "added" and change.name in facts.missing:
        return "いまのファイルにこの項目の列がありません"
    return ""


def _problems(anomalies: tuple[Anomaly, ...] | list[Anomaly]) -> Counter[str]:
    """Count the reading problems that are errors, by rule."""
    count: Counter[str] = Counter()
    for anomaly in anomalies:
        if anomaly.severity == Severity.ERROR:
            count[anomaly.rule] += anomaly.count
    return count
