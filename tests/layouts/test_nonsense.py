"""Records that nobody can have: each is found, by the rule that knows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Changed = Callable[[str, dict[str, str]], set[tuple[str, str, str]]]
PERSON = "resident_register/person"
JAPANESE = {"住民種別": "1", "住民状態": "1", "最新フラグ": "1", "消除事由": "", "消除年月日": ""}
FOREIGNER = {"住民種別": "2", "住民状態": "1", "最新フラグ": "1", "本籍": ""}
DEAD = {"住民状態": "3", "最新フラグ": "1", "消除事由": "23", "異動事由": "23"}

#: What it is, the layout, the changes, and the item (V…) or the rule (R…) that finds it.
NONSENSE: list[tuple[str, str, dict[str, str], str]] = [
    (
        "a resident without an address",
        PERSON,
        {**JAPANESE, "住所_町字": "", "住所_番地号表記": ""},
        "resident_has_address",
    ),
    ("a resident since nobody knows when", PERSON, {**JAPANESE, "住民となった年月日": ""}, "住民となった年月日"),
    ("a resident without his code", PERSON, {**JAPANESE, "住民票コード": ""}, "住民票コード"),
    (
        "a foreigner since nobody knows when",
        PERSON,
        {**FOREIGNER, "外国人住民となった年月日": ""},
        "外国人住民となった年月日",
    ),
    (
        "dies in nine years",
        PERSON,
        {**DEAD, "異動年月日": "20300101", "消除年月日": "20300101"},
        "died_between_birth_and_today",
    ),
    ("moved in nine years", PERSON, {**JAPANESE, "異動事由": "41", "異動年月日": "20300101"}, "moved_by_today"),
    (
        "moved after it was entered",
        PERSON,
        {**JAPANESE, "異動事由": "41", "異動年月日": "20200401", "処理年月日": "20200301"},
        "moved_by_processing",
    ),
    ("born in nine years", PERSON, {**JAPANESE, "生年月日": "20300101"}, "born_by_today"),
    (
        "died before birth",
        PERSON,
        {**DEAD, "生年月日": "19900401", "消除年月日": "19800401"},
        "died_between_birth_and_today",
    ),
    ("a Japanese of another nationality", PERSON, {**JAPANESE, "国籍": "VNM"}, "japanese_has_no_other_nationality"),
    (
        "a Japanese with a card",
        PERSON,
        {**JAPANESE, "在留カード番号": "AB12345678CD"},
        "japanese_has_no_residence_status",
    ),
    ("a Japanese who lost his nationality", PERSON, {**JAPANESE, "異動事由": "05"}, "reason_fits_kind"),
    ("a foreigner naturalised", PERSON, {**FOREIGNER, "異動事由": "04"}, "reason_fits_kind"),
    (
        "left, for death",
        PERSON,
        {**JAPANESE, "住民状態": "2", "消除事由": "23", "消除年月日": "20200401"},
        "removal_reason_fits_status",
    ),
    ("150 years old", PERSON, {**JAPANESE, "生年月日": "18710401"}, "resident_is_not_over_130"),
    (
        "a child of ten without a name",
        PERSON,
        {**JAPANESE, "氏名": "", "氏名_漢字": "", "氏名_ローマ字": "", "通称": "", "生年月日": "20110401"},
        "only_the_newborn_lack_a_name",
    ),
    ("a day that is none anywhere", PERSON, {**JAPANESE, "生年月日": "19010232"}, "生年月日"),
    (
        "a departure filed late",
        "resident_register/move_history",
        {"異動事由": "21", "届出区分": "1", "異動年月日": "20200401", "届出年月日": "20200501"},
        "late_departure_is_ex_officio",
    ),
    (
        "moved after it was entered",
        "resident_register/move_history",
        {"異動事由": "01", "異動年月日": "20200501", "処理年月日": "20200401"},
        "moved_by_processing",
    ),
    (
        "cancels what comes later",
        "resident_register/move_history",
        {"異動連番": "3", "取消対象_異動連番": "7"},
        "cancels_an_earlier_record",
    ),
    (
        "a Japanese removed as naturalised",
        "resident_register/removed",
        {"住民種別": "1", "消除事由": "24"},
        "removal_reason_fits_kind",
    ),
    (
        "a card before there were cards",
        "resident_register/individual_number_card",
        {"カード種別": "1", "交付年月日": "20150401"},
        "number_card_since_2016",
    ),
    (
        "suspended, and released since",
        "seal_registration/registration",
        {"登録状態": "2", "停止開始年月日": "20200401", "停止解除年月日": "20200501"},
        "suspended_is_not_released",
    ),
    (
        "registered at fourteen",
        "seal_registration/registration",
        {"生年月日": "20050401", "登録年月日": "20190401"},
        "fifteen_years_old",
    ),
    (
        "half a postal account",
        "non_resident_addressee/bank_account",
        {"金融機関コード": "9900", "支店コード": "", "口座番号": "", "ゆうちょ_記号": "10120", "ゆうちょ_番号": ""},
        "postal_account_is_whole",
    ),
    (
        "a name that no bank can print",
        "collection_and_arrears/account_transfer",
        {"口座名義カナ": "yamada"},
        "口座名義カナ",
    ),
    ("dies in nine years", "non_resident_addressee/addressee", {"死亡年月日": "20300101"}, "died_by_today"),
    (
        "registered abroad without a number",
        "electoral_register/overseas_elector",
        {"登録状態": "1", "登録番号": ""},
        "registered_has_number",
    ),
    (
        "voted before the election was called",
        "electoral_register/polling_history",
        {"投票方法": "2", "選挙執行年月日": "20200701", "投票年月日": "20200401"},
        "early_vote_in_its_period",
    ),
    (
        "more dwelling land than land",
        "fixed_asset_tax/land",
        {"小規模住宅用地地積": "200.00", "一般住宅用地地積": "341.00", "課税地積": "87.56", "非課税コード": ""},
        "residential_within_area",
    ),
    (
        "city planning tax outside the city plan",
        "fixed_asset_tax/house",
        {"都市計画税区分": "0", "都市計画税課税標準額": "3414000"},
        "no_city_tax_outside",
    ),
    ("built in the year 50", "fixed_asset_tax/house", {"建築年": "50"}, "建築年"),
    ("built in the year 0", "fixed_asset_tax/house_valuation", {"建築年": "0"}, "建築年"),
    ("taxable land without a value", "fixed_asset_tax/land", {"非課税コード": "", "評価額": ""}, "評価額"),
    (
        "instalments of a fifteenth",
        "fixed_asset_tax/assessment",
        {
            "年税額": "60000",
            "固定資産税額": "60000",
            "都市計画税額": "",
            "減免税額": "",
            "軽減税額_固定": "",
            "軽減税額_都計": "",
            "更正年月日": "",
            "第1期税額": "1000",
            "第2期税額": "1000",
            "第3期税額": "1000",
            "第4期税額": "1000",
            "随時期税額": "",
        },
        "terms_make_the_annual_tax",
    ),
    (
        "the same after a correction",
        "fixed_asset_tax/assessment",
        {
            "年税額": "60000",
            "減免税額": "",
            "更正年月日": "20210501",
            "第1期税額": "1000",
            "第2期税額": "1000",
            "第3期税額": "1000",
            "第4期税額": "1000",
            "随時期税額": "",
        },
        "terms_make_the_corrected_tax",
    ),
    (
        "deductions that deduct nothing",
        "individual_resident_tax/taxpayer",
        {
            "総所得金額": "3000000",
            "総所得金額等": "3000000",
            "合計所得金額": "3000000",
            "所得控除合計": "1000000",
            "課税標準額_総所得": "3000000",
        },
        "tax_base_after_deductions",
    ),
    (
        "a poll tax of a million",
        "individual_resident_tax/taxpayer",
        {"均等割額_市町村民税": "999999"},
        "per_capita_within_limit",
    ),
    (
        "tax beyond its base",
        "corporate_resident_tax/return",
        {"課税標準となる法人税額": "1000", "分割課税標準額": "", "法人税割税率": "6.00", "法人税割額": "999900"},
        "tax_is_base_times_rate",
    ),
    ("approved, and nothing remitted", "light_vehicle_tax/reduction", {"決定区分": "1", "減免額": ""}, "減免額"),
    ("inspected next year", "light_vehicle_tax/vehicle", {"初度検査年月": "202206"}, "first_inspected_before_today"),
    (
        "paid next year",
        "collection_and_arrears/receipt",
        {"領収年月日": "20220601", "収入年月日": "20220602"},
        "paid_by_today",
    ),
    (
        "parts beyond the whole",
        "collection_and_arrears/charge",
        {"調定額_本税": "1000", "調定額_均等割": "3500", "調定額_所得割法人税割": ""},
        "charge_parts_within_whole",
    ),
    (
        "a plan whose parts exceed it",
        "collection_and_arrears/instalment",
        {"分納総額": "1000", "分納総額_本税": "9000", "分納総額_延滞金": "0"},
        "total_has_its_parts",
    ),
    (
        "still insured at eighty",
        "national_health_insurance/insured",
        {"最新フラグ": "1", "生年月日": "19400401", "資格喪失年月日": "", "資格喪失事由": ""},
        "over_75_is_not_insured",
    ),
    (
        "buried before death",
        "national_health_insurance/benefit",
        {"死亡年月日": "20200401", "葬祭年月日": "20200301"},
        "funeral_after_death",
    ),
    (
        "more premium than its parts",
        "national_health_insurance/assessment",
        {
            "医療分_所得割額": "100",
            "医療分_資産割額": "",
            "医療分_均等割額": "100",
            "医療分_平等割額": "",
            "医療分_賦課額": "9000",
        },
        "medical_part_within_its_parts",
    ),
    (
        "a dependent spouse who pays extra",
        "national_pension/insured",
        {"被保険者種別": "3", "付加保険料_該当年月日": "20200401", "付加保険料_非該当年月日": ""},
        "third_kind_has_no_additional",
    ),
    (
        "shares beyond the cost",
        "long_term_care_insurance/benefit",
        {"費用総額": "10000", "保険請求額": "9000", "公費請求額": "", "利用者負担額": "9000"},
        "shares_within_cost",
    ),
    (
        "certified for ten years",
        "long_term_care_insurance/certification",
        {"認定有効期間開始年月日": "20150401", "認定有効期間終了年月日": "20250331"},
        "valid_at_most_four_years",
    ),
    (
        "buried before death",
        "late_stage_elderly_medical/benefit_request",
        {"死亡年月日": "20200401", "葬祭年月日": "20200301"},
        "lse_funeral_after_death",
    ),
    ("vaccinated next year", "health_management/vaccination", {"実施年月日": "20220601"}, "vaccinated_by_today"),
    (
        "not given, from a lot",
        "health_management/vaccination",
        {"実施区分": "2", "ロット番号": "A123"},
        "not_given_has_no_lot",
    ),
    (
        "approved without a number",
        "child_allowance/recipient",
        {"認定区分": "1", "認定番号": ""},
        "approved_has_number",
    ),
    (
        "suspended, and released since",
        "child_allowance/recipient",
        {"差止フラグ": "1", "差止年月日": "20200401", "差止解除年月日": "20200501"},
        "suspended_is_not_released",
    ),
    (
        "paid for before birth",
        "child_allowance/child",
        {"児童_生年月日": "20200401", "児童_支給開始年月": "201901"},
        "child_paid_after_birth",
    ),
    (
        "stopped, and released since",
        "public_assistance/case",
        {"状態区分": "3", "停止年月日": "20200401", "停止解除年月日": "20200501"},
        "stopped_is_not_released",
    ),
    (
        "no application, not ex officio",
        "public_assistance/case",
        {"職権保護フラグ": "0", "申請年月日": ""},
        "申請年月日",
    ),
    (
        "in the household before birth",
        "public_assistance/member",
        {"生年月日": "20200401", "世帯員開始年月日": "20190401"},
        "member_enters_after_birth",
    ),
    (
        "negative, and no return",
        "public_assistance/payment",
        {"支給区分": "1", "支給額": "-3000"},
        "negative_only_when_returned",
    ),
    *(
        (
            f"a handbook before birth: {kind}",
            f"disability_welfare/{kind}_handbook",
            {"生年月日": "20200401", "交付年月日": "20190401"},
            "issued_after_birth",
        )
        for kind in ("physical", "intellectual", "mental")
    ),
    ("issued without a number", "disability_welfare/mental_handbook", {"認定結果": "1", "手帳番号": ""}, "手帳番号"),
    (
        "granted without a number",
        "disability_welfare/equipment",
        {"決定結果": "1", "決定番号": ""},
        "granted_has_number",
    ),
    (
        "an order to pay less than nothing",
        "financial_accounting/expenditure",
        {"伝票種別": "03", "金額": "-50000"},
        "order_to_pay_is_not_negative",
    ),
    (
        "a section that no regulation has",
        "financial_accounting/budget",
        {"歳入歳出区分": "2", "会計コード": "01", "節コード": "41"},
        "expense_section_is_statutory",
    ),
    (
        "a monthly pay below nothing",
        "personnel_payroll/salary",
        {"支給区分": "1", "給料月額": "-200000"},
        "negative_pay_is_an_adjustment",
    ),
    (
        "a clerk hired at ten",
        "personnel_payroll/employee",
        {"生年月日": "20000401", "採用年月日": "20100401"},
        "hired_from_15",
    ),
    ("a clerk without a grade", "personnel_payroll/employee", {"任用形態": "01", "職務の級": ""}, "職務の級"),
    ("approved next year", "document_management/approval_flow", {"回議年月日": "20220601"}, "approved_by_today"),
    (
        "counted before birth",
        "child_rearing_allowance/child",
        {"児童_生年月日": "20200401", "対象開始年月": "201901"},
        "child_counted_after_birth",
    ),
    (
        "a month of another year",
        "childcare_support/fee",
        {"賦課年度": "2020", "対象年月": "202204"},
        "month_in_its_year",
    ),
    (
        "certified without a number",
        "childcare_support/certification",
        {"認定結果": "1", "支給認定番号": ""},
        "certified_has_number",
    ),
    (
        "born after the data",
        "resident_register_kiosk/certificate_data",
        {"生年月日": "20210501", "基準年月日": "20200401"},
        "born_before_reference_day",
    ),
    (
        "born after the data",
        "seal_registration_kiosk/certificate_data",
        {"生年月日": "20210501", "基準年月日": "20200401"},
        "born_before_reference_day",
    ),
    ("annex of one born in nine years", "family_register_annex/annex", {"生年月日": "20300101"}, "annex_born_by_today"),
    (
        "a moped that costs a million",
        "light_vehicle_tax/assessment",
        {"種別": "22", "年税額": "1000000", "減免額": "", "差引税額": "1000000", "課税区分": "1"},
        "rate_within_limit",
    ),
    ("a poll tax of a billion", "corporate_resident_tax/return", {"均等割額": "999999999"}, "per_capita_within_limit"),
    ("cancelled in nine years", "seal_registration/registration", {"抹消年月日": "20300101"}, "cancelled_by_today"),
    (
        "left school before entering",
        "school_enrolment/school_register",
        {"入学年月日": "20200401", "退学年月日": "20190401"},
        "left_after_entry",
    ),
    (
        "an allowance for a child of thirty",
        "child_allowance/child",
        {"児童_生年月日": "19910401", "児童_支給終了年月": "", "児童_手当月額": "10000", "最新フラグ": "1"},
        "paid_child_is_under_18",
    ),
    (
        "an allowance for a child of thirty without the other parent",
        "child_rearing_allowance/child",
        {"児童_生年月日": "19910401", "対象終了年月": "", "障害有無": "1"},
        "counted_child_is_under_18_or_20",
    ),
    (
        "pays for the national pension at eighty",
        "national_pension/insured",
        {"生年月日": "19400401", "被保険者種別": "1", "任意加入区分": "", "資格喪失年月日": "", "最新フラグ": "1"},
        "insured_is_under_60",
    ),
]

#: Those that no town can explain: they fail a delivery.
ERRORS = {
    "resident_has_address",
    "住民となった年月日",
    "外国人住民となった年月日",
    "住民票コード",
    "died_between_birth_and_today",
    "born_by_today",
    "japanese_has_no_residence_status",
    "residential_within_area",
}


@pytest.mark.parametrize(
    ("what", "address", "changes", "finder"), NONSENSE, ids=[f"{a}: {w}" for w, a, _, _ in NONSENSE]
)
def test_an_impossible_record_is_found(
    changed: Changed, what: str, address: str, changes: dict[str, str], finder: str
) -> None:
    found = {name.removeprefix("required_when:"): severity for _, name, severity in changed(address, changes)}

    assert finder in found, what
    assert finder not in ERRORS or found[finder] == "error", what
