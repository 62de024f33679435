"""What is the same is told by fingerprints, within counts that are always exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.compare.conftest import MakeRun

from chukan.errors import UsageError
from chukan.reports.compare.compare import _Group, _still, compare
from chukan.reports.compare.model import Range
from chukan.reports.results import Results


def _numbers(old: Results, new: Results) -> tuple[str, str, str, str]:
    total = compare(old, new).total()
    return str(total.solved), str(total.still), str(total.added), str(total.unseen)


def test_solved_still_and_new(run: MakeRun) -> None:
    old, new = run(["a", "b", "c"]), run(["c", "d"])

    assert _numbers(old, new) == ("2", "1", "1", "0")
    states = [(m.state, m.finding.fingerprint) for m in compare(old, new).findings]
    assert states == [("new", "d"), ("still", "c"), ("solved", "a"), ("solved", "b")]


def test_as_many_findings_are_not_the_same_findings(run: MakeRun) -> None:
    assert _numbers(run(["a", "b"]), run(["c", "d"])) == ("2", "0", "2", "0")


def test_beyond_what_is_kept_counts_are_exact_and_the_rest_are_bounds(run: MakeRun) -> None:
    old, new = run(["a", "b"], more=10), run(["b", "c"], more=5)

    row = compare(old, new).total()

    assert (row.old, row.new) == (12, 7)
    assert row.still == Range(1, 7)
    assert (row.solved, row.added) == (Range(5, 11), Range(0, 6))
    assert {m.state for m in compare(old, new).findings} == {"still", "unknown"}
    assert any("--limit" in text for text in compare(old, new).differences)


def test_the_limit_that_is_named_is_the_one_that_cut(run: MakeRun) -> None:
    few, many = run(["a"], more=3, sample_limit=1), run(["a", "b", "c", "d"], sample_limit=1000)

    for old, new in ((few, many), (many, few)):
        assert any("1 件まで" in text for text in compare(old, new).differences)


def test_one_complete_side_narrows_the_bounds(run: MakeRun) -> None:
    row = compare(run(["a", "b"]), run(["b", "c"], more=5)).total()

    assert row.still == Range(1, 2)
    assert row.added == Range(5, 6)


def test_none_is_exact_whatever_was_kept(run: MakeRun) -> None:
    assert _numbers(run(["a"], more=5000), run([])) == ("5,001", "0", "0", "0")
    assert _numbers(run([]), run(["a"], more=5000)) == ("0", "0", "5,001", "0")


def test_the_same_fingerprint_twice_counts_twice(run: MakeRun) -> None:
    assert _numbers(run(["a", "a", "b"]), run(["a", "b", "b"])) == ("1", "2", "1", "0")


def test_what_was_not_looked_for_is_not_solved(run: MakeRun) -> None:
    new = run([])
    off = tuple(replace(r, state="switched_off", why="x") if r.rule == "V01" else r for r in new.verification.rules)
    comparison = compare(run(["a", "b"]), replace(new, verification=replace(new.verification, rules=off)))

    assert (str(comparison.total().solved), str(comparison.total().unseen)) == ("0", "2")
    assert {m.state for m in comparison.findings} == {"unseen"}
    assert "V01" in comparison.rows[0].why


def test_a_file_that_was_not_read_solves_nothing(run: MakeRun) -> None:
    new = run([])
    lost = replace(new.verification.files[0], sha256="")

    comparison = compare(run(["a"]), replace(new, verification=replace(new.verification, files=(lost,))))

    assert str(comparison.total().unseen) == "1"


def test_what_is_looked_for_the_first_time_is_told(run: MakeRun) -> None:
    old = run([])
    off = tuple(replace(r, state="could_not_run") if r.rule == "V01" else r for r in old.verification.rules)
    file = replace(old.verification.files[0], not_run=(old.verification.files[0].not_run))
    lost = replace(file, sha256="")
    before = replace(old, verification=replace(old.verification, rules=off, files=(lost,)))

    assert compare(before, run(["a"])).rows[0].first


def test_without_fingerprints_keys_tell_records_apart(run: MakeRun) -> None:
    def keyed(*keys: str) -> Results:
        made = run(["", ""], fingerprint_key="", keys_shown=True)
        findings = tuple(replace(f, key=k, fingerprint="") for f, k in zip(made.findings, keys, strict=True))
        return replace(made, findings=findings)

    assert _numbers(keyed("1", "2"), keyed("2", "3")) == ("1", "1", "1", "0")
    assert any("キー" in text for text in compare(keyed("1", "2"), keyed("2", "3")).differences)


def test_another_secret_compares_counts_only(run: MakeRun) -> None:
    comparison = compare(run(["a"]), run(["a"], fingerprint_key="b"))

    assert comparison.total().still == Range(0, 1)
    assert any("鍵" in text for text in comparison.differences)


def test_two_that_have_nothing_in_common_are_refused(run: MakeRun) -> None:
    new = run(["a"])
    other = replace(new.verification.files[0], municipality="131016")

    with pytest.raises(UsageError, match="一つもありません"):
        compare(run(["a"]), replace(new, verification=replace(new.verification, files=(other,))))


def test_findings_of_no_file_are_compared_by_what_they_say(made: tuple[object, list[object]], run: MakeRun) -> None:
    general = made[0].general  # type: ignore[attr-defined]
    old = run(["a"])
    old = replace(old, verification=replace(old.verification, general=general), findings=(*general, *old.findings))
    new = run(["a"])
    new = replace(
        new, verification=replace(new.verification, general=general[:1]), findings=(general[0], *new.findings)
    )

    rows = {r.rule: r for r in compare(old, new).rows}

    assert (str(rows["F01"].still), str(rows["W01"].solved)) == ("1", "1")


@given(
    old=st.lists(st.sampled_from("abcdef")),
    new=st.lists(st.sampled_from("abcdef")),
    kept=st.tuples(st.integers(0, 8), st.integers(0, 8)),
)
def test_the_bounds_hold_whatever_was_kept(old: list[str], new: list[str], kept: tuple[int, int]) -> None:
    def group(names: list[str], limit: int) -> _Group:
        made = _Group(count=len(names))
        made.kept.update(names[:limit])
        return made

    whole = _still(group(old, len(old)), group(new, len(new)))
    part = _still(group(old, kept[0]), group(new, kept[1]))

    assert whole.is_exact
    assert part.low <= whole.low <= part.high
