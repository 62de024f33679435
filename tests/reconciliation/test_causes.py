"""What many differences have in common is told once, by its name and with the next step."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reconciliation.conftest import LAYOUT, Bench, found, make_layout, only, person

PEOPLE = [person(n) for n in range(1, 41)]


def changed(item: str, value: Any) -> list[dict[str, str]]:
    return [{**row, item: value(row[item])} for row in PEOPLE]


def wide(text: str) -> str:
    return text.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})


@pytest.mark.parametrize(
    ("item", "value", "kind"),
    [
        ("番号", lambda v: v.lstrip("0"), "zeros"),
        ("番号", lambda v: f"0000{v}", "zeros"),
        ("番号", lambda v: f"{v}　", "blanks"),
        ("番号", wide, "width"),
    ],
)
def test_keys_that_all_differ_in_one_way_have_one_cause(bench: Bench, item: str, value: Any, kind: str) -> None:
    outcome = bench.compare(PEOPLE, changed(item, value))

    assert found(outcome) == {("M01", None): 40, ("M02", None): 40, ("M11", None): 1}
    (cause,) = only(outcome).causes
    assert kind in cause
    assert f"「{item}」" in cause
    assert "「枝番」" not in cause
    assert bench.rule(kind, items=[item]).compare(PEOPLE, changed(item, value)).verdict == "pass"


def test_keys_that_differ_in_two_ways_at_once_have_both_named(bench: Bench) -> None:
    (cause,) = only(bench.compare(PEOPLE, changed("番号", lambda v: wide(v.lstrip("0"))))).causes

    assert "zeros、width" in cause


def test_new_numbers_are_told_from_lost_records(bench: Bench) -> None:
    (cause,) = only(bench.compare(PEOPLE, changed("番号", lambda v: f"9{int(v) * 7:05d}"))).causes

    assert "renumbering" in cause
    assert "「番号」" in cause


def test_other_people_are_no_renumbering(bench: Bench) -> None:
    others = [person(n, 氏名=f"別人{n}") for n in range(101, 141)]

    outcome = bench.compare(PEOPLE, others)

    assert (found(outcome), only(outcome).causes) == ({("M01", None): 40, ("M02", None): 40}, ())


def test_a_few_keys_have_no_common_cause(bench: Bench) -> None:
    few = [{**row, "番号": row["番号"].lstrip("0")} if n < 9 else row for n, row in enumerate(PEOPLE)]

    assert only(bench.compare(PEOPLE, few)).causes == ()


def test_records_without_a_key_have_a_cause_too(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, changed("氏名", lambda v: f"{v}　"), layout=make_layout(keyed=False))

    assert "「氏名」" in only(outcome).causes[0]


@pytest.mark.parametrize(
    ("item", "value", "kind"),
    [
        ("氏名", lambda v: f"{v}　　", "blanks"),
        ("カナ", lambda _: "ミホン", "width"),
        ("異動日", lambda v: f"{v[:4]}-{v[4:6]}-{v[6:]}", "dates"),
        ("異動日", lambda _: "R5.4.1", "eras"),
        ("税額", lambda v: f"00{v}", "zeros"),
        ("事由", lambda v: {"11": "A", "12": "B", "20": "C"}[v], "codes"),
    ],
)
def test_values_that_all_differ_in_one_way_have_one_cause(bench: Bench, item: str, value: Any, kind: str) -> None:
    outcome = bench.compare(PEOPLE, changed(item, value))

    assert found(outcome) == {("M03", item): 40, ("M11", item): 1}
    (cause,) = only(outcome).causes
    assert f"{kind}（items は「{item}」）" in cause
    assert outcome.verdict == "fail"


def test_values_that_differ_without_a_system_have_no_cause(bench: Bench) -> None:
    loaded = [{**row, "税額": str(n * 31 + 7)} for n, row in enumerate(PEOPLE)]

    assert only(bench.compare(PEOPLE, loaded, names=LAYOUT.names)).causes == ()


def test_a_cause_holds_no_value_of_a_person(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, changed("氏名", lambda v: f"{v}　"))

    said = " ".join(only(outcome).causes)
    assert not [row["氏名"] for row in PEOPLE if row["氏名"] in said]


def test_codes_that_all_became_one_value_are_no_conversion(bench: Bench) -> None:
    assert only(bench.compare(PEOPLE, changed("事由", lambda _: "9"))).causes == ()


def test_the_cause_is_found_whatever_the_number_of_records_at_a_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.reconciliation.causes._ROWS", 7)

    assert "zeros" in only(bench.compare(PEOPLE, changed("番号", lambda v: v.lstrip("0")))).causes[0]
