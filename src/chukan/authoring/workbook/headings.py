"""The words that headings are recognised by.

All are compared folded (NFKC, lower case, no blanks): see ``grid.folded``.
"""

from __future__ import annotations

import re

from chukan.authoring.workbook.grid import folded

BYTE_HEADINGS = (
    "バイト数",
    "バイト",
    "バイト長",
    "最大バイト数",
    "項目長(バイト)",
    "byte",
    "bytes",
    "byte数",
    "桁数_バイト",
    "長さ_バイト",
)
"""Headings of a length that counts bytes; a length in characters beside it is the surer one."""

NO_UPPER = ("フォント", "用紙", "印字", "罫線", "余白")
"""Upper headings below which a general word (サイズ) says nothing of an item."""

#: Field -> headings of an item table. Where two headings of one table mean the same field, the earlier word wins.
ITEM_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("データ項目ID", "項目ID", "データ項目コード", "項目コード"),
    "no": ("項番", "No", "No.", "№", "番号", "連番", "通番", "項目番号", "項目No", "項目No.", "順番", "seq", "#"),
    "item": (
        "データ項目",
        "項目名",
        "項目名称",
        "データ項目名",
        "データ項目名称",
        "移行項目",
        "移行項目名",
        "項目名(日本語)",
        "項目名(和名)",
        "論理名",
        "論理名称",
        "項目論理名",
        "論理項目名称",
        "属性名",
        "論理項目名",
        "カラム名",
        "列名",
        "フィールド名",
        "項目",
        "日本語名",
        "item",
        "名称",
        "細項目",
        "小項目",
        "中項目",
        "大項目",
    ),
    "romaji": (
        "データ項目(ローマ字)",
        "項目名(ローマ字)",
        "ローマ字",
        "物理名",
        "物理名称",
        "項目物理名",
        "物理項目名",
        "英字名",
        "英語名",
        "項目名(英字)",
        "項目名(英名)",
    ),
    "business": ("業務", "業務名", "業務名称", "業務システム", "業務システム名", "対象業務"),
    "group": (
        "グループ_名称",
        "グループ",
        "グループ名",
        "グループ名称",
        "移行ファイル名",
        "移行ファイル",
        "移行ファイル名称",
        "移行ファイル定義",
        "ファイル名",
        "ファイル名称",
        "ファイル",
        "データセット名",
        "テーブル名",
        "テーブル論理名",
        "レコード名",
        "データ名",
        "レイアウト名",
    ),
    "slug": ("定義ID", "移行ファイルID", "グループ_ID", "グループID", "ファイルID", "テーブルID"),
    "key": (
        "グループ_主キー",
        "主キー",
        "キー",
        "キー項目",
        "キー区分",
        "主key",
        "primarykey",
        "pk",
        "key",
        "プライマリキー",
        "一意キー",
    ),
    "foreign": ("グループ_外部キー", "外部キー", "fk", "foreignkey"),
    "type": (
        "データ型",
        "型",
        "データタイプ",
        "タイプ",
        "項目属性",
        "データ属性",
        "属性",
        "文字種",
        "type",
        "データ形式",
        "形式",
        "型・桁数",
        "型/桁数",
        "型桁数",
        "型桁",
        "型・桁",
        "型・長さ",
        "データ型・桁数",
        "データ型/桁数",
        "属性・桁数",
        "属性/桁数",
        "pic",
        "picture",
        "picture句",
        "ピクチャ",
    ),
    "length": (
        "桁数",
        "最大桁数",
        "桁",
        "文字数",
        "最大文字数",
        "長さ",
        "データ長",
        "項目長",
        "サイズ",
        "レングス",
        "length",
        "桁数_整数部",
        "桁数_整数",
        "整数部桁数",
        "整数部",
        "整数桁",
        "整数桁数",
        "桁数_最大",
        "文字数_最大",
        "長さ_最大",
        "最大長",
        *BYTE_HEADINGS,
    ),
    "least": ("桁数_最小", "文字数_最小", "長さ_最小", "最小桁数", "最小文字数", "最小長"),
    "scale": (
        "小数桁",
        "小数桁数",
        "桁数_小数部",
        "桁数_小数",
        "小数部桁数",
        "小数部",
        "小数",
        "小数点以下桁数",
        "小数点以下",
        "小数点位置",
        "scale",
    ),
    "required": (
        "データ出力条件",
        "出力条件",
        "必須",
        "必須区分",
        "必須項目",
        "必須/任意",
        "必須・任意",
        "必須任意",
        "必須任意区分",
        "入力必須",
        "出力必須",
        "必須有無",
        "必須チェック",
        "notnull",
        "required",
    ),
    "code": (
        "コード",
        "コードID",
        "コード一覧",
        "コード表",
        "コード定義",
        "コードリスト",
        "コード種別",
        "コード体系",
        "参照コード",
        "コード一覧ID",
        "コード番号",
        "コードNo",
        "コードNo.",
        "code",
    ),
    "repeat": (
        "繰り返し",
        "繰返し",
        "繰返",
        "繰り返し回数",
        "繰返し回数",
        "繰返回数",
        "繰返数",
        "繰り返し数",
        "最大繰返数",
        "occurs",
    ),
    "format": ("書式", "書式指定", "フォーマット", "表示形式", "編集形式", "format"),
    "definition": ("項目定義", "定義", "定義内容"),
    "description": ("項目説明", "説明", "内容説明", "内容", "項目内容", "記載内容", "設定内容", "編集仕様", "編集内容"),
    "spec": ("標準仕様書関連箇所", "関連箇所", "根拠条文", "根拠法令"),
    "source": ("出典", "source"),
    "basis": ("根拠", "basis"),
    "note": ("備考", "摘要", "注記", "補足", "特記事項", "改定履歴", "備考(改定履歴)", "note"),
    "default": ("初期値", "デフォルト値", "既定値", "デフォルト", "default"),
    "unit": ("単位",),
    "implementation": ("実装類型", "実装区分"),
    "sample": ("サンプル値", "サンプル", "設定例", "例", "データ例", "記載例", "値の例"),
    "class1": ("クラス分類_lv1", "クラス分類", "分類", "大分類"),
    "class2": ("クラス分類_lv2", "中分類"),
    "class3": ("クラス分類_lv3", "小分類"),
    "since": ("版(開始)", "適用開始版", "since"),
    "until": ("版(終了)", "適用終了版", "until"),
}

LEVELS = frozenset(folded(word) for word in ("大項目", "中項目", "小項目", "細項目"))
"""Headings of the columns that an item's name is spread over, the outer to the left."""

#: Fields that explain or repeat, and say nothing that a check needs; the report names them.
NOT_TAKEN = frozenset({"implementation", "sample", "class1", "class2", "class3", "since", "until"})

#: Field -> headings of a code table.
CODE_HEADINGS: dict[str, tuple[str, ...]] = {
    "list_id": ("コードID", "コード一覧ID", "コード表ID", "コード種別ID", "コード番号", "コードNo", "コードNo.", "ID"),
    "list_name": (
        "コード名",
        "コード名称",
        "コード一覧名",
        "コード表名",
        "コード種別",
        "コードリスト名",
        "コード項目名",
        "項目名",
        "コード一覧",
    ),
    "value": ("コード値", "値", "コード", "区分値", "設定値", "code"),
    "meaning": (
        "コード値の内容",
        "コード値内容",
        "コード内容",
        "内容",
        "値の内容",
        "意味",
        "コードの意味",
        "コード値名称",
        "コード値名",
        "名称",
        "表示名",
        "区分名",
        "区分名称",
        "値の意味",
        "説明",
        "設定内容",
        "name",
    ),
    "business": ("業務名", "業務", "業務名称"),
    "note": ("備考", "摘要", "注記", "補足", "note"),
    "source": ("出典", "source"),
    "basis": ("根拠", "basis"),
}

#: Labels above a table, with the value to the right or below.
TITLE_LABELS: dict[str, tuple[str, ...]] = {
    "business": ("業務", "業務名", "業務名称", "業務システム名", "対象業務"),
    "group": (
        "グループ名",
        "グループ名称",
        "移行ファイル名",
        "移行ファイル名称",
        "ファイル名",
        "ファイル名称",
        "テーブル名",
        "レコード名",
        "データ名",
    ),
    "list_id": ("コードID", "コード番号"),
    "list_name": ("コード名", "コード名称", "コード一覧名"),
    "edition": ("版", "版数", "バージョン", "version"),
}

_ITEM = {folded(word): (field, rank) for field, words in ITEM_HEADINGS.items() for rank, word in enumerate(words)}
_CODE = {folded(word): (field, rank) for field, words in CODE_HEADINGS.items() for rank, word in enumerate(words)}
_BRACKETS = re.compile(r"[(\[【〔<].*?[)\]】〕>]")


def item_heading(text: str) -> tuple[str, int] | None:
    """(field, rank) of an item table's heading; a lower rank is the surer word.

    Returns:
        Field and rank (0 = the surest word for it, 100 and more = a comment in brackets was left out), or None.
    """
    return _heading(text, _ITEM)


def code_heading(text: str) -> tuple[str, int] | None:
    """(field, rank) of a code table's heading.

    Returns:
        Field and rank, as `item_heading`, or None.
    """
    return _heading(text, _CODE)


def title_label(text: str) -> str | None:
    """Return the field that a label above a table names."""
    word = folded(text).rstrip(":")
    return next((f for f, words in TITLE_LABELS.items() if word in {folded(w) for w in words}), None)


def _heading(text: str, known: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    word = folded(text)
    if word in known:
        return known[word]
    # 桁数(文字) or 必須(※1): the words in brackets comment on the heading
    bare = _BRACKETS.sub("", word).rstrip("*※:0123456789")
    found = known.get(bare)
    return (found[0], found[1] + 100) if found else None
