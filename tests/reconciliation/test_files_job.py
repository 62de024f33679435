"""Files of several kinds of record on either side: every kind is compared, in the layout that its own agreement says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.verification.test_record_kinds import DATA, EXAMPLE, data, sound, text

import chukan
from chukan.agreement import load_agreement
from chukan.reconciliation.outcome import ReconcileOutcome

KINDS = ("transfer", "transfer_header", "transfer_trailer", "transfer_end")


def reconciled(tmp_path: Path, old: list[str], new: list[str], **options: object) -> ReconcileOutcome:
    for name, records in (("old.txt", old), ("new.txt", new)):
        (tmp_path / name).write_bytes(text(*records).encode("cp932"))
    options = {"agreement": EXAMPLE / "agreement.yaml", "packs": [EXAMPLE], **options}
    return chukan.reconcile(tmp_path / "old.txt", tmp_path / "new.txt", DATA, **options)  # type: ignore[arg-type]


def counted(outcome: ReconcileOutcome) -> dict[str, list[tuple[str, str | None, int]]]:
    return {
        f.layout.layout or "": [(c.rule, c.item, c.count) for c in f.counts if c.severity == "error"]
        for f in outcome.reconciliation.files
    }


def test_every_kind_is_compared_by_its_own_layout(tmp_path: Path) -> None:
    outcome = reconciled(tmp_path, sound(), sound())

    files = {f.layout.layout: f.records.same for f in outcome.reconciliation.files}
    assert (outcome.verdict, files) == ("pass", dict(zip(KINDS, (30, 1, 1, 1), strict=True)))


def test_a_difference_is_found_in_its_kind(tmp_path: Path) -> None:
    new = sound()
    new[0] = new[0].replace("1130", "1129", 1)

    found = counted(reconciled(tmp_path, sound(), new))

    assert found["transfer_header"] == [("M01", None, 1), ("M02", None, 1)]
    assert [found[kind] for kind in KINDS if kind != "transfer_header"] == [[], [], []]


def test_a_record_that_was_not_loaded_is_found_in_a_file_of_several_kinds(tmp_path: Path) -> None:
    new = sound()
    del new[7]

    found = counted(reconciled(tmp_path, sound(), new))

    assert found["transfer"] == [("M01", None, 1)]


def test_the_kinds_of_the_loaded_side_may_have_other_marks(tmp_path: Path) -> None:
    agreed = load_agreement(EXAMPLE / "agreement.yaml")
    types = {
        "A": {"layout": "transfer_header", "times": 1, "first": True},
        "B": {"layout": "transfer"},
        "C": {"layout": "transfer_trailer", "times": 1},
        "D": {"layout": "transfer_end", "times": 1, "last": True},
    }
    other = agreed.merged({"record_types": {"column": 1, "length": 1, "types": types}})
    marks = str.maketrans("1289", "ABCD")
    new = [record[0].translate(marks) + record[1:] for record in sound()]

    outcome = reconciled(tmp_path, sound(), new, loaded_agreement=other)

    assert {kind: rows[:1] for kind, rows in counted(outcome).items()} == {
        "transfer": [("M01", None, 30)],
        **{kind: [("M01", None, 1)] for kind in KINDS[1:]},
    }
    assert {f.loaded.records for f in outcome.reconciliation.files} == {30, 1}


@pytest.mark.parametrize("amount", [101, 0])
def test_an_amount_of_one_record_is_in_the_sums(tmp_path: Path, amount: int) -> None:
    new = [*sound()[:2], data(1, amount), *sound()[3:]]

    outcome = reconciled(tmp_path, sound(), new)

    file = next(f for f in outcome.reconciliation.files if f.layout.layout == "transfer")
    column = next(c for c in file.columns if c.item == "振込金額")
    assert (column.delivered.sum, column.loaded.sum) == ("43500", str(43400 + amount))
