"""Decisions of people: what covers, what was typed, what an acceptance lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.verification.decisions.conftest import WAIVER

from chukan.verification.decisions.model import ACCEPT, ACTIONS, Decision, Decisions, lacking, together
from chukan.verification.job import Target

ROW = Decision(
    rule="V01", item="氏名", scope="131016/b/s", fingerprint="f1", action=ACCEPT, reason="原本どおり", who="係長"
)


@pytest.mark.parametrize(
    ("scope", "covered"), [("", [True, True]), ("131016", [True, False]), ("999999", [False, False])]
)
def test_a_waiver_covers_what_is_in_its_scope(targets: list[Target], scope: str, covered: list[bool]) -> None:
    assert [replace(WAIVER, scope=scope).covers(target.place) for target in targets] == covered


def test_what_was_typed_and_what_is_accepted() -> None:
    assert ROW.typed == (ACCEPT, "原本どおり", "", "", "係長", "")
    assert [replace(ROW, action=action).is_accepted for action in (*ACTIONS, "")] == [False, True, False, False]
    assert not any(Decision(rule="V01", fingerprint="f").typed)


def test_fingerprints_by_rule_and_item() -> None:
    rows = (ROW, replace(ROW, fingerprint="f2"), replace(ROW, item=""), replace(ROW, fingerprint=""))

    assert Decisions(rows).listed() == {("V01", "氏名"): {"f1", "f2"}, ("V01", ""): {"f1"}}
    assert Decisions(rows)
    assert not Decisions()


def test_what_an_acceptance_lacks() -> None:
    assert lacking("", "", "") == ["理由", "了承者", "了承日"]
    assert lacking("原本どおり", "係長", "2026-04-01") == []


def test_one_acceptance_for_one_reason_is_one_line_of_a_paper() -> None:
    other, later = replace(ROW, fingerprint="f2"), replace(ROW, fingerprint="f3", reason="別の理由")

    assert list(together([ROW, later, other]).values()) == [[ROW, other], [later]]
