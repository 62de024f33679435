"""Runs of one project, each with the findings that a test wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.reports.compare.conftest import MakeRun, run

from chukan.reports.history.history import Run, RunHistory, history
from chukan.reports.results import Results

__all__ = ["run"]  # a fixture

MakeHistory = Callable[..., RunHistory]


def run_of(results: Results, day: str, hour: str = "09:00", **changes: Any) -> Run:
    """Return a run of a day with some results."""
    verification = replace(results.verification, started=f"{day}T{hour}:00+09:00", **changes)
    return Run(f"runs/{day}", verification, lambda: replace(results, place=f"runs/{day}", verification=verification))


@pytest.fixture
def days(run: MakeRun) -> MakeHistory:
    """Make the history of one project: the fingerprints of the findings of each day, from 2026-04-01 on."""

    def make(*found: Sequence[str], **changes: Any) -> RunHistory:
        return history([run_of(run(names), f"2026-04-{n:02d}", **changes) for n, names in enumerate(found, 1)])

    return make
