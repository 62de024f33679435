"""The records of a batch as findings name them, and which of their rows a check says something of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from pandera.api.base.checks import CheckResult

from chukan.intake.batch import Batch
from chukan.rules.compile import CompiledRules
from chukan.values.buffers import Bools
from chukan.values.kernels import boolean
from chukan.verification.decisions.fingerprint import Identity
from chukan.verification.decisions.keys import BatchKeys, key_items, shown_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.tally import Key, Recognised, SampledFinding, Tally


class Records:
    """The records of one batch, as findings name them."""

    def __init__(self, batch: Batch, rules: CompiledRules, watch: Watch) -> None:
        self.batch = batch
        self._watch = watch
        names = key_items(rules.layout, batch.table.schema.names)
        self._names = names if watch.keys or watch.fingerprints.secret else ()
        self._unread = {r.record: r.raw for r in batch.rejected}
        self._keys = BatchKeys(batch.table, batch.damaged, self._names)
        self._identities: dict[int, tuple[Identity, str]] = {}

    @cached_property
    def _records(self) -> list[int]:
        numbers: list[int] = self.batch.records.to_pylist()
        return numbers

    @cached_property
    def _lines(self) -> list[int]:
        numbers: list[int] = self.batch.lines.to_pylist()
        return numbers

    def finding(self, row: int, key: Key, *, value: str = "", message: str, check: str = "") -> SampledFinding:
        """Return the finding of a row."""
        rule, item, severity, ground = key
        identity, shown = self._identity(row)
        return SampledFinding(
            record=self._records[row],
            line=self._lines[row],
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
        tally.add(key, len(rows), map(finding, rows[: max(tally.room(key), 0)].tolist()))
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
        if row not in self._identities:  # a record that is wrong throughout has many findings
            values = self._keys.of(row)
            shown = shown_key(self._names, values) if self._watch.keys else ""
            self._identities[row] = self._watch.fingerprints.record(values), shown
        return self._identities[row]


def failing_rows(result: CheckResult, damaged: Bools | None) -> Bools | None:
    """Return where a check fails, without the damaged rows: F03 reports those; None = nowhere."""
    if result.check_passed:
        return None
    rows = ~boolean(result.check_output)
    return rows if damaged is None else rows & ~damaged


def damaged_rows(batch: Batch, names: Iterable[str]) -> Bools | None:
    """Where one of the values is damaged; None when none is."""
    found = [batch.damaged[name] for name in names if name in batch.damaged]
    if not found:
        return None
    flags = np.zeros(batch.table.num_rows, bool)
    for rows in found:
        flags[rows] = True
    return flags
