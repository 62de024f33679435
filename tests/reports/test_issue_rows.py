"""Rows of 指摘一覧: what seals them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chukan.reports.issue_rows import IssueRow, sealed
from chukan.severity import Severity
from chukan.verification.decisions import sheet as form

SECRET = bytes(range(32))


def test_a_seal_is_over_every_cell_that_people_see() -> None:
    fixed: tuple[Any, ...] = tuple(Severity.ERROR if name == form.SEVERITY else f"x{name}" for name in form.FIXED)
    row = IssueRow(fixed, ("131016/b/s", "f1", ""))
    seal = sealed(row, SECRET, "r").hidden[2]

    assert seal == sealed(replace(row, typed=("直す",) * len(form.TYPED)), SECRET, "r").hidden[2]
    others = [
        sealed(replace(row, fixed=(*fixed[:n], "anders", *fixed[n + 1 :])), SECRET, "r").hidden[2]
        for n in range(len(fixed))
    ]
    others += [sealed(row, SECRET, "other run").hidden[2], sealed(row, SECRET[::-1], "r").hidden[2]]
    assert seal not in others
