"""The words that cells are recognised by: types, requirements, marks.

All are compared folded (NFKC, lower case, no blanks): see ``grid.folded``.
"""

from __future__ import annotations

import re

from chukan.authoring.workbook.grid import folded
from chukan.layouts.model import ItemType, Requirement

_TYPE_WORDS: dict[ItemType, tuple[str, ...]] = {
    "X": (
        "X",
        "半角文字列",
        "半角文字",
        "半角",
        "半角英数字",
        "半角英数",
        "英数字",
        "英数",
        "半角英数字記号",
        "半角英字",
        "半角記号",
        "an",
        "char",
        "varchar",
        "varchar2",
    ),
    "N": (
        "N",
        "全角文字列",
        "全角文字",
        "全角",
        "漢字",
        "全角漢字",
        "全角ひらがな",
        "日本語",
        "nchar",
        "nvarchar",
        "nvarchar2",
    ),
    "XN": (
        "XN",
        "NX",
        "X,N",
        "N,X",
        "X,N混在",
        "N,X混在",
        "X・N",
        "X/N",
        "N/X",
        "X・N混在",
        "X/N混在",
        "XN混在",
        "半角全角混在",
        "全角半角混在",
        "全半角",
        "全角半角",
        "半角全角",
        "混在",
        "全半角混在",
        "文字列",
        "文字",
        "テキスト",
        "text",
        "string",
    ),
    "9": ("9", "整数", "数値", "整数値", "数値型", "int", "integer", "smallint", "bigint", "number", "numeric"),
    "S9": ("S9", "符号付き整数", "符号付整数", "符号付き数値", "符号付数値", "符号付き数字", "符号付数字"),
    "9V": ("9V", "V9", "9V9", "小数点付き実数", "小数点付実数", "実数", "小数", "decimal"),
    "S9V": ("S9V", "SV9", "S9V9", "符号付き小数", "符号付小数", "符号付き実数", "符号付実数"),
    "DATE": ("DATE", "日付", "年月日", "日付型", "西暦年月日"),
    "YM": ("YM", "年月"),
    "YEAR": ("YEAR", "年", "年度"),
    "TIME": ("TIME", "時刻", "時刻型"),
    "BLOB": ("BLOB", "画像", "イメージ", "バイナリ"),
}
TYPES: dict[str, ItemType] = {folded(word): kind for kind, words in _TYPE_WORDS.items() for word in words}

_CLASSES: tuple[tuple[tuple[str, ...], tuple[ItemType, tuple[str, ...]]], ...] = (
    # a zero in front means something in a string of digits: it is no number
    (("数字", "半角数字", "数字のみ", "半角数字のみ", "数字文字列", "半角数字文字列"), ("X", ("digits",))),
    (("半角カナ", "半角カタカナ", "半角カナ文字", "半角ｶﾅ"), ("X", ("kana_half",))),
    (("全角カナ", "全角カタカナ", "カタカナ", "全角カナ文字"), ("N", ("kana",))),
)
CHARACTER_CLASSES = {folded(word): found for words, found in _CLASSES for word in words}
"""Folded words that name the characters of a string -> type and formats."""

#: Types that the model has no word for, and the nearest that it has.
NEAREST_TYPES: dict[str, tuple[ItemType, str]] = {
    folded("timestamp"): (
        "X",
        "日時（TIMESTAMP）は X（半角文字列）として取り込みました。日付・時刻の検査はされません。",
    ),
    folded("datetime"): ("X", "日時（DATETIME）は X（半角文字列）として取り込みました。日付・時刻の検査はされません。"),
}

_REQUIREMENT_WORDS: dict[Requirement, tuple[str, ...]] = {
    "required": (
        "必須",
        "必須項目",
        "必要",
        "要",
        "省略不可",
        "空欄不可",
        "○",
        "◯",
        "〇",
        "●",
        "◎",
        "レ",
        "✓",
        "✔",
        "☑",
        "必",
        "Y",
        "YES",
        "R",
        "1",
        "TRUE",
        "notnull",
        "required",
    ),
    "conditional": (
        "条件付き必須",
        "条件付必須",
        "条件付き",
        "条件付",
        "条件必須",
        "条件により必須",
        "場合により必須",
        "△",
        "▲",
        "C",
        "conditional",
    ),
    "optional": (
        "",
        "任意",
        "-",
        "ー",
        "―",
        "−",
        "×",
        "空白可",
        "空欄可",
        "省略可",
        "任意項目",
        "不要",
        "N",
        "NO",
        "0",
        "FALSE",
        "optional",
    ),
}
REQUIREMENTS: dict[str, Requirement] = {
    folded(word): requirement for requirement, words in _REQUIREMENT_WORDS.items() for word in words
}
"""Folded cell -> requirement."""

MARKS = frozenset(
    folded(m) for m in ("○", "◯", "〇", "●", "◎", "レ", "✓", "✔", "☑", "Y", "YES", "TRUE", "主", "PK", "有")
)
"""Folded cells that mean yes."""

BLANKS = frozenset(folded(m) for m in ("", "-", "ー", "―", "−", "－", "‐", "×", "なし", "無", "/", "／", "*"))
"""Folded cells that mean no."""

DITTO = frozenset(folded(m) for m in ("〃", "同上", "″", '"', "々"))
SAME_LEFT = frozenset(folded(m) for m in ("同左", "左に同じ", "左記に同じ", "変更なし", "変更無し", "←"))
"""Cells of the new side of a 新旧対照 that mean what the old side says."""

END_MARKS = frozenset(folded(m) for m in ("e", "end", "以上", "■", "eof"))
ANY_VALUE = frozenset(folded(m) for m in ("任意", "*", "任意の値", "任意値", "団体任意", "自治体任意", "自治体固有"))

#: An edition in a file name or a title: 【第2.1版】, V2.7, Ver.2.7.
EDITION = re.compile(
    r"(?:第\s*([0-9]+(?:\.[0-9]+)*)\s*版|(?:[Vv](?:er)?(?:sion)?\.?|バージョン)\s*([0-9]+(?:\.[0-9]+)+)|(?<![0-9.])([0-9]+\.[0-9]+)\s*版)"
)
