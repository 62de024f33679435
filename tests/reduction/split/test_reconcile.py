"""What a split wrote adds up to its source, or it is our bug."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chukan.errors import Bug
from chukan.reduction.report.report import Report
from chukan.reduction.split.reconcile import check


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"archive_records": 99}, "件数"),
        ({"migrate_bytes": 0}, "バイト数"),
        ({"my_number_left": 1}, "個人番号"),
        ({"archive_totals": {"x": 1}, "source_totals": {"x": 2}, "migrate_totals": {}}, "合計"),
    ],
)
def test_a_line_that_does_not_add_up_is_a_bug(made: tuple[Report, Path], more: dict[str, Any], told: str) -> None:
    from dataclasses import replace

    assert made[0].split is not None
    line = next(f for f in made[0].split.files if f.archive)
    check(line, line.migrate_records, line.archive_records, 0, blanks=True)

    with pytest.raises(Bug, match=told):
        check(replace(line, **more), line.migrate_records, line.archive_records, 0, blanks=True)
