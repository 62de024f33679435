"""What the things of a verification are called on screen: one wording for every view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chukan.authoring.labels import BASIS
from chukan.output import colours
from chukan.output.excel import Mark
from chukan.output.text import visible
from chukan.severity import Severity
from chukan.verification.result import SWITCHED_OFF, RuleRun, RuleState, Verification
from chukan.verification.verdict import VERDICT_JA, Verdict

if TYPE_CHECKING:
    from chukan.reports.summary import RuleRow

#: How severities and verdicts look in a workbook.
SEVERITY_MARKS: dict[str, Mark] = {s: Mark(s.ja, colours.SEVERITY[s], colours.SEVERITY_PALE[s]) for s in Severity}
#: A verdict's sign, so that colour is never alone.
VERDICT_SIGN: dict[Verdict, str] = {"pass": "○", "pass_with_waivers": "○", "fail": "×", "not_checked": "△"}
VERDICT_MARKS: dict[str, Mark] = {
    **{
        v: Mark(f"{VERDICT_SIGN[v]} {word}", colours.VERDICT[v], colours.VERDICT_PALE[v])
        for v, word in VERDICT_JA.items()
    },
    "未提出": Mark("未提出", colours.VERDICT["not_checked"], colours.VERDICT_PALE["not_checked"]),
}
NOTHING_CHECKED = (
    "検査したファイルがありません。合格ではありません。プロジェクトの files と、--municipality・--business で選んだ範囲を"
    "確かめてください。データを移行しない業務（免除など）に、検査するものはありません。"
)
_MEANS: dict[Verdict, str] = {
    "pass": "エラーはありません。",
    "pass_with_waivers": "エラーはすべて了承済みです。",
    "fail": "了承されていないエラーがあります。",
    "not_checked": "検査できていないところがあります。合格ではありません。",
}


def verdict_means(v: Verification) -> str:
    """Return what a verdict means, in a sentence; of a pass also how many rules it was reached without."""
    if not v.files and v.verdict == "not_checked":
        return NOTHING_CHECKED
    out = sum(is_out_of_scope(rule) for rule in v.rules)
    off = sum(rule.state == "switched_off" for rule in v.rules) - out
    if v.verdict not in ("pass", "pass_with_waivers"):
        return _MEANS[v.verdict]
    without = [f"{word}検査項目 {count}" for word, count in (("停止した", off), ("対象外の", out)) if count]
    more = f"{'・'.join(without)} を除く判定です。" if without else "検査項目はすべて実行しました。"
    return f"{_MEANS[v.verdict]}{more}"


SEVERITY_SIGN: dict[Severity, str] = {Severity.ERROR: "×", Severity.WARNING: "▲", Severity.INFO: "i"}
#: What a finding rests on.
GROUND_JA: dict[str, str] = {"": "—", **{str(basis): word for basis, word in BASIS.items()}}
#: What findings.csv and differences.csv say for what their Parquet files hold.
FINDING_WORDS: dict[str, Mapping[Any, str]] = {
    "severity": {severity: severity.ja for severity in Severity},
    "ground": GROUND_JA,
    "waived": {True: "了承", False: ""},
}
STATE_JA: dict[RuleState, str] = {"ran": "実行", "switched_off": "停止", "could_not_run": "実行できず"}
OUT_OF_SCOPE = "対象外"
"""A rule that nobody switched off: there was nothing to ask it of."""


def is_out_of_scope(rule: RuleRun | RuleRow) -> bool:
    """Return True for a rule that did not run although nobody switched it off: the command or the project gives it no work."""
    return rule.state == "switched_off" and rule.why not in ("", SWITCHED_OFF)


def state_word(rule: RuleRun | RuleRow) -> str:
    """Return whether a rule ran, in a word."""
    return OUT_OF_SCOPE if is_out_of_scope(rule) else STATE_JA[rule.state]


#: How a business of a municipality is moved, short enough for a cell.
METHOD_JA = {
    "layout": "中間標準レイアウト",
    "exempt_no_move": "免除（データ移行なし）",
    "exempt_in_use": "免除（先行利用）",
    "exempt_special": "特別な事情",
    "other": "ほかの方法",
}

AGREEMENT_JA = {
    "format": "形式",
    "encoding": "文字コード",
    "newline": "改行",
    "delimiter": "区切り文字",
    "quote": "引用符",
    "quoting": "引用符の付け方",
    "header": "見出し行",
    "newlines_in_values": "値の中の改行",
    "length_unit": "桁数の単位",
    "dates": "日付の形",
    "unknown_dates": "不明の日付",
    "repertoire": "文字集合",
    "gaiji": "外字の扱い",
    "estimates": "推定に基づく指摘の扱い",
    "padding": "詰め方",
    "record_types": "レコード種別",
    "columns": "列名の対応",
    "implied_point": "小数点の省略",
    "escape": "エスケープ文字",
    "comment": "注釈行",
    "overpunch": "符号の重ね打ち",
    "skip": "読み飛ばし",
    "positions": "項目の位置",
}
_VALUES_JA = {
    "format": {"csv": "CSV", "fixed": "固定長"},
    "newline": {"crlf": "CRLF", "lf": "LF", "cr": "CR", "none": "なし"},
    "delimiter": {",": "カンマ", "\t": "タブ", "|": "縦棒 |", ";": "セミコロン"},
    "quote": {'"': '"'},
    "quoting": {"minimal": "必要なとき", "all": "すべて", "none": "なし"},
    "length_unit": {"chars": "文字", "bytes": "バイト"},
    "repertoire": {"any": "制限なし", "cp932": "CP932", "jis_x_0208": "JIS X 0208", "jis_x_0213": "JIS X 0213"},
    "gaiji": {"allow": "認める", "warning": "警告", "error": "エラー"},
    "estimates": {"info": "情報まで", "warning": "警告まで", "error": "エラーとする"},
}

#: The parts of a file's account of bytes, in the order in which they are added up.
ACCOUNT_JA = {
    "read_bytes": "読み取ったレコード",
    "rejected_bytes": "読み取れなかったレコード",
    "newline_bytes": "改行",
    "header_bytes": "見出し・制御レコード",
    "bom_bytes": "BOM",
    "end_bytes": "末尾の終端",
    "blank_bytes": "空行",
}

#: What the account says of the sheet of a workbook besides.
SHEET_JA = {"sheet_rows": "行", "sheet_cells": "セル"}

_ENGINES_JA = {"version": "chukan", "python": "Python"}


def agreed(key: str, value: Any) -> str:
    """Return a value of an agreement in words.

    Args:
        key: A key of the agreement.
        value: Its value; None = none.
    """
    if isinstance(value, bool):
        return "あり" if value else "なし"
    if value is None:
        return "なし"
    if key == "dates" and isinstance(value, Mapping):
        eras = value.get("era")
        columns = "、".join(map(str, eras.values() if isinstance(eras, Mapping) else [eras]))
        return f"和暦（年月日は yymmdd、元号は列「{visible(columns)}」）"
    if isinstance(value, Mapping):
        inner = "、".join(f"{k}: {agreed(k, v)}" for k, v in value.items())
        return inner or "なし"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(str(v) for v in value)
    return _VALUES_JA.get(key, {}).get(str(value), visible(str(value)))


def agreement_line(agreement: Mapping[str, Any]) -> str:
    """Return all that was agreed, in one line; "" for nothing."""
    return "、".join(f"{AGREEMENT_JA.get(key, key)}: {agreed(key, value)}" for key, value in agreement.items())


def engines(tool: Mapping[str, str]) -> str:
    """Return the versions of chukan and of what it rests on, as reports name them.

    Args:
        tool: as results have it.
    """
    return "、".join(f"{_ENGINES_JA.get(part, part)} {version}" for part, version in tool.items() if part != "name")
