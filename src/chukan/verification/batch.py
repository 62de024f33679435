"""One batch against the checks of a schema: masks to counts and a bounded sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandas.arrays import ArrowExtensionArray

from chukan.errors import ChukanError, UsageError
from chukan.intake.batch import Anomaly, Batch
from chukan.rules.checks import FieldCheck, StringsCheck
from chukan.rules.fields.repertoire import SameEverywhere
from chukan.rules.own import OWN, own_failing, own_message, own_severity
from chukan.rules.records import RecordCheck
from chukan.rules.schema import LayoutSchema
from chukan.severity import Severity
from chukan.values.kernels import Bools
from chukan.verification.display import display, truncate
from chukan.verification.tally import Key, SampledFinding, Tally


@dataclass
class BatchChecker:
    """Runs the checks of a schema over batches of one file. One a process."""

    schema: LayoutSchema
    show: bool = False

    def check(self, batch: Batch, tally: Tally) -> None:
        """Add to `tally` all that is wrong with the records of `batch`.

        Raises:
            PackError: a record rule cannot be run.
            UsageError: a user's own check cannot be run, or does not answer record by record.
        """
        for anomaly in batch.anomalies:
            self.add_anomaly(anomaly, tally)
        frame = frame_of(batch.table)
        for name in frame.columns:
            column = self.schema.columns.get(name)
            if column is not None and column.checks:
                self._column(batch, name, frame[name], column.checks, tally)
        for check in self.schema.checks:
            if isinstance(check, RecordCheck):
                self._record_check(batch, frame, check, tally)
            else:
                self._own(batch, frame, check, "", tally)

    def add_anomaly(self, anomaly: Anomaly, tally: Tally) -> None:
        """Count a reading problem as a finding of its F rule."""
        layout = self.schema.layout
        absent = layout.by_name.get(anomaly.item or "") if anomaly.absent else None
        ground = layout.ground(absent.basis) if absent is not None else ""
        severity = self.schema.settings.severities.of(anomaly.rule, Severity(anomaly.severity), ground)
        if severity is None:
            return
        found = SampledFinding(
            record=anomaly.record or 0,
            line=anomaly.line or 0,
            item=anomaly.item or "",
            rule=anomaly.rule,
            severity=severity,
            value=anomaly.raw.hex(" ").upper() if anomaly.raw else "",
            message=_with_offset(anomaly),
            ground=ground,
        )
        tally.add((anomaly.rule, anomaly.item or "", severity, ground), anomaly.count, [found])

    def _column(
        self, batch: Batch, name: str, series: pd.Series[Any], checks: Iterable[pandera.Check], tally: Tally
    ) -> None:
        damaged = damaged_rows(batch, [name])
        for check in checks:
            if isinstance(check, FieldCheck):
                holds = check(series).check_output
                failing = None if holds is True else failing_rows(holds, damaged)
                if name in batch.vendor_coded and isinstance(check.declared, SameEverywhere):
                    failing = _with_vendor_coded(batch, name, check.declared, failing, damaged)
                if failing is not None:
                    self._field_findings(batch, failing, check, tally)
            elif not isinstance(check, StringsCheck):  # a file's values are strings
                self._own(batch, series, check, name, tally)

    def _field_findings(self, batch: Batch, failing: Bools, check: FieldCheck, tally: Tally) -> None:
        item, key = check.item, (check.rule, check.item.name, check.severity, check.ground)
        values = batch.table.column(item.name)
        show = self.show and not item.is_secret

        def sample() -> Iterable[SampledFinding]:
            for row in _first(failing, tally.room(key)):
                value = values[row].as_py() or ""
                message = truncate(check.message(value, show=show))
                yield self._finding(batch, row, key, display(value, item, show=self.show), message)

        tally.add(key, int(failing.sum()), sample())

    def _record_check(self, batch: Batch, frame: pd.DataFrame, check: RecordCheck, tally: Tally) -> None:
        holds = check(frame).check_output
        if holds is True:
            return
        failing = failing_rows(holds, damaged_rows(batch, check.reads))
        key = (check.rule, check.items[0] if check.items else "", check.severity, check.ground)
        rows = _first(failing, tally.room(key))
        found = (replace(self._finding(batch, row, key, "", check.text), check=check.id) for row in rows)
        tally.add(key, int(failing.sum()), found)

    def _own(self, batch: Batch, checked: Any, check: pandera.Check, name: str, tally: Tally) -> None:
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
        damaged = damaged_rows(batch, [name] if name else batch.damaged)
        for column, rows in broken.items():
            item = self.schema.layout.by_name.get(name or column)
            failing = failing_rows(~rows, damaged)
            key = (OWN.id, name or column, severity, "")
            first = _first(failing, tally.room(key))
            values = batch.table.column(item.name).take(pa.array(first, pa.int64())).to_pylist() if item else []
            shown = [display(v or "", item, show=self.show) for v in values] or [""] * len(first)
            message = truncate(own_message(check))
            places = zip(first, shown, strict=True)
            tally.add(
                key, int(failing.sum()), (self._finding(batch, row, key, value, message) for row, value in places)
            )

    @staticmethod
    def _finding(batch: Batch, row: int, key: Key, value: str, message: str) -> SampledFinding:
        rule, item, severity, ground = key
        return SampledFinding(
            record=batch.records[row].as_py(),
            line=batch.lines[row].as_py(),
            item=item,
            rule=rule,
            severity=severity,
            value=value,
            message=message,
            ground=ground,
        )


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


def _first(failing: Bools, room: int) -> list[int]:
    """Return the first `room` rows where the mask is True."""
    return [int(row) for row in np.flatnonzero(failing)[: max(room, 0)]]


def _with_offset(anomaly: Anomaly) -> str:
    return anomaly.message if anomaly.offset is None else f"{anomaly.message}（{anomaly.offset + 1:,} バイト目）"
