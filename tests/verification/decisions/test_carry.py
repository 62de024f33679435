"""Nothing that was typed is lost: it is brought to the finding, or kept with the reason why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.conftest import make

from chukan.verification.decisions.carry import carry
from chukan.verification.decisions.model import ACCEPT, Decision, Decisions
from chukan.verification.decisions.sheet import GONE, OUT_OF_RUN, UNKNOWN

SCOPE = "990019/resident_register/person"
ROW = Decision(rule="V01", item="世帯番号", scope=SCOPE, fingerprint="f1", action=ACCEPT, reason="原本どおり")
VERIFICATION, FINDINGS = make()


def carried(
    *rows: Decision, found: list[str], past: tuple[Decision, ...] = ()
) -> tuple[list[str], list[bool | None], list[str]]:
    """Return the reason on each finding, whether it was listed, and why what is past is past."""
    findings = [replace(FINDINGS[2], fingerprint=f) for f in found]
    result = carry(Decisions(rows, past=past), findings, VERIFICATION)
    return [row.reason if row else "" for row in result.rows], list(result.listed), [why for why, _ in result.past]


def test_a_finding_that_is_there_again_keeps_what_was_typed_on_it() -> None:
    assert carried(ROW, found=["f2", "f1"]) == (["", "原本どおり"], [False, True], [])


def test_a_row_on_which_nothing_was_typed_is_only_listed() -> None:
    empty = Decision(rule="V01", scope=SCOPE, fingerprint="f1")

    assert carried(empty, found=["f1"]) == ([""], [True], [])
    assert carried(empty, found=[]) == ([], [], [])


def test_two_findings_of_one_fingerprint_have_a_row_each() -> None:
    assert carried(ROW, replace(ROW, reason="別件"), found=["f1", "f1", "f1"])[0] == ["原本どおり", "別件", ""]


@pytest.mark.parametrize(("scope", "why"), [(SCOPE, GONE), ("", GONE), ("131016/resident_register/person", OUT_OF_RUN)])
def test_what_is_not_there_any_more_is_solved_only_where_the_run_looked(scope: str, why: str) -> None:
    assert carried(replace(ROW, scope=scope), found=["f2"])[2] == [why]


def test_a_row_without_a_fingerprint_cannot_be_recognised_and_is_kept() -> None:
    assert carried(replace(ROW, fingerprint=""), found=[""]) == ([""], [None], [UNKNOWN])


def test_what_was_past_before_stays_so_with_its_reason() -> None:
    assert carried(found=[], past=(replace(ROW, past="解消"),))[2] == ["解消"]
