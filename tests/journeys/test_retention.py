"""Each rule on the day before, on and after its period ends; what puts the start off; who is excepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from chukan.errors import ProjectError
from chukan.reduction.report.tables import ground

Row = dict[str, str]
GO, CHECK, STAY = "削減候補", "要確認", "移行必須"
SLIPS, ANNEX, OLD_ANNEX = (
    "resident_register/removed",
    "family_register_annex/annex",
    "family_register_annex/removed_annex",
)


def day_of(town: Any, address: str, day: str) -> str:
    """Return the one class of a layout's records on a day."""
    (found,) = town.classes(town.reduce(dt.date.fromisoformat(day)), address)
    return str(found)


def slip(number: str, day: str, kind: str = "1", **more: str) -> Row:
    item = "消除年月日" if kind == "1" else "改製年月日"
    return {"宛名番号": number, "履歴番号": "1", "除票区分": kind, "世帯番号": f"S{number}", item: day} | more


def annex_slip(day: str, kind: str = "1", **more: str) -> Row:
    item = "附票消除年月日" if kind == "1" else "附票改製年月日"
    row = {"本籍": "千代田区一番町１", "筆頭者氏名": "試験太郎", "個人連番": "1", "履歴番号": "1", "除附票区分": kind}
    return row | {"最終住所": "東京都千代田区一番町１", "附票消除事由": "03", item: day} | more


CHILD = {"認定番号": "N1", "履歴番号": "1", "最新フラグ": "1", "消滅年月日": "20150101"}
PAID = {"認定番号": "N1", "支払期年月": "201502", "振込結果": "1", "支払年月日": "20150210"}
REARING = {"証書番号": "K1", "履歴番号": "1", "最新フラグ": "1", "資格喪失年月日": "20150101"}
CASE = {"福祉事務所コード": "131016", "ケース番号": "C1"}
TAX = {"賦課年度": "2010", "相当年度": "2010", "通知書番号": "T1"}


def receipt(kind: str, day: str = "20180401", **more: str) -> Row:
    return TAX | {"科目": kind, "宛名番号": "A1", "取消フラグ": "0", "領収年月日": day, "収入年月日": day} | more


#: Rules set, files, the layout that is looked at, its last day and the first day on which it may go.
EACH: list[tuple[str, dict[str, int], Mapping[str, Sequence[Row]], str, str, str]] = [
    (
        "JT02 paid later",
        {"JT02": 5},
        {
            "child_allowance/recipient": [CHILD],
            "child_allowance/payment": [PAID, PAID | {"支払期年月": "202503", "支払年月日": "20250310"}],
        },
        "child_allowance/recipient",
        "2030-03-31",
        "2030-04-01",
    ),
    (
        "JT02 paid again",
        {"JT02": 5},
        {"child_allowance/recipient": [CHILD], "child_allowance/payment": [PAID | {"再振込年月日": "20160401"}]},
        "child_allowance/payment",
        "2022-03-31",
        "2022-04-01",
    ),
    (
        "JT02 to be returned",
        {"JT02": 5},
        {
            "child_allowance/recipient": [CHILD],
            "child_allowance/payment": [
                PAID | {"返還金_決定年月日": "20241010", "返還金_債権額": "5", "返還金_収納額": "5"}
            ],
        },
        "child_allowance/recipient",
        "2030-03-31",
        "2030-04-01",
    ),
    (
        "JT02 stopped",
        {"JT02": 5},
        {"child_allowance/recipient": [CHILD | {"差止解除年月日": "20170401"}], "child_allowance/payment": [PAID]},
        "child_allowance/recipient",
        "2023-03-31",
        "2023-04-01",
    ),
    (
        "JF02 paid later",
        {"JF02": 5},
        {
            "child_rearing_allowance/recipient": [REARING],
            "child_rearing_allowance/payment": [
                {"証書番号": "K1", "支払期年月": "201903", "振込結果": "1", "支払年月日": "20190310"}
            ],
        },
        "child_rearing_allowance/recipient",
        "2024-03-31",
        "2024-04-01",
    ),
    (
        "JF02 claim settled",
        {"JF02": 5},
        {
            "child_rearing_allowance/recipient": [REARING],
            "child_rearing_allowance/payment": [
                {
                    "証書番号": "K1",
                    "支払期年月": "201503",
                    "振込結果": "1",
                    "支払年月日": "20150310",
                    "債権決定年月日": "20190401",
                    "債権額": "9",
                    "債権収納額": "9",
                }
            ],
        },
        "child_rearing_allowance/payment",
        "2025-03-31",
        "2025-04-01",
    ),
    (
        "SH01 repayment",
        {"SH01": 5},
        {
            "public_assistance/case": [CASE | {"状態区分": "4", "廃止年月日": "20100401"}],
            "public_assistance/repayment": [
                CASE
                | {
                    "返還番号": "1",
                    "残額": "0",
                    "状態区分": "2",
                    "決定年月日": "20110401",
                    "最終収納年月日": "20180401",
                }
            ],
        },
        "public_assistance/case",
        "2024-03-31",
        "2024-04-01",
    ),
    (
        "SH01 paid later",
        {"SH01": 5},
        {
            "public_assistance/case": [CASE | {"状態区分": "5", "決定年月日": "20100401"}],
            "public_assistance/payment": [CASE | {"支給年月": "201604", "支給年月日": "20160401"}],
        },
        "public_assistance/case",
        "2022-03-31",
        "2022-04-01",
    ),
    (
        "KH05 not below 236条",
        {"KH05": 2},
        {"national_health_insurance/benefit": [{"支給不支給区分": "1", "支払年月日": "20200410"}]},
        "national_health_insurance/benefit",
        "2026-03-31",
        "2026-04-01",
    ),
    (
        "KH05 high cost",
        {"KH05": 2},
        {"national_health_insurance/high_cost": [{"支給不支給区分": "1", "支払年月日": "20200331"}]},
        "national_health_insurance/high_cost",
        "2025-03-31",
        "2025-04-01",
    ),
    (
        "KH03 made in the next year",
        {},
        {"national_health_insurance/checkup": [{"健診実施年月日": "20210331", "請求年月": "202105"}]},
        "national_health_insurance/checkup",
        "2027-03-31",
        "2027-04-01",
    ),
    (
        "KH03 made in the year",
        {},
        {"national_health_insurance/checkup": [{"健診実施年月日": "20210301", "請求年月": "202103"}]},
        "national_health_insurance/checkup",
        "2026-03-31",
        "2026-04-01",
    ),
    (
        "JS02 a year of leave from April",
        {},
        {"personnel_payroll/leave": [{"職員番号": "1", "休暇開始年月日": "20200501", "休暇終了年月日": "20200501"}]},
        "personnel_payroll/leave",
        "2026-03-31",
        "2026-04-01",
    ),
    (
        "JS02 a year of leave from January",
        {},
        {"personnel_payroll/leave": [{"職員番号": "1", "休暇開始年月日": "20200210", "休暇終了年月日": "20200210"}]},
        "personnel_payroll/leave",
        "2025-12-31",
        "2026-01-01",
    ),
    (
        "SK08",
        {"SK08": 4},
        {"electoral_register/polling_history": [{"宛名番号": "1", "選挙種別": "11", "選挙執行年月日": "20190421"}]},
        "electoral_register/polling_history",
        "2023-04-21",
        "2023-04-22",
    ),
    (
        "SE01 returned later",
        {"SE01": 5},
        {
            "school_enrolment/aid": [{"年度": "2012", "宛名番号": "1"}],
            "school_enrolment/aid_payment": [
                {"年度": "2012", "宛名番号": "1", "支給状態": "4", "支給年月日": "20120901", "返還年月日": "20150401"}
            ],
        },
        "school_enrolment/aid",
        "2021-03-31",
        "2021-04-01",
    ),
    (
        "ZE09 paid later",
        {"ZE09": 7},
        {
            "individual_resident_tax/taxpayer": [{"課税年度": "2010", "宛名番号": "A1", "履歴番号": "1"}],
            "collection_and_arrears/receipt": [receipt("01")],
        },
        "individual_resident_tax/taxpayer",
        "2026-03-31",
        "2026-04-01",
    ),
    (
        "ZE09 paid another tax",
        {"ZE09": 7},
        {
            "individual_resident_tax/taxpayer": [{"課税年度": "2010", "宛名番号": "A1", "履歴番号": "1"}],
            "collection_and_arrears/receipt": [receipt("04")],
        },
        "individual_resident_tax/taxpayer",
        "2018-03-31",
        "2018-04-01",
    ),
    (
        "ZE08 written off",
        {"ZE08": 10},
        {
            "fixed_asset_tax/assessment": [TAX | {"履歴番号": "1", "最新フラグ": "1", "宛名番号": "A1"}],
            "collection_and_arrears/write_off": [TAX | {"科目": "04", "取消フラグ": "0", "欠損年月日": "20160401"}],
        },
        "fixed_asset_tax/assessment",
        "2027-03-31",
        "2027-04-01",
    ),
    (
        "ZE10 refunded",
        {"ZE10": 7},
        {
            "light_vehicle_tax/assessment": [
                TAX | {"履歴番号": "1", "最新フラグ": "1", "軽自管理番号": "V", "宛名番号": "A1"}
            ],
            "collection_and_arrears/refund": [
                TAX | {"科目": "05", "宛名番号": "A1", "支払状態": "3", "支払年月日": "20140401"}
            ],
        },
        "light_vehicle_tax/assessment",
        "2022-03-31",
        "2022-04-01",
    ),
    (
        "KH04 paid later",
        {"KH04": 5},
        {
            "national_health_insurance/assessment": [
                TAX | {"履歴番号": "1", "最新フラグ": "1", "保険税料区分": "2", "世帯主_宛名番号": "A1"}
            ],
            "collection_and_arrears/receipt": [receipt("06")],
        },
        "national_health_insurance/assessment",
        "2024-03-31",
        "2024-04-01",
    ),
    (
        "KK03 paid later",
        {"KK03": 5},
        {
            "late_stage_elderly_medical/assessment": [
                TAX | {"被保険者番号": "1", "賦課履歴番号": "1", "最新フラグ": "1", "宛名番号": "A1"}
            ],
            "collection_and_arrears/receipt": [receipt("08")],
        },
        "late_stage_elderly_medical/assessment",
        "2024-03-31",
        "2024-04-01",
    ),
    (
        "ZK02 a contract paid later",
        {"ZK02": 5},
        {
            "financial_accounting/contract": [{"年度": "2012", "契約番号": "1", "契約終了年月日": "20130331"}],
            "financial_accounting/expenditure": [
                {
                    "年度": "2013",
                    "伝票番号": "1",
                    "伝票状態": "4",
                    "契約年度": "2012",
                    "契約番号": "1",
                    "支払年月日": "20130520",
                }
            ],
        },
        "financial_accounting/contract",
        "2019-03-31",
        "2019-04-01",
    ),
]


@pytest.mark.parametrize(
    ("years", "files", "looked_at", "last", "first"), [e[1:] for e in EACH], ids=[e[0] for e in EACH]
)
def test_the_last_day_and_the_first(
    town: Any, years: dict[str, int], files: Mapping[str, Sequence[Row]], looked_at: str, last: str, first: str
) -> None:
    for address, rows in files.items():
        town.put(address, rows)
    town.decide(**{rule: {"years": n, "name": "文書管理規程"} for rule, n in years.items()})

    before = dt.date.fromisoformat(last) - dt.timedelta(days=1)

    assert day_of(town, looked_at, before.isoformat()) == STAY
    assert day_of(town, looked_at, last) == STAY
    assert day_of(town, looked_at, first) == GO


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20261122", GO),
        ("20261123", STAY),
        ("20261124", STAY),
        ("21550101", STAY),
        ("99991231", STAY),
        ("", GO),
        ("20269999", CHECK),
    ],
)
def test_what_the_source_says_of_its_own_retention(town: Any, until: str, expected: str) -> None:
    town.put(SLIPS, [slip("1", "20050101", 保存満了年月日=until), slip("2", "20050101", "2", 保存満了年月日=until)])
    town.put(OLD_ANNEX, [annex_slip("20050101", 保存満了年月日=until)])

    report = town.reduce()

    assert town.classes(report, SLIPS) == {expected: 2}
    assert town.classes(report, OLD_ANNEX) == {expected: 1}
    if expected == STAY:
        assert "kept_until" in town.codes(report, SLIPS)
        assert any(c.reason == "移行元が保存満了年月日を基準日以後としている" for c in report.cells)


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [("1", "1", STAY), ("1", "2", GO), ("2", "1", GO), ("1", "", CHECK)],
)
def test_an_annex_is_cut_only_where_all_of_it_is_struck_off(town: Any, kind: str, state: str, expected: str) -> None:
    town.put(OLD_ANNEX, [annex_slip("20050101", kind)])
    parent = {"本籍": "千代田区一番町１", "筆頭者氏名": "試験太郎", "個人連番": "2", "附票在籍区分": state}
    town.put(ANNEX, [parent])

    assert day_of(town, OLD_ANNEX, "2026-11-23") == expected


def test_an_annex_register_that_is_not_delivered_leaves_it_open(town: Any) -> None:
    town.put(OLD_ANNEX, [annex_slip("20050101")])
    town.reduction = {}

    report = town.reduce()

    assert town.classes(report, OLD_ANNEX) == {CHECK: 1}
    assert town.codes(report, OLD_ANNEX) == {"not_delivered"}


def test_a_slip_before_its_rewriting_goes_whoever_lives_in_the_household(town: Any) -> None:
    home = {"世帯番号": "S"}
    town.put(SLIPS, [slip("1", "20100401", "2", **home), slip("2", "20100401", **home)])
    town.put("resident_register/person", [{"宛名番号": "3", "世帯番号": "S", "最新フラグ": "1", "住民状態": "1"}])

    assert town.classes(town.reduce(), SLIPS) == {GO: 1, STAY: 1}


def test_the_slips_of_a_person_move_as_a_whole(town: Any) -> None:
    """What is migrated would otherwise have gaps in its numbers (K03)."""
    town.put(SLIPS, [slip("1", "20100401", "2"), slip("1", "20200401", 履歴番号="2"), slip("2", "20100401")])

    report = town.reduce()

    assert town.classes(report, SLIPS) == {GO: 1, STAY: 2}
    assert any(c.code == "group" and "履歴" in c.reason for c in report.cells)


@pytest.mark.parametrize("amount", ["50000", ""])
def test_money_still_to_be_returned_holds_a_benefit(town: Any, amount: str) -> None:
    row = {"支給不支給区分": "1", "支払年月日": "20100410", "返還額": amount}
    town.put("national_health_insurance/benefit", [row])
    town.decide(KH05={"years": 5, "name": "規程"})

    assert day_of(town, "national_health_insurance/benefit", "2026-11-23") == (STAY if amount else GO)


@pytest.mark.parametrize("day", ["20210228", "20210331"])
def test_a_checkup_at_the_end_of_the_year_whose_record_has_no_day(town: Any, day: str) -> None:
    town.put("national_health_insurance/checkup", [{"健診実施年月日": day}])

    assert day_of(town, "national_health_insurance/checkup", "2027-04-01") == CHECK


@pytest.mark.parametrize("kind", ["10", "11", "99"])
def test_votes_that_the_election_law_does_not_name_are_the_towns_own(town: Any, kind: str) -> None:
    row = {"宛名番号": "1", "選挙種別": kind, "選挙執行年月日": "19990421"}
    town.put("electoral_register/polling_history", [row])

    report = town.reduce()

    assert town.codes(report, "electoral_register/polling_history") == {"not_set"}
    (rule,) = (r for r in report.rules if r.id == "SK08")
    assert rule.kind == "local_practice"


def test_a_rule_of_the_municipality_is_not_shown_as_law(town: Any) -> None:
    town.put("electoral_register/polling_history", [{"宛名番号": "1", "選挙種別": "11", "選挙執行年月日": "19990421"}])
    town.put("personnel_payroll/salary", [{"職員番号": "1", "支給年月日": "19990421"}])
    town.decide(SK08={"years": 4, "name": "住民投票条例"}, JS01={"years": 10, "name": "給与規程"})

    grounds = {r.id: ground(r) for r in town.reduce().rules}

    assert grounds["SK08"].endswith("住民投票条例（4年）の年数が満了している")
    assert "公職選挙法" not in grounds["SK08"]
    assert grounds["JS01"] == (
        "労働基準法109条, 附則143条1項の保存期間（5年）と、それより長い団体の定め「給与規程」（10年）が満了している"
    )


def test_an_own_rule_for_what_the_law_keeps_is_shown_as_the_towns(town: Any) -> None:
    town.put("health_management/vaccination", [{"宛名番号": "A1", "接種種類": "01", "実施年月日": "20000401"}])
    dead = {"宛名番号": "A1", "世帯番号": "S", "最新フラグ": "1", "住民状態": "3"}
    town.put("resident_register/person", [dead | {"消除事由": "23", "消除年月日": "20010401"}])
    town.decide(KE01={"years": 5, "name": "予防接種記録保存規程"})

    (rule,) = (r for r in town.reduce().rules if r.id == "KE01")

    assert ground(rule).startswith("団体の定め「予防接種記録保存規程」（5年）")


@pytest.mark.parametrize(
    ("count_from", "last", "first"),
    [
        (None, "2025-05-10", "2025-05-11"),
        ("date", "2025-05-10", "2025-05-11"),
        ("fiscal_year", "2026-03-31", "2026-04-01"),
        ("year", "2025-12-31", "2026-01-01"),
    ],
)
def test_years_are_counted_as_the_town_counts(town: Any, count_from: str | None, last: str, first: str) -> None:
    address = "seal_registration/registration"
    town.put(address, [{"印鑑登録番号": "1", "最新フラグ": "1", "登録状態": "9", "抹消年月日": "20200510"}])
    more = {"count_from": count_from} if count_from else {}
    town.decide(IK01={"years": 5, "name": "印鑑条例施行規則", **more})

    assert day_of(town, address, last) == STAY
    assert day_of(town, address, first) == GO


def test_the_law_says_itself_from_when_it_counts(town: Any) -> None:
    town.put("personnel_payroll/salary", [{"職員番号": "1", "支給年月日": "19990421"}])
    town.decide(JS01={"count_from": "date"})

    with pytest.raises(ProjectError, match="count_from"):
        town.reduce()


def test_a_boundary_by_fiscal_years(town: Any) -> None:
    town.put(SLIPS, [slip("1", "20140331"), slip("2", "20140401")])
    town.reduction["juhyo_boundary_date"] = dt.date(2014, 4, 1)

    assert town.classes(town.reduce(), SLIPS) == {GO: 1, STAY: 1}


def test_the_question_of_the_boundary_names_the_fiscal_year(town: Any) -> None:
    town.put(SLIPS, [slip("1", "20100401")])

    (decision,) = (d for d in town.reduce().decisions if d.about == "boundary")

    assert "年度単位で保存していた団体は 2014-04-01" in decision.text
