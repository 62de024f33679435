"""Waivers cover what they say, never more, and are findings themselves when they do not hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.verification.decisions.conftest import COUNTS, WAIVER, result

from chukan.severity import NOTHING_CHOSEN, Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.decisions.waivers import apply_waivers, waive
from chukan.verification.job import Target
from chukan.verification.result import Count


def waived(targets: list[Target], waiver: Waiver, *counts: Count) -> tuple[list[int], str, int]:
    places = [t.place for t in targets]
    done = apply_waivers([result(t, *counts) for t in targets], places, [waiver], NOTHING_CHOSEN)
    (use,) = done.uses
    assert [p.severity for p in done.problems] == (["error"] if use.note else ["info"] if use.remark else [])
    assert [(c.waived, c.bulk) for f in done.files for c in f.counts if c.waived != c.bulk] == []
    return [sum(c.waived for c in f.counts) for f in done.files], use.note or use.remark, use.used


def test_the_rule_and_the_item(targets: list[Target]) -> None:
    assert waived(targets[:1], WAIVER, *COUNTS) == ([3], "", 3)
    assert waived(targets[:1], replace(WAIVER, item=""), *COUNTS) == ([5], "", 5)


@pytest.mark.parametrize("scope", ["131016", "千代田区", "131016/b", "千代田区/試験業務/住民", "131016/b/s"])
def test_the_scope_by_number_or_name(targets: list[Target], scope: str) -> None:
    assert waived(targets, replace(WAIVER, scope=scope), *COUNTS) == ([3, 0], "", 3)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("131017", ["市区町村「131017」", "「131016」ではありませんか"]),
        ("131016/c", ["業務「c」"]),
        ("131016/試験業/住民", ["業務「試験業」", "「試験業務」ではありませんか"]),
        ("131016/b/t", ["移行ファイル定義「t」"]),
        ("131016/b/s/more", ["深すぎます"]),
    ],
)
def test_a_scope_that_does_not_exist_names_the_nearest(targets: list[Target], scope: str, words: list[str]) -> None:
    covered, note, _ = waived(targets, replace(WAIVER, scope=scope), *COUNTS)

    assert covered == [0, 0]
    assert [word for word in words if word not in note] == []


def test_an_item_that_does_not_exist_names_the_nearest(targets: list[Target]) -> None:
    covered, note, _ = waived(targets, replace(WAIVER, item="氏名名"), *COUNTS)

    assert covered == [0, 0]
    assert "「氏名」ではありませんか" in note


def test_what_is_not_in_this_run_is_no_mistake(targets: list[Target]) -> None:
    files = [result(targets[0], *COUNTS)]
    other = replace(WAIVER, scope="中央区")

    done = apply_waivers(files, [targets[0].place], [other], NOTHING_CHOSEN, known=[t.place for t in targets])

    assert [(u.used, u.note) for u in done.uses] == [(0, "")]
    assert "範囲の外" in done.uses[0].remark


def test_a_waiver_that_matches_nothing_any_more_is_an_information(targets: list[Target]) -> None:
    covered, remark, used = waived(targets[:1], replace(WAIVER, item="性別"), *COUNTS)

    assert (covered, used) == ([0], 0)
    assert "もうありません" in remark


def test_an_older_sheet_says_that_it_knows_no_findings(targets: list[Target]) -> None:
    covered, remark, used = waived(targets[:1], replace(WAIVER, by_count=True), *COUNTS)

    assert (covered, used) == ([3], 3)
    assert "どの指摘かは確かめていません" in remark


@pytest.mark.parametrize(("until", "number"), [("", 3), ("2026-11-23", 3), ("2026-11-22", 0)])
def test_it_ends_after_its_last_day(targets: list[Target], until: str, number: int) -> None:
    done = apply_waivers(
        [result(targets[0], *COUNTS)],
        [targets[0].place],
        [replace(WAIVER, until=until)],
        NOTHING_CHOSEN,
        today="2026-11-23",
    )

    assert sum(c.waived for c in done.files[0].counts) == number
    assert bool(number) == (done.uses[0].note == "")
    assert done.uses[0].until == until


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
    done = apply_waivers(
        [result(targets[0], *COUNTS)],
        [targets[0].place],
        [WAIVER, replace(WAIVER, item="", limit=9)],
        NOTHING_CHOSEN,
    )
    files, uses = done.files, done.uses

    assert [c.waived for c in files[0].counts] == [3, 2, 0]
    assert [u.used for u in uses] == [3, 2]
    assert files[0].verdict == "fail"  # V01 stands


def test_waiving_stops_at_the_number() -> None:
    counts = (
        Count("V01", "氏名", Severity.ERROR, 3),
        Count("V01", "住所", Severity.ERROR, 4),
        Count("V02", "氏名", Severity.ERROR, 1),
    )

    result, used = waive(counts, "V01", "", 5)

    assert used == 5
    assert [c.waived for c in result] == [3, 2, 0]


@pytest.mark.parametrize(
    ("when", "covered"),
    [("2026-11-22", 3), ("2026-11-23", 3), ("2026-11-24", 0), ("2099-01-01", 0)],
)
def test_a_waiver_of_a_day_that_has_not_come_covers_nothing(targets: list[Target], when: str, covered: int) -> None:
    files, waiver = [result(targets[0], *COUNTS)], replace(WAIVER, when=when)

    done = apply_waivers(files, [targets[0].place], [waiver], NOTHING_CHOSEN, today="2026-11-23")

    assert [u.used for u in done.uses] == [covered]
    assert [p.rule for p in done.problems] == ([] if covered else ["W01"])
    assert covered or when in done.uses[0].note
