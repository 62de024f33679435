"""The businesses of the built-in pack, one by one: which legal record would fail, which impossible one would pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.layouts.library import Library

Changed = Callable[[str, dict[str, str]], set[tuple[str, str, str]]]
PACK = Library.default().pack("mic")
#: A number of an office, with its check digit.
CENTRE = "3687947493"

LEGAL: list[tuple[str, str, dict[str, str]]] = [
    # 国民健康保険
    (
        "a second stay in a home elsewhere",
        "national_health_insurance/insured",
        {"住所地特例_開始年月日": "20210401", "住所地特例_終了年月日": "20190401"},
    ),
    (
        "left and joined within a year",
        "national_health_insurance/assessment_person",
        {"資格取得年月日": "20201201", "資格喪失年月日": "20200601"},
    ),
    (
        "a certificate of a specified disease without a term",
        "national_health_insurance/certificate",
        {"証種別": "08", "有効期限": ""},
    ),
    # 国民年金: 2号 before 20, 任意加入 after 60, 継続審査
    (
        "first kind after a job begun at eighteen",
        "national_pension/insured",
        {
            "被保険者種別": "1",
            "生年月日": "19900401",
            "資格取得年月日": "20090401",
            "種別変更年月日": "20150401",
            "種別変更届出年月日": "20150410",
            "変更前被保険者種別": "2",
            "任意加入区分": "",
            "任意加入申出年月日": "",
            "資格喪失年月日": "",
            "資格喪失届出年月日": "",
            "資格喪失事由": "",
            "付加保険料_該当年月日": "",
            "付加保険料_非該当年月日": "",
            "国民年金基金加入フラグ": "0",
            "国民年金基金加入年月日": "",
            "国民年金基金脱退年月日": "",
        },
    ),
    (
        "voluntary at sixty-one",
        "national_pension/insured",
        {
            "被保険者種別": "1",
            "生年月日": "19590401",
            "資格取得年月日": "20200501",
            "種別変更年月日": "",
            "種別変更事由": "",
            "任意加入区分": "1",
            "任意加入申出年月日": "20200501",
            "資格喪失年月日": "",
            "資格喪失届出年月日": "",
            "資格喪失事由": "",
            "国民年金基金加入フラグ": "0",
            "国民年金基金加入年月日": "",
            "国民年金基金脱退年月日": "",
        },
    ),
    (
        "exempted again without an application",
        "national_pension/exemption",
        {"免除区分": "02", "免除申請年月日": "", "継続審査希望フラグ": "1"},
    ),
    # 介護保険
    (
        "opinion brought along",
        "long_term_care_insurance/certification_application",
        {"意見書依頼年月日": "20200410", "意見書入手年月日": "20200401", "申請年月日": "20200401"},
    ),
    (
        "opinion brought along",
        "long_term_care_insurance/doctor_opinion",
        {"依頼年月日": "20200410", "受理年月日": "20200401", "記入年月日": "20200330"},
    ),
    (
        "prevention planned by the community centre",
        "long_term_care_insurance/care_plan",
        {"計画作成区分": "3", "支援事業所番号": "", "地域包括支援センター番号": CENTRE},
    ),
    (
        "warned, not yet restricted",
        "long_term_care_insurance/restriction",
        {"決定年月日": "", "適用開始年月日": "", "適用終了年月日": "", "解除年月日": "", "解除理由": ""},
    ),
    (
        "from one home straight to the next",
        "long_term_care_insurance/facility_stay",
        {
            "継続入所フラグ": "1",
            "住所地特例適用開始年月日": "20180401",
            "入所年月日": "20200401",
            "退所年月日": "",
            "退所事由": "",
            "住所地特例適用終了年月日": "",
        },
    ),
    (
        "moved away and came back within a year",
        "long_term_care_insurance/assessment",
        {"資格取得年月日": "20201201", "資格喪失年月日": "20200601"},
    ),
    # 後期高齢者医療
    (
        "asked to explain, not yet restricted",
        "late_stage_elderly_medical/arrears_measure",
        {"決定年月日": "", "適用開始年月日": "", "適用終了年月日": "", "解除年月日": "", "解除理由": ""},
    ),
    (
        "withdrawn, and recognised again",
        "late_stage_elderly_medical/insured",
        {"障害認定_認定年月日": "20210401", "障害認定_撤回年月日": "20190401"},
    ),
    # 健康管理
    (
        "did not come to the check-up",
        "health_management/infant_checkup",
        {"健診年月日": "", "未受診理由": "01", "精密検査_受診年月日": ""},
    ),
    (
        "notified after the birth",
        "health_management/pregnancy",
        {
            "届出年月日": "20200601",
            "分娩予定年月日": "",
            "妊娠転帰": "1",
            "転帰年月日": "20200520",
            "処理年月日": "20200602",
        },
    ),
    (
        "screened, not yet judged",
        "health_management/cancer_screening",
        {"総合判定": "", "便潜血_1日目": "", "便潜血_2日目": "", "精密検査_結果": "", "精密検査_受診年月日": ""},
    ),
    # 児童手当・児童扶養手当
    (
        "moved away in the month of the claim",
        "child_allowance/recipient",
        {
            "認定区分": "1",
            "請求年月日": "20200510",
            "支給開始年月": "202006",
            "支給終了年月": "202005",
            "消滅年月日": "20200525",
            "消滅事由": "1",
            "却下理由": "",
            "却下年月日": "",
        },
    ),
    (
        "a child that died in the month of its birth",
        "child_allowance/child",
        {"児童_生年月日": "20200502", "児童_支給開始年月": "202006", "児童_支給終了年月": "202005"},
    ),
    (
        "a child that only counts",
        "child_allowance/child",
        {"年齢区分": "4", "児童_手当月額": "0", "児童_支給開始年月": "", "児童_支給終了年月": ""},
    ),
    (
        "lost the right in the month of the claim",
        "child_rearing_allowance/recipient",
        {
            "認定区分": "1",
            "請求年月日": "20200510",
            "支給開始年月": "202006",
            "支給終了年月": "202005",
            "資格喪失年月日": "20200525",
            "資格喪失事由": "01",
        },
    ),
    # 生活保護・障害者福祉
    (
        "medical aid beside the minimum",
        "public_assistance/decision",
        {"最低生活費": "100000", "収入充当額": "0", "扶助額": "180000"},
    ),
    (
        "a second stay in hospital",
        "public_assistance/member",
        {"入院入所年月日": "20210401", "退院退所年月日": "20190401"},
    ),
    (
        "stopped a second time",
        "disability_welfare/allowance",
        {"支給停止区分": "1", "支給停止開始年月": "202008", "支給停止終了年月": "201907"},
    ),
    (
        "closed a second time",
        "childcare_support/placement",
        {"休園開始年月日": "20210401", "休園終了年月日": "20190401"},
    ),
    # 税
    *(
        (
            "founded on the last day of its year",
            f"corporate_resident_tax/{at}",
            {"事業年度開始年月日": "20200331", "事業年度終了年月日": "20200331"},
        )
        for at in ("apportionment", "reduction")
    ),
    (
        "an interim return corrected",
        "corporate_resident_tax/adjustment",
        {
            "事業年度開始年月日": "20200401",
            "事業年度終了年月日": "20210331",
            "更正決定年月日": "20210215",
            "通知年月日": "20210216",
            "納期限": "20210316",
            "処理年月日": "20210215",
            "更正請求_受付年月日": "",
            "法人税_更正年月日": "",
            "法人税_通知受付年月日": "",
        },
    ),
    (
        "a car that was a gift",
        "light_vehicle_tax/environmental",
        {"取得価額": "0", "課税標準額": "500000", "税率": "1.00", "税額": "5000", "減免額": "", "差引税額": "5000"},
    ),
    (
        "a moped bought nobody knows when",
        "light_vehicle_tax/vehicle",
        {
            "種別": "01",
            "総排気量": "49",
            "取得年月日": "00000000",
            "税率区分": "",
            "初度検査年月": "",
            "標識交付年月日": "",
            "廃車年月日": "",
            "廃車事由": "",
        },
    ),
    (
        "below the exemption point of 2027",
        "fixed_asset_tax/depreciable_return",
        {"課税年度": "2027", "免税点未満フラグ": "1"},
    ),
    (
        "paid back before interest would start",
        "collection_and_arrears/refund",
        {"還付加算金": "0", "還付加算金_起算年月日": "20200701", "還付加算金_終了年月日": "20200601"},
    ),
    (
        "extinct on the last day of three years",
        "collection_and_arrears/suspension",
        {
            "停止年月日": "20180401",
            "消滅年月日": "20210331",
            "消滅区分": "1",
            "停止状態": "3",
            "取消年月日": "",
            "取消事由": "",
        },
    ),
    (
        "stopped before the first deduction",
        "individual_resident_tax/pension_collection",
        {"年金特徴_開始年月": "202010", "年金特徴_中止年月": "202008", "年金特徴_中止事由": "01"},
    ),
    # 就学・財務会計・人事給与
    (
        "permitted once more for the same school",
        "school_enrolment/designation_change",
        {"学校変更区分": "1", "変更前_学校コード": "B113100000001", "変更後_学校コード": "B113100000001"},
    ),
    (
        "a loan redeemed in part before its time",
        "financial_accounting/bond",
        {"借入額": "1000000", "元金償還済額": "300000", "繰上償還額": "200000", "未償還元金": "500000"},
    ),
    (
        "retired by age, engaged again the next day",
        "personnel_payroll/employee",
        {
            "在職状態": "1",
            "任用形態": "02",
            "採用年月日": "20210401",
            "退職年月日": "20210331",
            "退職事由": "01",
            "任期終了年月日": "",
        },
    ),
    (
        "on leave from the day the child was expected",
        "personnel_payroll/leave",
        {"休暇種別": "07", "休暇開始年月日": "20200401", "休暇終了年月日": "20200501", "子_生年月日": "20200403"},
    ),
    # 氏名
    (
        "annex of a newborn without a name",
        "family_register_annex/annex",
        {"氏名": "", "生年月日": "20210501", "住所を定めた年月日": "20210501", "附票記載年月日": "20210510"},
    ),
    (
        "removed before it had a name",
        "family_register_annex/removed_annex",
        {
            "氏名": "",
            "生年月日": "20200401",
            "最終住所を定めた年月日": "20200401",
            "附票消除年月日": "20200403",
            "附票記載年月日": "20200402",
        },
    ),
    (
        "certificate of a newborn without a name",
        "resident_register_kiosk/certificate_data",
        {
            "住民種別": "1",
            "氏名": "",
            "生年月日": "20210501",
            "国籍": "",
            "法30条の45の区分": "",
            "在留資格": "",
            "基準年月日": "20210525",
        },
    ),
    (
        "a foreigner by his alias",
        "resident_register_kiosk/entry_certificate",
        {"住民種別": "2", "氏名": "", "通称": "山田　太郎", "本籍": "", "筆頭者氏名": "", "国籍": "VNM"},
    ),
]


@pytest.mark.parametrize(("what", "address", "changes"), LEGAL, ids=[f"{a}: {w}" for w, a, _ in LEGAL])
def test_a_legal_record_has_no_error(changed: Changed, what: str, address: str, changes: dict[str, str]) -> None:
    assert not {found for found in changed(address, changes) if found[2] == "error"}, what


IMPOSSIBLE: list[tuple[str, str, dict[str, str], str]] = [
    # 国民健康保険・国民年金
    (
        "second kind at 39",
        "national_health_insurance/insured",
        {"生年月日": "19810601", "介護2号_該当年月日": "20200401"},
        "care_second_from_40",
    ),
    (
        "second kind at 70",
        "national_health_insurance/insured",
        {"生年月日": "19500601", "介護2号_該当年月日": "19900601", "介護2号_非該当年月日": "20200701"},
        "care_second_until_65",
    ),
    (
        "second kind ends before it starts",
        "national_health_insurance/insured",
        {"介護2号_該当年月日": "20200401", "介護2号_非該当年月日": "20190401"},
        "care_second_period",
    ),
    (
        "a card of the elderly beyond 75",
        "national_health_insurance/insured",
        {"生年月日": "19450601", "高齢受給者証_有効期限": "20210731"},
        "elderly_card_until_75",
    ),
    (
        "a card over before it is valid",
        "national_health_insurance/insured",
        {"高齢受給者証_発効年月日": "20200801", "高齢受給者証_有効期限": "20200731"},
        "elderly_card_term",
    ),
    (
        "support part beyond its parts",
        "national_health_insurance/assessment",
        {
            "支援金分_所得割額": "100",
            "支援金分_資産割額": "",
            "支援金分_均等割額": "100",
            "支援金分_平等割額": "",
            "支援金分_賦課額": "9000",
        },
        "support_part_within_its_parts",
    ),
    (
        "care part beyond its parts",
        "national_health_insurance/assessment",
        {
            "介護分_所得割額": "100",
            "介護分_資産割額": "",
            "介護分_均等割額": "100",
            "介護分_平等割額": "",
            "介護分_賦課額": "9000",
        },
        "care_part_within_its_parts",
    ),
    (
        "a term below its parts",
        "national_health_insurance/collection",
        {"期割額": "1000", "医療分_期割額": "900", "支援金分_期割額": "900", "介護分_期割額": ""},
        "term_has_its_parts",
    ),
    (
        "care part for no month",
        "national_health_insurance/assessment_person",
        {"介護分_均等割額": "5000", "介護分_月数": "0"},
        "care_part_has_months",
    ),
    (
        "more than it cost",
        "national_health_insurance/benefit",
        {"給付種別": "01", "費用額": "1000", "支給決定額": "7000", "支給額": "7000"},
        "expense_within_cost",
    ),
    (
        "paid beyond the benefit",
        "national_health_insurance/high_cost",
        {"高額療養費支給額": "1000", "支給額": "7000"},
        "paid_within_high_cost",
    ),
    (
        "reduced for three years",
        "national_health_insurance/unemployment_reduction",
        {"離職年月日": "20180331", "適用終了年月日": "20200401"},
        "until_the_end_of_next_year",
    ),
    (
        "recovered beyond the burden",
        "national_health_insurance/third_party",
        {"保険者負担額": "1000", "求償額": "9000"},
        "recovered_within_burden",
    ),
    (
        "settled before the accident",
        "national_health_insurance/third_party",
        {"事故年月日": "20200401", "示談年月日": "20190401"},
        "settled_after_accident",
    ),
    (
        "examined in another year",
        "national_health_insurance/checkup",
        {"年度": "2020", "健診実施年月日": "20210401"},
        "examined_in_its_year",
    ),
    (
        "certificate back before it went out",
        "national_health_insurance/certificate",
        {"交付年月日": "20200401", "回収年月日": "20190401"},
        "returned_after_issued",
    ),
    (
        "first kind at 19",
        "national_pension/insured",
        {
            "被保険者種別": "1",
            "任意加入区分": "",
            "生年月日": "20010601",
            "資格取得年月日": "20210401",
            "種別変更年月日": "",
        },
        "first_insured_from_20",
    ),
    (
        "first kind at 60",
        "national_pension/insured",
        {
            "被保険者種別": "1",
            "任意加入区分": "",
            "生年月日": "19600401",
            "資格取得年月日": "20200401",
            "種別変更年月日": "",
        },
        "first_insured_until_60",
    ),
    (
        "third kind at 61",
        "national_pension/insured",
        {"被保険者種別": "3", "生年月日": "19590401", "資格取得年月日": "20200501", "種別変更年月日": ""},
        "third_insured_from_20_until_60",
    ),
    (
        "voluntary at 66",
        "national_pension/insured",
        {"任意加入区分": "1", "生年月日": "19540401", "任意加入申出年月日": "20200501"},
        "optional_member_age",
    ),
    (
        "exempt for two years",
        "national_pension/exemption",
        {"免除区分": "02", "免除開始年月": "201907", "免除終了年月": "202106"},
        "exemption_within_a_year",
    ),
    (
        "maternity before 2019",
        "national_pension/exemption",
        {"免除区分": "08", "免除開始年月": "201803", "免除終了年月": "201806"},
        "maternity_exemption_since_april_2019",
    ),
    (
        "legal exemption over before it began",
        "national_pension/exemption",
        {"法定免除該当年月日": "20200401", "法定免除消滅年月日": "20190401"},
        "legal_exemption_period",
    ),
    (
        "paid for the month of the right",
        "national_pension/claim",
        {"給付種別": "01", "受給権発生年月日": "20200401", "支給開始年月": "202004"},
        "paid_from_the_next_month",
    ),
    (
        "recognised before the first visit",
        "national_pension/claim",
        {"障害_初診年月日": "20200401", "障害_認定年月日": "20190401"},
        "recognised_after_first_visit",
    ),
    # 介護保険・後期高齢者医療
    (
        "first kind at 64",
        "long_term_care_insurance/insured",
        {
            "被保険者区分": "1",
            "生年月日": "19560701",
            "第1号該当年月日": "",
            "資格変更年月日": "",
            "資格変更事由": "",
            "資格取得年月日": "20210401",
        },
        "first_insured_is_65",
    ),
    (
        "second kind at 70",
        "long_term_care_insurance/insured",
        {"被保険者区分": "2", "生年月日": "19500401", "資格取得年月日": "20200401"},
        "second_insured_under_65",
    ),
    (
        "twelve months that last three years",
        "long_term_care_insurance/certification",
        {
            "認定有効月数": "12",
            "認定有効期間開始年月日": "20190401",
            "認定有効期間終了年月日": "20220331",
            "取消年月日": "",
        },
        "valid_months_fit",
    ),
    (
        "cancelled before it was certified",
        "long_term_care_insurance/certification",
        {"認定年月日": "20200401", "取消年月日": "20190401"},
        "cancelled_after_decision",
    ),
    (
        "premium beyond base and rate",
        "long_term_care_insurance/assessment",
        {"保険料基準額": "60000", "保険料率": "1.000", "年間保険料額": "90000"},
        "annual_within_base_times_rate",
    ),
    (
        "used next year",
        "long_term_care_insurance/benefit",
        {"サービス提供年月": "202206", "審査年月": "202207"},
        "provided_by_today",
    ),
    (
        "adjusted before the review",
        "long_term_care_insurance/benefit",
        {"審査年月": "202005", "過誤決定年月": "202004"},
        "adjusted_after_review",
    ),
    (
        "paid beyond the ratio",
        "long_term_care_insurance/reimbursement",
        {"費用額": "100000", "対象費用額": "100000", "給付割合": "90", "支給額": "95000"},
        "paid_within_ratio",
    ),
    (
        "housing works of a million",
        "long_term_care_insurance/reimbursement",
        {"支給種別": "02", "対象費用額": "1000000"},
        "housing_within_limit",
    ),
    (
        "rejected, and paid",
        "long_term_care_insurance/reimbursement",
        {"支給不支給区分": "2", "支給額": "9000"},
        "rejected_has_no_payment",
    ),
    (
        "rejected, and paid",
        "long_term_care_insurance/high_cost",
        {"支給不支給区分": "2", "支給額": "9000"},
        "rejected_has_no_payment",
    ),
    (
        "two tenths in 2014",
        "long_term_care_insurance/burden_ratio",
        {"利用者負担割合": "2", "適用開始年月日": "20140801", "適用終了年月日": "20150731"},
        "two_tenths_since_2015",
    ),
    (
        "three tenths in 2017",
        "long_term_care_insurance/burden_ratio",
        {"利用者負担割合": "3", "適用開始年月日": "20170801", "適用終了年月日": "20180731"},
        "three_tenths_since_2018",
    ),
    (
        "restricted before the warning",
        "long_term_care_insurance/restriction",
        {"予告通知年月日": "20200401", "適用開始年月日": "20190401"},
        "applied_after_notice",
    ),
    (
        "reduced to nine tenths",
        "long_term_care_insurance/restriction",
        {"制限種別": "4", "減額後給付割合": "90"},
        "reduced_ratio_is_statutory",
    ),
    (
        "decided, without a start",
        "long_term_care_insurance/restriction",
        {"決定年月日": "20200401", "適用開始年月日": ""},
        "適用開始年月日",
    ),
    (
        "planned by nobody",
        "long_term_care_insurance/care_plan",
        {"計画作成区分": "1", "支援事業所番号": "", "地域包括支援センター番号": ""},
        "支援事業所番号",
    ),
    ("an elderly of 2007", "late_stage_elderly_medical/insured", {"資格取得年月日": "20070401"}, "since_april_2008"),
    (
        "by disability at 80",
        "late_stage_elderly_medical/insured",
        {"資格区分": "2", "生年月日": "19350401", "資格取得年月日": "20200401"},
        "disabled_under_75",
    ),
    (
        "income part beyond its base",
        "late_stage_elderly_medical/assessment",
        {"賦課のもととなる所得金額": "100000", "所得割率": "8.00", "所得割額": "90000"},
        "income_part_is_base_times_rate",
    ),
    *(
        ("a difference of its own", at, {total: "5000", f"更正前{total}": "3000", "増減額": "9999"}, "difference_fits")
        for at, total in (
            ("national_health_insurance/assessment", "年税料額"),
            ("long_term_care_insurance/assessment", "年間保険料額"),
            ("late_stage_elderly_medical/assessment", "年間保険料額"),
        )
    ),
    # 健康管理
    (
        "Hib at seven",
        "health_management/vaccination",
        {
            "接種種類": "13",
            "接種区分": "1",
            "実施区分": "1",
            "長期療養特例フラグ": "0",
            "生年月日": "20130401",
            "実施年月日": "20200501",
        },
        "hib_and_pneumococcus_before_five",
    ),
    (
        "chickenpox at six months",
        "health_management/vaccination",
        {
            "接種種類": "16",
            "接種区分": "1",
            "実施区分": "1",
            "長期療養特例フラグ": "0",
            "生年月日": "20191101",
            "実施年月日": "20200501",
        },
        "chickenpox_between_one_and_three",
    ),
    (
        "hepatitis B at two",
        "health_management/vaccination",
        {
            "接種種類": "18",
            "接種区分": "1",
            "実施区分": "1",
            "長期療養特例フラグ": "0",
            "生年月日": "20180401",
            "実施年月日": "20200501",
        },
        "hepatitis_b_before_one",
    ),
    (
        "vaccine of the elderly at thirty",
        "health_management/vaccination",
        {
            "接種種類": "17",
            "接種区分": "2",
            "実施区分": "1",
            "長期療養特例フラグ": "0",
            "生年月日": "19900401",
            "実施年月日": "20200501",
        },
        "elderly_vaccines_from_60",
    ),
    (
        "dental check-up of three years at one",
        "health_management/infant_checkup",
        {"健診種別": "37", "生年月日": "20190401", "健診年月日": "20200501"},
        "checkup_3_years",
    ),
    (
        "hearing tested before birth",
        "health_management/birth",
        {"生年月日": "20200401", "新生児聴覚検査_実施年月日": "20200301"},
        "hearing_after_birth",
    ),
    (
        "notified before birth",
        "health_management/birth",
        {"生年月日": "20200401", "出生届出年月日": "20200301"},
        "notified_after_birth",
    ),
    (
        "premature at three kilograms",
        "health_management/premature_infant_care",
        {"出生時_体重": "3000", "症状区分": ""},
        "heavier_has_symptom",
    ),
    ("a woman's prostate", "health_management/cancer_screening", {"検診種別": "11", "性別": "2"}, "prostate_for_men"),
    (
        "screened in another year",
        "health_management/cancer_screening",
        {"年度": "2019", "検診年月日": "20210401"},
        "examined_in_its_year",
    ),
    # 手当
    (
        "paid before the claim",
        "child_allowance/recipient",
        {"履歴番号": "1", "請求年月日": "20200510", "支給開始年月": "201901"},
        "paid_from_the_month_of_the_claim",
    ),
    (
        "paid after the end",
        "child_allowance/recipient",
        {"消滅年月日": "20200510", "支給終了年月": "202012"},
        "ended_in_the_month_of_extinction",
    ),
    (
        "paid until 25",
        "child_allowance/child",
        {"児童_生年月日": "20000401", "児童_支給終了年月": "202503"},
        "child_paid_until_18",
    ),
    (
        "paid for months to come",
        "child_allowance/payment",
        {"支払期年月": "202006", "支払対象終了年月": "202012"},
        "paid_for_months_before",
    ),
    (
        "paid before the claim",
        "child_rearing_allowance/recipient",
        {"履歴番号": "1", "請求年月日": "20200510", "支給開始年月": "201901"},
        "paid_from_the_month_of_the_claim",
    ),
    (
        "a sum of its own",
        "child_rearing_allowance/recipient",
        {"支給区分": "1", "手当月額": "99990", "本体額": "43160", "加算額_第2子": "", "加算額_第3子以降": ""},
        "monthly_amount_is_the_sum",
    ),
    (
        "counted until 25",
        "child_rearing_allowance/child",
        {"児童_生年月日": "20000401", "対象終了年月": "202503", "障害有無": ""},
        "counted_until_18_or_20",
    ),
    (
        "paid before the claim",
        "disability_welfare/allowance",
        {"認定区分": "1", "履歴番号": "1", "請求年月日": "20200510", "支給開始年月": "201901"},
        "paid_from_the_month_of_the_claim",
    ),
    # 生活保護
    (
        "started before the application",
        "public_assistance/case",
        {"職権保護フラグ": "0", "決定区分": "1", "申請年月日": "20200510", "開始年月日": "20190401"},
        "started_from_the_application",
    ),
    (
        "rejected, and started",
        "public_assistance/case",
        {"決定区分": "2", "開始年月日": "20200401"},
        "not_started_has_no_status",
    ),
    (
        "aid beyond the difference",
        "public_assistance/decision",
        {"最低生活費": "100000", "収入充当額": "60000", "扶助額": "90000"},
        "aid_is_the_difference",
    ),
    ("more and less at once", "public_assistance/decision", {"追給額": "1000", "戻入額": "2000"}, "paid_more_or_less"),
    (
        "income after deductions is no less",
        "public_assistance/income",
        {
            "収入額": "50000",
            "必要経費額": "10000",
            "基礎控除額": "15000",
            "その他控除額": "",
            "収入認定除外額": "",
            "収入認定額": "50000",
        },
        "recognised_is_the_rest",
    ),
    (
        "a surcharge of the whole",
        "public_assistance/repayment",
        {"根拠区分": "4", "決定額": "200000", "加算金額": "100000"},
        "surcharge_within_forty_percent",
    ),
    (
        "a ticket of another month",
        "public_assistance/medical_aid",
        {"対象年月": "202004", "有効開始年月日": "20200601", "有効終了年月日": "20200630"},
        "ticket_in_its_month",
    ),
    # 障害者福祉・子ども・子育て支援
    (
        "a child without a guardian",
        "disability_welfare/physical_handbook",
        {
            "認定結果": "1",
            "最新フラグ": "1",
            "生年月日": "20150401",
            "交付年月日": "20200401",
            "保護者_氏名": "",
            "保護者_宛名番号": "",
        },
        "child_under_15_has_guardian",
    ),
    (
        "valid for five years",
        "disability_welfare/mental_handbook",
        {"有効開始年月日": "20190401", "有効期限年月日": "20240331"},
        "valid_for_two_years",
    ),
    (
        "rejected, with a period",
        "disability_welfare/service_decision",
        {"決定区分": "5", "支給決定開始年月日": "20200401"},
        "rejected_has_no_period",
    ),
    (
        "decided for five years",
        "disability_welfare/service_decision",
        {"支給決定開始年月日": "20190401", "支給決定終了年月日": "20240331"},
        "decision_within_three_years",
    ),
    (
        "shares beyond the price",
        "disability_welfare/equipment",
        {"基準額": "10000", "見積額": "10000", "公費負担額": "9000", "利用者負担額": "9000"},
        "shares_within_price",
    ),
    (
        "third class at four",
        "childcare_support/certification",
        {
            "認定区分": "13",
            "児童_生年月日": "20160401",
            "認定有効期間開始年月日": "20200401",
            "認定有効期間終了年月日": "20210331",
        },
        "third_class_until_three",
    ),
    (
        "second class at one",
        "childcare_support/certification",
        {"認定区分": "12", "児童_生年月日": "20190401", "認定有効期間開始年月日": "20200401"},
        "first_and_second_from_three",
    ),
    (
        "in childcare at eight",
        "childcare_support/certification",
        {"児童_生年月日": "20120601", "認定有効期間終了年月日": "20210331"},
        "until_primary_school",
    ),
    (
        "an index of its own",
        "childcare_support/application",
        {"基準指数": "20", "調整指数": "-1", "合計指数": "25"},
        "index_is_the_sum",
    ),
    (
        "a fee that the discount does not lower",
        "childcare_support/fee",
        {"基準月額": "20000", "減免額": "10000", "保育料月額": "20000"},
        "fee_after_discount",
    ),
    (
        "a fee at four since 2019",
        "childcare_support/fee",
        {"認定区分": "12", "クラス年齢": "4", "対象年月": "202004", "保育料月額": "20000"},
        "free_from_three",
    ),
    # 税・収滞納
    (
        "special rate above one",
        "fixed_asset_tax/depreciable_asset",
        {"課税標準の特例率_分子": "3", "課税標準の特例率_分母": "2"},
        "special_rate_within_one",
    ),
    (
        "a machine that gains value",
        "fixed_asset_tax/depreciable_asset",
        {"前年度評価額": "1000", "評価額": "9000"},
        "value_only_falls",
    ),
    (
        "base beyond its parts",
        "fixed_asset_tax/assessment",
        {
            "合計_課税標準額_固定": "9000000",
            "土地_課税標準額_固定": "1000",
            "家屋_課税標準額_固定": "",
            "償却_課税標準額_固定": "",
        },
        "base_is_the_sum",
    ),
    (
        "tax beyond base and rate",
        "fixed_asset_tax/assessment",
        {"合計_課税標準額_固定": "1000000", "固定資産税_税率": "1.4000", "固定資産税_算出税額": "99000"},
        "tax_is_base_times_rate",
    ),
    (
        "extended before it was built",
        "fixed_asset_tax/house",
        {"建築年": "2000", "増築年": "1990"},
        "extended_after_built",
    ),
    (
        "an elderly dependant of sixty",
        "individual_resident_tax/dependant",
        {"課税年度": "2021", "扶養区分": "13", "扶養親族_生年月日": "19600401"},
        "elderly_dependant_from_70",
    ),
    (
        "a specific dependant of thirty",
        "individual_resident_tax/dependant",
        {"課税年度": "2021", "扶養区分": "12", "扶養親族_生年月日": "19900401"},
        "specific_dependant_from_19_to_22",
    ),
    (
        "a provisional sum of its own",
        "individual_resident_tax/pension_collection",
        {"仮特別徴収額": "9999", "税額_4月": "1000", "税額_6月": "1000", "税額_8月": "1000"},
        "provisional_is_the_sum",
    ),
    (
        "ten percent of a retirement",
        "individual_resident_tax/retirement_income",
        {
            "支払金額": "30000000",
            "退職所得控除額": "1000000",
            "退職所得_課税標準額": "1000000",
            "特別徴収税額_市町村民税": "100000",
        },
        "municipal_rate",
    ),
    ("reduced by 200 percent", "individual_resident_tax/reduction", {"減免割合": "200.00"}, "ratio_within_one"),
    (
        "a difference of its own",
        "corporate_resident_tax/adjustment",
        {"更正前_法人税割額": "1000", "更正後_法人税割額": "3000", "増減_法人税割額": "9999"},
        "tax_difference_fits",
    ),
    (
        "tax beyond base and rate",
        "light_vehicle_tax/environmental",
        {"課税標準額": "1000000", "税率": "2.00", "税額": "90000"},
        "tax_is_base_times_rate",
    ),
    (
        "more given out than came in",
        "collection_and_arrears/distribution",
        {
            "換価代金等": "1000",
            "配当額_本税": "500",
            "配当額_延滞金": "",
            "配当額_他債権者": "900",
            "残余金": "",
            "滞納処分費": "",
        },
        "whole_within_proceeds",
    ),
    (
        "five years that last one",
        "collection_and_arrears/prescription",
        {"時効起算年月日": "20200401", "時効年数": "5", "時効完成予定年月日": "20210401"},
        "completes_after_its_years",
    ),
    (
        "collected before the seizure",
        "collection_and_arrears/seizure",
        {"処分年月日": "20200401", "取立年月日": "20190401"},
        "collected_after_seizure",
    ),
    # 就学・選挙・財務会計・人事給与・文書管理
    (
        "at school at thirty",
        "school_enrolment/school_register",
        {"学齢簿区分": "3", "最新フラグ": "1", "生年月日": "19900401"},
        "school_age_today",
    ),
    (
        "a writer of ten",
        "electoral_register/absentee",
        {"代理記載人_生年月日": "20100401", "代理記載人届出年月日": "20200401"},
        "proxy_writer_is_elector",
    ),
    (
        "an elector abroad of ten",
        "electoral_register/overseas_elector",
        {"生年月日": "20100401", "登録年月日": "20200501"},
        "overseas_elector_of_18",
    ),
    (
        "unused beyond the rest",
        "financial_accounting/budget",
        {"歳入歳出区分": "2", "予算現額": "1000", "支出済額": "900", "翌年度繰越額": "", "不用額": "900"},
        "unused_is_the_rest",
    ),
    (
        "uncollected beyond the rest",
        "financial_accounting/revenue",
        {"調定額": "1000", "収入額": "900", "還付額": "", "不納欠損額": "", "収入未済額": "900"},
        "uncollected_is_the_rest",
    ),
    (
        "more owed than borrowed",
        "financial_accounting/bond",
        {"借入額": "1000", "元金償還済額": "300", "繰上償還額": "", "未償還元金": "900"},
        "outstanding_principal",
    ),
    (
        "redeemed before it was borrowed",
        "financial_accounting/bond",
        {"借入年月日": "20200401", "完済年月日": "20190401"},
        "redeemed_after_borrowing",
    ),
    (
        "an advance beyond the price",
        "financial_accounting/contract",
        {"契約額": "1000", "前金払額": "9000"},
        "advance_within_contract",
    ),
    (
        "a gratuity beyond its parts",
        "personnel_payroll/retirement",
        {"基本額": "1000", "調整額": "", "退職手当額": "9000", "差引支給額": "9000"},
        "allowance_is_the_sum",
    ),
    (
        "gone before engaged",
        "personnel_payroll/employee",
        {"在職状態": "4", "採用年月日": "20200401", "退職年月日": "20190401"},
        "retired_after_hired",
    ),
    (
        "ten years that last one",
        "document_management/binder",
        {"保存期間": "10", "保存期間起算年月日": "20200401", "保存期間満了年月日": "20210331"},
        "kept_for_its_years",
    ),
    # 氏名
    (
        "an adult without a name",
        "resident_register/person",
        {"住民種別": "1", "住民状態": "1", "最新フラグ": "1", "氏名": "", "生年月日": "19700401"},
        "氏名",
    ),
    (
        "a slip without a name",
        "resident_register/removed",
        {"住民種別": "1", "氏名": "", "通称": "", "票画像ファイル名": ""},
        "slip_has_a_name",
    ),
    ("an annex without a name", "family_register_annex/annex", {"氏名": "", "生年月日": "19700401"}, "氏名"),
    (
        "a removed annex without a name",
        "family_register_annex/removed_annex",
        {"氏名": "", "生年月日": "19700401", "附票消除年月日": "20200401"},
        "氏名",
    ),
    (
        "a certificate without a name",
        "resident_register_kiosk/certificate_data",
        {"住民種別": "1", "氏名": "", "生年月日": "19700401"},
        "氏名",
    ),
    (
        "a foreigner without any name",
        "resident_register_kiosk/certificate_data",
        {"住民種別": "2", "氏名": "", "氏名_併記名": "", "通称": ""},
        "foreigner_has_some_name",
    ),
]

#: Those that a statute leaves no room for: they fail a delivery.
ERRORS = {
    "care_second_from_40",
    "second_insured_under_65",
    "two_tenths_since_2015",
    "three_tenths_since_2018",
    "special_rate_within_one",
    "settled_after_accident",
    "redeemed_after_borrowing",
    "氏名",
}


@pytest.mark.parametrize(
    ("what", "address", "changes", "finder"), IMPOSSIBLE, ids=[f"{a}: {w}" for w, a, _, _ in IMPOSSIBLE]
)
def test_an_impossible_record_is_found(
    changed: Changed, what: str, address: str, changes: dict[str, str], finder: str
) -> None:
    found = {name.removeprefix("required_when:"): severity for _, name, severity in changed(address, changes)}

    assert finder in found, what
    assert finder not in ERRORS or found[finder] == "error", what


def _rules(ending: str) -> list[tuple[str, str]]:
    return [
        (f"{business}/{slug}", rule.id)
        for business, slug in PACK.layouts()
        for rule in PACK.layout(business, slug).body.rules
        if rule.id.endswith(ending)
    ]


REASONS = [*_rules("reason_has_day"), *_rules("reason_has_month")]
DONE = _rules("done_by_today")
#: One layout of each business is tried with records; all others have a rule of the very same form.
TRIED = {address.split("/")[0]: address for address, _ in DONE}.values()


def test_many_layouts_state_a_reason_with_its_day() -> None:
    assert len(REASONS) > 50
    assert len(DONE) > 100


@pytest.mark.parametrize(("address", "rule"), REASONS, ids=[f"{a}: {r}" for a, r in REASONS])
def test_a_reason_without_its_day_is_declared_in_one_form(address: str, rule: str) -> None:
    (declared,) = [r for r in PACK.layout(*address.split("/")).body.rules if r.id == rule]
    day, reason = declared.items

    assert (declared.when, declared.assertion) == (f"{reason} IS NOT NULL", f"{day} IS NOT NULL")
    assert declared.severity == "warning"


@pytest.mark.parametrize("address", {address.split("/")[0]: address for address, _ in REASONS}.values())
def test_a_reason_without_its_day_is_found(changed: Changed, address: str) -> None:
    for rule in (r for r in PACK.layout(*address.split("/")).body.rules if r.id in dict(REASONS).values()):
        if len(rule.items) == 2 and (address, rule.id) in REASONS:
            day, reason = rule.items
            assert rule.id in {name for _, name, _ in changed(address, {day: "", reason: "01"})}


@pytest.mark.parametrize("address", TRIED)
def test_what_is_said_to_be_done_lies_not_in_the_future(changed: Changed, address: str) -> None:
    (rule,) = [r for r in PACK.layout(*address.split("/")).body.rules if r.id == "done_by_today"]
    for day in rule.items:
        assert "done_by_today" in {name for _, name, _ in changed(address, {day: "20300101"})}, day
        assert "done_by_today" not in {name for _, name, _ in changed(address, {day: "20210601"})}, day


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        ("collection_and_arrears/prescription", {"時効年数": "9" * 30}),
        ("long_term_care_insurance/certification", {"認定有効月数": "9" * 30}),
        ("document_management/binder", {"保存期間": "永年"}),
        ("public_assistance/medical_aid", {"対象年月": "202113"}),
        ("child_allowance/child", {"児童_支給開始年月": "999999", "児童_支給終了年月": "2021"}),
        ("national_pension/exemption", {"免除区分": "02", "免除開始年月": "00", "免除終了年月": "999912"}),
        ("health_management/cancer_screening", {"年度": "9999"}),
        ("individual_resident_tax/dependant", {"課税年度": "0000", "扶養区分": "13"}),
        ("childcare_support/certification", {"児童_生年月日": "00010101"}),
    ],
)
def test_values_that_nobody_foresaw_do_not_stop_the_rules(
    changed: Changed, address: str, changes: dict[str, str]
) -> None:
    assert changed(address, changes) is not None


def test_the_owner_of_exempt_land_is_in_a_register_but_need_not_be_a_taxpayer() -> None:
    for slug in ("land", "house"):
        layout = PACK.layout("fixed_asset_tax", slug)
        (reference,) = [r for r in layout.body.references if r.items == ("課税年度", "宛名番号")]
        assert reference.when == "非課税コード IS NULL"
        (owner,) = [r for r in layout.body.references if r.items == ("宛名番号",)]
        assert owner.when == "非課税コード IS NOT NULL"


@pytest.mark.parametrize(
    "address",
    [
        "resident_register/removed",
        "child_allowance/recipient",
        "child_allowance/child",
        "child_rearing_allowance/recipient",
        "disability_welfare/service_decision",
        "childcare_support/certification",
        "corporate_resident_tax/return",
        "electoral_register/polling_history",
        "fixed_asset_tax/route_price",
    ],
)
def test_a_key_of_statutory_items_and_a_history_number_has_full_weight(address: str) -> None:
    assert PACK.layout(*address.split("/")).key_basis in ("statute", "public-standard")
