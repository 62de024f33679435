"""The first anomalies of a kind in full, all of them counted."""

from __future__ import annotations

from chukan.intake.batch import Anomaly
from chukan.intake.parsing.anomalies import AnomalyLog


def test_what_overflows_is_counted_by_kind() -> None:
    """Kept are the first ones of the file, in whatever order they come: else what is kept would depend on the block size."""
    notes = AnomalyLog(2)
    for record in (5, 3, 4, 2):
        notes.add(Anomaly(rule="F03", message="m", severity="error", record=record, item="氏名"))
    notes.add(Anomaly(rule="F03", message="m", severity="error", record=1, item="住所"))
    notes.count("F05", "氏名", "warning", 7)

    found = [(a.rule, a.item, a.record, a.count) for a in notes.anomalies()]

    assert found == [
        ("F03", "住所", 1, 1),
        ("F03", "氏名", 2, 1),
        ("F03", "氏名", 3, 1),
        ("F03", "氏名", None, 2),
        ("F05", "氏名", None, 7),
    ]
    assert notes.room("F03", "氏名") == 0
    assert notes.room("F03", "住所") == 1
