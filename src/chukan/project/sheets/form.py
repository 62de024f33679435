"""The form of a project as a workbook: its sheets, their columns, and the keys of a project file that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chukan.project.project_file import METHOD_JA, Case, Stage

SUFFIXES = (".xlsx", ".xlsm")
"""What the file's name ends in."""

GUIDE = "記入要領"
SETTINGS = "プロジェクト"
VENDORS = "事業者"
TOWNS = "団体"
BUSINESSES = "業務"
FILES = "ファイル"
COUNTS = "件数"
AGREEMENT = "移行条件"
COLUMNS = "列の対応"
OTHERS = "その他の設定"
LEFT_OUT = "下書きに入れなかったもの"
"""What a survey found and the draft does not hold; not read."""

NOTE_PREFIX = "参考"
"""Begins the headings of columns that are not read."""
MEMO_PREFIX = "メモ"
"""Begins the names of sheets of people's own, which are not read."""
NOT_USED = "（使わない）"
"""Stands for an item where a column of the file is known and left out."""
MORE = "その他（YAML）"
"""The column for keys that have none of their own: ``{key: value}``."""

Kind = Literal["text", "number", "day", "yaml"]
_CASES: Mapping[Case, str] = {"new": "新規に導入", "join": "既存のグループに加入", "merge": "グループの統合"}
_STAGES: Mapping[Stage, str] = {"proposal": "提案", "report": "実施報告"}
_ESTIMATES = {"info": "情報", "warning": "警告", "error": "エラー"}


@dataclass(frozen=True, slots=True)
class Field:
    """One value that people write: a column of a table, or a row of the sheet of settings.

    Attributes:
        title: its heading.
        key: of the project file; dotted inside of a mapping.
        note: what is written there, for people.
        choices: the words that may be written -> what the project file has instead.
        width: of the column, in half-width characters.
    """

    title: str
    key: str
    note: str
    kind: Kind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    width: float = 16


def _words(words: Mapping[Any, str]) -> dict[str, str]:
    """Return the words that people write -> what the project file has instead."""
    return {word: value for value, word in words.items()}


SETTING_FIELDS = (
    Field("名称", "group.name", "協議会・グループの名称（1団体なら団体名）"),
    Field("代表団体コード", "group.representative", "代表団体の全国地方公共団体コード（6桁の文字列）"),
    Field("代表団体の名称", "group.representative_name", "代表団体が団体シートにないとき（都道府県など）"),
    Field("区分", "group.case", "導入の区分", choices=_words(_CASES)),
    Field("代表者の職・氏名", "group.head", "書類に載せる長の職・氏名"),
    Field("文書番号", "group.document_number", "グループの書類の文書番号"),
    Field("作成年月日", "group.document_date", "書類の作成年月日（空欄なら手で書く）", "day"),
    Field("宛先", "group.addressee", "書類の宛先（空欄なら地方公共団体情報システム機構）"),
    Field("段階", "stage", "提案（移行の予定）か、実施報告（提出・検査・取込）", choices=_words(_STAGES)),
    Field("定義と版", "layout", "中間標準レイアウトの定義と版（例 mic@2.7）。契約の版と照らしてください"),
    Field("検査の基準日", "as_of", "空欄なら検査した日", "day"),
    Field(
        "移行条件ファイル",
        "agreement",
        "移行条件を別の YAML に書くとき、そのパス（移行条件シートと一緒には使えません）",
    ),
    Field("推定に基づく指摘", "estimates", "定義の推定に基づく指摘の、重大度の上限", choices=_words(_ESTIMATES)),
    Field("独自の検査", "local_rules", "独自のレコード検査を書いた YAML のパス"),
    Field("了承シート", "waivers", "了承シート・課題管理表のパス（二つ以上なら改行で区切る）"),
    Field("自分のレイアウト集", "packs", "レイアウト集のフォルダ（二つ以上なら改行で区切る）"),
)
LISTS = ("waivers", "packs")
"""Settings that hold several values, one a line."""

_TOWN = Field("団体コード", "code", "全国地方公共団体コード（6桁の文字列。先頭の 0 を落とさない）", width=12)
_OF_TOWN = Field("団体コード", "code", "団体シートのコード（団体名でもよい。団体が1つなら空欄でもよい）", width=12)
_BUSINESS = Field("業務", "business", "業務の名称（例 住民基本台帳）", width=22)
_PATH = Field("パス", "path", "このブックのあるフォルダから見たファイルの場所", width=46)
_LAYOUT = Field("移行ファイル定義", "layout", "定義の名前（例 person、住民）", width=22)
_MORE = Field(MORE, MORE, "ここにない設定。project.yaml のキーを {キー: 値} の形で書く", "yaml", width=22)

TABLES: Mapping[str, tuple[Field, ...]] = {
    VENDORS: (
        Field("記号", "id", "業務シートの移行元・移行先に書く記号", width=10),
        Field("名称", "name", "事業者の名称", width=40),
    ),
    TOWNS: (
        _TOWN,
        Field("団体名", "name", "団体の名称", width=22),
        Field("長の職・氏名", "head", "書類に載せる長の職・氏名", width=22),
        Field("文書番号", "document_number", "この団体の確認書の文書番号"),
        _MORE,
    ),
    BUSINESSES: (
        _OF_TOWN,
        _BUSINESS,
        Field("移行元", "from", "事業者シートの記号", width=10),
        Field("移行先", "to", "事業者シートの記号", width=10),
        Field("方法", "method", "移行の方法", choices=_words(METHOD_JA), width=26),
        Field("理由", "reason", "方法が中間標準レイアウトでないときの理由", width=30),
        Field("提出日", "delivered", "データが提出された日", "day", width=13),
        Field("移行予定", "planned", "移行する年月（例 2026-12。提案のとき）", width=12),
        Field("定義と版", "layout", "この業務だけ違うとき（例 mic@2.7）", width=14),
        _MORE,
    ),
    FILES: (_OF_TOWN, _BUSINESS, _LAYOUT, _PATH, _MORE),
    COUNTS: (
        _OF_TOWN,
        _PATH,
        Field("項目", "item", "金額の合計のとき、その項目。空欄なら件数", width=18),
        Field("納品書の値", "stated", "納品書にある件数、または金額の合計", "number", width=16),
        Field("取込日", "loaded.date", "移行先に取り込んだ日（件数の行に書く）", "day", width=13),
        Field("取込件数", "loaded.records", "移行先に取り込めた件数", "number", width=12),
        Field("取込エラー件数", "loaded.errors", "取り込めなかった件数", "number", width=12),
        Field("取込後データのパス", "loaded.path", "移行先が持つデータを取り出したファイル（突合に使う）", width=30),
    ),
    AGREEMENT: (
        Field("団体コード", "code", "一つの団体・業務だけの条件のとき。空欄ならすべて", width=12),
        Field("業務", "business", "一つの業務だけの条件のとき。空欄ならすべて", width=22),
        Field("パス", "path", "一つのファイルだけの条件のとき。空欄ならすべて", width=36),
        Field("キー", "key", "移行条件のキー（例 encoding）", width=20),
        Field("値", "value", "値（例 cp932）。空欄は未定", width=30),
    ),
    COLUMNS: (
        Field("団体コード", "code", "空欄ならすべて", width=12),
        Field("パス", "path", "一つのファイルだけのとき。空欄ならすべて", width=36),
        Field("ファイルの列名", "column", "見出しにある列の名前（同じ名前の2番目の列は 名前#2）", width=26),
        Field("項目", "item", f"対応する項目。読み取らない列は {NOT_USED}。空欄は未定（指摘 F06 になる）", width=26),
    ),
    OTHERS: (
        Field(
            "キー",
            "key",
            "project.yaml のキー（中のキーは点でつなぐ。例 rules.V10、declarations.running_costs）",
            width=36,
        ),
        Field("値", "value", "YAML の値（例 info、{before: 100, after: 60}）", "yaml", width=60),
    ),
}
"""The tables, in the order in which they are read and filled in."""
