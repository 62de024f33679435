"""One batch against one rule set: masks to counts and a bounded sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Anomaly, Batch
from chukan.layouts.model import Item
from chukan.rules.check import FieldCheck, RuleSet
from chukan.rules.records import RecordCheck
from chukan.severity import Severity
from chukan.verification.display import shown, told
from chukan.verification.tally import Place, Tally

#: Distinct values above this share of the rows cost more to find than they save.
_WORTH_ENCODING = 0.3


@dataclass
class BatchChecker:
    """Runs a rule set over batches of one file. One a process; remembers what repeats."""

    rules: RuleSet
    show: bool = False
    missing: frozenset[str] = frozenset()
    """Items that the file lacks: that it should have one rests on what the item rests on."""
    _unique: set[str] = field(default_factory=set)
    """Items whose values hardly repeat: not encoded again."""

    def check(self, batch: Batch, tally: Tally) -> None:
        """Add to `tally` all that is wrong with the records of `batch`."""
        for anomaly in batch.anomalies:
            self.add_anomaly(anomaly, tally)
        for index, name in enumerate(batch.table.schema.names):
            if checks := self.rules.fields.get(name, ()):
                self._column(batch, name, batch.table.column(index), checks, tally)
        records = self.rules.records
        for rule, mask in zip(records, records.failing(batch.table), strict=True):
            if mask is not None:
                self._record_rule(batch, rule, mask, tally)

    def add_anomaly(self, anomaly: Anomaly, tally: Tally) -> None:
        """A reading problem is a finding of its F rule."""
        layout = self.rules.layout
        absent = anomaly.rule == "F06" and anomaly.item in self.missing and layout.by_name.get(anomaly.item or "")
        ground = layout.ground(absent.basis) if absent else ""
        severity = self.rules.settings.severities.of(anomaly.rule, Severity(anomaly.severity), ground)
        if severity is None:
            return
        place = Place(
            anomaly.record or 0,
            anomaly.line or 0,
            anomaly.item or "",
            anomaly.rule,
            severity,
            anomaly.raw.hex(" ").upper() if anomaly.raw else "",
            _with_offset(anomaly),
            ground,
        )
        tally.add((anomaly.rule, anomaly.item or "", severity, ground), anomaly.count, [place])

    def _column(self, batch: Batch, name: str, values: pa.Array, checks: Sequence[FieldCheck], tally: Tally) -> None:
        sound = self._sound(batch, {name})
        encoded = self._encoded(name, values) if any(c.repeats for c in checks) else None
        for check in checks:
            if check.repeats and encoded is not None:
                distinct = check.failing(encoded.dictionary)
                mask = None if distinct is None else pc.take(distinct, encoded.indices)
            else:
                mask = check.failing(values)
            if mask is None:
                continue
            if sound is not None:
                mask = pc.and_(mask, sound)
            count = mask.true_count
            if count:
                key = (check.rule, name, check.severity, check.ground)
                rows = self._rows(mask, tally.room(key))
                tally.add(key, count, self._places(batch, rows, values, check))

    def _record_rule(self, batch: Batch, check: RecordCheck, mask: pa.Array, tally: Tally) -> None:
        sound = self._sound(batch, set(check.reads))
        if sound is not None:
            mask = pc.and_(mask, sound)
        count = mask.true_count
        if not count:
            return
        item = check.items[0] if check.items else ""
        key = (check.rule, item, check.severity, check.ground)
        records, lines = batch.records, batch.lines
        places = [
            Place(
                record=records[r].as_py(),
                line=lines[r].as_py(),
                item=item,
                rule=check.rule,
                severity=check.severity,
                value="",
                message=check.text,
                ground=check.ground,
            )
            for r in self._rows(mask, tally.room(key))
        ]
        tally.add(key, count, places)

    def _places(self, batch: Batch, rows: Sequence[int], values: pa.Array, check: FieldCheck) -> Iterator[Place]:
        item: Item = check.item
        for row in rows:
            value = values[row].as_py() or ""
            yield Place(
                batch.records[row].as_py(),
                batch.lines[row].as_py(),
                item.name,
                check.rule,
                check.severity,
                shown(value, item, show=self.show),
                told(check.message(value, show=self.show and not item.is_secret)),
                check.ground,
            )

    def _encoded(self, name: str, values: pa.Array) -> pa.DictionaryArray | None:
        """The column by its distinct values, where that pays."""
        if name in self._unique or len(values) == 0:
            return None
        head = values.slice(0, 2000)
        if len(pc.unique(head)) > _WORTH_ENCODING * len(head) and len(head) > 100:
            self._unique.add(name)
            return None
        return values.dictionary_encode()

    @staticmethod
    def _sound(batch: Batch, names: set[str]) -> pa.Array | None:
        """False where one of the values is damaged (F03 speaks there); None = all are sound."""
        rows = sorted({row for name in names for row in batch.damaged.get(name, ())})
        if not rows:
            return None
        damaged = pa.array(rows, pa.int64())
        return pc.invert(pc.is_in(pa.array(range(batch.table.num_rows), pa.int64()), value_set=damaged))

    @staticmethod
    def _rows(mask: pa.Array, room: int) -> list[int]:
        """The first `room` rows where the mask is True."""
        if room <= 0:
            return []
        return pc.indices_nonzero(mask).slice(0, room).to_pylist()  # type: ignore[no-any-return]


def _with_offset(anomaly: Anomaly) -> str:
    return anomaly.message if anomaly.offset is None else f"{anomaly.message}（{anomaly.offset + 1:,} バイト目）"
