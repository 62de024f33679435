"""What the built-in pack holds: all the businesses, the layouts their work needs, and rules that the law bears out."""

from __future__ import annotations

import datetime as dt
import runpy
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from chukan.authoring.stats import pack_stats
from chukan.layouts.library import Library
from chukan.layouts.select import of_business, of_pack
from chukan.rules.compile import CompiledRules, compile_rules
from chukan.rules.settings import Settings

ROOT = Path(__file__).parents[2]
PACK = Library().pack("mic")
LAYOUTS = of_pack(PACK, None)

#: Number, attested or not, name, and the least that is handed over (layout -> key; "" = any key).
EXPECTED: dict[str, tuple[int, bool, str, dict[str, str]]] = {
    "resident_register": (
        1,
        True,
        "住民基本台帳",
        {
            "person": "宛名番号+履歴番号",
            "household": "世帯番号",
            "move_history": "宛名番号+異動連番",
            "address_history": "",
            "removed": "宛名番号+履歴番号",
            "support_measure": "",
            "issuance": "",
        },
    ),
    "seal_registration": (
        2,
        True,
        "印鑑登録",
        {"registration": "印鑑登録番号+履歴番号", "certificate_issuance": "", "card": ""},
    ),
    "non_resident_addressee": (
        3,
        True,
        "住登外管理",
        {
            "addressee": "宛名番号+履歴番号",
            "mailing_address": "宛名番号+業務+送付先連番",
            "same_person": "",
            "bank_account": "宛名番号+業務+口座連番",
            "agent": "",
        },
    ),
    "family_register_annex": (
        4,
        False,
        "戸籍（附票）",
        {
            "annex": "本籍+筆頭者氏名+個人連番",
            "annex_address": "",
            "removed_annex": "",
        },
    ),
    "school_enrolment": (
        5,
        False,
        "就学",
        {
            "school_register": "宛名番号+履歴番号",
            "school": "",
            "deferral": "",
            "aid": "年度+宛名番号+申請連番",
            "aid_payment": "",
        },
    ),
    "electoral_register": (
        6,
        False,
        "選挙人名簿管理",
        {
            "elector": "投票区コード+冊番号+頁番号+行番号",
            "overseas_elector": "",
            "suspension": "",
            "absentee": "",
            "polling_district": "",
        },
    ),
    "fixed_asset_tax": (
        7,
        True,
        "固定資産税",
        {
            "land": "課税年度+物件番号+履歴番号",
            "house": "課税年度+物件番号+履歴番号",
            "depreciable_asset": "",
            "taxpayer": "課税年度+宛名番号",
            "co_owner": "",
            "assessment": "賦課年度+相当年度+通知書番号+履歴番号",
            "reduction": "",
            "house_valuation": "",
        },
    ),
    "individual_resident_tax": (
        8,
        True,
        "個人住民税",
        {
            "taxpayer": "課税年度+宛名番号+履歴番号",
            "income": "課税年度+宛名番号+資料番号",
            "dependant": "",
            "special_collection_agent": "特別徴収義務者指定番号",
            "special_collection": "",
            "ordinary_collection": "",
            "pension_collection": "",
            "reduction": "",
        },
    ),
    "corporate_resident_tax": (
        9,
        True,
        "法人住民税",
        {
            "corporation": "宛名番号",
            "office": "",
            "return": "宛名番号+事業年度終了年月日+申告区分+履歴番号",
            "adjustment": "",
        },
    ),
    "light_vehicle_tax": (
        10,
        False,
        "軽自動車税",
        {
            "vehicle": "軽自管理番号+履歴番号",
            "assessment": "賦課年度+相当年度+通知書番号+履歴番号",
            "environmental": "",
            "reduction": "",
            "plate": "",
        },
    ),
    "collection_and_arrears": (
        11,
        False,
        "収滞納管理",
        {
            "charge": "賦課年度+相当年度+科目+通知書番号+期別",
            "receipt": "賦課年度+相当年度+科目+通知書番号+期別+収納連番",
            "refund": "",
            "demand": "",
            "reminder": "",
            "instalment": "",
            "instalment_detail": "",
            "seizure": "",
            "suspension": "",
            "grace": "",
            "prescription": "",
            "write_off": "",
            "account_transfer": "",
            "contact": "",
        },
    ),
    "national_health_insurance": (
        12,
        False,
        "国民健康保険",
        {
            "household": "",
            "insured": "宛名番号+履歴番号",
            "assessment": "",
            "assessment_person": "",
            "benefit": "",
            "high_cost": "",
            "certificate": "",
            "checkup": "",
        },
    ),
    "national_pension": (
        13,
        True,
        "国民年金",
        {
            "insured": "宛名番号+履歴番号",
            "exemption": "",
            "optional": "",
            "claim": "",
            "notice": "",
        },
    ),
    "long_term_care_insurance": (
        14,
        True,
        "介護保険",
        {
            "insured": "被保険者番号+履歴番号",
            "certification_application": "",
            "certification": "",
            "care_plan": "",
            "assessment": "",
            "collection": "",
            "benefit": "",
            "limit": "",
            "restriction": "",
            "facility_stay": "",
        },
    ),
    "late_stage_elderly_medical": (
        15,
        True,
        "後期高齢者医療",
        {
            "insured": "被保険者番号+履歴番号",
            "assessment": "",
            "collection": "",
            "certificate": "",
            "benefit_request": "",
        },
    ),
    "health_management": (
        16,
        False,
        "健康管理",
        {
            "vaccination": "宛名番号+接種種類+接種回数+実施年月日",
            "infant_checkup": "",
            "pregnancy": "",
            "maternity_checkup": "",
            "cancer_screening": "",
            "adult_checkup": "",
            "guidance": "",
        },
    ),
    "child_allowance": (
        17,
        False,
        "児童手当",
        {
            "recipient": "認定番号+宛名番号+請求年月日+履歴番号",
            "child": "",
            "payment": "",
            "status_report": "",
        },
    ),
    "public_assistance": (
        18,
        False,
        "生活保護",
        {
            "case": "福祉事務所コード+ケース番号",
            "member": "",
            "decision": "",
            "payment": "",
            "income": "",
            "repayment": "",
        },
    ),
    "disability_welfare": (
        19,
        True,
        "障害者福祉",
        {
            "physical_handbook": "",
            "intellectual_handbook": "",
            "mental_handbook": "",
            "medical_support": "",
            "service_decision": "",
            "service_item": "",
            "equipment": "",
            "allowance": "",
        },
    ),
    "financial_accounting": (
        20,
        True,
        "財務会計",
        {
            "budget": "",
            "expenditure": "",
            "revenue": "",
            "counterparty": "",
            "asset": "",
            "bond": "",
        },
    ),
    "personnel_payroll": (
        21,
        True,
        "人事給与",
        {
            "employee": "",
            "appointment": "",
            "salary": "",
            "dependant": "",
            "leave": "",
            "retirement": "",
        },
    ),
    "document_management": (
        22,
        False,
        "文書管理",
        {"classification": "", "binder": "", "document": "", "retention": ""},
    ),
    "child_rearing_allowance": (
        23,
        False,
        "児童扶養手当",
        {"recipient": "", "child": "", "payment": "", "status_report": ""},
    ),
    "childcare_support": (
        24,
        False,
        "子ども・子育て支援",
        {
            "certification": "",
            "application": "",
            "placement": "",
            "fee": "",
            "facility": "",
        },
    ),
    "resident_register_kiosk": (
        31,
        True,
        "住民基本台帳（コンビニ交付）",
        {"certificate_data": "", "entry_certificate": ""},
    ),
    "seal_registration_kiosk": (32, True, "印鑑登録（コンビニ交付）", {"certificate_data": ""}),
}


def test_all_the_businesses_and_whether_their_number_is_attested() -> None:
    assert {b.business: (b.number, b.verified, b.name) for b in PACK.businesses} == {
        slug: expected[:3] for slug, expected in EXPECTED.items()
    }


@pytest.mark.parametrize("business", EXPECTED)
def test_a_business_hands_over_what_its_work_needs(business: str) -> None:
    layouts = {y.slug: y for y in of_business(PACK, business, None)}

    for slug, key in EXPECTED[business][3].items():
        assert layouts[slug].key, slug
        assert not key or "+".join(layouts[slug].key) == key
    assert sum(len(y.body.rules) for y in layouts.values()) >= 3


def test_it_is_as_large_as_it_says() -> None:
    assert len(LAYOUTS) >= 120
    assert sum(len(y.items) for y in LAYOUTS) >= 2_500
    assert len({c for y in LAYOUTS for c in y.codes}) >= 150


def test_the_pages_about_it_count_right() -> None:
    pages = runpy.run_path(str(ROOT / "scripts" / "layouts_page.py"))
    stats = pack_stats(PACK)
    layouts, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("docs/layouts.md", "README.md"))

    assert pages["page"](layouts, stats) == layouts
    assert pages["readme"](readme, stats) == readme
    assert f"{stats.items:,} items, {stats.code_lists} code lists and {stats.rules} record rules" in readme
    for b in stats.businesses:
        assert f"| {b.name} | `{b.business}` | {len(b.layouts)} | {b.items} | {b.rules} | {b.references} |" in layouts
    for basis, count in stats.bases.items():
        assert any(f"| `{basis}` |" in line and f"| {count:,} |" in line for line in layouts.splitlines()), basis


def test_what_every_item_rests_on_is_said() -> None:
    silent = [f"{y.slug}/{i.name}" for y in LAYOUTS for i in y.items if not i.source and not i.note]
    guessed = [f"{y.slug}/{i.name}" for y in LAYOUTS for i in y.items if i.basis == "estimate" and not i.note]

    assert silent == guessed == []


# the first and the last; lint binds every expression in all of them
@pytest.mark.parametrize("edition", ["1.0", "2.7"])
def test_every_edition_compiles_and_nothing_in_it_is_unable_to_run(edition: str) -> None:
    for layout in of_pack(PACK, edition):
        rules = compile_rules(layout, Settings(as_of=dt.date(2026, 11, 23)))
        assert rules.could_not_run == {}, layout.address
        wanted = len(layout.body.rules) + len(layout.body.required_when)
        assert len([check for check in rules.records if check.rule != "V09"]) == wanted, layout.address


def test_every_code_list_reads_and_is_used() -> None:
    used = {i.code for y in LAYOUTS for i in y.items}

    for code in PACK.code_ids():
        found = PACK.code_list(code)
        assert found is not None, code
        assert found.values, code
        assert [v.code for v in found.values if not v.name or not (v.source or v.note)] == [], code
        assert code in used, code


@pytest.mark.parametrize("business", EXPECTED)
def test_every_record_rule_reads(business: str) -> None:
    for layout in of_business(PACK, business, None):
        checks = {c.id: c for c in compiled(layout.address).records}
        for rule in layout.body.rules:
            where = f"{layout.address}: {rule.id}"
            assert set(rule.items) <= set(layout.names), where
            assert checks[rule.id].reads, where
            assert set(checks[rule.id].reads) <= set(layout.names), where
            assert rule.message.endswith("。"), where
            assert rule.source, where


@cache
def compiled(address: str) -> CompiledRules:
    return compile_rules(Library().layout(address), Settings(as_of=dt.date(2026, 11, 23)))


def breaks(address: str, rule: str, **values: str) -> bool:
    """Return True when a record with these values, blank elsewhere, breaks the rule."""
    rules = compiled(f"mic@2.7/{address}")
    check = next(c for c in rules.records if c.id == rule)
    row = {name: [values.get(name, "")] for name in rules.layout.names}
    failing = check.failing(pa.RecordBatch.from_pydict({k: pa.array(v, pa.string()) for k, v in row.items()}))
    return failing is not None and bool(failing[0].as_py())


LAW = [
    # a rule, a record that the law knows, one that it does not
    (
        "light_vehicle_tax/vehicle",
        "moped_engine_limit",
        {"種別": "01", "総排気量": "110", "標識交付年月日": "20250401"},
        {"種別": "01", "総排気量": "110", "標識交付年月日": "20250331"},
    ),
    (
        "child_allowance/child",
        "counted_only_child_has_no_amount",
        {"年齢区分": "4", "児童_手当月額": "10000", "異動年月日": "20241001"},
        {"年齢区分": "4", "児童_手当月額": "10000", "異動年月日": "20240930"},
    ),
    (
        "child_allowance/recipient",
        "special_benefit_when_over_limit",
        {"所得制限区分": "2", "認定区分": "1", "手当区分": "1", "異動年月日": "20241001"},
        {"所得制限区分": "2", "認定区分": "1", "手当区分": "1", "異動年月日": "20220601"},
    ),
    (
        "disability_welfare/service_decision",
        "low_income_pays_nothing",
        {"所得区分": "02", "利用者負担上限月額": "24600", "支給決定開始年月日": "20090401"},
        {"所得区分": "02", "利用者負担上限月額": "24600", "支給決定開始年月日": "20100401"},
    ),
    (
        "disability_welfare/equipment",
        "over_limit_is_not_granted",
        {"所得区分": "4", "給付区分": "1", "決定結果": "1", "決定年月日": "20240401"},
        {"所得区分": "4", "給付区分": "1", "決定結果": "1", "決定年月日": "20240331"},
    ),
    (
        "disability_welfare/intellectual_handbook",
        "first_class_is_severe",
        {"旅客運賃減額種別": "1", "障害程度": "1度"},
        {"旅客運賃減額種別": "1", "障害程度": "B1"},
    ),
    (
        "health_management/vaccination",
        "bcg_before_one",
        {"接種種類": "10", "接種区分": "1", "生年月日": "20010401", "実施年月日": "20040601"},
        {"接種種類": "10", "接種区分": "1", "生年月日": "20150401", "実施年月日": "20160401"},
    ),
    (
        "health_management/vaccination",
        "rota_within_weeks",
        {"接種種類": "19", "接種区分": "1", "実施区分": "2", "生年月日": "20210101", "実施年月日": "20211201"},
        {"接種種類": "19", "接種区分": "1", "実施区分": "1", "生年月日": "20210101", "実施年月日": "20211201"},
    ),
    (
        "individual_resident_tax/taxpayer",
        "annual_tax_is_the_sum",
        {
            "課税年度": "2024",
            "年税額": "5000",
            "所得割額_市町村民税": "0",
            "均等割額_市町村民税": "3000",
            "所得割額_都道府県民税": "0",
            "均等割額_都道府県民税": "1000",
        },
        {
            "課税年度": "2023",
            "年税額": "6000",
            "所得割額_市町村民税": "0",
            "均等割額_市町村民税": "3500",
            "所得割額_都道府県民税": "0",
            "均等割額_都道府県民税": "1500",
        },
    ),
    (
        "fixed_asset_tax/assessment",
        "annual_tax_is_the_sum",
        {"年税額": "12300", "固定資産税額": "10050", "都市計画税額": "2320"},
        {"年税額": "12200", "固定資産税額": "10000", "都市計画税額": "2300"},
    ),
    (
        "fixed_asset_tax/land",
        "tax_base_within_value",
        {"固定資産税_課税標準額": "100", "評価額": "100"},
        {"固定資産税_課税標準額": "101", "評価額": "100"},
    ),
    (
        "national_health_insurance/assessment",
        "annual_not_above_parts",
        {"相当年度": "2026", "年税料額": "110", "医療分_賦課額": "60", "支援金分_賦課額": "40"},
        {"相当年度": "2025", "年税料額": "110", "医療分_賦課額": "60", "支援金分_賦課額": "40"},
    ),
    (
        "late_stage_elderly_medical/assessment",
        "lse_annual_not_above_parts",
        {"相当年度": "2026", "年間保険料額": "110", "所得割額": "60", "均等割額": "40"},
        {"相当年度": "2025", "年間保険料額": "110", "所得割額": "60", "均等割額": "40"},
    ),
    (
        "corporate_resident_tax/corporation",
        "smallest_class_has_small_capital",
        {"均等割区分": "1", "資本金等の額": "50000000", "公益法人等区分": "1"},
        {"均等割区分": "1", "資本金等の額": "50000000", "公益法人等区分": "0"},
    ),
    (
        "corporate_resident_tax/corporation",
        "required_when:法人番号",
        {"組織形態コード": "01", "清算結了年月日": "20150331"},
        {"組織形態コード": "01"},
    ),
    (
        "collection_and_arrears/suspension",
        "three_years_before_extinction",
        {"消滅区分": "1", "停止年月日": "20200401", "消滅年月日": "20230401"},
        {"消滅区分": "1", "停止年月日": "20200401", "消滅年月日": "20230330"},
    ),
    (
        "electoral_register/elector",
        "deleted_four_months_after_moving",
        {"抹消事由": "3", "転出年月日": "20201031", "抹消年月日": "20210301"},
        {"抹消事由": "3", "転出年月日": "20201031", "抹消年月日": "20210215"},
    ),
    (
        "long_term_care_insurance/insured",
        "first_insured_from_65",
        {"生年月日": "19550402", "第1号該当年月日": "20200401"},
        {"生年月日": "19550402", "第1号該当年月日": "20200331"},
    ),
    (
        "resident_register/person",
        "japanese_has_no_residence_status",
        {"住民種別": "2", "在留資格": "T41"},
        {"住民種別": "1", "在留資格": "T41"},
    ),
    (
        "national_pension/insured",
        "first_insured_from_20",
        {"被保険者種別": "1", "生年月日": "20000401", "資格取得年月日": "20200331"},
        {"被保険者種別": "1", "生年月日": "20000401", "資格取得年月日": "20200330"},
    ),
]


@pytest.mark.parametrize(("address", "rule", "good", "bad"), LAW, ids=[f"{a}/{r}" for a, r, _, _ in LAW])
def test_rules_know_the_exceptions_of_the_law(
    address: str, rule: str, good: dict[str, str], bad: dict[str, str]
) -> None:
    assert not breaks(address, rule, **good)
    assert breaks(address, rule, **bad)
