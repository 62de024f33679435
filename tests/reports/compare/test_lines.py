"""The comparison in words."""

from __future__ import annotations

from tests.reports.compare.conftest import MakeRun

from chukan.reports.compare.compare import compare
from chukan.reports.compare.lines import side


def test_a_run_says_what_is_waived_beside_what_is_left(run: MakeRun) -> None:
    comparison = compare(run(["a"]), run(["a"], waived=1))

    assert "了承" not in side(comparison.old)
    assert "ほかに了承 1、" in side(comparison.new)
