"""The draft of an agreement, for people to go through and complete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from chukan.documents import schema_line

if TYPE_CHECKING:
    from chukan.intake.inspect import Inspection

FIRST_LINE = (
    "# 移行条件の下書き。chukan inspect がファイルから推定しました。移行元・移行先の両事業者で確かめてください。"
)
_SHOWN = {",": '","', "\t": '"\\t"', "|": '"|"', ";": '";"', " ": '" "'}

_QUOTING = {
    "all": "すべての項目が引用符で囲まれていました",
    "minimal": "一部の項目だけが引用符で囲まれていました",
    "none": "引用符は使われていませんでした（none は引用符を文字として読みます）",
}


def draft_agreement(found: Inspection) -> str:
    """Return the text of an ``agreement.yaml`` that describes a file.

    A comment beside each key says what it rests on, or what people have to decide.
    """
    lines = [
        FIRST_LINE,
        schema_line("agreement"),
        f"format: {found.form}",
        _line("encoding", _encoding(found), f"{found.reason}（確からしさ {found.confidence:.0%}）"),
        _line("newline", found.newline, "、".join(f"{kind} {count:,}" for kind, count in found.newlines)),
    ]
    if found.form == "csv":
        lines += [
            f"delimiter: {_SHOWN.get(found.delimiter or ',', repr(found.delimiter))}",
            _line("quoting", "all" if found.quoting == "all" else "minimal", _QUOTING[found.quoting or "none"]),
            f"header: {'true' if found.header else 'false'}",
            *_columns(found),
            *([f"skip: {{first: {found.skipped}}}".ljust(32) + "  # 見出しの前の表題など"] if found.skipped else []),
            _line(
                "newlines_in_values",
                "true" if found.newlines_in_values else "false",
                f"値の中に改行のあるレコード {found.newlines_in_values:,} 件",
            ),
        ]
    else:
        lines += [
            _line(
                "record_length",
                str(found.record_length),
                "1レコードのバイト数（合う定義からの推定です。改行がないため確かめられません）"
                if found.is_guess
                else "1レコードのバイト数",
            ),
            _line("# padding", "{text: right_space, number: left_zero}", "空白・ゼロの詰め方を決めてください"),
            _line(
                "# record_types",
                '{column: 1, length: 1, data: "2"}',
                "ヘッダ・トレーラのレコードがあれば決めてください",
            ),
        ]
    lines += [
        _line("# length_unit", "chars", "桁数を文字で数えるか（chars）、バイトで数えるか（bytes）を決めてください"),
        _line("dates", found.dates, "日付の形")
        if found.dates
        else _line("# dates", "yyyymmdd", "日付の形を決めてください"),
        _line("# gaiji", "warning", f"外字 {len(found.gaiji):,} 種類。allow / warning / error から決めてください"),
    ]
    return "\n".join(lines) + "\n"


def _columns(found: Inspection) -> list[str]:
    """Return the mapping of names that the best layout lacks; what is a guess is left to people."""
    if not found.proposals:
        return []
    key = "columns:" if any(proposal.item for proposal in found.proposals) else "# columns:"
    lines = [key.ljust(32) + f"  # 列名の対応（{found.fits[0].address} との違い）。確かめてください"]
    for proposal in found.proposals:
        if proposal.item is None:
            lines.append(f"#   {_scalar(proposal.name)}: null".ljust(32) + f"  # {proposal.reason}")
        else:
            lines.append(f"  {_scalar(proposal.name)}: {_scalar(proposal.item)}".ljust(32) + f"  # {proposal.reason}")
    return lines


def _scalar(name: str) -> str:
    """Return a name as YAML takes it on one line."""
    return json.dumps(name, ensure_ascii=False)


def _line(key: str, value: str | None, comment: str) -> str:
    return f"{key}: {value}".ljust(32) + (f"  # {comment}" if comment else "")


def _encoding(found: Inspection) -> str:
    if not found.bom:
        return found.encoding
    return "utf-8-sig" if found.encoding == "utf-8" else "utf-16"
