"""Anomalies on the way: the first ones of a kind in full, all of them counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.intake.batch import Anomaly

#: The bytes that an anomaly shows, at most.
SHOWN = 32


@dataclass
class AnomalyLog:
    """Collects the anomalies of one block.

    Args:
        keep: how many of each rule, item and severity are told one by one; the others only count.
    """

    keep: int
    _kept: list[Anomaly] = field(default_factory=list)
    _seen: dict[tuple[str, str | None, str], int] = field(default_factory=dict)

    def room(self, rule: str, item: str | None, severity: str = "error") -> int:
        """How many more of a kind will be told one by one."""
        return max(0, self.keep - self._seen.get((rule, item, severity), 0))

    def add(self, anomaly: Anomaly) -> None:
        """Note one place; beyond what is kept it is only counted."""
        key = (anomaly.rule, anomaly.item, anomaly.severity)
        if self.room(*key):
            self._kept.append(anomaly)
        self._seen[key] = self._seen.get(key, 0) + anomaly.count

    def count(self, rule: str, item: str | None, severity: str, more: int) -> None:
        """Count `more` places without telling them."""
        key = (rule, item, severity)
        self._seen[key] = self._seen.get(key, 0) + more

    def anomalies(self) -> tuple[Anomaly, ...]:
        """Return them in the order of the file; then, for each kind that overflowed, one that stands for the rest."""
        rest = dict(self._seen)
        for anomaly in self._kept:
            rest[anomaly.rule, anomaly.item, anomaly.severity] -= anomaly.count
        ordered = sorted(self._kept, key=lambda a: (a.offset or 0, a.record or 0))
        more = [
            Anomaly(
                rule=rule, message=f"同じ指摘がほかに {count:,} 件あります。", severity=severity, item=item, count=count
            )
            for (rule, item, severity), count in rest.items()
            if count
        ]
        return (*ordered, *more)
