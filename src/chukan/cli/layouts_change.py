"""What `chukan layouts diff` prints: the changes, what they mean for data that exists, and why they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.markup import escape

from chukan.authoring import labels
from chukan.authoring.change import Change, Diff
from chukan.authoring.effects import EFFECTS
from chukan.cli.tables import console, markup_table
from chukan.layouts.body import DECLARATIONS

if TYPE_CHECKING:
    from chukan.layouts.model import ItemType, Requirement


WHATS: dict[str, str] = {
    "layout": "定義",
    "item": "項目",
    "code_list": "コード表",
    "code": "コード",
    **{kind.kind: kind.label for kind in DECLARATIONS},
}
FIELDS = {
    "type": "型",
    "length": "桁数",
    "scale": "小数桁",
    "required": "必須",
    "key": "主キー",
    "code": "コード表",
    "formats": "書式",
    "source": "出典",
    "note": "備考",
    "name": "名称",
    "no": "番号",
    "order": "順序",
}


def print_diff(found: Diff) -> None:
    """Print the changes, one a row: what they mean for data that exists, and why they are there."""
    out = console()
    for edition, statement in found.editions:
        out.print(escape(f"版 {edition}: {statement}"), soft_wrap=True)
    if found.is_empty:
        out.print(f"{escape(found.old)} と {escape(found.new)} の定義に違いはありません。")
        return
    table = markup_table("場所", "名前", "変わること", "旧", "新", "いまのデータへの意味", "理由")
    for c in found.changes:
        name = f"{WHATS[c.what]} {c.name}" if c.what != "item" else c.name
        field = f"（{FIELDS.get(c.field, c.field)}）" if c.field else ""
        effect = f"{'要対応 ' if c.touches else ''}{EFFECTS[c.effect]}"
        shown = (escape(_value(c, side)) for side in (c.old, c.new))
        style = "[yellow]" if c.touches else "[dim]"
        table.add_row(
            escape(c.place),
            escape(f"{name}{field}"),
            f"{style}{effect}[/]",
            *shown,
            escape(c.meaning),
            escape(c.reason),
        )
    out.print(table)
    counts = "・".join(f"{EFFECTS[kind]} {count}" for kind, count in found.effects.items())
    touching = sum(c.touches for c in found.changes)
    out.print(f"{escape(found.old)} → {escape(found.new)}: 違い {len(found.changes)} 件（うち要対応 {touching} 件）")
    out.print(counts)


def _value(change: Change, text: str) -> str:
    """Return one side of a change in words: what a code of ours means."""
    if change.what != "item" or not text:
        return text
    if change.field == "type":
        return labels.TYPES[cast("ItemType", text)]
    if change.field == "required":
        return labels.REQUIRED[cast("Requirement", text)]
    return "、".join(map(labels.format_in_words, text.split())) if change.field == "formats" else text
