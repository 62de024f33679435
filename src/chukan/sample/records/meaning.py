"""What an item means, by its name, type, format and code list.

A meaning has a kind (what is drawn) and a group (whose it is): ``児童_氏名カナ`` is the kana of the person 児童,
``住所_町字`` a part of the own address. Items of one group are drawn together and agree with each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chukan.layouts.model import Item, Layout
from chukan.values.formats import NUMBER_FORMATS

#: Kinds that are columns of a person, of an address.
PERSON = frozenset(
    {
        "name",
        "kana",
        "alphabet",
        "family",
        "family_kana",
        "given",
        "given_kana",
        "former",
        "former_kana",
        "name_half",
        "birth",
        "gender",
        "era",
    }
)
ADDRESS = frozenset(
    {
        "address",
        "postal_code",
        "address_code",
        "town_code",
        "municipality_code",
        "prefecture",
        "city",
        "town",
        "lot",
        "building",
        "building_kana",
        "address_kana",
    }
)

#: Name pattern to kind, the first that is found wins; N and XN items.
_TEXT = (
    (r"名義(人)?カナ|名義(人)?_?カナ", "kana"),
    (r"(ローマ字|アルファベット)", "alphabet"),
    (r"旧氏_?(カナ|フリガナ)", "former_kana"),
    (r"旧氏", "former"),
    (r"氏名.*(カナ|フリガナ|読み仮名|片仮名)|通称.*(カナ|フリガナ)$", "kana"),
    (r"(^|_)氏(_日本人)?_?(カナ|フリガナ|読み仮名)", "family_kana"),
    (r"(^|_)名(_日本人)?_?(カナ|フリガナ|読み仮名)", "given_kana"),
    (r"(^|_)氏(_日本人)?$", "family"),
    (r"(^|_)名(_日本人)?$", "given"),
    (
        r"氏名|(医師|担当者|校長|園長|代表者|筆頭者|世帯主|名義人|請求者|届出人|納税義務者|職員|審査者|決裁者|通報者)名$|名義$|通称$",
        "name",
    ),
    (r"方書.*(カナ|フリガナ)|建物名.*カナ", "building_kana"),
    (r"(住所|本籍|所在地).*(カナ|フリガナ)", "address_kana"),
    (r"方書|建物名|棟名", "building"),
    (r"都道府県名?$", "prefecture"),
    (r"市区(郡)?町村名?$|市町村名$", "city"),
    (r"町字|大字|丁目$|町名", "town"),
    (r"番地|地番", "lot"),
    (r"国外住所", "foreign_address"),
    (r"住所|本籍|所在(地)?$|所在地|定置場|発生場所|最終登録住所地|居住地|発見場所", "address"),
    (r"銀行|金融機関名", "bank"),
    (r"支店名|店舗名", "branch"),
    (r"薬局", "pharmacy"),
    (r"医療機関|病院|医院|実施機関名|健診機関名", "hospital"),
    (r"学校.*(カナ|フリガナ)", "school_kana"),
    (r"学校設置者|設置者", "founder"),
    (r"学校.*略称", "school_short"),
    (r"学校|進学先", "school"),
    (r"(園|保育所|施設|入所|入居|事業所).*(カナ|フリガナ)", "facility_kana"),
    (r"園名|保育所名|施設.*名|施設名", "facility"),
    (r"(法人|商号|名称|会社|支払者|事業者|義務者).*(カナ|フリガナ)|商号カナ", "company_kana"),
    (r"保険会社", "insurer"),
    (r"法人|商号|会社|勤務先|支払者|事業者名|事業所名|業者名|屋号|金融会社|第三債務者", "company"),
    (r"職業|職種名|役職|職名|肩書", "job"),
    (r"傷病|病名|障害名|障害の内容|主たる精神障害|疾患|既往", "disease"),
    (r"続柄|本人との関係|との関係", "relation"),
    (
        r"福祉事務所|判定機関|相談機関|裁判所|税務署|年金事務所|官署|関係機関|提出先|照会先|所属|部署|部名|課名|課所|係名",
        "office",
    ),
    (r"国名|国籍", "nation"),
    (r"車名", "car"),
    (r"型式", "model"),
    (r"理由|事由|原因", "reason"),
    (
        r"備考|摘要|メモ|特記|内容|経過|所見|結果|方針|条件|範囲|目的|事項|表記|判断|意見|指導|概要|目標|記事|詳細|説明|計画",
        "remark",
    ),
    (r"カナ|フリガナ|読み仮名", "company_kana"),
    (r"名称|名$|名義", "title"),
)
_X = (
    (r"名義.*カナ|氏名.*カナ", "name_half"),
    (r"メール|ｅメール|mail", "mail"),
    (r"電話|ＦＡＸ|FAX|携帯", "phone"),
    (r"ファイル名", "file"),
    (r"郵便番号", "postal_code"),
    (r"(宛名|世帯)番号$", "register_number"),
)
_X_PARTS = {
    "住所コード": ("address_code", 11),
    "町字コード": ("town_code", 7),
    "市区町村コード": ("municipality_code", 6),
}
_COMPILED_TEXT = tuple((re.compile(p), k) for p, k in _TEXT)
_COMPILED_X = tuple((re.compile(p), k) for p, k in _X)
_BASES = re.compile(
    r"氏名|カナ|フリガナ|読み仮名|ローマ字|アルファベット|漢字|片仮名表記|併記名|表記|旧氏|通称|氏|名|生年月日|性別|年号|日本人|外国人"
    r"|郵便番号|住所コード|住所|町字コード|町字|市区町村コード|市区町村名?|市区郡町村名?|都道府県名?|都道府県コード|番地号?|方書|現|行政区コード|_"
)


@dataclass(frozen=True)
class ItemMeaning:
    """What an item's values are."""

    kind: str
    group: str = ""

    @property
    def of_person(self) -> bool:
        """True for what belongs to a person: names, birth, gender."""
        return self.kind in PERSON

    @property
    def of_address(self) -> bool:
        """True for parts of an address."""
        return self.kind in ADDRESS


def meaning(item: Item, layout: Layout) -> ItemMeaning:
    """Return the meaning of an item; kind ``code``, ``number``, ``text`` and the like when nothing better is known."""
    return ItemMeaning(_kind(item, layout), _BASES.sub("", item.name))


def _kind(item: Item, layout: Layout) -> str:  # noqa: C901, PLR0911 - one return for each meaning
    codes = layout.code_list(item)
    if codes is not None and (codes.codes or codes.any_value):
        names = set(codes.codes.values())
        if {"男", "女"} <= names:
            return "gender"
        return "era" if {"昭和", "平成"} <= names and "生年月日" in item.name else "code"
    if item.type in ("DATE", "YM", "YEAR", "TIME"):
        return "birth" if item.type == "DATE" and "生年月日" in item.name else item.type.lower()
    if item.is_number:
        return "number"
    if item.type == "BLOB":
        return "blob"
    for token, kind in _FORMATS.items():
        if item.has(token):
            return _refined(kind, item)
    if item.type == "X":
        for ending, (kind, length) in _X_PARTS.items():
            if item.name.endswith(ending) and item.length == length:
                return kind
        return next((k for p, k in _COMPILED_X if p.search(item.name)), "code_number")
    if item.has("person_name"):
        return "kana" if item.has("kana") else "name"
    found = next((k for p, k in _COMPILED_TEXT if p.search(item.name)), "text")
    return _as_kana(found) if item.has("kana") else found


#: Format -> kind: all that say what a value is, not only how it is written.
_FORMATS = {name: name for name in (*NUMBER_FORMATS, "month_day") if name != "digits"} | {
    "kana_half": "name_half",
    "bank_name": "name_half",
}


def _refined(kind: str, item: Item) -> str:
    return "bank_kana_half" if kind == "name_half" and re.search("銀行|金融機関|支店", item.name) else kind


def _as_kana(kind: str) -> str:
    """Return the kana kind beside a kind, for items that must be kana."""
    known = {
        "name": "kana",
        "family": "family_kana",
        "given": "given_kana",
        "former": "former_kana",
        "building": "building_kana",
        "address": "address_kana",
        "town": "address_kana",
        "lot": "address_kana",
        "city": "address_kana",
        "prefecture": "address_kana",
        "school": "school_kana",
        "facility": "facility_kana",
    }
    return known.get(kind, kind if kind.endswith("kana") else "company_kana")
