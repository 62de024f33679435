"""What integrity finds, brought to the files: listed records, and rules that could not run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from chukan.integrity.model import Skipped
from chukan.verification.across import listed_in, not_run_by_file
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.watch import Watch
from chukan.verification.result import NotRun


def test_a_record_is_listed_by_the_values_of_its_key() -> None:
    fingerprints = Fingerprints(b"secret" * 8, "131016/b/s")
    seen = fingerprints.finding("K02", "世帯番号", "parent", fingerprints.record(("0001", "1")))
    watches = [Watch(fingerprints), Watch(fingerprints, {("K02", "世帯番号"): frozenset({seen})})]

    assert listed_in(watches, 0, "K02", "世帯番号", "parent") is None
    assert listed_in(watches, 1, "K02", "宛名番号", "parent") is None
    is_listed = listed_in(watches, 1, "K02", "世帯番号", "parent")
    assert is_listed is not None
    assert [is_listed(key) for key in (("0001", "1"), ("0001", "2"), ("00011", ""))] == [True, False, False]
    other = listed_in(watches, 1, "K02", "世帯番号", "another check")
    assert other is not None
    assert not other(("0001", "1"))


def test_each_file_names_what_could_not_run_once_and_in_order() -> None:
    skipped = (Skipped("K04", 1, "b"), Skipped("K02", 1, "a", ("household",)), Skipped("K02", 1, "a", ("household",)))
    outcomes: list[Any] = [
        SimpleNamespace(could_not_run={"*": "読めません"}),
        SimpleNamespace(could_not_run={"V01": "項目がありません"}),
    ]

    assert not_run_by_file(skipped, outcomes) == {
        0: (),
        1: (NotRun("K02", "a", ("household",)), NotRun("K04", "b"), NotRun("V01", "項目がありません")),
    }
