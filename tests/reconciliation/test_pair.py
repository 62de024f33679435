"""Two files against each other: records, items, keys, what could not be compared."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reconciliation.conftest import LAYOUT, Bench, found, make_layout, only, person, places, plainly

from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.outcome import reconcile_job
from chukan.reconciliation.result import RecordCounts
from chukan.reconciliation.views import lines

PEOPLE = [person(n) for n in range(1, 41)]


def test_a_file_against_itself_has_no_difference(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE)

    assert outcome.verdict == "pass"
    assert only(outcome).records == RecordCounts(delivered=40, loaded=40, same=40)
    assert all(column.same for column in only(outcome).columns)
    assert outcome.differences == []


def test_a_file_against_its_shuffled_self_has_no_difference(bench: Bench) -> None:
    shuffled = random.Random(1).sample(PEOPLE, len(PEOPLE))

    outcome = bench.compare(PEOPLE, shuffled)

    assert (outcome.verdict, only(outcome).records.same) == ("pass", 40)


def test_another_encoding_and_newline_on_the_other_side_are_no_difference(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, loaded_agreement={"encoding": "utf-8", "newline": "lf"})

    assert (outcome.verdict, only(outcome).loaded.encoding) == ("pass", "utf-8")


def test_a_missing_record_is_found_where_it_is(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, [*PEOPLE[:6], *PEOPLE[7:]])

    assert outcome.verdict == "fail"
    assert found(outcome) == {("M01", None): 1}
    assert places(outcome) == {("M01", 7, None, None)}
    assert only(outcome).records.only_delivered == 1


def test_a_record_that_nobody_delivered_is_found_in_the_file_of_the_target_system(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, [*PEOPLE[:3], person(99), *PEOPLE[3:]])

    (difference,) = outcome.differences
    assert found(outcome) == {("M02", None): 1}
    assert (difference.finding.file, difference.finding.record, difference.finding.line) == ("new.csv", 4, 5)


def test_a_changed_value_is_found_at_its_key_and_item_on_both_sides(bench: Bench) -> None:
    changed = [*PEOPLE[1:], person(1, 異動日="20230410", 税額="101")]

    outcome = bench.compare(PEOPLE, changed)

    assert places(outcome) == {("M03", 1, "異動日", 40), ("M03", 1, "税額", 40)}
    assert only(outcome).records.different == 1
    assert {i.item: i.different for i in only(outcome).items} == {"異動日": 1, "税額": 1}
    assert [c.item for c in only(outcome).columns if not c.same] == ["異動日", "税額"]


def test_values_are_masked_unless_asked_for_and_numbers_of_people_always(bench: Bench) -> None:
    old = [person(1, 氏名="見本　花子", 個人番号="123456789018")]
    new = [person(1, 氏名="見本　花江", 個人番号="123456789026")]

    hidden, shown = bench.compare(old, new), bench.compare(old, new, show_values=True)

    def text(outcome: object) -> str:
        return repr(outcome.differences) + repr(outcome.reconciliation)  # type: ignore[attr-defined]

    assert "花" not in text(hidden)
    assert "花江" in text(shown)
    assert "123456789" not in text(hidden) + text(shown)
    secret = next(c for c in only(shown).columns if c.item == "個人番号")
    assert (secret.same, secret.delivered.digest, secret.loaded.digest) == (False, "", "")


def test_a_record_loaded_twice_has_no_counterpart_of_its_own(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, [*PEOPLE, PEOPLE[4]])

    records = only(outcome).records
    assert found(outcome) == {("M04", None): 1}
    assert (records.same, records.duplicate_keys, records.unmatched_loaded) == (40, 1, 1)


def test_duplicates_that_are_alike_on_both_sides_are_no_difference(bench: Bench) -> None:
    twice = [*PEOPLE, PEOPLE[4], person(5, 税額="7")]

    outcome = bench.compare(twice, list(reversed(twice)))

    assert (outcome.verdict, only(outcome).records.same, only(outcome).records.duplicate_keys) == ("pass", 42, 1)


def test_of_duplicates_the_one_that_is_left_on_each_side_is_compared(bench: Bench) -> None:
    outcome = bench.compare([person(1), person(1, 税額="7")], [person(1, 税額="8"), person(1)])

    assert found(outcome) == {("M03", "税額"): 1}


def test_a_key_that_is_twice_on_one_side_and_nowhere_on_the_other_is_missing(bench: Bench) -> None:
    outcome = bench.compare([*PEOPLE, person(77), person(77)], PEOPLE)

    assert found(outcome) == {("M01", None): 2}


def test_records_without_a_key_are_found_by_all_that_is_in_them(bench: Bench) -> None:
    outcome = bench.compare(
        [person(1), person(1), person(2)], [person(1), person(3), person(1)], layout=make_layout(keyed=False)
    )

    assert found(outcome) == {("M01", None): 1, ("M02", None): 1}
    assert only(outcome).key == ()


def test_an_item_that_one_side_lacks_is_not_compared_and_no_pass(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, loaded_names=[n for n in LAYOUT.names if n != "税額"])

    assert (outcome.verdict, only(outcome).not_compared) == ("not_checked", ("税額",))
    assert any("「税額」" in n.why for n in only(outcome).not_run)


def test_a_column_that_nobody_knows_is_no_pass(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, loaded_names=[*LAYOUT.names, "更新者"])

    assert outcome.verdict == "not_checked"


def test_a_second_column_of_an_item_is_no_pass(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, loaded_names=[*LAYOUT.names, "氏名"])

    assert outcome.verdict == "not_checked"


def test_a_column_that_was_agreed_to_be_left_out_is_none(bench: Bench) -> None:
    outcome = bench.compare(
        PEOPLE, PEOPLE, loaded_names=[*LAYOUT.names, "更新者"], loaded_agreement={"columns": {"更新者": None}}
    )

    assert outcome.verdict == "pass"


def test_columns_with_other_names_are_compared_under_the_items_that_they_hold(bench: Bench) -> None:
    rows = [{**row, "宛名コード": row["番号"]} for row in PEOPLE]
    names = ["宛名コード" if n == "番号" else n for n in LAYOUT.names]

    outcome = bench.compare(PEOPLE, rows, loaded_names=names, loaded_agreement={"columns": {"宛名コード": "番号"}})

    assert outcome.verdict == "pass"


def test_a_record_that_could_not_be_read_is_no_pass(bench: Bench, tmp_path: Path) -> None:
    outcome = bench.compare(PEOPLE, [{**row, "カナ": "a,b"} if row is PEOPLE[3] else row for row in PEOPLE])
    assert outcome.verdict == "fail"
    broken = (tmp_path / "new.csv").read_bytes().replace(b'"a,b"', b"a,b")
    (tmp_path / "new.csv").write_bytes(broken)

    again = reconcile_job(ReconcileJob([Pair(*bench.specs())], single=True), ReconcileOptions())

    assert only(again).loaded.rejected == 1
    assert any(n.rule == "M02" for n in only(again).not_run)


def test_the_number_of_records_that_the_target_system_states_is_checked(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)
    one, other = bench.specs()
    outcome = reconcile_job(
        ReconcileJob([Pair(one, replace(other, expected_records=41))], single=True), ReconcileOptions()
    )

    assert found(outcome) == {("M05", None): 1}


ROWS = st.lists(
    st.builds(
        lambda number, branch, name, tax: person(number, 枝番=branch, 氏名=name, 税額=tax),
        st.integers(1, 6),
        st.sampled_from(["1", "2"]),
        st.sampled_from(["甲", "乙", ""]),
        st.sampled_from(["0", "10", "010"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delivered=ROWS, loaded=ROWS)
def test_the_fast_way_counts_what_the_plain_way_counts(bench: Bench, delivered: list, loaded: list) -> None:  # type: ignore[type-arg]
    outcome = bench.compare(delivered, loaded)

    counted = {key: count for key, count in found(outcome).items() if key[0] != "M11"}  # what they have in common
    assert counted == plainly(delivered, loaded, LAYOUT.names, LAYOUT.key)
    assert only(outcome).records.closes


@pytest.mark.parametrize(("block_size", "jobs"), [(200, 1), (1000, 2), (3000, 3), (1 << 20, 1)])
def test_nothing_depends_on_the_size_of_blocks_or_the_number_of_processes(
    bench: Bench, block_size: int, jobs: int
) -> None:
    bench.rule("characters", items=["氏名"], map={"A": "B"}).rule("codes", items=["事由"], map={"11": "11"})
    changed = [person(n, 税額="1") if n % 7 == 0 else person(n) for n in range(3, 300)]
    delivered = [person(n, 氏名="\ue000\ue001" if n % 5 == 0 else "甲") for n in range(1, 298)]

    def essence(size: int, processes: int) -> object:
        outcome = bench.compare(delivered, changed, block_size=size, sample_limit=5, jobs=processes)
        file = only(outcome)
        columns = [
            (c.item, c.same, replace(c.delivered, digest=""), replace(c.loaded, digest="")) for c in file.columns
        ]
        return outcome.differences, file.records, file.items, file.counts, columns, file.unmapped, file.causes

    assert essence(block_size, jobs) == essence(8 << 20, 1)


def test_what_nobody_agreed_on_is_told(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, loaded_agreement={"encoding": "cp932"})
    one, other = bench.specs()
    loose = replace(other, agreement=other.agreement.model_validate({}))

    again = reconcile_job(ReconcileJob([Pair(one, loose)], single=True), ReconcileOptions())

    assert only(outcome).loaded.undecided == ()
    assert "encoding" in only(again).loaded.undecided
    assert [path for path, _ in lines.undecided(again.reconciliation)] == ["new.csv"]


def test_nothing_compared_is_no_pass(bench: Bench) -> None:
    outcome = bench.rule("derived", items=list(LAYOUT.names)).compare(PEOPLE, PEOPLE[1:])

    assert outcome.verdict == "not_checked"


def test_the_key_of_a_record_is_shown_where_it_is_asked_for(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, [*PEOPLE[1:], person(70)], keys=True)

    assert [d.finding.key for d in outcome.differences] == ["番号=000001、枝番=1", "番号=000070、枝番=1"]
