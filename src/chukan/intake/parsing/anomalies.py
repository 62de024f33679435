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
    _kept: dict[tuple[str, str | None, str], list[Anomaly]] = field(default_factory=dict)
    _seen: dict[tuple[str, str | None, str], int] = field(default_factory=dict)

    def room(self, rule: str, item: str | None, severity: str = "error") -> int:
        """How many more of a kind will be told one by one."""
        return max(0, self.keep - self._seen.get((rule, item, severity), 0))

    def add(self, anomaly: Anomaly) -> None:
        """Note one place, in any order; beyond the first ones of the block it is only counted."""
        key = (anomaly.rule, anomaly.item, anomaly.severity)
        kept = self._kept.setdefault(key, [])
        kept.append(anomaly)
        if len(kept) > 2 * self.keep:
            self._kept[key] = sorted(kept, key=_place)[: self.keep]
        self._seen[key] = self._seen.get(key, 0) + anomaly.count

    def count(self, rule: str, item: str | None, severity: str, more: int) -> None:
        """Count `more` places without telling them."""
        key = (rule, item, severity)
        self._seen[key] = self._seen.get(key, 0) + more

    def anomalies(self) -> tuple[Anomaly, ...]:
        """Return them in the order of the file; then, for each kind that overflowed, one that stands for the rest."""
        rest = dict(self._seen)
        ordered: list[Anomaly] = []
        for key, kept in self._kept.items():
            first = sorted(kept, key=_place)[: self.keep]
            rest[key] -= sum(anomaly.count for anomaly in first)
            ordered += first
        ordered.sort(key=_place)
        more = [
            Anomaly(
                rule=rule,
                message=f"同じ指摘がほかに {count:,} 件あります。",
                severity=severity,
                item=item,
                count=count,
                is_rest=True,
            )
            for (rule, item, severity), count in rest.items()
            if count
        ]
        return (*ordered, *more)


def _place(anomaly: Anomaly) -> tuple[int, int]:
    return anomaly.offset or 0, anomaly.record or 0
