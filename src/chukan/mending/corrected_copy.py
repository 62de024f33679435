"""The corrected copy of one file on its way: mended, written, read again, and what the note beside it says."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan import __version__
from chukan.agreement import Agreement
from chukan.errors import readable
from chukan.intake.batch import Batch
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.eras import eras_of_dates
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.parsing.padding import Filling
from chukan.intake.pinning import pinned
from chukan.intake.reader import FileReader
from chukan.intake.records.block import Block, Plan
from chukan.intake.writing.fixed import FixedForm
from chukan.layouts.model import Layout
from chukan.mending.catalogue import MENDS
from chukan.mending.form import FormMends, plan_form
from chukan.mending.log import DONE, ChangeLog
from chukan.mending.proof import ContentDigest, prove
from chukan.mending.rewriting import Rewriter, Rewritten
from chukan.mending.values import Change, ValueMender
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.verification.assemble import now
from chukan.verification.display import display
from chukan.verification.mended import SCHEMA_VERSION, MendCount, MendNote
from chukan.verification.unexamined import unexamined


class CorrectedCopy:
    """One copy on its way: every record once, in the order of the file.

    Args:
        reader: of the delivered file, nothing read yet.
        layout: what it should hold.
        agreement: what was agreed.
        rules: ids of the rules whose findings are mended.
        log: takes the changes.
        as_of: "today" for the rules that need it.
        show_values: the log shows values (個人番号 never).
    """

    def __init__(
        self,
        reader: FileReader,
        layout: Layout,
        agreement: Agreement,
        rules: tuple[str, ...],
        log: ChangeLog,
        *,
        as_of: dt.date,
        show_values: bool,
    ) -> None:
        self._reader, self._layout, self._agreement, self._rules = reader, layout, agreement, rules
        self._log, self._as_of, self._show = log, as_of, show_values
        facts = reader.facts
        settings = Settings(agreement=agreement, dates=facts.dates, encoding=facts.encoding, as_of=as_of)
        values = [rule for rule in rules if MENDS[rule].in_values]
        schema = compile_rules(layout, settings)
        self._mender = ValueMender(schema, values, _converted(reader.plan, layout, agreement))
        self._unread_rules = {rule: why for rule, why in unexamined(schema, facts).items() if rule in values}
        self._meant = ContentDigest()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._left: Counter[tuple[str, str]] = Counter()
        self._changed, self._unread, self._size, self._hash = 0, 0, 0, hashlib.sha256()
        self._form = FormMends(b"")

    def write(self, prologue: bytes, file: BinaryIO) -> None:
        """Write the copy.

        Args:
            prologue: the bytes of the file before its first record.
            file: takes the bytes.
        """
        reader, facts = self._reader, self._reader.facts
        form = plan_form(
            rules=self._rules,
            prologue=prologue,
            facts=facts,
            plan=reader.plan,
            agreement=self._agreement,
            layout=self._layout,
        )
        self._form = form
        for change in form.changes:
            self._counts[change.rule, ""] += change.count
            self._log.add([("", "", "", change.rule, change.what, "", f"{change.count:,} か所")])
        fixed = FixedForm(self._layout, self._agreement, facts.encoding) if isinstance(reader.plan, FixedPlan) else None
        rewriter = Rewriter(reader.plan, form, facts.encoding, fixed)
        newlines: Counter[str] = Counter()
        dropped = 0
        self._put(form.prologue, file)
        for block in reader.blocks():
            batch = reader.plan.parse(block)
            reader.absorb(batch.summary)
            written = self._block(block, batch, rewriter)
            newlines += written.newlines
            dropped += written.end_bytes
            self._put(written.raw, file)
        for kind, count in sorted(newlines.items()):
            self._counts["F04", ""] += count
            self._log.add([("", "", "", "F04", "改行をそろえた", kind, f"{count:,} か所")])
        if dropped:
            self._counts["F05", ""] += 1
            self._log.add([("", "", "", "F05", "末尾の 0x1A・NUL を除いた", f"{dropped:,} バイト", "")])

    def _block(self, block: Block, batch: Batch, rewriter: Rewriter) -> Rewritten:
        """Return a block as it is written, and take what was changed into the log and the counts."""
        mended = self._mender.mend(batch)
        new: dict[int, dict[str, str]] = {}
        for change in mended.changes:
            new.setdefault(change.row, {})[change.item] = change.after
        written = rewriter.rewrite(block, batch, new)
        self._meant.add(_without(mended.table, batch.table, written.refused))
        for rejected in batch.rejected:
            self._meant.add_rejected(rejected.raw)
        self._left += mended.left
        self._unread += mended.unread
        made = []
        for change in mended.changes:
            if (change.row, change.item) in written.refused:
                self._left[change.rule, change.item] += 1
                continue
            self._counts[change.rule, change.item] += 1
            made.append(change)
        self._changed += len({change.row for change in made})
        self._log.add(self._row(batch, change) for change in made)
        return written

    def _row(self, batch: Batch, change: Change) -> tuple[object, ...]:
        item = self._layout.by_name[change.item]
        shown = (display(value, item, show=self._show) for value in (change.before, change.after))
        record, line = batch.records[change.row].as_py(), batch.lines[change.row].as_py()
        return (record, line, change.item, change.rule, DONE[change.rule], *shown)

    def _other_kinds(self) -> tuple[str, ...]:
        """Return what is said of records that another layout describes."""
        kinds = self._agreement.record_types
        address = f"/{self._layout.address}"
        named = [one for one in kinds.listed if one.rule.layout] if kinds is not None else []
        names = "、".join(one.name for one in named if not address.endswith(f"/{one.rule.layout}"))
        if not names:
            return ()
        return (f"{names}のレコードは別の移行ファイル定義のもので、見ていません（改行のほかはそのままです）",)

    def _put(self, data: bytes, file: BinaryIO) -> None:
        file.write(data)
        self._hash.update(data)
        self._size += len(data)

    def note(self, path: Path, out: Path, log: Path, written: Path) -> MendNote:
        """Read the copy again and return what is left beside it.

        Args:
            path: the delivered file.
            out: the copy's name.
            log: the log's name.
            written: where the copy is for now.
        """
        reader = self._reader
        form = [rule for rule in self._rules if not MENDS[rule].in_values]
        agreed = pinned(self._agreement, reader.facts)
        copy = prove(copy=written, layout=self._layout, agreement=agreed, meant=self._meant, source=reader, rules=form)
        left = self._left + Counter({(rule, ""): count for rule, count in copy.anomalies.items()})
        keys = sorted({*self._counts, *left}, key=lambda key: (self._rules.index(key[0]), key[1]))
        return MendNote(
            schema_version=SCHEMA_VERSION,
            tool=f"chukan {__version__}",
            made=now(),
            as_of=self._as_of.isoformat(),
            source=readable(path.name),
            source_sha256=reader.sha256,
            source_bytes=reader.account.total_bytes,
            file=readable(out.name),
            sha256=self._hash.hexdigest(),
            bytes=self._size,
            layout=self._layout.address,
            layout_digest=self._layout.digest,
            rules=self._rules,
            records_read=copy.account.read_records,
            records_rejected=copy.account.rejected_records,
            changed_records=self._changed,
            counts=tuple(MendCount(*key, mended=self._counts[key], left=left[key]) for key in keys),
            log=readable(log.name),
            log_sha256=self._log.sha256,
            reasons=(
                *(why for _, why in self._form.left),
                *(f"{rule}: {why}" for rule, why in self._unread_rules.items()),
                *self._other_kinds(),
            ),
            rules_unread=tuple(self._unread_rules),
            values_unread=self._unread,
        )


def _converted(plan: Plan, layout: Layout, agreement: Agreement) -> set[str]:
    """Return the items whose values are not read as they are written: eras, implied points, signs in digits."""
    found = set()
    if isinstance(plan, DelimitedPlan):
        fillings = zip(plan.items, plan.fillings, strict=False)
        found |= {
            item for item, filling in fillings if item and filling and (filling.rule != "none" or _codes(filling))
        }
    elif isinstance(plan, FixedPlan):
        pairs = zip(plan.spans, plan.fillings, strict=True)
        found |= {span.item for span, filling in pairs if _codes(filling)}
    dated = eras_of_dates(layout.names, layout.names, layout, agreement)
    return found | {*dated, *dated.values()}


def _codes(filling: Filling) -> bool:
    return filling.era or filling.overpunch or filling.decimals > 0


def _without(table: pa.RecordBatch, before: pa.RecordBatch, refused: Collection[tuple[int, str]]) -> pa.RecordBatch:
    """Return the table with the values that could not be written as they were before."""
    for item in {item for _, item in refused}:
        position = table.schema.get_field_index(item)
        kept = np.zeros(table.num_rows, bool)
        kept[[row for row, name in refused if name == item]] = True
        column = pc.if_else(pa.array(kept), before.column(position), table.column(position))
        table = table.set_column(position, item, column)
    return table
