"""What a notebook or a batch job calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from tests.reconciliation.conftest import AGREED, LAYOUT, WHO, Bench, found, only, person

import chukan
from chukan.errors import UsageError
from chukan.reconciliation.reconcile import reconcile

PEOPLE = [person(n) for n in range(1, 6)]


@pytest.fixture
def files(bench: Bench) -> tuple[Path, Path]:
    """Return two files of which one value differs."""
    bench.compare(PEOPLE, [{**PEOPLE[0], "税額": "1"}, *PEOPLE[1:]])
    return bench.folder / "old.csv", bench.folder / "new.csv"


def test_two_files_are_compared_under_one_agreement(files: tuple[Path, Path]) -> None:
    outcome = reconcile(*files, LAYOUT, agreement=AGREED)

    assert found(outcome) == {("M03", "税額"): 1}
    assert outcome.differences[0].finding.value != "100"
    assert chukan.reconcile is reconcile


def test_each_side_has_an_agreement_of_its_own(files: tuple[Path, Path]) -> None:
    utf8 = files[1].read_bytes().decode("cp932").encode("utf-8")
    files[1].write_bytes(utf8)

    outcome = reconcile(*files, LAYOUT, agreement=AGREED, loaded_agreement=AGREED | {"encoding": "utf-8"})

    assert (only(outcome).delivered.encoding, only(outcome).loaded.encoding) == ("cp932", "utf-8")
    assert found(outcome) == {("M03", "税額"): 1}


def test_rules_of_equality_are_a_file(files: tuple[Path, Path], tmp_path: Path) -> None:
    rule = {"id": "導出", "kind": "derived", "items": ["税額"], **WHO}
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"rules": [rule]}, allow_unicode=True), encoding="utf-8")

    outcome = reconcile(*files, LAYOUT, agreement=AGREED, rules=path)

    assert outcome.verdict == "pass"
    assert outcome.reconciliation.rules_sha256


def test_records_are_counted_by_codes(files: tuple[Path, Path]) -> None:
    outcome = reconcile(*files, LAYOUT, agreement=AGREED, count_by=["事由"])

    assert sum(c.delivered for c in only(outcome).codes) == 5


def test_the_day_of_the_run_is_today_unless_it_is_given(files: tuple[Path, Path]) -> None:
    given = reconcile(*files, LAYOUT, agreement=AGREED, as_of="2026-04-01")
    today = reconcile(*files, LAYOUT, agreement=AGREED)

    assert given.reconciliation.as_of == "2026-04-01"
    assert dt.date.fromisoformat(today.reconciliation.as_of) >= dt.date(2026, 1, 1)


def test_values_are_shown_where_they_are_asked_for(files: tuple[Path, Path]) -> None:
    outcome = reconcile(*files, LAYOUT, agreement=AGREED, show_values=True, keys=True)

    (difference,) = outcome.differences
    assert (difference.finding.value, difference.loaded_value) == ("100", "1")
    assert difference.finding.key


def test_two_files_without_a_layout_are_no_project(files: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="定義がありません"):
        reconcile(*files)


def test_a_file_alone_is_compared_with_nothing(files: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="移行先のファイルがありません"):
        reconcile(files[0], layout=LAYOUT)
