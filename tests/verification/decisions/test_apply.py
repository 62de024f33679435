"""A decision is about the findings that people saw: the next run knows them again, and covers no others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chukan.layouts.model import Layout
from chukan.verification.decisions.model import Decision, Decisions, Waiver
from chukan.verification.decisions.use import Source
from chukan.verification.job import Target
from chukan.verification.result import Finding
from chukan.verification.run import RunResult

Check = Callable[..., RunResult]
SECRET = bytes(range(32))
SIGNED: dict[str, Any] = {"action": "了承", "reason": "本人に照会中", "who": "住民課長", "when": "2026-11-20"}


def people(numbers: Iterable[int], wrong: Iterable[int]) -> list[str]:
    """Return records of which some have a code that is none."""
    bad = set(wrong)
    return [f"{n:04},山,{9 if n in bad else 1},,1" for n in numbers]


def keyed_by(layout: Layout, keys: dict[str, int]) -> Layout:
    items = tuple(i.model_copy(update={"key": keys.get(i.name)}) for i in layout.items)
    return Layout(**{**dict(layout), "items": items})


def accepted(findings: Iterable[Finding], **more: Any) -> Decisions:
    rows = [
        Decision(
            rule=f.rule,
            item=f.item or "",
            fingerprint=f.fingerprint,
            place=f"report.xlsx シート「指摘一覧」 {n} 行目",
            **{**SIGNED, **more},
        )
        for n, f in enumerate(findings, 2)
    ]
    return Decisions(tuple(rows), (Source("report.xlsx", ""),))


@pytest.fixture
def run(check: Check, file: Callable[..., Path]) -> Callable[..., RunResult]:
    def ask(*records: str, **more: Any) -> RunResult:
        return check(file(*records), across=more.pop("across", True), secret=lambda: SECRET, **more)

    return ask


def of_rule(outcome: RunResult, rule: str = "V04") -> list[Finding]:
    return [f for f in outcome.findings if f.rule == rule]


def test_a_mended_record_and_another_that_is_wrong_now(run: Callable[..., RunResult]) -> None:
    before = run(*people(range(1, 200), [5, 6]))
    signed = accepted(of_rule(before))

    same = run(*people(range(1, 200), [5, 6]), decisions=signed)
    assert same.verification.verdict == "pass_with_waivers"
    assert [f.waived for f in of_rule(same)] == [True, True]

    moved = run(*people(range(1, 200), [150, 151]), decisions=signed)
    v = moved.verification
    assert v.verdict == "fail"
    assert v.totals.waived == 0
    assert [f.waived for f in of_rule(moved)] == [False, False]
    assert v.decisions is not None
    assert (v.decisions.continuing, v.decisions.new, v.decisions.solved) == (0, 2, 2)
    assert [(w.used, w.solved, w.note, w.bulk) for w in v.waivers] == [(0, 2, "", False)]
    assert of_rule(moved, "W01") == []

    mixed = run(*people(range(1, 200), [6, 150]), decisions=signed)
    assert mixed.verification.verdict == "fail"
    assert [(f.record, f.waived) for f in of_rule(mixed)] == [(6, True), (150, False)]
    assert mixed.verification.totals.waived == 1

    mended = run(*people(range(1, 200), []), decisions=signed)
    assert mended.verification.verdict == "pass"


def test_records_may_change_their_places(run: Callable[..., RunResult]) -> None:
    signed = accepted(of_rule(run(*people(range(1, 50), [5, 6]))))

    turned = run(*people(range(49, 0, -1), [5, 6]), decisions=signed)

    assert turned.verification.verdict == "pass_with_waivers"


@pytest.mark.parametrize("options", [{"block_size": 256}, {"block_size": 256, "jobs": 2}, {"sample_limit": 2}])
def test_all_are_recognised_whatever_the_sample_keeps(run: Callable[..., RunResult], options: dict[str, Any]) -> None:
    everyone = people(range(1, 300), range(1, 300))
    signed = accepted(of_rule(run(*everyone, options={"sample_limit": 1000}))[100:250])

    outcome = run(*everyone, decisions=signed, options=options)

    v = outcome.verification
    assert v.totals.waived == 150
    assert v.totals.errors == 149
    assert v.decisions is not None
    assert (v.decisions.continuing, v.decisions.new, v.decisions.solved) == (150, 149, 0)
    assert sum(f.waived for f in of_rule(outcome)) == 150  # they stand in the list, though the sample ends before


def test_more_than_a_sheet_lists_is_not_covered(run: Callable[..., RunResult]) -> None:
    everyone = people(range(1, 30), range(1, 30))
    signed = accepted(of_rule(run(*everyone, options={"sample_limit": 10})))

    v = run(*everyone, decisions=signed, options={"sample_limit": 10}).verification

    assert (v.verdict, v.totals.waived, v.totals.errors) == ("fail", 10, 19)


def test_records_with_one_key_are_covered_only_together(run: Callable[..., RunResult]) -> None:
    twice = ["0001,山,1,,1", "0001,川,1,,1", "0002,海,1,,1"]
    found = of_rule(run(*twice), "K01")
    assert len({f.fingerprint for f in found}) == 1

    both = run(*twice, decisions=accepted(found))
    assert both.verification.verdict == "pass_with_waivers"
    one = run(*twice, decisions=accepted(found[:1]))
    assert one.verification.verdict == "fail"
    assert "2 件" in of_rule(one, "W01")[0].message
    thrice = run(*twice, "0001,空,1,,1", decisions=accepted(found))
    assert thrice.verification.verdict == "fail"
    assert thrice.verification.totals.waived == 0


def test_integrity_recognises_beyond_its_sample(run: Callable[..., RunResult]) -> None:
    twins = [f"{n:04},山,1,,1" for n in range(1, 40) for _ in range(2)]
    signed = accepted(of_rule(run(*twins), "K01"))

    outcome = run(*twins, decisions=signed, options={"sample_limit": 3})

    assert outcome.verification.verdict == "pass_with_waivers"
    assert outcome.verification.totals.waived == 78


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"reason": ""}, "理由がありません"),
        ({"who": ""}, "了承者がありません"),
        ({"when": ""}, "了承日がありません"),
        ({"when": "2999-11-24"}, "後です"),
        ({"until": "2026-11-22"}, "期限 2026-11-22 を過ぎ"),
    ],
)
def test_what_is_not_in_force_covers_nothing_and_names_its_row(
    run: Callable[..., RunResult], change: dict[str, str], word: str
) -> None:
    records = people(range(1, 9), [5])
    signed = accepted(of_rule(run(*records)), **change)

    # the day of the check may lie before the day on which the test runs
    today = {"as_of": dt.date(2998, 1, 1)} if "until" in change else {}
    outcome = run(*records, decisions=signed, options=today)

    assert outcome.verification.verdict == "fail"
    assert outcome.verification.totals.waived == 0
    (problem,) = of_rule(outcome, "W01")
    assert word in problem.message
    assert "2 行目" in problem.message


@pytest.mark.parametrize("action", ["直す", "保留", ""])
def test_only_an_acceptance_covers(run: Callable[..., RunResult], action: str) -> None:
    records = people(range(1, 9), [5])
    decided = accepted(of_rule(run(*records)), action=action)

    v = run(*records, decisions=decided).verification

    assert v.verdict == "fail"
    assert v.waivers == ()
    assert v.decisions is not None
    assert (v.decisions.mend, v.decisions.held) == (int(action == "直す"), int(action == "保留"))


def test_a_whole_file_is_known_by_its_figures(
    run: Callable[..., RunResult], target: Callable[..., Target], file: Callable[..., Path], check: Check
) -> None:
    def ask(expected: int, **more: Any) -> RunResult:
        note = target(file(*people(range(1, 9), [])), expected_records=expected)
        return check(note, across=True, secret=lambda: SECRET, **more)

    signed = accepted(of_rule(ask(9), "F09"))

    assert ask(9, decisions=signed).verification.verdict == "pass_with_waivers"
    assert ask(12, decisions=signed).verification.verdict == "fail"


def test_a_record_that_cannot_be_read_is_known_by_its_bytes(run: Callable[..., RunResult]) -> None:
    signed = accepted(of_rule(run("0001,山", "0002,川,1,,1"), "F07"))

    assert run("0002,川,1,,1", "0001,山", decisions=signed).verification.verdict == "pass_with_waivers"
    assert run("0003,山", "0002,川,1,,1", decisions=signed).verification.verdict == "fail"


def test_without_a_key_nothing_is_recognised_and_it_says_so(
    check: Check, layout: Layout, file: Callable[..., Path], target: Callable[..., Target]
) -> None:
    bare = keyed_by(layout, {})
    keyless = replace(target(file(*people(range(1, 9), [5]))), layout=bare)
    found = of_rule(check(keyless, across=True, secret=lambda: SECRET))
    assert [f.fingerprint for f in found] == [""]

    outcome = check(keyless, across=True, secret=lambda: SECRET, decisions=accepted(found))

    assert outcome.verification.verdict == "fail"
    assert "キーで見分けられない" in of_rule(outcome, "W01")[0].message


def test_a_my_number_identifies_nobody(
    check: Check, layout: Layout, file: Callable[..., Path], target: Callable[..., Target]
) -> None:
    keyed, only = keyed_by(layout, {"番号": 1, "個人番号": 2}), keyed_by(layout, {"個人番号": 1})

    def ask(used: Layout, number: str) -> list[Finding]:
        path = file(f"0005,山,9,{number},1")
        outcome = check(replace(target(path), layout=used), across=True, secret=lambda: SECRET, options={"keys": True})
        return of_rule(outcome)

    first, second = ask(keyed, "123456789018"), ask(keyed, "")
    assert first[0].fingerprint == second[0].fingerprint != ""
    assert [f.key for f in first] == ["番号=0005"]
    assert [(f.fingerprint, f.key) for f in ask(only, "123456789018")] == [("", "")]


def test_keys_stand_in_findings_where_they_are_asked_for(run: Callable[..., RunResult]) -> None:
    records = [*people(range(1, 9), [5]), "0001,山,1,,1"]

    asked, silent = run(*records, options={"keys": True}), run(*records)

    assert Counter((f.rule, f.key) for f in asked.findings) == {("V04", "番号=0005"): 1, ("K01", "番号=0001"): 2}
    assert {f.key for f in silent.findings} == {""}
    assert (asked.verification.keys_shown, silent.verification.keys_shown) == (True, False)
    assert [f.fingerprint for f in asked.findings] == [f.fingerprint for f in silent.findings]


def test_a_waiver_of_the_whole_covers_what_is_left_and_is_counted_apart(run: Callable[..., RunResult]) -> None:
    records = people(range(1, 20), [5, 6, 7])
    signed = accepted(of_rule(run(*records))[:1])
    bulk = Waiver("V04", "性別", "", 2, "まとめて確認", "課長", "2026-11-20", "waivers.xlsx 2 行目")

    v = run(*records, decisions=signed, waivers=(bulk,)).verification

    assert v.verdict == "pass_with_waivers"
    assert [(c.waived, c.bulk) for c in v.files[0].counts] == [(3, 2)]
    assert [(w.used, w.bulk) for w in v.waivers] == [(1, False), (2, True)]


def test_a_file_by_itself_has_no_fingerprints(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(*people(range(1, 9), [5])))

    assert {f.fingerprint for f in outcome.findings} == {""}
    assert outcome.verification.fingerprint_key == ""


def test_the_secret_is_in_nothing_that_is_left(run: Callable[..., RunResult]) -> None:
    outcome = run(*people(range(1, 9), [5]))

    assert SECRET.hex() not in repr(outcome)
    assert str(SECRET) not in repr(outcome)


def test_without_a_secret_it_says_that_nothing_will_be_recognised(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(*people(range(1, 9), [])), across=True, secret=lambda: b"")

    (said,) = of_rule(outcome, "W01")
    assert said.severity == "info"
    assert ".chukan" in said.message
    assert outcome.verification.verdict == "pass"
