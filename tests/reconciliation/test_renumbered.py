"""Renumbering tables: as large as a register, one new number for each old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reconciliation.conftest import Bench, found, only, person

from chukan.errors import ProjectError

PEOPLE = [person(n) for n in range(1, 11)]


def table(bench: Bench, rows: str) -> Bench:
    (bench.folder / "n.csv").write_text(f"旧,新\n{rows}", encoding="utf-8")
    return bench.rule("renumbering", "付け替え", items=["番号"], table="n.csv")


def test_numbers_that_a_table_lacks_stay_and_are_counted(bench: Bench) -> None:
    table(bench, "".join(f"{n:06d},N{n}\n" for n in range(1, 10)))

    outcome = bench.compare(PEOPLE, [{**row, "番号": f"N{int(row['番号'])}"} for row in PEOPLE])

    assert found(outcome) == {("M01", None): 1, ("M02", None): 1, ("M07", "番号"): 1}
    (lacking,) = only(outcome).unmapped
    assert (lacking.count, lacking.first_record) == (1, 10)


def test_two_old_numbers_may_become_one(bench: Bench) -> None:
    table(bench, "".join(f"{n:06d},{'A' if n < 3 else n}\n" for n in range(1, 11)))
    loaded = [{**row, "番号": "A" if n < 2 else str(n + 1)} for n, row in enumerate(PEOPLE)]

    outcome = bench.compare(PEOPLE, loaded)

    assert (outcome.verdict, only(outcome).records.duplicate_keys, only(outcome).records.explained) == ("pass", 1, 10)


def test_many_records_of_one_number_on_either_side_without_a_partner_are_told(bench: Bench) -> None:
    table(bench, "".join(f"{n:06d},{'A' if n < 4 else n}\n" for n in range(1, 11)))
    loaded = [person(1, 番号="A"), person(2, 番号="A", 税額="9"), *(person(n, 番号=str(n)) for n in range(4, 11))]

    outcome = bench.compare(PEOPLE, loaded)

    records = only(outcome).records
    assert (records.unmatched_delivered, records.unmatched_loaded, records.explained) == (2, 1, 8)
    assert found(outcome)["M04", None] == 3


def test_one_number_with_two_new_ones_is_refused(bench: Bench, tmp_path: Path) -> None:
    table(bench, "000001,A\n000001,B\n")

    with pytest.raises(ProjectError, match="違う「新」が二つ"):
        bench.compare(PEOPLE, PEOPLE)


def test_an_empty_side_has_nothing_to_renumber(bench: Bench) -> None:
    assert found(table(bench, "000001,A\n").compare([], PEOPLE)) == {("M02", None): 10}
