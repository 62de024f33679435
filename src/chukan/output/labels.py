"""What things are called on screen, and how numbers and texts are shown: one wording for every view."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chukan.intake.batch import DAMAGE
from chukan.severity import Severity
from chukan.verification.result import RuleState, Verdict

#: From worst to mildest.
SEVERITIES: tuple[Severity, ...] = tuple(Severity)

#: One sentence that says what a verdict means.
VERDICT_MEANS: dict[Verdict, str] = {
    "pass": "エラーはなく、求められた検査項目はすべて実行しました。",
    "pass_with_waivers": "エラーはすべて了承済みです。求められた検査項目はすべて実行しました。",
    "fail": "了承されていないエラーがあります。",
    "not_checked": "エラーはありませんが、検査できていないところがあります。合格ではありません。",
}
#: A verdict's sign, so that colour is never alone.
VERDICT_SIGN: dict[Verdict, str] = {"pass": "○", "pass_with_waivers": "○", "fail": "×", "not_checked": "△"}
SEVERITY_SIGN: dict[Severity, str] = {Severity.ERROR: "×", Severity.WARNING: "▲", Severity.INFO: "i"}
STATE_JA: dict[RuleState, str] = {"ran": "実行", "switched_off": "停止", "could_not_run": "実行できず"}

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
    "padding": "詰め方",
    "record_types": "レコード種別",
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

ENGINES_JA = {"version": "chukan", "python": "Python"}

#: Everything that would not be seen, or would turn text around: shown as a sign or a code.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\U000f0000-\U000f00ff]"
)


def number(value: int | None) -> str:
    """A whole number with thousands separators; "—" for None."""
    return "—" if value is None else f"{value:,}"


def size(value: int) -> str:
    """Bytes, exact, with a rounded unit beside them from 1 MB on."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB")):
        if value >= unit:
            return f"{value:,} バイト（約 {value / unit:,.1f} {name}）"
    return f"{value:,} バイト"


def percent(part: int, whole: int) -> float:
    """Per cent, rounded down to a tenth so that 100.0 means all; 0.0 of nothing."""
    return int(part * 1000 / whole) / 10 if whole else 0.0


def visible(text: str, limit: int = 300) -> str:
    """A text as people can see it: control characters as signs, undecodable bytes as ⟦81⟧, cut at `limit`."""
    shown = f"{text[:limit]}…（全 {len(text):,} 文字）" if len(text) > limit else text
    return _UNSEEN.sub(_sign, shown) if _UNSEEN.search(shown) else shown


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟦{code - DAMAGE:02X}⟧" if code >= DAMAGE else f"⟦U+{code:04X}⟧"


def agreed(key: str, value: Any) -> str:
    """A value of an agreement in words."""
    if isinstance(value, bool):
        return "あり" if value else "なし"
    if value is None:
        return "なし"
    if isinstance(value, Mapping):
        inner = "、".join(f"{k}: {agreed(k, v)}" for k, v in value.items())
        return inner or "なし"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(str(v) for v in value)
    return _VALUES_JA.get(key, {}).get(str(value), visible(str(value)))


def listed(words: Sequence[str], limit: int = 3) -> str:
    """「あ」「い」「う」ほか 2, shortened."""
    head = "、".join(words[:limit])
    return f"{head} ほか {len(words) - limit:,}" if len(words) > limit else head
