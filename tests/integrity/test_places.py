"""Where the records are that break a rule."""

from __future__ import annotations

from typing import Any

from tests.integrity.conftest import PERSON


def test_counts_are_exact_and_samples_bounded(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号 履歴番号", *["01 1"] * 50))

    violation = only(delivery.ask(sample_limit=3))

    assert (violation.count, [h.record for h in violation.locations]) == (50, [1, 2, 3])
