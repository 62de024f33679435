"""An outcome comes back as it was, without values that results do not hold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.verification.conftest import AGREED

from chukan.intake.batch import FileFacts, Gaiji
from chukan.integrity.model import Skipped
from chukan.severity import Severity
from chukan.verification.across import AcrossOutcome
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileOutcome
from chukan.verification.job import Target
from chukan.verification.journal.entry import across_from_tree, across_to_tree, from_tree, is_complete, to_tree
from chukan.verification.result import ItemProfile, TakenOver
from chukan.verification.tally import Key, Recognised, SampledFinding, Tally

from .conftest import World, layout_of

KEY: Key = ("V04", "性別", Severity.ERROR, "attested")
ORIGIN = TakenOver("2026-11-28T10:00:00+09:00", "2026-11-28T10:00:01+09:00")
FOUND = SampledFinding(
    record=2,
    line=3,
    item="性別",
    rule="V04",
    severity=Severity.ERROR,
    value="9",
    message="コード表にありません。",
    ground="attested",
    fingerprint="f" * 32,
    key="番号=0002",
)


@pytest.fixture
def outcome(world: World) -> FileOutcome:
    tally = Tally(2)
    tally.add(KEY, 1, [FOUND])
    facts = FileFacts(
        encoding="cp932",
        encoding_confidence=1.0,
        encoding_reason="合意",
        newline="lf",
        delimiter=",",
        header=True,
        columns=("番号", "性別"),
        extra_shown=("6 列目（漢漢）",),
    )
    return FileOutcome(
        target=Target(world.folder / "people.csv", "people.csv", layout_of("s"), AGREED),
        facts=facts,
        sha256="0" * 64,
        tally=tally,
        account={"read_records": 2, "rejected_records": 0, "total_records": 2, "total_bytes": 9},
        totals={"税額": 100},
        gaiji=(Gaiji(source_code="F040", code_point="U+E000", count=1, items=("氏名",), first_record=1),),
        could_not_run={"V01": "項目がありません"},
        in_force={"V04": Severity.ERROR},
        profile=(ItemProfile("性別", 2, 0, 2, "1", "9", (("1", 2),)),),
    )


def back(outcome: FileOutcome, watch: Watch | None = None) -> FileOutcome:
    tree = to_tree(outcome)
    assert tree is not None
    kept = json.loads(json.dumps(tree))
    return from_tree(kept, outcome.target, outcome.sha256, ORIGIN, limit=2, watch=watch or Watch())


def test_an_outcome_comes_back_as_it_was(outcome: FileOutcome) -> None:
    assert back(outcome) == replace(outcome, taken_over=ORIGIN)
    assert [p.key for p in back(outcome).tally] == ["番号=0002"]


def test_what_columns_are_called_in_the_file_is_not_kept(outcome: FileOutcome) -> None:
    outcome.facts = replace(outcome.facts, extra=("山田太郎",))

    assert "山田太郎" not in json.dumps(to_tree(outcome), ensure_ascii=False)


def test_what_must_be_masked_later_is_not_kept_at_all(outcome: FileOutcome) -> None:
    outcome.tally = Tally(2)
    outcome.tally.add(KEY, 1, [replace(FOUND, message="123456789018 は使えません。")])

    assert to_tree(outcome) is None


def test_who_is_listed_now_is_recognised_where_all_is_kept(outcome: FileOutcome) -> None:
    tree = to_tree(outcome)
    listed = Watch(listed={("V04", "性別"): frozenset({FOUND.fingerprint})})

    assert tree is not None
    assert is_complete(tree)
    assert back(outcome, listed).tally.recognised == {(KEY, FOUND.fingerprint): Recognised(FOUND, 1, 1)}


def test_beyond_what_is_kept_the_sheet_of_then_counts(outcome: FileOutcome) -> None:
    outcome.tally.add(KEY, 5)
    outcome.tally.recognise(KEY, Recognised(FOUND, 3, 3))
    tree = to_tree(outcome)

    assert tree is not None
    assert not is_complete(tree)
    assert back(outcome).tally == outcome.tally


def test_what_was_found_between_records_comes_back(outcome: FileOutcome) -> None:
    found = AcrossOutcome({1: outcome.tally}, (Skipped("K02", 0, "ありません", ("b/s",)),))
    tree = across_to_tree(found)

    kept = json.loads(json.dumps(tree))

    assert is_complete(kept)
    assert across_from_tree(kept, ORIGIN, limit=2, watches=[Watch(), Watch()]) == replace(found, taken_over=ORIGIN)
    outcome.tally.add(("K02", "", Severity.ERROR, ""), 1, [replace(FOUND, value="123456789018")])
    assert across_to_tree(found) is None
