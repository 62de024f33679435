"""Words for the texts of an office: names of places, reasons, remarks. All in JIS X 0208, none with a hyphen."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

_AREAS = (
    "中央",
    "東",
    "西",
    "南",
    "北",
    "本町",
    "緑",
    "桜",
    "富士見",
    "若葉",
    "泉",
    "旭",
    "川端",
    "青葉",
    "春日",
    "港",
    "山手",
    "花園",
    "大手",
    "宮前",
)
_AREAS_KANA = (
    "チュウオウ",
    "ヒガシ",
    "ニシ",
    "ミナミ",
    "キタ",
    "ホンチョウ",
    "ミドリ",
    "サクラ",
    "フジミ",
    "ワカバ",
    "イズミ",
    "アサヒ",
    "カワバタ",
    "アオバ",
    "カスガ",
    "ミナト",
    "ヤマノテ",
    "ハナゾノ",
    "オオテ",
    "ミヤマエ",
)


def _made(*tails: str) -> tuple[str, ...]:
    return tuple(a + t for a in _AREAS for t in tails)


def _made_kana(*tails: str) -> tuple[str, ...]:
    return tuple(a + t for a in _AREAS_KANA for t in tails)


WORDS: dict[str, tuple[str, ...]] = {
    "bank": _made("銀行", "信用金庫"),
    "branch": _made("支店"),
    "pharmacy": _made("薬局"),
    "hospital": _made("病院", "医院", "内科クリニック", "総合病院"),
    "school": _made("小学校", "中学校"),
    "school_kana": _made_kana("ショウガッコウ", "チュウガッコウ"),
    "school_short": tuple(a + t for a in _AREAS for t in ("小", "中")),
    "founder": _made("区教育委員会", "学園"),
    "facility": _made("保育園", "苑", "ホーム"),
    "facility_kana": _made_kana("ホイクエン", "エン", "ホーム"),
    "company": tuple("株式会社" + a + t for a in _AREAS for t in ("商事", "工業", "建設", "食品")),
    "company_kana": _made_kana("ショウジ", "コウギョウ", "ケンセツ", "ショクヒン"),
    "insurer": _made("損害保険", "火災海上保険"),
    "job": (
        "会社員",
        "公務員",
        "自営業",
        "農業",
        "団体職員",
        "教員",
        "看護師",
        "会社役員",
        "無職",
        "学生",
        "パート従業員",
        "漁業",
    ),
    "disease": (
        "高血圧症",
        "糖尿病",
        "気管支喘息",
        "腰椎椎間板症",
        "うつ病",
        "統合失調症",
        "白内障",
        "変形性膝関節症",
        "慢性腎不全",
        "脳梗塞後遺症",
    ),
    "relation": ("本人", "配偶者", "子", "父", "母", "兄弟姉妹", "同居人", "その他の親族"),
    "office": _made("福祉事務所", "税務署", "年金事務所", "相談センター"),
    "nation": (
        "中華人民共和国",
        "大韓民国",
        "ベトナム社会主義共和国",
        "フィリピン共和国",
        "ブラジル連邦共和国",
        "ネパール",
    ),
    "car": ("ホンダ", "ヤマハ", "スズキ", "カワサキ", "ダイハツ", "トヨタ", "ニッサン"),
    "model": ("ＡＢ１２", "ＫＴ３４", "ＪＦ５６", "ＳＧ７８", "ＬＡ９０"),
    "reason": (
        "本人の申出による",
        "届出による",
        "要件に該当するため",
        "要件に該当しないため",
        "期間の満了による",
        "記載の誤りによる",
        "書類の不備による",
    ),
    "remark": (
        "窓口で本人確認済",
        "郵送により受付",
        "前住所地へ照会中",
        "添付書類あり",
        "電話で連絡済",
        "次回更新時に確認",
        "代理人が来庁",
        "特記事項なし",
        "書類の提出待ち",
        "関係課へ連絡済",
    ),
    "title": _made("センター", "会館", "事業", "台帳"),
    "foreign_address": (
        "アメリカ合衆国ニューヨーク州",
        "大韓民国ソウル特別市",
        "中華人民共和国上海市",
        "フランス共和国パリ市",
        "タイ王国バンコク都",
    ),
    "text": _made("その一", "その二", "その三"),
    "bank_kana_half": ("ﾁﾕｳｵｳ", "ﾋｶﾞｼ", "ﾎﾝﾃﾝ", "ﾐﾅﾐ"),
}


@cache
def words(kind: str, limit: int) -> pa.Array:
    """Return the words of a kind that have at most `limit` characters; longer ones are cut when none is short enough.

    Args:
        kind: The kind of word: a family name, a town, a reading ...
        limit: Most characters; at least 1.

    Returns:
        At least one string.
    """
    known = WORDS.get(kind, WORDS["text"])
    short = tuple(w for w in known if len(w) <= limit)
    return pa.array(short or sorted({w[:limit] for w in known}), pa.string())
