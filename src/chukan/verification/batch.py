"""One batch against the checks of a schema: masks to counts and a bounded sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandas.arrays import ArrowExtensionArray

from chukan.errors import ChukanError, UsageError
from chukan.intake.batch import Anomaly, Batch
from chukan.layouts.model import Item
from chukan.rules.checks import FieldCheck, StringsCheck
from chukan.rules.fields.repertoire import SameEverywhere
from chukan.rules.own import OWN, own_failing, own_message, own_severity
from chukan.rules.records import RecordCheck
from chukan.rules.schema import LayoutSchema
from chukan.severity import Severity
from chukan.values.kernels import Bools
from chukan.verification.decisions.fingerprint import Identity
from chukan.verification.decisions.keys import BatchKeys, key_items, shown_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.tally import Key, Recognised, SampledFinding, Tally


@dataclass
class BatchChecker:
    """Runs the checks of a schema over batches of one file. One a process."""

    schema: LayoutSchema
    show: bool = False
    watch: Watch = field(default_factory=Watch)

    def check(self, batch: Batch, tally: Tally) -> None:
        """Add to `tally` all that is wrong with the records of `batch`.

        Raises:
            PackError: a record rule cannot be run.
            UsageError: a user's own check cannot be run, or does not answer record by record.
        """
        records = _Records(batch, self.schema, self.watch)
        for anomaly in batch.anomalies:
            self.add_anomaly(anomaly, tally, records)
        frame = frame_of(batch.table)
        for name in frame.columns:
            column = self.schema.columns.get(name)
            if column is not None and column.checks:
                self._column(records, name, frame[name], column.checks, tally)
        for check in self.schema.checks:
            if isinstance(check, RecordCheck):
                self._record_check(records, frame, check, tally)
            else:
                self._own(records, frame, check, "", tally)

    def add_anomaly(self, anomaly: Anomaly, tally: Tally, records: _Records | None = None) -> None:
        """Count a reading problem as a finding of its F rule.

        Args:
            anomaly: the problem.
            tally: takes it.
            records: those of its block; None = it is about the file as a whole.
        """
        layout = self.schema.layout
        absent = layout.by_name.get(anomaly.item or "") if anomaly.absent else None
        ground = layout.ground(absent.basis) if absent is not None else ""
        severity = self.schema.settings.severities.of(anomaly.rule, Severity(anomaly.severity), ground)
        if severity is None:
            return
        item, message = anomaly.item or "", _with_offset(anomaly)
        if anomaly.is_rest:
            tally.add((anomaly.rule, item, severity, ground), anomaly.count)
            return
        if records and anomaly.record:
            identity, shown = records.at(anomaly.record)
        else:
            identity, shown = self.watch.fingerprints.whole(message), ""
        found = SampledFinding(
            record=anomaly.record or 0,
            line=anomaly.line or 0,
            item=item,
            rule=anomaly.rule,
            severity=severity,
            value=anomaly.raw.hex(" ").upper() if anomaly.raw else "",
            message=message,
            ground=ground,
            fingerprint=self.watch.fingerprint(anomaly.rule, item, "", identity),
            key=shown,
        )
        tally.add_watched(
            (anomaly.rule, item, severity, ground), found, anomaly.count, self.watch.of(anomaly.rule, item)
        )

    def _column(
        self, records: _Records, name: str, series: pd.Series[Any], checks: Iterable[pandera.Check], tally: Tally
    ) -> None:
        batch = records.batch
        damaged = damaged_rows(batch, [name])
        for check in checks:
            if isinstance(check, FieldCheck):
                holds = check(series).check_output
                failing = None if holds is True else failing_rows(holds, damaged)
                if name in batch.vendor_coded and isinstance(check.declared, SameEverywhere):
                    failing = _with_vendor_coded(batch, name, check.declared, failing, damaged)
                if failing is not None:
                    self._field_findings(records, failing, check, tally)
            elif not isinstance(check, StringsCheck):  # a file's values are strings
                self._own(records, series, check, name, tally)

    def _field_findings(self, records: _Records, failing: Bools, check: FieldCheck, tally: Tally) -> None:
        item, key = check.item, (check.rule, check.item.name, check.severity, check.ground)
        values = records.batch.table.column(item.name)
        show = self.show and not item.is_secret

        def finding(row: int) -> SampledFinding:
            value = values[row].as_py() or ""
            message = truncate(check.message(value, show=show))
            return records.finding(row, key, value=display(value, item, show=self.show), message=message)

        records.report(failing, key, finding, tally)

    def _record_check(self, records: _Records, frame: pd.DataFrame, check: RecordCheck, tally: Tally) -> None:
        holds = check(frame).check_output
        if holds is True:
            return
        key = (check.rule, check.items[0] if check.items else "", check.severity, check.ground)

        def finding(row: int) -> SampledFinding:
            return records.finding(row, key, message=check.text, check=check.id)

        records.report(failing_rows(holds, damaged_rows(records.batch, check.reads)), key, finding, tally, check.id)

    def _own(self, records: _Records, checked: Any, check: pandera.Check, name: str, tally: Tally) -> None:
        """Run a user's check over a column, or over the frame (`name` is "")."""
        severity = self.schema.settings.severities.of(OWN.id, own_severity(check))
        if severity is None or len(checked) == 0:
            return
        try:
            broken = own_failing(check, checked, check(checked).check_output)
        except ChukanError:
            raise
        except Exception as e:
            raise UsageError(
                f"検査「{own_message(check)}」を実行できません（{type(e).__name__}）",
                hint="schema.validate(chukan.read(...)) で確かめてください。",
            ) from e
        batch, said = records.batch, own_message(check)
        damaged = damaged_rows(batch, [name] if name else batch.damaged)
        for column, rows in broken.items():
            item = self.schema.layout.by_name.get(name or column)
            key = (OWN.id, name or column, severity, "")
            values = batch.table.column(item.name) if item else None

            def finding(row: int, key: Key = key, values: Any = values, item: Item | None = item) -> SampledFinding:
                value = "" if values is None else display(values[row].as_py() or "", item, show=self.show)
                return records.finding(row, key, value=value, message=truncate(said), check=said)

            records.report(failing_rows(~rows, damaged), key, finding, tally, said)


class _Records:
    """The records of one batch, as findings name them."""

    def __init__(self, batch: Batch, schema: LayoutSchema, watch: Watch) -> None:
        self.batch = batch
        self._watch = watch
        names = key_items(schema.layout, batch.table.schema.names)
        self._names = names if watch.keys or watch.fingerprints.secret else ()
        self._unread = {r.record: r.raw for r in batch.rejected}
        self._keys = BatchKeys(batch.table, batch.damaged, self._names)

    def finding(self, row: int, key: Key, *, value: str = "", message: str, check: str = "") -> SampledFinding:
        """Return the finding of a row."""
        rule, item, severity, ground = key
        identity, shown = self._identity(row)
        return SampledFinding(
            record=self.batch.records[row].as_py(),
            line=self.batch.lines[row].as_py(),
            item=item,
            rule=rule,
            severity=severity,
            check=check,
            value=value,
            message=message,
            ground=ground,
            fingerprint=self._watch.fingerprint(rule, item, check, identity),
            key=shown,
        )

    def report(
        self, failing: Bools, key: Key, finding: Callable[[int], SampledFinding], tally: Tally, check: str = ""
    ) -> None:
        """Count the rows where a check fails, sample the first of them, and recognise all that a sheet lists.

        Args:
            failing: the mask.
            key: what is counted.
            finding: makes the finding of a row.
            tally: takes them.
            check: which of several checks of one rule and item it is.
        """
        rows = np.flatnonzero(failing)
        tally.add(key, len(rows), (finding(int(row)) for row in rows[: max(tally.room(key), 0)]))
        listed = self._watch.of(key[0], key[1])
        for row in rows if listed else ():
            if self._watch.fingerprint(key[0], key[1], check, self._identity(int(row))[0]) in listed:
                tally.recognise(key, Recognised(finding(int(row)), 1, 1))

    def at(self, record: int) -> tuple[Identity, str]:
        """Return the identity of a record by its number, and its key as shown; of one that could not be read, by its bytes."""
        if record in self._unread:
            return self._watch.fingerprints.unread(self._unread[record]), ""
        row = int(np.searchsorted(self.batch.records.to_numpy(), record))
        there = row < len(self.batch.records) and self.batch.records[row].as_py() == record
        return self._identity(row) if there else (b"", "")

    def _identity(self, row: int) -> tuple[Identity, str]:
        if not self._names:
            return b"", ""
        values = self._keys.of(row)
        shown = shown_key(self._names, values) if self._watch.keys else ""
        return self._watch.fingerprints.record(values), shown


def frame_of(table: pa.RecordBatch) -> pd.DataFrame:
    """Return the batch as pandas sees it, without a copy."""
    columns = {name: ArrowExtensionArray(table.column(n)) for n, name in enumerate(table.schema.names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows), copy=False)


def failing_rows(holds: pd.Series[bool], damaged: Bools | None) -> Bools:
    """Where a check fails, without the damaged rows: F03 reports those."""
    failing: Bools = ~holds.to_numpy(dtype=bool)
    return failing if damaged is None else failing & ~damaged


def damaged_rows(batch: Batch, names: Iterable[str]) -> Bools | None:
    """Where one of the values is damaged; None when none is."""
    rows = [row for name in names for row in batch.damaged.get(name, ())]
    if not rows:
        return None
    flags = np.zeros(batch.table.num_rows, bool)
    flags[rows] = True
    return flags


def _with_vendor_coded(
    batch: Batch, name: str, rule: SameEverywhere, failing: Bools | None, damaged: Bools | None
) -> Bools | None:
    """Where V11 fails, with the values whose code, not whose character, is a vendor's: only bytes tell that."""
    values = batch.table.column(name)
    rows = [row for row in batch.vendor_coded[name] if rule.also(values[row].as_py())]
    if not rows:
        return failing
    failing = np.zeros(batch.table.num_rows, bool) if failing is None else failing.copy()
    failing[rows] = True
    return failing if damaged is None else failing & ~damaged


def _with_offset(anomaly: Anomaly) -> str:
    return anomaly.message if anomaly.offset is None else f"{anomaly.message}（{anomaly.offset + 1:,} バイト目）"
