"""Records that are legal in a town hall: no error, whatever else is said of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.select import of_pack

Changed = Callable[[str, dict[str, str]], set[tuple[str, str, str]]]
GetLayout = Callable[[str], Layout]
PERSON = "resident_register/person"
FOREIGNER = {
    "住民種別": "2",
    "住民状態": "1",
    "最新フラグ": "1",
    "国籍": "VNM",
    "法30条の45の区分": "01",
    "在留資格": "T41",
    "在留期間満了年月日": "20230601",
    "外国人住民となった年月日": "20150401",
    "住民となった年月日": "",
    "氏名_ローマ字": "ＮＧＵＹＥＮ　ＶＡＮ",
    "本籍": "",
    "筆頭者氏名": "",
    "旧氏": "",
    "旧氏カナ": "",
    "特別永住者証明書番号": "",
    "滞在期間満了年月日": "",
    "消除事由": "",
    "消除年月日": "",
    "記載事由": "",
    "在留カード番号": "AB12345678CD",
}
JAPANESE = {
    "住民種別": "1",
    "国籍": "",
    "法30条の45の区分": "",
    "在留資格": "",
    "在留期間": "",
    "在留期間満了年月日": "",
    "在留カード番号": "",
    "特別永住者証明書番号": "",
    "滞在期間満了年月日": "",
    "外国人住民となった年月日": "",
    "本籍": "東京都千代田区一番町１番地",
    "筆頭者氏名": "山田　太郎",
    "住民となった年月日": "20100401",
    "通称": "",
    "通称カナ": "",
    "記載事由": "",
}
RESIDENT = {
    **JAPANESE,
    "住民状態": "1",
    "最新フラグ": "1",
    "消除事由": "",
    "消除年月日": "",
    "異動事由": "41",
    "異動年月日": "20200401",
    "処理年月日": "20200402",
}
GONE = {
    **JAPANESE,
    "最新フラグ": "1",
    "異動事由": "26",
    "異動年月日": "20200401",
    "処理年月日": "20200415",
    "消除事由": "26",
    "消除年月日": "20200401",
}
ACCOUNT = "non_resident_addressee/bank_account"
TRANSFER = "collection_and_arrears/account_transfer"
VEHICLE = "light_vehicle_tax/vehicle"
TAXPAYER = "individual_resident_tax/taxpayer"
HOUSE, LAND = "fixed_asset_tax/house", "fixed_asset_tax/land"
CASE = "public_assistance/case"

LEGAL: list[tuple[str, str, dict[str, str]]] = [
    # 住民基本台帳: 標準仕様書 1.1.6, 1.1.8, 1.1.10, 1.1.12, 4.1.3.0.1, 4.2.2.2
    ("born on a day that only the register has", PERSON, {**RESIDENT, "生年月日": "19010229"}),
    ("born on a day that is not known", PERSON, {**RESIDENT, "生年月日": "19300000"}),
    ("no sex", PERSON, {**RESIDENT, "性別": ""}),
    (
        "a newborn without a name",
        PERSON,
        {**RESIDENT, "氏名": "", "生年月日": "20210501", "住民となった年月日": "20210501"},
    ),
    (
        "no head of the household yet",
        PERSON,
        {**RESIDENT, "世帯主氏名": "", "続柄_1": "", "続柄_2": "", "続柄_3": "", "続柄_4": ""},
    ),
    ("domicile unknown", PERSON, {**RESIDENT, "本籍": "不明", "筆頭者氏名": "不明"}),
    ("declared missing, removed ex officio", PERSON, {**GONE, "住民状態": "3"}),
    ("left and was removed ex officio after 14 days", PERSON, {**GONE, "住民状態": "2"}),
    (
        "died about March",
        PERSON,
        {
            **GONE,
            "住民状態": "3",
            "消除事由": "23",
            "異動事由": "23",
            "異動年月日": "20200300",
            "消除年月日": "20200300",
        },
    ),
    ("leaves next month", PERSON, {**RESIDENT, "異動事由": "21", "異動年月日": "20210701", "処理年月日": "20210525"}),
    (
        "card comes later, and he has moved house",
        PERSON,
        {**FOREIGNER, "異動事由": "41", "異動年月日": "20200401", "処理年月日": "20200402", "在留カード番号": ""},
    ),
    (
        "an older card in a history",
        PERSON,
        {
            **FOREIGNER,
            "最新フラグ": "0",
            "法30条の45の区分": "02",
            "在留資格": "",
            "在留カード番号": "",
            "特別永住者証明書番号": "B123456789",
            "異動事由": "41",
            "異動年月日": "20120801",
            "処理年月日": "20120802",
        },
    ),
    (
        "a name of one word",
        PERSON,
        {**FOREIGNER, "氏名": "ＳＵＨＡＲＴＯ", "異動事由": "41", "異動年月日": "20200401", "処理年月日": "20200402"},
    ),
    ("no flag of the latest record", PERSON, {**RESIDENT, "最新フラグ": ""}),
    (
        "a household between two heads",
        "resident_register/household",
        {"世帯状態": "1", "世帯主_宛名番号": "", "世帯主氏名": "", "世帯消滅年月日": ""},
    ),
    (
        "died about March, in the history of moves",
        "resident_register/move_history",
        {"異動事由": "23", "届出区分": "2", "異動年月日": "20200300"},
    ),
    ("removed slip born on 29 February 1850", "resident_register/removed", {"生年月日": "18500229"}),
    ("removed slip without name or sex", "resident_register/removed", {"氏名": "", "性別": ""}),
    (
        "certificate of a household without a head",
        "resident_register_kiosk/certificate_data",
        {"世帯主氏名": "", "続柄_表記": "", "性別": ""},
    ),
    # 印鑑
    (
        "registered on the eve of the 15th birthday",
        "seal_registration/registration",
        {
            "生年月日": "20050602",
            "登録年月日": "20200601",
            "登録申請年月日": "",
            "抹消年月日": "",
            "登録状態": "1",
            "抹消事由": "",
            "停止フラグ": "",
            "停止事由": "",
            "停止開始年月日": "",
        },
    ),
    ("images handed over apart", "seal_registration/registration", {"印影ファイル名": ""}),
    (
        "suspended a second time",
        "seal_registration/registration",
        {
            "登録状態": "2",
            "停止フラグ": "1",
            "停止事由": "1",
            "停止開始年月日": "20200401",
            "停止解除年月日": "20180401",
            "抹消年月日": "",
            "抹消事由": "",
        },
    ),
    # 住登外
    (
        "nothing of the successor",
        "non_resident_addressee/addressee",
        {"業務ID": "", "独自施策システム等ID": "", "操作者ID": "", "操作年月日": "", "操作時刻": "", "住民種別": ""},
    ),
    (
        "a person with the name of his shop",
        "non_resident_addressee/addressee",
        {"個人法人区分": "1", "氏名": "山田　太郎", "法人番号": "", "法人名": "山田商店"},
    ),
    ("telephone with brackets", "non_resident_addressee/addressee", {"電話番号": "03(1234)5678"}),
    ("telephone abroad", "non_resident_addressee/addressee", {"電話番号": "+81-3-1234-5678"}),
    ("reading of a company", "non_resident_addressee/addressee", {"法人名カナ": "カ）ヤマダショウテン"}),
    *(
        (f"account of {name}", at, {"口座名義カナ": name})
        for at in (ACCOUNT, TRANSFER)
        for name in ("NGUYEN VAN ANH", "ABC ｶ)", "ﾔﾏﾀﾞ 2ｺﾞｳ")
    ),
    *(("account for taxes", at, {"口座種別": "3"}) for at in (ACCOUNT, TRANSFER)),
    (
        "postal account by its symbol",
        ACCOUNT,
        {
            "金融機関コード": "9900",
            "支店コード": "",
            "口座番号": "",
            "ゆうちょ_記号": "10120",
            "ゆうちょ_番号": "12345671",
        },
    ),
    (
        "postal account by its symbol",
        TRANSFER,
        {
            "金融機関コード": "9900",
            "支店コード": "",
            "口座番号": "",
            "ゆうちょ_通帳記号": "10120",
            "ゆうちょ_通帳番号": "12345671",
        },
    ),
    ("postal number of eight digits", TRANSFER, {"口座番号": "12345671"}),
    (
        "transfer of a postal account",
        "collection_and_arrears/transfer_request",
        {"金融機関コード": "9900", "支店コード": "", "口座番号": ""},
    ),
    # 就学, 選挙
    (
        "needy without an application",
        "school_enrolment/aid",
        {
            "認定区分": "1",
            "認定理由": "01",
            "生活保護受給フラグ": "1",
            "却下理由": "",
            "申請年月日": "",
            "申請者_宛名番号": "",
            "認定開始年月日": "",
        },
    ),
    (
        "elector abroad without a number yet",
        "electoral_register/overseas_elector",
        {"登録状態": "3", "登録番号": "", "登録年月日": "", "抹消年月日": "", "抹消事由": ""},
    ),
    # 固定資産税
    ("house number as in the register", HOUSE, {"家屋番号": "１２３番４の５", "登記受付番号": "第１２３４号"}),
    ("house number in half width", HOUSE, {"家屋番号": "123番4"}),
    ("an old house", HOUSE, {"建築年": ""}),
    ("an old house, said so", HOUSE, {"建築年": "9999"}),
    ("an old house, valued", "fixed_asset_tax/house_valuation", {"建築年": "9999"}),
    (
        "the second lot of a parcel",
        LAND,
        {
            "小規模住宅用地地積": "80.00",
            "一般住宅用地地積": "",
            "非住宅用地地積": "",
            "住宅戸数": "0",
            "課税地積": "100.00",
        },
    ),
    ("a lot without a number", LAND, {"地番_本番": "", "地番_枝番1": "", "地番_枝番2": ""}),
    (
        "exempt land without a value",
        LAND,
        {
            "非課税コード": "205",
            "評価額": "",
            "固定資産税_課税標準額": "",
            "固定資産税_本則課税標準額": "",
            "都市計画税_課税標準額": "",
        },
    ),
    ("a share of eleven digits", LAND, {"共用土地持分_分子": "12345", "共用土地持分_分母": "12345678901"}),
    (
        "remission beside the taxes",
        "fixed_asset_tax/assessment",
        {
            "固定資産税額": "50000",
            "都市計画税額": "10000",
            "減免税額": "20000",
            "年税額": "40000",
            "軽減税額_固定": "",
            "軽減税額_都計": "",
            "第1期税額": "10000",
            "第2期税額": "10000",
            "第3期税額": "10000",
            "第4期税額": "10000",
            "随時期税額": "",
        },
    ),
    (
        "remission applied for",
        "fixed_asset_tax/reduction",
        {
            "決定区分": "9",
            "決定年月日": "",
            "開始年度": "",
            "終了年度": "",
            "減免前税額": "",
            "減免額": "",
            "減免後税額": "",
        },
    ),
    # 個人・法人住民税
    *(
        (f"a loss: {item}", TAXPAYER, {item: "-1200000"})
        for item in (
            "所得_分離_上場株式等譲渡",
            "所得_先物取引",
            "所得_山林",
            "所得_分離_長期譲渡",
            "所得_分離_短期譲渡",
            "配偶者_合計所得金額",
        )
    ),
    (
        "nothing but losses",
        TAXPAYER,
        {"総所得金額": "-100", "総所得金額等": "-100", "合計所得金額": "-100", "課税標準額_総所得": "0"},
    ),
    (
        "a new employer without a number",
        "individual_resident_tax/special_collection_move",
        {"異動後徴収方法": "1", "新_特別徴収義務者指定番号": ""},
    ),
    (
        "less tax than collected",
        "individual_resident_tax/special_collection_move",
        {"特別徴収税額": "10000", "徴収済額": "12000", "未徴収税額": "-2000", "一括徴収税額": ""},
    ),
    *(
        ("own shares bought", f"corporate_resident_tax/{at}", {item: "-120000000"})
        for at, item in (
            ("corporation", "資本金等の額"),
            ("corporation_history", "資本金等の額"),
            ("return", "期末_資本金等の額"),
        )
    ),
    ("own shares bought", "fixed_asset_tax/depreciable_return", {"資本金等の額": "-120000000"}),
    (
        "closed a second time",
        "corporate_resident_tax/corporation",
        {"休業年月日": "20200401", "再開年月日": "20180401"},
    ),
    (
        "opened again",
        "corporate_resident_tax/corporation",
        {"市内設置年月日": "20200401", "市内廃止年月日": "20180401", "清算結了年月日": "", "解散年月日": ""},
    ),
    ("the longest registered name", "corporate_resident_tax/corporation", {"商号": "あ" * 136}),
    # 軽自動車税
    ("a number punched by the authority", VEHICLE, {"車台番号": "神[41]52345神"}),
    ("a type that is not known", VEHICLE, {"型式": "不明"}),
    ("a farm vehicle without a number", VEHICLE, {"種別": "11", "車台番号": "", "税率区分": "", "総排気量": ""}),
    (
        "a second plate",
        VEHICLE,
        {
            "標識交付年月日": "20200401",
            "標識返納年月日": "20180401",
            "廃車年月日": "",
            "廃車事由": "",
            "廃車申告年月日": "",
        },
    ),
    (
        "remission applied for",
        "light_vehicle_tax/reduction",
        {"決定区分": "9", "決定年月日": "", "減免前税額": "", "減免額": "", "減免後税額": ""},
    ),
    (
        "grace applied for",
        "collection_and_arrears/grace",
        {
            "決定区分": "9",
            "決定年月日": "",
            "猶予開始年月日": "",
            "猶予終了年月日": "",
            "猶予税額_本税": "",
            "延長後終了年月日": "",
        },
    ),
    # 保険
    ("an insurer without symbols", "national_health_insurance/household", {"被保険者証_記号": ""}),
    ("a symbol of digits", "national_health_insurance/household", {"被保険者証_記号": "11"}),
    ("a number of kanji", "national_health_insurance/household", {"被保険者証_番号": "千１２３４"}),
    ("an insured without symbol", "national_health_insurance/insured", {"被保険者証_記号": ""}),
    *(
        (f"grandchild: {value}", at, {item: value})
        for at, item in (
            ("national_health_insurance/insured", "世帯主との続柄"),
            ("long_term_care_insurance/insured", "世帯主との続柄"),
            ("late_stage_elderly_medical/insured", "世帯主との続柄"),
            ("national_pension/claim", "請求者_続柄"),
        )
        for value in ("2020", "孫")
    ),
    ("less after review", "national_health_insurance/high_cost", {"高額療養費支給額": "-5000", "支給額": "-5000"}),
    ("a reason beyond the known ones", "long_term_care_insurance/insured", {"資格取得事由": "003"}),
    ("a cancelled claim", "long_term_care_insurance/benefit", {"給付実績作成区分": "3"}),
    # 健康, 手当, 生活保護, 障害
    (
        "a handbook of another town",
        "health_management/pregnancy",
        {"母子健康手帳番号": "", "転入前_母子健康手帳番号": "第１２３号"},
    ),
    (
        "rejected, without a number",
        "child_allowance/recipient",
        {
            "認定区分": "2",
            "認定番号": "",
            "却下理由": "1",
            "却下年月日": "20200501",
            "請求年月日": "20200401",
            "認定年月日": "",
            "支給開始年月": "",
            "支給終了年月": "",
        },
    ),
    ("a loss", "child_allowance/recipient", {"所得額": "-500000"}),
    (
        "suspended a second time",
        "child_allowance/recipient",
        {"差止フラグ": "1", "差止年月日": "20200401", "差止解除年月日": "20180401"},
    ),
    ("protected ex officio", CASE, {"職権保護フラグ": "1", "申請年月日": ""}),
    (
        "stopped a second time",
        CASE,
        {
            "状態区分": "3",
            "停止年月日": "20200401",
            "停止解除年月日": "20180401",
            "停止理由": "01",
            "開始年月日": "20100401",
            "廃止年月日": "",
            "廃止理由": "",
        },
    ),
    ("a case with a hyphen", CASE, {"ケース番号": "12-0345"}),
    (
        "money returned",
        "public_assistance/payment",
        {"支給区分": "5", "支給額": "-3000", "徴収金等充当額": "0", "差引支給額": "-3000", "代理納付額": ""},
    ),
    (
        "reissued before the grade changed",
        "disability_welfare/physical_handbook",
        {"交付年月日": "20200401", "再交付年月日": "20150401", "再交付理由": "01", "返還年月日": "", "返還理由": ""},
    ),
    ("a number of the prefecture's form", "disability_welfare/physical_handbook", {"手帳番号": "第１２３４５号"}),
    (
        "under review, without a number",
        "disability_welfare/mental_handbook",
        {
            "認定結果": "0",
            "手帳番号": "",
            "交付年月日": "",
            "等級": "",
            "有効期限年月日": "",
            "有効開始年月日": "",
            "再交付年月日": "",
            "再交付理由": "",
            "返還年月日": "",
            "返還理由": "",
        },
    ),
    (
        "under review, without a number",
        "disability_welfare/allowance",
        {"認定区分": "0", "受給者番号": "", "認定年月日": "", "支給開始年月": ""},
    ),
    (
        "rejected, without a number",
        "child_rearing_allowance/recipient",
        {"認定区分": "2", "証書番号": "", "却下理由": "1", "認定年月日": "", "支給開始年月": "", "支給終了年月": ""},
    ),
    # 内部
    (
        "change to less",
        "financial_accounting/expenditure",
        {
            "伝票種別": "01",
            "金額": "-50000",
            "差引支払額": "-50000",
            "負担行為額": "-50000",
            "源泉徴収額": "0",
            "控除額": "0",
            "消費税額": "",
        },
    ),
    (
        "corrected account",
        "financial_accounting/expenditure",
        {"伝票種別": "07", "金額": "-50000", "差引支払額": "-50000", "源泉徴収額": "0", "控除額": "0", "消費税額": ""},
    ),
    (
        "claim reduced",
        "financial_accounting/revenue",
        {"調定額": "-50000", "収入額": "", "不納欠損額": "", "還付額": "", "不納欠損年月日": ""},
    ),
    (
        "a public enterprise",
        "financial_accounting/budget",
        {"歳入歳出区分": "2", "会計コード": "21", "節コード": "41", "歳入種別": ""},
    ),
    (
        "the line of a 目",
        "financial_accounting/budget",
        {"歳入歳出区分": "2", "会計コード": "01", "節コード": "00", "歳入種別": ""},
    ),
    (
        "tax paid back in December",
        "personnel_payroll/salary",
        {"支給区分": "1", "所得税額": "-25000", "控除合計額": "-10000", "総支給額": "300000", "差引支給額": "310000"},
    ),
    (
        "the mayor",
        "personnel_payroll/employee",
        {
            "任用形態": "08",
            "給料表区分": "",
            "職務の級": "",
            "号給": "",
            "職種コード": "",
            "職位コード": "",
            "任期終了年月日": "",
        },
    ),
    (
        "a part-timer for the year",
        "personnel_payroll/employee",
        {
            "任用形態": "07",
            "任期終了年月日": "20220331",
            "採用年月日": "20200401",
            "給料表区分": "",
            "職務の級": "",
            "号給": "",
            "職種コード": "",
            "職位コード": "",
            "退職年月日": "",
            "退職事由": "",
            "在職状態": "1",
        },
    ),
    ("asked for before the birth", "childcare_support/application", {"児童_宛名番号": ""}),
    (
        "rejected, without a number",
        "childcare_support/certification",
        {
            "認定結果": "3",
            "支給認定番号": "",
            "認定年月日": "",
            "認定有効期間開始年月日": "",
            "認定有効期間終了年月日": "",
            "取消年月日": "",
            "却下理由": "",
        },
    ),
    # 介護保険: the level is changed on the day after the application; the certification before ends where it began
    (
        "certified for one day",
        "long_term_care_insurance/certification",
        {"認定有効期間開始年月日": "20200930", "認定有効期間終了年月日": "20200930", "認定有効月数": ""},
    ),
]


@pytest.mark.parametrize(("what", "address", "changes"), LEGAL, ids=[f"{a}: {w}" for w, a, _ in LEGAL])
def test_a_legal_record_has_no_error(changed: Changed, what: str, address: str, changes: dict[str, str]) -> None:
    errors = {found for found in changed(address, changes) if found[2] == "error"}

    assert errors == set(), what


def test_repeated_events_have_keys_of_their_own(layout: GetLayout) -> None:
    """Two records of one event after another differ in some key item."""
    wanted = {
        "health_management/vaccination": {"実施年月日"},
        "long_term_care_insurance/benefit": {"給付実績作成区分", "審査年月"},
        "childcare_support/fee": {"施設コード"},
        "school_enrolment/aid": {"申請連番"},
        "public_assistance/income": {"収入連番"},
    }
    assert all(items <= set(layout(address).key) for address, items in wanted.items())
    history = layout("childcare_support/fee").body.history
    assert history is not None
    assert "施設コード" in history.of


def test_numbers_of_a_decision_may_be_blank_in_a_key() -> None:
    blank = {
        "electoral_register/overseas_elector": ("登録番号",),
        "child_allowance/recipient": ("認定番号",),
        "child_rearing_allowance/recipient": ("証書番号",),
        "childcare_support/application": ("児童_宛名番号",),
        "childcare_support/certification": ("支給認定番号",),
        "disability_welfare/allowance": ("受給者番号",),
        "disability_welfare/equipment": ("決定番号",),
        "disability_welfare/medical_support": ("受給者番号",),
        "disability_welfare/service_decision": ("受給者証番号",),
        "national_health_insurance/household": ("被保険者証_記号",),
        "national_health_insurance/high_cost": ("被保険者証_記号",),
    }
    found = {y.path: y.blank_key_items for y in of_pack(Library().pack("mic"), None) if y.blank_key_items}

    assert found == blank


def test_no_layout_requires_a_flag_that_no_source_names() -> None:
    for found in of_pack(Library().pack("mic"), None):
        assert all(i.required == "optional" for i in found.items if i.name == "最新フラグ"), found.path


@pytest.mark.parametrize("edition", ["1.0", "2.7"])
def test_the_successors_items_are_required_in_no_edition(layout: GetLayout, edition: str) -> None:
    successor = {
        "業務ID",
        "独自施策システム等ID",
        "操作者ID",
        "操作年月日",
        "操作時刻",
        "住所_町字コード",
        "代表宛名フラグ",
    }
    items = layout(f"mic@{edition}/non_resident_addressee/addressee").by_name

    assert {items[name].required for name in successor} == {"optional"}


def test_references_know_who_else_may_be_meant(layout: GetLayout) -> None:
    both = {"resident_register/person", "non_resident_addressee/addressee"}
    pupil = next(r for r in layout("school_enrolment/school_register").body.references if r.items == ("宛名番号",))
    head = next(r for r in layout("resident_register/household").body.references if "世帯主_宛名番号" in r.items)
    application = next(
        r for r in layout("long_term_care_insurance/certification").body.references if "申請連番" in r.items
    )
    (exclusive,) = layout(PERSON).body.exclusive
    household = layout(PERSON).body.household

    assert set(pupil.to) == both
    assert set(head.to) == {"person", "non_resident_addressee/addressee"}
    assert application.when == "COALESCE(職権区分, '0') = '0'"
    assert exclusive.severity == "warning"
    assert household is not None
    assert household.headless == "warning"
