"""Waivers cover what they say, never more, and are findings themselves when they do not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chukan.severity import NOTHING_CHOSEN, Severities, Severity
from chukan.verification.job import Target, Waiver
from chukan.verification.result import Count, FileResult, LayoutRef, Records
from chukan.verification.waivers import apply_waivers

WAIVER = Waiver("V10", "氏名", "", 5, "外字一覧で同定済み", "住民課長", "2026-11-20", "waivers.xlsx 2行目")
COUNTS = (
    Count("V10", "氏名", Severity.ERROR, 3),
    Count("V10", "住所", Severity.ERROR, 2),
    Count("V01", "氏名", Severity.ERROR, 1),
)


@pytest.fixture
def targets(target: Callable[..., Target], tmp_path: Path) -> list[Target]:
    towns = {"131016": "千代田区", "131024": "中央区"}
    return [target(tmp_path / f"{code}.csv", municipality=code, municipality_name=name) for code, name in towns.items()]


def result(target: Target, *counts: Count) -> FileResult:
    return FileResult(
        municipality=target.municipality,
        municipality_name="",
        business="b",
        business_name="",
        layout=LayoutRef.of(target.layout),
        path=target.shown,
        sha256="",
        bytes=0,
        encoding="",
        encoding_reason="",
        newline="",
        records=Records(0, 0, 0),
        account={},
        verdict="fail",
        counts=counts,
    )


def waived(targets: list[Target], waiver: Waiver, *counts: Count) -> tuple[list[int], str, int]:
    files, (use,), places = apply_waivers([result(t, *counts) for t in targets], targets, [waiver], NOTHING_CHOSEN)
    assert bool(use.note) == (len(places) == 1)
    return [sum(c.waived for c in f.counts) for f in files], use.note, use.used


def test_the_rule_and_the_item(targets: list[Target]) -> None:
    assert waived(targets[:1], WAIVER, *COUNTS) == ([3], "", 3)
    assert waived(targets[:1], replace(WAIVER, item=""), *COUNTS) == ([5], "", 5)


@pytest.mark.parametrize("scope", ["131016", "千代田区", "131016/b", "千代田区/試験業務/住民", "131016/b/s"])
def test_the_scope_by_number_or_name(targets: list[Target], scope: str) -> None:
    assert waived(targets, replace(WAIVER, scope=scope), *COUNTS) == ([3, 0], "", 3)


@pytest.mark.parametrize("scope", ["131032", "131016/c", "131016/b/t", "131016/b/s/more"])
def test_another_scope_matches_nothing(targets: list[Target], scope: str) -> None:
    covered, note, _ = waived(targets, replace(WAIVER, scope=scope), *COUNTS)

    assert covered == [0, 0]
    assert "もうありません" in note


def test_the_limit_is_for_all_the_files_together(targets: list[Target]) -> None:
    covered, note, used = waived(targets, WAIVER, *COUNTS)

    assert (covered, used) == ([0, 0], 0)  # six came, five were accepted
    assert "上限 5 件に対し 6 件" in note


@pytest.mark.parametrize(("key", "name"), [("reason", "理由"), ("who", "了承者"), ("when", "了承日")])
def test_without_a_reason_a_name_or_a_day_it_does_not_hold(targets: list[Target], key: str, name: str) -> None:
    lacking: dict[str, Any] = {key: ""}
    covered, note, _ = waived(targets[:1], replace(WAIVER, **lacking), *COUNTS)

    assert covered == [0]
    assert name in note


def test_two_waivers_do_not_cover_the_same_finding_twice(targets: list[Target]) -> None:
    files, uses, _ = apply_waivers(
        [result(targets[0], *COUNTS)], targets[:1], [WAIVER, replace(WAIVER, item="", limit=9)], NOTHING_CHOSEN
    )

    assert [c.waived for c in files[0].counts] == [3, 2, 0]
    assert [u.used for u in uses] == [3, 2]
    assert files[0].verdict == "fail"  # V01 stands


def test_w01_can_be_weighed(targets: list[Target]) -> None:
    bad = [replace(WAIVER, reason="")]
    files = [result(targets[0], *COUNTS)]

    assert [p.severity for p in apply_waivers(files, targets[:1], bad, Severities({"W01": "warning"}))[2]] == [
        "warning"
    ]
    assert apply_waivers(files, targets[:1], bad, Severities({"W01": "off"}))[2] == []
