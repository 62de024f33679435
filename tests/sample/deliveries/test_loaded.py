"""What a target system might hold: `chukan reconcile` finds exactly the seeded differences."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.conftest import AS_OF
from tests.intake.conftest import make_layout

import chukan
from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.sample.deliveries.loaded import write_loaded
from chukan.sample.deliveries.single import write_sample

LAYOUT = "resident_register/move_history"
AGREED = Agreement(format="csv", encoding="cp932", newline="crlf", delimiter=",", header=True, dates="yyyymmdd")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_reconcile_finds_the_seeded_differences_and_nothing_else(tmp_path: Path, seed: int) -> None:
    layout = Library().layout(LAYOUT)
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    write_sample(layout, old, rows=200, agreement=AGREED, seed=seed, as_of=AS_OF)
    made = write_loaded(old, layout, AGREED, new, rate=0.1, seed=seed)

    outcome = chukan.reconcile(old, new, layout, agreement=AGREED, as_of=AS_OF)
    found = {
        (d.finding.rule, (d.finding.record if d.finding.rule != "M02" else d.loaded_record), d.finding.item or "")
        for d in outcome.differences
        if d.finding.rule in ("M01", "M02", "M03")
    }
    assert len(made.differences) > 5
    assert found == {(one.rule, one.record, one.item) for one in made.differences}
    with made.list_path.open(encoding="utf-8-sig", newline="") as file:
        assert len([*csv.DictReader(file)]) == len(made.differences)


def test_the_same_seed_gives_the_same_bytes_and_none_changes_nothing(tmp_path: Path) -> None:
    layout = Library().layout(LAYOUT)
    old = tmp_path / "old.csv"
    write_sample(layout, old, rows=50, agreement=AGREED, seed=5, as_of=AS_OF)
    first, second, same = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    write_loaded(old, layout, AGREED, first, rate=0.3, seed=9)
    write_loaded(old, layout, Agreement(), second, rate=0.3, seed=9)
    write_loaded(old, layout, AGREED, same, rate=0.0)
    assert first.read_bytes() == second.read_bytes() != old.read_bytes()
    assert same.read_bytes() == old.read_bytes()


def test_a_layout_without_a_key_is_refused(tmp_path: Path) -> None:
    layout = make_layout(("番号", "X", 4), ("氏名", "N", 10))
    old = tmp_path / "old.csv"
    old.write_bytes((",".join(layout.names) + "\r\n").encode("cp932"))
    with pytest.raises(UsageError, match="キーがない"):
        write_loaded(old, layout, AGREED, tmp_path / "new.csv", rate=0.1)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    library = Library()
    layout = library.layout(LAYOUT)
    write_sample(layout, tmp_path / "old.csv", rows=5, agreement=AGREED, seed=5, as_of=AS_OF)
    other = library.layout("resident_register/person")

    with pytest.raises(UsageError, match="別の移行ファイル定義"):
        write_loaded(
            tmp_path / "old.csv",
            other,
            AGREED,
            tmp_path / "new.csv",
            rate=0.1,
            others=lambda: library.siblings(other),
        )

    assert not (tmp_path / "new.csv").exists()
