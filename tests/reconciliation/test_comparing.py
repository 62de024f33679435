"""Differences that rules of equality explain: counted under the rule, and never hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reconciliation.conftest import LAYOUT, Bench, found, only, person, plainly

from chukan.reconciliation.result import CodeFold

PEOPLE = [person(n) for n in range(1, 31)]


def with_(**other: str) -> list[dict[str, str]]:
    return [{**row, **other} for row in PEOPLE]


@pytest.mark.parametrize(
    ("kind", "keys", "item", "old", "new"),
    [
        ("blanks", {}, "氏名", "見本　花子", "見本　花子　　"),
        ("blanks", {"where": "anywhere"}, "氏名", "見本　花子", "見本 花子"),
        ("width", {}, "カナ", "ﾐﾎﾝ ﾊﾅｺ ABC", "ミホン　ハナコ　ＡＢＣ"),
        ("width", {}, "カナ", "ｶﾞｷﾞﾊﾟ", "ガギパ"),
        ("dates", {}, "異動日", "20230401", "2023-04-01"),
        ("dates", {}, "異動日", "20230401", "2023/4/1"),
        ("dates", {}, "異動年月", "202304", "2023-04"),
        ("dates", {"unknown_is_blank": True}, "異動日", "00000000", ""),
        ("eras", {}, "異動日", "20230401", "R5.4.1"),
        ("eras", {}, "異動日", "5050401", "2023-04-01"),
        ("eras", {}, "異動年月", "令和5年4月", "202304"),
        ("zeros", {}, "税額", "000100", "100"),
        ("zeros", {}, "枝番", "001", "1"),
        ("codes", {"map": {"11": "1", "12": "1", "20": "2"}}, "事由", "11", "1"),
        ("characters", {"map": {"U+9AD9": "高"}}, "氏名", "髙本", "高本"),
    ],
)
def test_a_difference_is_counted_under_the_rule_that_explains_it(
    bench: Bench, kind: str, keys: dict[str, Any], item: str, old: str, new: str
) -> None:
    delivered, loaded = with_(**{item: old}), with_(**{item: new})
    unexplained = bench.compare(delivered, loaded)
    outcome = bench.rule(kind, items=[item], **keys).compare(delivered, loaded)

    file = only(outcome)
    assert unexplained.verdict == "fail"
    assert outcome.verdict == "pass"
    assert (file.records.explained, file.records.different) == (30, 0)
    assert [(i.item, i.different, i.explained) for i in file.items] == [(item, 0, {kind: 30})]
    (rule,) = outcome.reconciliation.rules
    assert (rule.count, rule.agreed_by, rule.why) == (30, "情報政策課長", "新システムの書き方")


@pytest.mark.parametrize(
    ("kind", "keys", "item", "old", "new"),
    [
        ("blanks", {}, "氏名", "見本　花子", "見本花子"),
        ("width", {}, "カナ", "ﾐﾎﾝ", "ミホソ"),
        ("width", {}, "氏名", "\u795e", "\ufa19"),
        ("dates", {}, "異動日", "20230401", "2023-04-10"),
        ("dates", {}, "異動日", "00000000", ""),
        ("eras", {}, "異動日", "R5.4.1", "20240401"),
        ("zeros", {}, "税額", "100", "1000"),
        ("zeros", {}, "税額", "0", ""),
        ("codes", {"map": {"11": "1"}}, "事由", "11", "2"),
        ("characters", {"map": {"U+9AD9": "高"}}, "氏名", "高本", "髙本"),
    ],
)
def test_what_a_rule_does_not_say_stays_a_difference(
    bench: Bench, kind: str, keys: dict[str, Any], item: str, old: str, new: str
) -> None:
    outcome = bench.rule(kind, items=[item], **keys).compare(
        with_(**{item: old}), with_(**{item: new}), loaded_agreement={"encoding": "utf-8"}
    )

    assert found(outcome)["M03", item] == 30


def test_a_code_that_was_not_converted_is_a_difference_though_it_looks_the_same(bench: Bench) -> None:
    outcome = bench.rule("codes", items=["事由"], map={"11": "1", "12": "12", "20": "20"}).compare(PEOPLE, PEOPLE)

    assert found(outcome) == {("M03", "事由"): 10}
    assert "変換表" in outcome.differences[0].finding.message


def test_of_several_rules_the_one_with_which_the_values_became_equal_counts(bench: Bench) -> None:
    bench.rule("blanks", items=["異動日", "氏名"]).rule("dates", items=["異動日"]).rule("eras", items=["異動日"])
    loaded = [
        {**row, "異動日": ("20230401 ", "2023-04-01", "R5.4.1", "20230401")[n % 4]} for n, row in enumerate(PEOPLE)
    ]

    outcome = bench.compare(PEOPLE, loaded)

    assert outcome.verdict == "pass"
    assert only(outcome).items[0].explained == {"blanks": 8, "dates": 8, "eras": 7}
    assert [r.count for r in outcome.reconciliation.rules] == [8, 8, 7]


def test_codes_that_became_one_are_counted_with_what_is_lost(bench: Bench) -> None:
    loaded = [{**row, "事由": {"11": "1", "12": "1", "20": "2"}[row["事由"]]} for row in PEOPLE]

    outcome = bench.rule("codes", "事由表", items=["事由"], map={"11": "1", "12": "1", "20": "2"}).compare(
        PEOPLE, loaded
    )

    assert only(outcome).folds == (CodeFold("事由表", "事由", "1", {"11": 10, "12": 10}),)
    assert found(outcome) == {("M08", "事由"): 1}
    assert outcome.verdict == "pass"


def test_values_that_a_table_lacks_are_listed_with_their_number_and_first_record(bench: Bench) -> None:
    old = [{**row, "氏名": "\ue000\ue05a田" if n in (4, 9) else "山田"} for n, row in enumerate(PEOPLE)]
    new = [{**row, "氏名": "辺\ue05a田" if n in (4, 9) else "山田"} for n, row in enumerate(PEOPLE)]
    bench.rule("characters", "外字", items=["氏名"], map={"F040": "辺"}).rule("codes", items=["事由"], map={"11": "11"})

    outcome = bench.compare(old, new)

    listed = {(u.item, u.value, u.count, u.first_record) for u in only(outcome).unmapped}
    assert listed == {("氏名", "U+E05A", 2, 5), ("事由", "12", 10, 1), ("事由", "20", 10, 2)}
    assert found(outcome) == {("M07", "氏名"): 1, ("M07", "事由"): 2}


def test_records_are_found_by_their_new_numbers(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "renumbering.csv").write_text(
        "旧,新\r\n" + "".join(f"{n:06d},{n + 9000:08d}\r\n" for n in range(1, 30)), "cp932"
    )
    loaded = [{**row, "番号": f"{int(row['番号']) + 9000:08d}"} for row in PEOPLE]
    loaded[2]["税額"] = "1"

    outcome = bench.rule("renumbering", "宛名番号", items=["番号"], table="renumbering.csv").compare(PEOPLE, loaded)

    assert found(outcome) == {("M01", None): 1, ("M02", None): 1, ("M03", "税額"): 1, ("M07", "番号"): 1}
    assert next(i for i in only(outcome).items if i.item == "番号").explained == {"宛名番号": 29}


def test_a_key_is_compared_under_the_rules_of_its_items(bench: Bench) -> None:
    loaded = [{**row, "番号": row["番号"].lstrip("0"), "枝番": "001"} for row in PEOPLE]

    outcome = bench.rule("zeros", items=["番号", "枝番"]).compare(PEOPLE, loaded)

    assert (outcome.verdict, only(outcome).records.explained) == ("pass", 30)


def test_records_that_a_condition_leaves_out_or_adds_are_counted_under_it(bench: Bench) -> None:
    bench.rule("left_out", "除票", when="税額 < 500").rule("added", "初期データ", when="氏名 = '試験'")
    loaded = [*PEOPLE[4:], person(900, 氏名="試験"), person(901)]

    outcome = bench.compare(PEOPLE, loaded)

    records = only(outcome).records
    assert (records.left_out, records.added, records.only_loaded) == (4, 1, 1)
    assert found(outcome) == {("M02", None): 1}
    assert {r.id: r.count for r in outcome.reconciliation.rules} == {"除票": 4, "初期データ": 1}


def test_all_differences_of_a_large_file_are_found_some_items_at_a_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.reconciliation.comparing._VALUES", 3)
    loaded = [{**row, **dict.fromkeys(LAYOUT.names[2:], "9")} for row in PEOPLE]

    outcome = bench.compare(PEOPLE, loaded)

    assert found(outcome) == plainly(PEOPLE, loaded, LAYOUT.names, LAYOUT.key)


OLD_REASONS = {"11": "1", "12": "1", "20": "2"}


def canonical(value: str, item: str, side: str) -> str:
    """Return what is compared under the rules of the property below, value by value."""
    if item == "税額":
        return value.lstrip("0") or "0" if value else value
    if item == "氏名":
        return value.strip(" \u3000")
    return OLD_REASONS.get(value, value) if item == "事由" and side == "delivered" else value


def drawn(reasons: tuple[str, ...]) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(
        st.builds(
            lambda number, name, tax, reason: person(number, 氏名=name, 税額=tax, 事由=reason),
            st.integers(1, 6),
            st.sampled_from(["甲", "甲　", " 甲", "乙", ""]),
            st.sampled_from(["", "0", "10", "010", "0010"]),
            st.sampled_from(reasons),
        ),
        max_size=12,
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delivered=drawn(("11", "12", "20")), loaded=drawn(("1", "2", "11")))
def test_under_rules_the_fast_way_counts_what_the_plain_way_counts(
    tmp_path: Path, delivered: list[dict[str, str]], loaded: list[dict[str, str]]
) -> None:
    bench = Bench(tmp_path).rule("blanks", items=["氏名"]).rule("zeros", items=["税額"])
    bench.rule("codes", items=["事由"], map=OLD_REASONS)

    counts = found(bench.compare(delivered, loaded))

    plain = plainly(delivered, loaded, LAYOUT.names, LAYOUT.key, canonical)
    assert {k: n for k, n in counts.items() if k[0] < "M05"} == plain


def test_a_fold_of_what_tells_of_a_person_is_masked(bench: Bench) -> None:
    names = {row["氏名"] for row in PEOPLE}
    one, other, *_ = sorted(names)
    loaded = [{**row, "氏名": other if row["氏名"] == one else row["氏名"]} for row in PEOPLE]

    outcome = bench.rule("codes", "名", items=["氏名"], map={one: other, other: other}).compare(PEOPLE, loaded)

    (fold,) = only(outcome).folds
    assert len(fold.old) == 2
    said = f"{fold} {[d.finding.message for d in outcome.differences]}"
    assert not [name for name in names if name in said]
