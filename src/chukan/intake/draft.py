"""The draft of an agreement, for people to go through and complete."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chukan.documents import schema_line

if TYPE_CHECKING:
    from chukan.intake.inspection import Inspection

FIRST_LINE = (
    "# 移行条件の下書き。chukan inspect がファイルから推定しました。移行元・移行先の両事業者で確かめてください。"
)
_SHOWN = {"\t": '"\\t"'}

_QUOTING = {
    "all": "すべての項目が引用符で囲まれていました",
    "minimal": "一部の項目だけが引用符で囲まれていました",
    "none": "引用符は使われていませんでした（none は引用符を文字として読みます）",
}
#: Keys that mean nothing for a sheet.
NOT_OF_SHEETS = ("encoding", "newline", "delimiter", "quoting")
#: Words of YAML that are no texts.
_RESERVED = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_PLAIN = re.compile(r"[^\W\d_][\w./@-]*")


@dataclass(frozen=True, slots=True)
class DraftedKey:
    """One key of an agreement.

    Attributes:
        value: what the file shows; None = nobody can tell, people decide.
        comment: what it rests on, or what has to be decided.
        example: a value to begin with, as YAML, where people decide.
        taken_back: an agreement of more files has it, and it means nothing for this one.
    """

    name: str
    value: Any
    comment: str = ""
    example: str = ""
    taken_back: bool = False

    @property
    def lines(self) -> list[str]:
        """The key as YAML, on one line but for positions; behind a # where it is undecided."""
        if self.taken_back:
            return [_line(self.name, "null", self.comment)]
        if self.value is None:
            return [_line(f"# {self.name}", self.example, self.comment)]
        if self.name == "positions":
            items = (f"  {yaml_scalar(name)}: {yaml_scalar(place)}" for name, place in self.value.items())
            return [_line("positions", "", self.comment), *items]
        return [_line(self.name, yaml_scalar(self.value), self.comment)]


def drafted_keys(found: Inspection) -> list[DraftedKey]:
    """Return the keys of the agreement that describes a file, in the order in which people read them.

    The names of columns are not among them; see `column_lines`.
    """
    newlines = "、".join(f"{kind} {count:,}" for kind, count in found.newlines)
    keys = [
        DraftedKey("format", found.form),
        DraftedKey("encoding", _encoding(found), f"{found.reason}（確からしさ {found.confidence:.0%}）"),
        DraftedKey("newline", found.newline, newlines),
        *(_delimited(found) if found.form == "csv" else _fixed(found)),
        _length_unit(found),
        DraftedKey("dates", found.dates, "日付の形" if found.dates else "日付の形を決めてください", "yyyymmdd"),
        DraftedKey(
            "gaiji", None, f"外字 {len(found.gaiji):,} 種類。allow / warning / error から決めてください", "warning"
        ),
    ]
    return [key for key in keys if not is_sheet(found) or key.name not in NOT_OF_SHEETS]


def is_sheet(found: Inspection) -> bool:
    """Return True for a sheet of a workbook."""
    return found.account.sheet_rows > 0


def draft_agreement(found: Inspection) -> str:
    """Return the text of an ``agreement.yaml`` that describes a file.

    A comment beside each key says what it rests on, or what people have to decide.
    """
    lines = [FIRST_LINE, schema_line("agreement")]
    for key in drafted_keys(found):
        lines += key.lines
        if key.name == "header":
            lines += column_lines(found)
    return "\n".join(lines) + "\n"


def column_lines(found: Inspection) -> list[str]:
    """Return the mapping of names that the best layout lacks, as YAML; what is a guess is left to people."""
    if not found.proposals:
        return []
    key = "columns:" if any(proposal.item for proposal in found.proposals) else "# columns:"
    lines = [key.ljust(32) + f"  # 列名の対応（{found.fits[0].address} との違い）。確かめてください"]
    for proposal in found.proposals:
        if proposal.item is None:
            lines.append(f"#   {_quoted(proposal.name)}: null".ljust(32) + f"  # {proposal.reason}")
        else:
            lines.append(f"  {_quoted(proposal.name)}: {_quoted(proposal.item)}".ljust(32) + f"  # {proposal.reason}")
    return lines


def yaml_scalar(value: Any) -> str:
    """Return a value as YAML takes it on one line: plain words as they are, other texts in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{yaml_scalar(key)}: {yaml_scalar(inside)}" for key, inside in value.items()) + "}"
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _RESERVED
    return value if plain else _SHOWN.get(value, _quoted(value))


def _length_unit(found: Inspection) -> DraftedKey:
    if found.fits and found.fits[0].unit:
        return DraftedKey("length_unit", found.fits[0].unit, "この単位なら、定義の項目の長さの合計が合います")
    what = "桁数を文字で数えるか（chars）、バイトで数えるか（bytes）を決めてください"
    return DraftedKey("length_unit", None, what, "chars")


def _delimited(found: Inspection) -> list[DraftedKey]:
    return [
        DraftedKey("delimiter", found.delimiter or ","),
        DraftedKey("quoting", "all" if found.quoting == "all" else "minimal", _QUOTING[found.quoting or "none"]),
        DraftedKey("header", found.header),
        *([DraftedKey("skip", {"first": found.skipped}, "見出しの前の表題など")] if found.skipped else []),
        DraftedKey(
            "newlines_in_values",
            bool(found.newlines_in_values),
            f"値の中に改行のあるレコード {found.newlines_in_values:,} 件",
        ),
        *([_kinds('{column: 1, header: "1", data: "2", trailer: "8"}')] if _may_have_kinds(found) else []),
    ]


def _may_have_kinds(found: Inspection) -> bool:
    """Return True for records of several widths without a header: they may be of several kinds."""
    return not found.header and len(found.widths) > 1


def _kinds(example: str) -> DraftedKey:
    comment = (
        "ヘッダ・トレーラなどのレコードがあれば決めてください（種別ごとの定義、件数・合計の照合は types に書きます）"
    )
    return DraftedKey("record_types", None, comment, example)


def _fixed(found: Inspection) -> list[DraftedKey]:
    return [
        DraftedKey(
            "record_length",
            found.record_length,
            "1レコードのバイト数（合う定義からの推定です。改行がないため確かめられません）"
            if found.is_guess
            else "1レコードのバイト数",
        ),
        *_positions(found),
        DraftedKey("padding", None, "空白・ゼロの詰め方を決めてください", "{text: right_space, number: left_zero}"),
        _kinds('{column: 1, length: 1, header: "1", data: "2", trailer: "8"}'),
    ]


def _positions(found: Inspection) -> list[DraftedKey]:
    """Return where the items seem to be, where the layout's lengths do not say it."""
    best = found.fits[0] if found.fits else None
    if best is None or not best.spans:
        return []
    places = {span.item: {"start": span.start + 1, "length": span.length} for span in best.spans}
    comment = f"要確認: 定義 {best.address} の長さからの推定です（{best.reasons[-1]}）。設計書の位置に直してください"
    return [DraftedKey("positions", places, comment)]


def _quoted(text: str) -> str:
    """Return a text in quotes, as YAML takes it on one line."""
    return json.dumps(text, ensure_ascii=False)


def _line(key: str, value: str, comment: str) -> str:
    text = f"{key}: {value}".rstrip()
    return text.ljust(32) + f"  # {comment}" if comment else text


def _encoding(found: Inspection) -> str:
    if not found.bom:
        return found.encoding
    return "utf-8-sig" if found.encoding == "utf-8" else "utf-16"
