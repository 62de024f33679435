"""A data dictionary of layouts, in Markdown or as one HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chukan.authoring.export.format_labels import formats_used
from chukan.layouts.basis import BASIS_JA
from chukan.layouts.model import Item, Layout

REQUIRED = {"required": "必須", "conditional": "条件付き", "optional": ""}


def markdown(layouts: Sequence[Layout]) -> str:
    """Return the dictionary as Markdown (GitHub tables).

    Args:
        layouts: in the order of their chapters.
    """
    lines = [f"# {_cell(title(layouts))}", ""]
    for origin in dict.fromkeys(layout.origin.statement for layout in layouts):
        lines += [f"> {_cell(origin)}", ""]
    for layout in layouts:
        lines += _markdown_of(layout)
    if used := formats_used(layouts):
        lines += ["## 書式", "", *(f"- {_code(token)} {_cell(meaning)}" for token, meaning in used), ""]
    codes = {c.id: c for layout in layouts for c in layout.codes.values()}
    if codes:
        lines += ["## コード表", ""]
    for code in sorted(codes):
        lines += [f"### {_cell(codes[code].name)}（`{code}`）", "", "| コード | 内容 | 出典・備考 |", "|---|---|---|"]
        lines += [
            f"| {_code(v.code)} | {_cell(v.name)} | {_cell('; '.join(t for t in (v.source, v.note) if t))} |"
            for v in codes[code].values
        ]
        lines.append("")
    return "\n".join(lines)


def html(layouts: Sequence[Layout]) -> str:
    """Return the dictionary as one self-contained HTML page.

    Args:
        layouts: in the order of their chapters.
    """
    from chukan.output.html import page_environment

    environment = page_environment(Path(__file__).parent / "templates")
    codes = {c.id: c for layout in layouts for c in layout.codes.values()}
    context: dict[str, Any] = {
        "layouts": [_context(layout) for layout in layouts],
        "codes": [codes[c] for c in sorted(codes)],
        "statements": list(dict.fromkeys(layout.origin.statement for layout in layouts)),
        "single": len(layouts) == 1,
        "title": title(layouts),
        "formats": formats_used(layouts),
    }
    return environment.get_template("dictionary.html.j2").render(context)


def title(layouts: Sequence[Layout]) -> str:
    """Return what a dictionary is called: the pack's name and edition, where all layouts are of one."""
    packs = dict.fromkeys(f"{y.origin.pack_name} 版 {y.edition}" for y in layouts)
    return f"移行ファイル定義 {next(iter(packs))}" if len(packs) == 1 else "移行ファイル定義"


def size(item: Item) -> str:
    """Return ``15``, or ``5,2`` for decimals; "" when no limit is known."""
    if item.length is None:
        return ""
    return f"{item.length},{item.scale}" if item.scale else str(item.length)


def parts(layout: Layout) -> list[tuple[str, str]]:
    """Return (word, sentence) for each declaration of a layout."""
    return [declaration.describe() for declaration in layout.body.declarations]


def _markdown_of(layout: Layout) -> list[str]:
    lines = [
        f"## {_cell(layout.business_name)} {_cell(layout.name)}",
        "",
        f"`{layout.address}` SHA-256 `{layout.digest}`",
        "",
    ]
    if layout.body.description:
        lines += [_cell(layout.body.description), ""]
    lines += [
        "| No | 項目 | 型 | 桁 | 必須 | キー | コード | 書式 | 根拠 | 出典・備考 |",
        "|--:|---|---|--:|---|--:|---|---|---|---|",
    ]
    for i in layout.items:
        words = "; ".join(t for t in (i.source, i.note) if t)
        code = _code(i.code) if i.code else ""
        formats = " ".join(_code(f) for f in i.formats)
        cells = [
            str(i.no),
            _cell(i.name),
            i.type,
            size(i),
            REQUIRED[i.required],
            str(i.key or ""),
            code,
            formats,
            BASIS_JA[i.basis],
            _cell(words),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    if declared := parts(layout):
        lines += [f"- {word}: {_cell(text)}" for word, text in declared] + [""]
    return lines


def _context(layout: Layout) -> dict[str, Any]:
    return {
        "layout": layout,
        "anchor": f"{layout.business}-{layout.slug}",
        "rows": [(i, size(i), REQUIRED[i.required], BASIS_JA[i.basis]) for i in layout.items],
        "parts": parts(layout),
    }


def _cell(text: str) -> str:
    """Return text for a Markdown table: no line break, no markup."""
    for character in "\\|<>*_`[]":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split("\n"))


def _code(text: str) -> str:
    return f"`{text}`" if "`" not in text else _cell(text)
