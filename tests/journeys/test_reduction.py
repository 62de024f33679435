"""Each trap of the law of retention, run through the command: what may go, what must stay, and why it says so."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

CANDIDATE, CHECK, MUST = "candidate", "check", "must"
DAY = ("--as-of", "2026-11-23")
Reduce = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, retention: Any) -> None:
    """Load the rules once: they are the same in every journey, and reading them takes long."""
    monkeypatch.setattr("chukan.reduction.of_project.load_retention", lambda: retention)


@pytest.fixture
def reduce(chukan: Any, town: Any) -> Reduce:
    """Run `chukan reduce --json` over the town."""

    def call(*arguments: str) -> dict[str, Any]:
        days = () if "--as-of" in arguments else DAY
        answer = chukan("reduce", town.project, "--json", "--no-progress", *days, *arguments)
        assert answer.code == 0, answer.err
        found: dict[str, Any] = json.loads(answer.out)
        return found

    return call


def cells(report: dict[str, Any], address: str) -> list[dict[str, Any]]:
    """Return the cells of a layout."""
    own = {n for n, f in enumerate(report["files"]) if f"{f['business']}/{f['layout']}" == address}
    return [c for c in report["cells"] if c["file"] in own]


def classes(report: dict[str, Any], address: str) -> dict[str, int]:
    """Return records of a layout by class."""
    found: dict[str, int] = {}
    for cell in cells(report, address):
        found[cell["class"]] = found.get(cell["class"], 0) + cell["amount"]["records"]
    return found


def why(report: dict[str, Any], address: str) -> set[str]:
    """Return the codes of the reasons."""
    return {c["code"] for c in cells(report, address)}


def removed(number: str, day: str, household: str = "", **more: str) -> dict[str, str]:
    """Return a 除票."""
    return {
        "宛名番号": number,
        "履歴番号": "1",
        "除票区分": "1",
        "世帯番号": household or f"S{number}",
        "住民状態": "2",
        "氏名": "試験太郎",
        "消除事由": "22",
        "消除年月日": day,
        **more,
    }


def person(number: str, household: str, **more: str) -> dict[str, str]:
    """Return a resident."""
    return {
        "宛名番号": number,
        "履歴番号": "1",
        "最新フラグ": "1",
        "世帯番号": household,
        "住民状態": "1",
        "氏名": "試験花子",
        **more,
    }


def charge(notice: str, **more: str) -> dict[str, str]:
    """Return a paid instalment of 個人住民税 of 2010."""
    return {
        "賦課年度": "2010",
        "相当年度": "2010",
        "科目": "01",
        "通知書番号": notice,
        "期別": "1",
        "宛名番号": "A1",
        "調定額_本税": "1000",
        "収納済額_本税": "1000",
        "未納額_本税": "0",
        "納期限": "20100630",
        "滞納状態区分": "00",
        **more,
    }


def receipt(notice: str, day: str = "20100630", **more: str) -> dict[str, str]:
    """Return what was paid for it."""
    return {
        "賦課年度": "2010",
        "相当年度": "2010",
        "科目": "01",
        "通知書番号": notice,
        "期別": "1",
        "収納連番": "1",
        "領収年月日": day,
        "収入年月日": day,
        "取消フラグ": "0",
        **more,
    }


# ---- trap 1: three kinds, kept apart


def test_a_limitation_period_alone_makes_no_candidate(town: Any, reduce: Reduce) -> None:
    town.put("individual_resident_tax/taxpayer", [{"課税年度": "1990", "宛名番号": "A1", "履歴番号": "1"}])

    report = reduce()

    assert classes(report, "individual_resident_tax/taxpayer") == {CHECK: 1}
    assert why(report, "individual_resident_tax/taxpayer") == {"not_set"}
    kinds = {r["id"]: r["kind"] for r in report["rules"]}
    assert (kinds["ZE05"], kinds["ZE09"], kinds["MN01"]) == (
        "limitation_period",
        "local_practice",
        "storage_restriction",
    )
    assert any("保存義務の終わりを示すものではなく" in note for note in report["notes"])


def test_a_limitation_period_holds_what_a_shorter_local_rule_would_let_go(town: Any, reduce: Reduce) -> None:
    town.put("individual_resident_tax/taxpayer", [{"課税年度": "2020", "宛名番号": "A1", "履歴番号": "1"}])
    town.decide(ZE09={"years": 3, "name": "文書管理規程"})

    held = reduce("--as-of", "2028-03-31")
    gone = reduce("--as-of", "2028-04-01")

    assert classes(held, "individual_resident_tax/taxpayer") == {MUST: 1}
    assert classes(gone, "individual_resident_tax/taxpayer") == {CANDIDATE: 1}


# ---- trap 2: 除票 by the boundary, not by age


@pytest.mark.parametrize(
    ("day", "expected"), [("20140619", CANDIDATE), ("20140620", MUST), ("20190620", MUST), ("20200229", MUST)]
)
def test_removed_slips_are_cut_at_the_boundary(town: Any, reduce: Reduce, day: str, expected: str) -> None:
    town.put("resident_register/removed", [removed("A1", day)])

    for as_of in ("2026-11-23", "2060-01-01"):
        assert classes(reduce("--as-of", as_of), "resident_register/removed") == {expected: 1}, as_of


def test_a_boundary_of_its_own(town: Any, reduce: Reduce) -> None:
    town.put("resident_register/removed", [removed("A1", "20090619"), removed("A2", "20090620")])
    town.reduction["juhyo_boundary_date"] = dt.date(2009, 6, 20)

    report = reduce()

    assert classes(report, "resident_register/removed") == {CANDIDATE: 1, MUST: 1}
    assert any("境界日: 2009-06-20" in d["text"] and not d["open"] for d in report["decisions"])


def test_the_boundary_can_not_be_later_than_the_law_allows(town: Any, chukan: Any) -> None:
    town.put("resident_register/removed", [removed("A1", "20140619")])
    town.reduction["juhyo_boundary_date"] = dt.date(2014, 6, 21)

    answer = chukan("reduce", town.project, *DAY)

    assert answer.code == 2
    assert "2014-06-20 より後" in answer.parts[0]


def test_before_the_amendment_the_old_five_years_count(town: Any, reduce: Reduce) -> None:
    town.put("resident_register/removed", [removed("A1", "20140619")])

    assert classes(reduce("--as-of", "2019-06-19"), "resident_register/removed") == {MUST: 1}
    assert classes(reduce("--as-of", "2019-06-20"), "resident_register/removed") == {CANDIDATE: 1}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"最終住所": "東京都千代田区一番町１"}, CANDIDATE),
        ({"最終住所": "横浜市中区日本大通１", "在外選挙人記載フラグ": "1"}, CANDIDATE),  # another register
        ({"最終住所": "アメリカ合衆国カリフォルニア州"}, MUST),
        ({"最終住所": "国外", "在外選挙人記載フラグ": "0"}, MUST),
        ({"最終住所": "ブラジル", "附票消除事由": "02"}, CHECK),  # 死亡在外者等: 旧34条2項ただし書
        ({"最終住所": "上海市浦東新区"}, CHECK),
        ({"最終住所": "不明"}, CHECK),
        ({}, CHECK),
    ],
)
def test_annexes_of_those_abroad_stay(town: Any, reduce: Reduce, more: dict[str, str], expected: str) -> None:
    row = {
        "本籍": "千代田区一番町１",
        "筆頭者氏名": "試験太郎",
        "個人連番": "1",
        "履歴番号": "1",
        "除附票区分": "1",
        "附票消除年月日": "20100401",
    }
    town.put("family_register_annex/removed_annex", [row | more])

    assert classes(reduce(), "family_register_annex/removed_annex") == {expected: 1}


# ---- trap 3: vaccination is moving


def test_vaccinations_stay_until_the_town_names_its_own_rule(town: Any, reduce: Reduce, chukan: Any) -> None:
    shot = {"宛名番号": "A1", "接種種類": "01", "接種連番": "1", "実施年月日": "20000401"}
    layout = town.layout("health_management/vaccination")
    town.put("health_management/vaccination", [{k: v for k, v in shot.items() if k in layout.names}])
    town.put("resident_register/person", [person("A1", "S1", 住民状態="3", 消除事由="23", 消除年月日="20010401")])

    assert classes(reduce(), "health_management/vaccination") == {CHECK: 1}
    assert classes(reduce("--set", "KE01.years=5"), "health_management/vaccination") == {CHECK: 1}

    town.decide(KE01={"years": 5})
    answer = chukan("reduce", town.project, *DAY)
    assert (answer.code, "name" in answer.parts[0]) == (2, True)

    town.decide(KE01={"years": 5, "name": "予防接種記録保存規程3条"})
    assert classes(reduce(), "health_management/vaccination") == {CANDIDATE: 1}


def test_vaccinations_are_counted_from_death_not_from_the_shot(town: Any, reduce: Reduce) -> None:
    layout = town.layout("health_management/vaccination")
    rows = [{"宛名番号": n, "接種種類": "01", "実施年月日": "20000401"} for n in ("LIVING", "DEAD", "GONE")]
    town.put("health_management/vaccination", [{k: v for k, v in r.items() if k in layout.names} for r in rows])
    town.put(
        "resident_register/person",
        [
            person("LIVING", "S1"),
            person("DEAD", "S2", 住民状態="3", 消除事由="23", 消除年月日="20230401"),
            person("GONE", "S3", 住民状態="2", 消除事由="22", 消除年月日="20010401"),
        ],
    )
    town.decide(KE01={"years": 5, "name": "予防接種記録保存規程3条"})

    report = reduce()

    assert classes(report, "health_management/vaccination") == {MUST: 2, CHECK: 1}  # it is not known whether GONE lives


def test_covid_shots_are_never_candidates(town: Any, reduce: Reduce) -> None:
    layout = town.layout("health_management/vaccination")
    row = {"宛名番号": "A1", "接種種類": "99", "実施年月日": "20210601"}
    town.put("health_management/vaccination", [{k: v for k, v in row.items() if k in layout.names}])
    town.put("resident_register/person", [person("A1", "S1", 住民状態="3", 消除事由="23", 消除年月日="20210701")])
    town.decide(KE01={"years": 1, "name": "規程"})

    report = reduce("--as-of", "2040-01-01")

    assert classes(report, "health_management/vaccination") == {MUST: 1}
    assert why(report, "health_management/vaccination") == {"never"}


# ---- trap 4: 番号法20条 forbids keeping


def split_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "archive_manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def test_my_numbers_stop_the_split_until_it_is_said_how_they_go(town: Any, chukan: Any, tmp_path: Path) -> None:
    secret = "123456789018"  # noqa: S105 - made up
    rows = [removed("A1", "20140619", 個人番号=secret), removed("A2", "20200101", 個人番号=secret)]
    source = town.put("resident_register/removed", rows)
    out = tmp_path / "out"

    refused = chukan("reduce", town.project, "--split", "--out", out, *DAY)

    assert refused.code == 2
    assert "番号法20条" in refused.parts[0]
    assert not out.exists()
    assert secret not in refused.err

    town.reduction["my_number"] = {"removal": "blank", "basis": "情報管理課決裁 R8-12"}
    town.decide_for_split()
    done = chukan("reduce", town.project, "--split", "--out", out, *DAY)

    assert done.code == 0, done.err
    archived = (out / "archive" / source.name).read_bytes()
    assert secret.encode() not in archived
    assert archived.count(b"\r\n") == 2
    assert secret.encode() in (out / "migrate" / source.name).read_bytes()
    (line,) = split_of(out)
    assert (line["空欄にした個人番号"], line["個人番号の列に残る値"]) == ("1", "0")
    assert line["個人番号"] == "空欄にした（情報管理課決裁 R8-12）"
    assert line["SHA-256"] == hashlib.sha256(archived).hexdigest()
    everything = b"".join(p.read_bytes() for p in out.iterdir() if p.is_file() and p.suffix != ".xlsx")
    assert secret.encode() not in everything


def test_a_column_that_the_layout_does_not_know_is_a_my_number_by_its_name(
    town: Any, chukan: Any, tmp_path: Path
) -> None:
    layout = town.layout("seal_registration/registration")
    names = [*layout.names, "旧マイナンバー"]
    row = {
        "印鑑登録番号": "1",
        "履歴番号": "1",
        "最新フラグ": "1",
        "登録状態": "9",
        "抹消年月日": "20000401",
        "旧マイナンバー": "123456789018",
    }
    text = "\r\n".join((",".join(names), ",".join(row.get(n, "") for n in names), ""))
    town.put("seal_registration/registration", text.encode("cp932"))
    town.decide(IK01={"years": 5, "name": "印鑑条例施行規則18条"})

    answer = chukan("reduce", town.project, "--split", "--out", tmp_path / "out", *DAY)

    assert answer.code == 2
    assert "旧マイナンバー" in answer.parts[0]


# ---- trap 5: 固定資産: what is cut can't be refunded


def test_fixed_asset_registers_wait_for_the_town_and_say_what_is_at_stake(town: Any, reduce: Reduce) -> None:
    town.put("fixed_asset_tax/taxpayer", [{"課税年度": "1990", "宛名番号": "A1"}])
    town.put("fixed_asset_tax/house", [{}])

    report = reduce()

    assert classes(report, "fixed_asset_tax/taxpayer") == {CHECK: 1}
    assert classes(report, "fixed_asset_tax/house") == {MUST: 1}
    assert why(report, "fixed_asset_tax/house") == {"never"}
    assert any(d["open"] and "返還できる年数を決める" in d["text"] for d in report["decisions"])


# ---- trap 6: unpaid, unrefunded, disputed, ongoing


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ({}, {}, CANDIDATE),
        ({"未納額_本税": "1"}, {}, MUST),
        ({"未納額_本税": ""}, {}, CHECK),
        ({"滞納状態区分": "06"}, {}, MUST),
        ({"滞納状態区分": ""}, {}, CHECK),
        ({"調定額_延滞金": "300", "収納済額_延滞金": "0"}, {}, MUST),
        ({}, {"refund": [{"支払状態": "2", "決定年月日": "20110401"}]}, MUST),
        ({}, {"refund": [{"支払状態": "", "決定年月日": "20110401"}]}, CHECK),
        ({}, {"refund": [{"支払状態": "3", "決定年月日": "20110401", "支払年月日": "20110501"}]}, CANDIDATE),
        ({}, {"seizure": [{"処分状態": "1"}]}, MUST),
        ({}, {"suspension": [{"停止状態": "1"}]}, MUST),
        ({}, {"instalment": [{"分納状態": "1"}]}, MUST),
        ({}, {"grace": [{"決定区分": "1", "猶予終了年月日": "20270101"}]}, MUST),
        ({}, {"grace": [{"決定区分": "1", "猶予終了年月日": "20200101"}]}, CANDIDATE),
    ],
)
def test_debts_refunds_and_measures_hold_a_charge(
    town: Any, reduce: Reduce, own: Mapping[str, str], others: Mapping[str, list[dict[str, str]]], expected: str
) -> None:
    town.put("collection_and_arrears/charge", [charge("N1", **own)])
    town.put("collection_and_arrears/receipt", [receipt("N1")])
    for name, rows in others.items():
        address = f"collection_and_arrears/{name}"
        links = {
            "賦課年度": "2010",
            "相当年度": "2010",
            "科目": "01",
            "通知書番号": "N1",
            "期別": "1",
            "宛名番号": "A1",
        }
        town.put(address, [{k: v for k, v in (links | r).items() if k in town.layout(address).names} for r in rows])
    town.decide(ZE12={"years": 7, "name": "文書管理規程"})

    assert classes(reduce(), "collection_and_arrears/charge") == {expected: 1}


def test_a_charge_is_counted_from_the_day_it_was_settled(town: Any, reduce: Reduce) -> None:
    town.put("collection_and_arrears/charge", [charge("N1")])
    town.put("collection_and_arrears/receipt", [receipt("N1"), receipt("N1", "20190401", 収納連番="2")])
    town.decide(ZE12={"years": 7, "name": "文書管理規程"})

    assert classes(reduce("--as-of", "2027-03-31"), "collection_and_arrears/charge") == {MUST: 1}
    assert classes(reduce("--as-of", "2027-04-01"), "collection_and_arrears/charge") == {CANDIDATE: 1}


def test_a_paid_charge_without_the_day_of_payment_is_no_candidate(town: Any, reduce: Reduce) -> None:
    town.put("collection_and_arrears/charge", [charge("N1")])
    town.put("collection_and_arrears/receipt", [receipt("OTHER")])
    town.decide(ZE12={"years": 7, "name": "文書管理規程"})

    report = reduce()

    assert classes(report, "collection_and_arrears/charge") == {CHECK: 1}
    assert why(report, "collection_and_arrears/charge") == {"no_date"}


def test_a_tax_account_moves_as_a_whole(town: Any, reduce: Reduce) -> None:
    town.put(
        "collection_and_arrears/charge",
        [charge("N1"), charge("N1", 期別="2", 未納額_本税="1"), charge("N2", 宛名番号="A2")],
    )
    town.put("collection_and_arrears/receipt", [receipt("N1"), receipt("N2")])
    town.decide(ZE12={"years": 7, "name": "文書管理規程"})

    report = reduce()

    assert classes(report, "collection_and_arrears/charge") == {CANDIDATE: 1, MUST: 2}
    assert classes(report, "collection_and_arrears/receipt") == {CANDIDATE: 1, MUST: 1}
    assert "group" in why(report, "collection_and_arrears/charge")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"状態区分": "4", "廃止年月日": "20100401"}, CANDIDATE),
        ({"状態区分": "4", "廃止年月日": "", "決定年月日": "20000401"}, CHECK),
        ({"状態区分": "2", "決定年月日": "20000401"}, MUST),
        ({"状態区分": "5", "決定年月日": "20000401"}, CANDIDATE),
        ({"状態区分": "6", "決定年月日": "20000401"}, CHECK),
        ({"状態区分": "6", "取下年月日": "20000401"}, CANDIDATE),
        ({"状態区分": ""}, CHECK),
    ],
)
def test_an_assistance_case_is_counted_from_its_end(
    town: Any, reduce: Reduce, more: dict[str, str], expected: str
) -> None:
    case = {"福祉事務所コード": "131016", "ケース番号": "C1", "世帯主_宛名番号": "A1"}
    town.put("public_assistance/case", [case | more])
    town.decide(SH01={"years": 5, "name": "文書管理規程"})

    assert classes(reduce(), "public_assistance/case") == {expected: 1}


def test_money_to_be_returned_holds_an_assistance_case(town: Any, reduce: Reduce) -> None:
    case = {"福祉事務所コード": "131016", "ケース番号": "C1", "状態区分": "4", "廃止年月日": "20000401"}
    town.put("public_assistance/case", [case])
    town.put(
        "public_assistance/repayment",
        [{"福祉事務所コード": "131016", "ケース番号": "C1", "残額": "5000", "状態区分": "1"}],
    )
    town.decide(SH01={"years": 5, "name": "文書管理規程"})

    report = reduce()

    assert classes(report, "public_assistance/case") == {MUST: 1}
    assert classes(report, "public_assistance/repayment") == {MUST: 1}


@pytest.mark.parametrize(
    ("more", "expected"), [({}, CANDIDATE), ({"不服申立フラグ": "1"}, MUST), ({"認定有効期間終了年月日": ""}, CHECK)]
)
def test_care_certifications(town: Any, reduce: Reduce, more: dict[str, str], expected: str) -> None:
    old = {
        "被保険者番号": "H1",
        "申請連番": "1",
        "履歴番号": "1",
        "最新フラグ": "1",
        "認定年月日": "20100401",
        "認定有効期間終了年月日": "20110331",
    }
    town.put("long_term_care_insurance/certification", [old | more])
    town.decide(KG04={"years": 5, "name": "文書管理規程"})

    assert classes(reduce(), "long_term_care_insurance/certification") == {expected: 1}


def test_old_certifications_stay_while_one_goes_on(town: Any, reduce: Reduce) -> None:
    old = {
        "被保険者番号": "H1",
        "申請連番": "1",
        "履歴番号": "1",
        "最新フラグ": "0",
        "認定有効期間終了年月日": "20110331",
    }
    running = old | {"申請連番": "9", "最新フラグ": "1", "認定有効期間終了年月日": "20270331"}
    town.put("long_term_care_insurance/certification", [old, running])
    town.decide(KG04={"years": 5, "name": "文書管理規程"})

    assert classes(reduce(), "long_term_care_insurance/certification") == {MUST: 2}


# ---- trap 7: when periods begin


@pytest.mark.parametrize(
    ("business", "rows", "rule", "last", "first"),
    [
        # the event's own day: eve of the corresponding day
        (
            "seal_registration/registration",
            [{"印鑑登録番号": "1", "最新フラグ": "1", "登録状態": "9", "抹消年月日": "20200228"}],
            {"IK01": 5},
            "2025-02-28",
            "2025-03-01",
        ),
        (
            "seal_registration/registration",
            [{"印鑑登録番号": "1", "最新フラグ": "1", "登録状態": "9", "抹消年月日": "20200229"}],
            {"IK01": 5},
            "2025-02-28",
            "2025-03-01",
        ),
        (
            "seal_registration/registration",
            [{"印鑑登録番号": "1", "最新フラグ": "1", "登録状態": "9", "抹消年月日": "20190310"}],
            {"IK01": 5},
            "2024-03-10",
            "2024-03-11",
        ),
        # the end of the fiscal year of the day
        (
            "resident_register/issuance",
            [{"交付年月日": "20200331"}],
            {"JK04": 5},
            "2025-03-31",
            "2025-04-01",
        ),
        (
            "resident_register/issuance",
            [{"交付年月日": "20200401"}],
            {"JK04": 5},
            "2026-03-31",
            "2026-04-01",
        ),
        # the following year, and ten days: 翌年1月10日の翌日から7年
        (
            "personnel_payroll/dependant",
            [{"職員番号": "1", "適用終了年月日": "20151231"}],
            {},
            "2023-01-10",
            "2023-01-11",
        ),
        # the term of office of those elected: six years and a month to be safe
        (
            "electoral_register/polling_history",
            [{"宛名番号": "A1", "選挙種別": "01", "選挙執行年月日": "20190721"}],
            {},
            "2025-08-21",
            "2025-08-22",
        ),
        # completion, from the end of the fiscal year; the legal due date as a floor
        (
            "financial_accounting/revenue",
            [{"年度": "2015", "調定番号": "1", "収入年月日": "20160510", "収入未済額": "0"}],
            {"ZK02": 5},
            "2022-03-31",
            "2022-04-01",
        ),
        (
            "individual_resident_tax/ordinary_collection",
            [
                {
                    "賦課年度": "2015",
                    "相当年度": "2015",
                    "通知書番号": "1",
                    "期別": "1",
                    "宛名番号": "A1",
                    "納期限": "20170601",
                }
            ],
            {"ZE09": 1},
            "2024-06-01",
            "2024-06-02",
        ),
    ],
)
def test_the_last_day_of_a_period(
    town: Any, reduce: Reduce, business: str, rows: Any, rule: dict[str, int], last: str, first: str
) -> None:
    town.put(business, rows)
    town.decide(**{name: {"years": years, "name": "規程"} for name, years in rule.items()})

    assert classes(reduce("--as-of", last), business) == {MUST: 1}
    assert classes(reduce("--as-of", first), business) == {CANDIDATE: 1}


def test_wage_ledgers_are_counted_from_the_last_entry(town: Any, reduce: Reduce) -> None:
    rows = [{"職員番号": "1", "支給年月日": day} for day in ("20100320", "20200320")]
    town.put("personnel_payroll/salary", rows)

    assert classes(reduce("--as-of", "2025-03-20"), "personnel_payroll/salary") == {MUST: 2}
    assert classes(reduce("--as-of", "2025-03-21"), "personnel_payroll/salary") == {CANDIDATE: 2}


def test_premium_records_are_kept_ten_years_from_a_late_payment(town: Any, reduce: Reduce) -> None:
    key = {"賦課年度": "2010", "相当年度": "2010", "通知書番号": "N1", "期別": "1"}
    town.put("long_term_care_insurance/collection", [key | {"被保険者番号": "H1", "宛名番号": "A1"}])
    town.put(
        "collection_and_arrears/receipt",
        [key | {"科目": "07", "収納連番": "1", "領収年月日": "20150601", "取消フラグ": "0"}],
    )
    town.decide(KG05={"years": 2, "name": "規程"})

    assert classes(reduce("--as-of", "2026-03-31"), "long_term_care_insurance/collection") == {MUST: 1}
    assert classes(reduce("--as-of", "2026-04-01"), "long_term_care_insurance/collection") == {CANDIDATE: 1}


# ---- traps 8 to 10: safe years


def test_labour_records_are_kept_five_years_though_three_are_enough_for_now(town: Any, chukan: Any) -> None:
    town.put("personnel_payroll/salary", [{"職員番号": "1", "支給年月日": "20200320"}])
    town.decide(JS01={"years": 3})

    answer = chukan("reduce", town.project, *DAY)

    assert answer.code == 2
    assert "5 年より短くはできません" in answer.parts[2]


@pytest.mark.parametrize(
    ("address", "row"),
    [
        (
            "school_enrolment/school_register",
            {"宛名番号": "A1", "最新フラグ": "1", "学齢簿区分": "9", "加除年月日": "19800331"},
        ),
        ("public_assistance/case", {"状態区分": "4", "廃止年月日": "19800331"}),
        (
            "seal_registration/registration",
            {"印鑑登録番号": "1", "最新フラグ": "1", "登録状態": "9", "抹消年月日": "19800331"},
        ),
        ("national_health_insurance/benefit", {"支給不支給区分": "1", "支払年月日": "19990401"}),
    ],
)
def test_where_the_law_is_silent_the_town_decides(town: Any, reduce: Reduce, address: str, row: dict[str, str]) -> None:
    town.put(address, [row])

    report = reduce()

    assert classes(report, address) == {CHECK: 1}
    assert why(report, address) == {"not_set"}
    assert any(d["open"] and d["amount"]["records"] for d in report["decisions"])


@pytest.mark.parametrize(("kind", "floor"), [("1", "2023-06-01"), ("2", "2018-04-01")])
def test_the_national_health_tax_and_the_premium_have_limits_of_their_own(
    town: Any, reduce: Reduce, kind: str, floor: str
) -> None:
    year = {"1": "2015", "2": "2015"}[kind]
    row = {"賦課年度": year, "相当年度": year, "通知書番号": "N1", "保険税料区分": kind, "世帯主_宛名番号": "A1"}
    town.put("national_health_insurance/assessment", [row])
    town.decide(KH04={"years": 1, "name": "規程"})

    assert classes(reduce("--as-of", "2018-03-31"), "national_health_insurance/assessment") == {MUST: 1}
    on = "2023-04-01" if kind == "1" else floor
    assert classes(reduce("--as-of", on), "national_health_insurance/assessment") == {CANDIDATE: 1}
    if kind == "1":
        assert classes(reduce("--as-of", "2023-03-31"), "national_health_insurance/assessment") == {MUST: 1}


def test_pension_registers_are_kept_for_the_state(town: Any, reduce: Reduce) -> None:
    town.put("national_pension/insured", [{}])

    assert why(reduce(), "national_pension/insured") == {"never"}


# ---- nothing without its date; nothing that is held by something else


@pytest.mark.parametrize("day", ["", "00000000", "99999999", "20140631", "2014", "02140619", "平成26年"])
def test_without_its_date_nothing_is_a_candidate(town: Any, reduce: Reduce, day: str) -> None:
    town.put("resident_register/removed", [removed("A1", day)])

    report = reduce()

    assert classes(report, "resident_register/removed") == {CHECK: 1}
    assert why(report, "resident_register/removed") <= {"no_date", "bad_date"}


def test_a_household_moves_as_a_whole(town: Any, reduce: Reduce) -> None:
    town.put(
        "resident_register/removed",
        [removed("A1", "20100401", "S1"), removed("A3", "20100401", "S2"), removed("A4", "20100401", " ")],
    )
    town.put("resident_register/person", [person("A2", "S1"), person("A5", "S9")])

    report = reduce()

    assert classes(report, "resident_register/removed") == {CANDIDATE: 1, MUST: 1, CHECK: 1}
    assert why(report, "resident_register/removed") == {"over", "group", "no_group"}
    assert any(d["about"] == "household" and d["open"] for d in report["decisions"])

    town.reduction["household_slips"] = False
    assert classes(reduce(), "resident_register/removed") == {CANDIDATE: 3}


def test_a_blank_more_or_less_breaks_no_link(town: Any, reduce: Reduce) -> None:
    town.put("resident_register/removed", [removed("A1", "20100401", "S1　")])
    town.put("resident_register/person", [person("A2", "S1")])

    assert classes(reduce(), "resident_register/removed") == {MUST: 1}


def test_a_person_whom_a_tax_refers_to_stays(town: Any, reduce: Reduce) -> None:
    gone = {"住民状態": "2", "消除事由": "22", "消除年月日": "20100401"}
    town.put("resident_register/person", [person("A1", "S1", **gone), person("A2", "S2", **gone)])
    town.put("individual_resident_tax/taxpayer", [{"課税年度": "2026", "宛名番号": "A1", "履歴番号": "1"}])

    report = reduce()

    assert classes(report, "resident_register/person") == {CANDIDATE: 1, MUST: 1}
    assert "referred" in why(report, "resident_register/person")


def test_a_register_that_may_refer_and_was_not_delivered_is_told(town: Any, reduce: Reduce) -> None:
    town.put("resident_register/person", [person("A1", "S1", 住民状態="2", 消除事由="22", 消除年月日="20100401")])
    town.reduction = {}

    report = reduce()

    assert classes(report, "resident_register/person") == {CHECK: 1}
    assert why(report, "resident_register/person") == {"referrer_missing"}
    assert any("提出されていない" in d["text"] and d["open"] for d in report["decisions"])


def test_records_that_can_not_be_read_are_counted_apart_and_hold_what_they_may_belong_to(
    town: Any, reduce: Reduce
) -> None:
    layout = town.layout("resident_register/person")
    good = [person("A1", "S1", 住民状態="2", 消除事由="22", 消除年月日="20100401").get(n, "") for n in layout.names]
    lines = [",".join(layout.names), ",".join(good), "A2,壊れた記録"]
    town.put("resident_register/person", "\r\n".join((*lines, "")).encode("cp932"))

    report = reduce()

    assert report["totals"]["rejected"]["records"] == 1
    assert classes(report, "resident_register/person") == {CHECK: 1}
    assert why(report, "resident_register/person") == {"referrer_unreadable"}


# ---- what-if


def test_other_years_and_days_side_by_side(town: Any, reduce: Reduce) -> None:
    row = {"登録状態": "9", "最新フラグ": "1"}
    town.put(
        "seal_registration/registration",
        [row | {"印鑑登録番号": str(n), "抹消年月日": f"{year}0401"} for n, year in enumerate((2010, 2018, 2021))],
    )
    town.decide(IK01={"years": 5, "name": "印鑑条例施行規則18条"})

    report = reduce("--as-of", "2026-11-23", "--as-of", "2030-04-01", "--set", "IK01.years=10")

    found = [(s["as_of"], s["trial"], s["candidates"]["records"]) for s in report["scenarios"]]
    assert found == [
        ("2026-11-23", "", 3),
        ("2030-04-01", "", 3),
        ("2026-11-23", "IK01 10年", 1),
        ("2030-04-01", "IK01 10年", 2),
    ]
    assert report["totals"]["candidate"]["records"] == 3  # a trial is no decision
    assert [e["alone"]["records"] for e in report["scenarios"][2]["by_rule"]] == [1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IK01=7", "読めません"),
        ("IK01.years=0", "読めません"),
        ("IK1.years=7", "ありません"),
        ("JK01.years=5", "使えません"),
        ("SK01.years=4", "使えません"),
        ("NK03.years=5", "使えません"),
    ],
)
def test_a_trial_that_can_not_be(town: Any, chukan: Any, text: str, told: str) -> None:
    town.put("seal_registration/registration", [{}])

    answer = chukan("reduce", town.project, "--set", text, *DAY)

    assert answer.code == 2
    assert told in answer.err


def test_a_trial_can_not_be_split(town: Any, chukan: Any, tmp_path: Path) -> None:
    town.put("seal_registration/registration", [{}])

    answer = chukan("reduce", town.project, "--set", "IK01.years=7", "--split", "--out", tmp_path / "out", *DAY)

    assert answer.code == 2
    assert "一緒に使えません" in answer.err
    assert not (tmp_path / "out").exists()


def test_a_split_needs_a_folder(town: Any, chukan: Any) -> None:
    town.put("seal_registration/registration", [{}])

    assert chukan("reduce", town.project, "--split", *DAY).code == 2


# ---- the project's section


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"juhyo_boundry_date": "2014-06-20"}, "juhyo_boundary_date"),
        ({"rules": {"IK1": {"years": 5}}}, "IK01"),
        ({"rules": {"IK01": {"years": 5}}}, "name"),
        ({"rules": {"IK01": {"year": 5, "name": "規程"}}}, "years"),
        ({"municipalities": {"131061": {}}}, "131061"),
        ({"my_number": {"removal": "hash", "basis": "決裁"}}, "blank"),
        ({"absent": [{"layouts": "*"}]}, "reason"),
    ],
)
def test_a_slip_in_the_section_is_told(town: Any, chukan: Any, section: dict[str, Any], told: str) -> None:
    town.put("seal_registration/registration", [{}])
    town.reduction = section

    answer = chukan("reduce", town.project, *DAY)

    assert answer.code == 2
    assert told in answer.err


# ---- what is left in the folder


def old_and_new() -> Iterable[dict[str, str]]:
    """除票 on both sides of the boundary."""
    return [removed(f"A{n}", "20100401" if n % 3 else "20200401") for n in range(30)]


def test_the_folder_has_it_all_and_adds_up(town: Any, chukan: Any, tmp_path: Path) -> None:
    source = town.put("resident_register/removed", list(old_and_new()))
    town.reduction["my_number"] = {"removal": "blank", "basis": "決裁"}
    town.reduction["archive"] = {
        "medium": "LTO-8",
        "label": "除票-2026",
        "retain_until": dt.date(2036, 3, 31),
        "keeper": "市民課",
        "disposal": "文書主管課長",
        "search": "索引簿",
        "searched_by": "市民課",
    }
    town.decide_for_split()
    out = tmp_path / "out"

    answer = chukan("reduce", town.project, "--split", "--out", out, *DAY)

    assert answer.code == 0, answer.err
    assert {p.name for p in out.iterdir()} == {
        "reduction.json",
        "reduction.html",
        "reduction.xlsx",
        "reduction.docx",
        "migrate",
        "archive",
        "reconciliation.csv",
        "archive_manifest.csv",
        "migrate_verification.json",
        "SHA256SUMS",
    }
    with (out / "reconciliation.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert {r["差"] for r in rows} == {"0"}
    count = next(r for r in rows if r["何を"] == "件数")
    assert (count["移行元"], count["移行"], count["保管"], count["読取不可"]) == ("30", "10", "20", "0")
    (line,) = split_of(out)
    told = ("媒体", "ラベル", "保管期限", "保管者", "廃棄を決める者", "検索の方法", "照会に応じる者", "件数", "規則")
    assert [line[k] for k in told] == [
        "LTO-8",
        "除票-2026",
        "2036-03-31",
        "市民課",
        "文書主管課長",
        "索引簿",
        "市民課",
        "20",
        "JK01",
    ]
    for text in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = text.partition("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert source.read_bytes().count(b"\r\n") == 31
    page = (out / "reduction.html").read_text(encoding="utf-8")
    assert "廃棄してよいという意味ではありません" in page
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_what_fails_leaves_nothing(town: Any, chukan: Any, tmp_path: Path) -> None:
    town.put("resident_register/removed", list(old_and_new()))
    town.put("seal_registration/registration", [{}]).unlink()
    out = tmp_path / "out"

    answer = chukan("reduce", town.project, "--out", out, *DAY)

    assert answer.code == 3
    assert list(tmp_path.glob("out*")) == []


def test_on_the_screen(town: Any, chukan: Any) -> None:
    town.put("resident_register/removed", list(old_and_new()))

    answer = chukan("reduce", town.project, "--no-progress", *DAY)

    assert answer.code == 0
    assert answer.out.startswith("削減候補 20 件（66.6%）・要確認 0 件・移行必須 10 件  基準日 2026-11-23")
    assert "廃棄してよいという意味ではありません" in answer.out
    assert chukan("reduce", town.project, "--quiet", *DAY).out.count("\n") == 1
