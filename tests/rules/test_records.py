from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
import pytest

from chukan.agreement import Agreement
from chukan.errors import PackError, ProjectError
from chukan.layouts.declarations import RecordRule
from chukan.rules.compile import CompiledRules
from chukan.rules.settings import Settings
from chukan.severity import Severities

Compile = Callable[..., CompiledRules]

ITEMS: list[dict[str, Any]] = [
    {"item": "種別", "type": "X", "length": 1},
    {"item": "資格", "type": "X"},
    {"item": "開始", "type": "DATE"},
    {"item": "終了", "type": "DATE", "format": "open_date"},
    {"item": "人数", "type": "9", "length": 20},
    {"item": "増減", "type": "S9", "length": 5},
    {"item": "率", "type": "9V", "length": 3, "scale": 2},
    {"item": "年度", "type": "YEAR"},
    {"item": "年月", "type": "YM"},
]


def rule(assertion: str, **more: Any) -> RecordRule:
    return RecordRule.model_validate({"id": "r", "assert": assertion, "message": "違います。", **more})


def batch(**columns: list[str]) -> pa.RecordBatch:
    length = len(next(iter(columns.values())))
    return pa.RecordBatch.from_pydict(
        {str(i["item"]): pa.array(columns.get(str(i["item"]), [""] * length), pa.string()) for i in ITEMS}
    )


@pytest.fixture
def broken(compiled: Compile) -> Callable[..., list[bool]]:
    """Which records break one assertion."""

    def ask(
        assertion: str, settings: Settings | None = None, when: str | None = None, **columns: list[str]
    ) -> list[bool]:
        rules = compiled(*ITEMS, settings=settings, rules=(rule(assertion, when=when),))
        table = batch(**columns)
        failing = rules.records[0].failing(table)
        return [False] * table.num_rows if failing is None else failing.to_pylist()

    return ask


Broken = Callable[..., list[bool]]


def test_only_false_breaks_a_rule(broken: Broken) -> None:
    assert broken(
        "開始 <= 終了",
        開始=["20240101", "20240301", "", "20240230"],
        終了=["20240201", "20240201", "20240201", "20240101"],
    ) == [
        False,
        True,
        False,
        False,
    ]


def test_when_asks_first(broken: Broken) -> None:
    assert broken("資格 IS NOT NULL", when="種別 = '2'", 種別=["1", "2", "2", ""], 資格=["", "", "A", ""]) == [
        False,
        True,
        False,
        False,
    ]


def test_blanks_are_null(broken: Broken) -> None:
    assert broken("資格 IS NULL", 資格=["", "  ", "　", "A"]) == [False, False, False, True]


def test_numbers_are_numbers(broken: Broken) -> None:
    big = "9" * 20
    assert broken("人数 > 9", 人数=["10", "9", "010", big, "1e3", "1_0", "0x1F", "１０", " 8"]) == [
        False,
        True,
        False,
        False,
        False,
        False,
        False,
        False,
        False,
    ]
    assert broken("増減 < 0", 増減=["-5", "5", "+5", ""]) == [False, True, False, False]
    assert broken("率 * 100 = 125", 率=["1.25", "1.24", "1.255", "1"]) == [False, True, False, True]
    assert broken("年度 + 1 = 2025", 年度=["2024", "2023", "0000", "令和6"]) == [False, True, False, False]
    assert broken("年月 < '202404'", 年月=["202403", "202404"]) == [False, True]


def test_dates_follow_the_form_in_force(broken: Broken) -> None:
    dashed = Settings(dates="yyyy-mm-dd")

    assert broken("開始 < DATE '2024-01-01'", dashed, 開始=["2023-12-31", "2024-01-01", "20240101"]) == [
        False,
        True,
        False,
    ]


def test_unknown_dates_are_null_and_their_rules_silent(broken: Broken) -> None:
    values = ["00000000", "99999999", "99991231", "19850300", "", "20240101"]

    assert broken("終了 IS NOT NULL", 終了=values) == [False, False, False, False, True, False]
    assert broken("終了 < DATE '1900-01-01'", 終了=values) == [False] * 5 + [True]
    settings = Settings(agreement=Agreement(unknown_dates=("19000101",)))
    assert broken("開始 > DATE '2000-01-01'", settings, 開始=["19000101", "19000102"]) == [False, True]


def test_an_unreadable_value_is_not_a_missing_one(broken: Broken, compiled: Compile) -> None:
    assert broken("開始 IS NOT NULL", 開始=["20240230", ""]) == [False, True]
    rules = compiled(*ITEMS, required_when={"人数": "種別 = '1'"})
    failing = rules.records[0].failing(batch(種別=["1", "1", "1"], 人数=["", "x", "3"]))
    assert failing is not None
    assert failing.to_pylist() == [True, False, False]


def test_as_of_is_the_day_that_was_named(broken: Broken) -> None:
    settings = Settings(as_of=dt.date(2026, 11, 23))

    assert broken("終了 >= as_of - INTERVAL 2 MONTH", settings, 終了=["20260923", "20260922"]) == [False, True]


def test_a_cast_that_fails_in_one_record_says_nothing_of_it(broken: Broken) -> None:
    assert broken("種別 = 1", 種別=["1", "2", "x", ""]) == [False, True, False, False]
    assert broken("CAST(資格 AS INTEGER) > 0 AND CAST(資格 AS INTEGER) < 5", 資格=["3", "9", "山"]) == [
        False,
        True,
        False,
    ]


def test_a_required_when_is_v01(compiled: Compile) -> None:
    check = compiled(*ITEMS, required_when={"資格": "種別 = '2'"}).records[0]

    assert (check.rule, check.items, check.reads, check.severity) == ("V01", ("資格",), ("資格", "種別"), "error")
    assert "「資格」" in check.text


def test_all_the_rules_of_a_layout_are_one_query(compiled: Compile, monkeypatch: pytest.MonkeyPatch) -> None:
    from chukan.expressions import conditions

    rules = compiled(*ITEMS, rules=tuple(rule("開始 <= 終了", id=f"r{n}") for n in range(5)))
    asked: list[int] = []
    select = conditions._select

    def counted(parts: Iterable[str]) -> str:
        listed = list(parts)
        asked.append(len(listed))
        return select(listed)

    monkeypatch.setattr(conditions, "_select", counted)
    table = batch(開始=["20240101"], 終了=["20250101"])

    assert [c.failing(table) for c in rules.records] == [None] * 5
    assert asked == [5]


def test_another_batch_is_asked_anew(compiled: Compile) -> None:
    check = compiled(*ITEMS, rules=(rule("開始 <= 終了"),)).records[0]

    assert check.failing(batch(開始=["20240101"], 終了=["20250101"])) is None
    assert check.failing(batch(開始=["20260101"], 終了=["20250101"])) is not None
    assert check.failing(batch(開始=[], 終了=[])) is None


def test_a_file_that_lacks_an_item_is_not_asked(compiled: Compile) -> None:
    rules = compiled(*ITEMS, rules=(rule("開始 <= 終了"), rule("種別 = '1'", id="s")))
    table = pa.RecordBatch.from_pydict({"開始": ["20240101"], "種別": ["2"]})

    assert rules.records[0].failing(table) is None
    assert rules.records[1].failing(table).to_pylist() == [True]  # type: ignore[union-attr]


def test_checks_survive_a_trip_to_another_process(compiled: Compile) -> None:
    rules = pickle.loads(pickle.dumps(compiled(*ITEMS, rules=(rule("開始 <= 終了"),))))  # noqa: S301 - pickled here

    assert rules.records[0].failing(batch(開始=["20260101"], 終了=["20250101"])).to_pylist() == [True]


def test_severities(compiled: Compile) -> None:
    rules = (rule("種別 = '1'", severity="info"), rule("開始 <= 終了", id="d", rule="R02"))
    settings = Settings(severities=Severities({"R01": "warning", "R02": "off"}))

    assert [(c.id, c.severity) for c in compiled(*ITEMS, rules=rules).records] == [("r", "info"), ("d", "error")]
    assert [(c.id, c.severity) for c in compiled(*ITEMS, settings=settings, rules=rules).records] == [("r", "warning")]


def test_a_pack_rule_over_an_item_of_another_edition_could_not_run(compiled: Compile) -> None:
    rules = compiled(*ITEMS, rules=(rule("資挌 = '1'", id="typo"), rule("種別 = '1'")))

    assert [c.id for c in rules.records] == ["r"]
    assert "「typo」" in rules.could_not_run["R01"]
    assert "「資格」ではありませんか" in rules.could_not_run["R01"]


def test_a_local_rule_over_no_item_is_an_error(compiled: Compile) -> None:
    with pytest.raises(ProjectError) as caught:
        compiled(*ITEMS, local=[rule("資挌 = '1'", id="typo")])

    assert "「資挌」" in caught.value.message
    assert "「typo」" in (caught.value.place or "")
    assert "「資格」" in (caught.value.hint or "")


def test_what_is_no_condition(compiled: Compile) -> None:
    with pytest.raises(PackError, match="真偽"):
        compiled(*ITEMS, rules=(rule("length(種別)"),))
    with pytest.raises(ProjectError, match="正しくありません"):
        compiled(*ITEMS, local=[rule("人数 + 種別 > 開始")])
    with pytest.raises(PackError, match="副問合せ"):
        compiled(*ITEMS, required_when={"資格": "EXISTS (SELECT 1)"})
    with pytest.raises(ProjectError, match="項目「ない」"):
        compiled(*ITEMS, local=[rule("種別 = '1'", items=("ない",))])


def test_local_rules_run_beside_the_layout_s(compiled: Compile) -> None:
    rules = compiled(
        *ITEMS, rules=(rule("種別 = '1'"),), local=[rule("開始 <= 終了", id="own", rule="R02", items=("終了",))]
    )

    assert [(c.rule, c.id, c.items) for c in rules.records] == [("R01", "r", ("種別",)), ("R02", "own", ("終了",))]


@pytest.mark.parametrize(
    "kind", [{"type": "X", "length": 5}, {"type": "DATE"}, {"type": "9", "length": 3}, {"type": "N"}]
)
def test_blanks_are_v09_where_the_condition_asks_for_no_value(compiled: Compile, kind: dict[str, Any]) -> None:
    rules = compiled(
        {"item": "種別", "type": "X"},
        {"item": "事由", **kind},
        {"item": "日", "type": "DATE"},
        required_when={"事由": "種別 = '2' AND 日 IS NULL"},
    )
    table = pa.RecordBatch.from_pydict(
        {"種別": ["1", "2", "1", "2", "2"], "事由": ["  ", "  ", "", "", "\u3000"], "日": ["", "", "", "", "20230230"]}
    )

    found = {check.rule: pa.array(check.failing(table)).to_pylist() for check in rules.records}

    assert found["V01"] == [False, True, False, True, False]
    assert found["V09"] == [True, False, False, False, True]  # nobody knows of the unreadable day


def test_blanks_are_v09_where_v01_is_switched_off(compiled: Compile) -> None:
    settings = Settings(severities=Severities({"V01": "off"}))
    rules = compiled(
        {"item": "種別", "type": "X"},
        {"item": "事由", "type": "X"},
        settings=settings,
        required_when={"事由": "種別 = '2'"},
    )

    table = pa.RecordBatch.from_pydict({"種別": ["1", "2"], "事由": [" ", " "]})

    assert [(c.rule, pa.array(c.failing(table)).to_pylist()) for c in rules.records] == [("V09", [True, True])]


def test_months_are_compared_in_one_form(broken: Broken) -> None:
    dashed = Settings(dates="yyyy-mm-dd")

    assert broken("年月 <> '202402'", dashed, 年月=["2024-02", "2024-03", ""]) == [True, False, False]
