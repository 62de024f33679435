"""One batch against the checks of a schema: masks to counts and a bounded sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from chukan.intake.batch import Anomaly, Batch
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.fields.repertoire import SameEverywhere
from chukan.rules.records import RecordCheck
from chukan.severity import Severity
from chukan.values.buffers import Bools, not_empty
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.records import Records, damaged_rows, failing_rows
from chukan.verification.tally import SampledFinding, Tally


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
        for name, column in zip(batch.table.schema.names, batch.table.columns, strict=True):
            if checks := self.rules.fields.get(name):
                self._column(records, name, checks, tally)
                tally.count_filled(name, not_empty(column))
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
            failing = failing_rows(check(values), damaged)
            if name in batch.vendor_coded and isinstance(check.declared, SameEverywhere):
                failing = _with_vendor_coded(batch, name, check.declared, failing, damaged)
            if failing is not None:
                self._field_findings(records, failing, check, tally)

    def _field_findings(self, records: Records, failing: Bools, check: FieldCheck, tally: Tally) -> None:
        item, key = check.item, (check.rule, check.item.name, check.severity, check.ground)
        values = records.batch.table.column(item.name)
        show = self.show and not item.is_secret

        @cache  # of a column that is wrong throughout, many values are the same
        def told(value: str) -> tuple[str, str]:
            return display(value, item, show=self.show), truncate(check.message(value, show=show))

        def finding(row: int) -> SampledFinding:
            value, message = told(values[row].as_py() or "")
            return records.finding(row, key, value=value, message=message)

        records.report(failing, key, finding, tally)

    def _record(self, records: Records, check: RecordCheck, tally: Tally) -> None:
        failing = failing_rows(check(records.batch.table), damaged_rows(records.batch, check.reads))
        if failing is None:
            return
        key = (check.rule, check.items[0] if check.items else "", check.severity, check.ground)

        def finding(row: int) -> SampledFinding:
            return records.finding(row, key, message=check.text, check=check.id)

        records.report(failing, key, finding, tally, check.id)


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
