"""One batch against the checks of a schema: masks to counts and a bounded sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from chukan.intake.batch import Anomaly, Batch
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.fields.repertoire import SameEverywhere
from chukan.rules.records import RecordCheck
from chukan.severity import Severity
from chukan.values.kernels import Bools, boolean
from chukan.verification.decisions.fingerprint import Identity
from chukan.verification.decisions.keys import BatchKeys, key_items, shown_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.tally import Key, Recognised, SampledFinding, Tally


@dataclass
class BatchChecker:
    """Runs the checks of a layout over batches of one file. One a process."""

    rules: CompiledRules
    show: bool = False
    watch: Watch = field(default_factory=Watch)

    def check(self, batch: Batch, tally: Tally) -> None:
        """Add to `tally` all that is wrong with the records of `batch`.

        Raises:
            PackError: a record rule cannot be run.
            UsageError: a user's own check cannot be run, or does not answer record by record.
        """
        records = Records(batch, self.rules, self.watch)
        for anomaly in batch.anomalies:
            self.add_anomaly(anomaly, tally, records)
        for name in batch.table.schema.names:
            if checks := self.rules.fields.get(name):
                self._column(records, name, checks, tally)
        for check in self.rules.records:
            self._record(records, check, tally)
        if self.rules.own:
            from chukan.verification.own_checks import run_own_checks  # pandas and pandera, which nothing else needs

            run_own_checks(self.rules, records, tally, show=self.show)

    def add_anomaly(self, anomaly: Anomaly, tally: Tally, records: Records | None = None) -> None:
        """Count a reading problem as a finding of its F rule.

        Args:
            anomaly: the problem.
            tally: takes it.
            records: those of its block; None = it is about the file as a whole.
        """
        layout = self.rules.layout
        absent = layout.by_name.get(anomaly.item or "") if anomaly.absent else None
        ground = layout.ground(absent.basis) if absent is not None else ""
        severity = self.rules.settings.severities.of(anomaly.rule, Severity(anomaly.severity), ground)
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

    def _column(self, records: Records, name: str, checks: Iterable[FieldCheck], tally: Tally) -> None:
        batch = records.batch
        values, damaged = batch.table.column(name), damaged_rows(batch, [name])
        for check in checks:
            failing = failing_rows(check.failing(values), damaged)
            if name in batch.vendor_coded and isinstance(check.declared, SameEverywhere):
                failing = _with_vendor_coded(batch, name, check.declared, failing, damaged)
            if failing is not None:
                self._field_findings(records, failing, check, tally)

    def _field_findings(self, records: Records, failing: Bools, check: FieldCheck, tally: Tally) -> None:
        item, key = check.item, (check.rule, check.item.name, check.severity, check.ground)
        values = records.batch.table.column(item.name)
        show = self.show and not item.is_secret

        def finding(row: int) -> SampledFinding:
            value = values[row].as_py() or ""
            message = truncate(check.message(value, show=show))
            return records.finding(row, key, value=display(value, item, show=self.show), message=message)

        records.report(failing, key, finding, tally)

    def _record(self, records: Records, check: RecordCheck, tally: Tally) -> None:
        failing = failing_rows(check.failing(records.batch.table), damaged_rows(records.batch, check.reads))
        if failing is None:
            return
        key = (check.rule, check.items[0] if check.items else "", check.severity, check.ground)

        def finding(row: int) -> SampledFinding:
            return records.finding(row, key, message=check.text, check=check.id)

        records.report(failing, key, finding, tally, check.id)


class Records:
    """The records of one batch, as findings name them."""

    def __init__(self, batch: Batch, rules: CompiledRules, watch: Watch) -> None:
        self.batch = batch
        self._watch = watch
        names = key_items(rules.layout, batch.table.schema.names)
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


def failing_rows(failing: pa.Array | None, damaged: Bools | None) -> Bools | None:
    """Return where a check fails, without the damaged rows: F03 reports those; None = nowhere."""
    if failing is None:
        return None
    rows = boolean(failing)
    return rows if damaged is None else rows & ~damaged


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
