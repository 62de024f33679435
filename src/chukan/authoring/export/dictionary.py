"""A data dictionary of layouts, in Markdown or as one HTML page: a table of contents, then a page a layout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from chukan.authoring import labels
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item, Layout

_HEADINGS = ("No", "項目", "型", "桁数", "必須", "キー", "値（コード表・書式）", "根拠", "出典・備考")
_ALIGN = "|--:|---|---|---|---|--:|---|---|---|"


def markdown(layouts: Sequence[Layout]) -> str:
    """Return the dictionary as Markdown (GitHub tables).

    Args:
        layouts: in the order of their chapters.
    """
    others = labels.by_path(layouts)
    lines = [f"# {_cell(title(layouts))}", ""]
    for origin in dict.fromkeys(layout.origin.statement for layout in layouts):
        lines += [f"> {_cell(origin)}", ""]
    lines += _basis_lines(layouts)
    if len(layouts) > 1:
        lines += ["## 目次", "", "| 業務 | 移行ファイル | 項目 | 根拠 |", "|---|---|--:|---|"]
        lines += [
            f"| {_cell(y.business_name)} | {_cell(y.name)} `{y.path}` | {len(y.items)} | {_counted(y)} |"
            for y in layouts
        ]
        lines.append("")
    for layout in layouts:
        lines += _markdown_of(layout, others)
    lists = code_lists(layouts)
    if lists:
        lines += ["## コード表", ""]
    for codes in lists:
        lines += [f"### {_cell(codes.name)}（`{codes.id}`）", ""]
        lines += [f"{_cell(text)}。" for text in labels.openness(codes)]
        lines += ["", "| コード | 内容 | 根拠 | 出典・備考 |", "|---|---|---|---|"]
        lines += [
            f"| {_code(v.code)} | {_cell(v.name)} | {labels.BASIS[v.basis]} | {_cell('; '.join(t for t in (v.source, v.note) if t))} |"
            for v in codes.values
            if v.code in codes.codes
        ]
        lines.append("")
    return "\n".join(lines)


def html(layouts: Sequence[Layout]) -> str:
    """Return the dictionary as one self-contained HTML page, which prints each layout on pages of its own.

    Args:
        layouts: in the order of their chapters.
    """
    from chukan.output import colours
    from chukan.output.html import page_environment

    environment = page_environment(Path(__file__).parent / "templates")
    others = labels.by_path(layouts)
    context: dict[str, Any] = {
        "businesses": [
            (name, [_context(layout, others) for layout in some])
            for name, some in groupby(layouts, key=lambda layout: layout.business_name)
        ],
        "codes": [(codes, _values(codes), labels.openness(codes)) for codes in code_lists(layouts)],
        "statements": list(dict.fromkeys(layout.origin.statement for layout in layouts)),
        "single": len(layouts) == 1,
        "title": f"{title(layouts)}{f' {layouts[0].name}' if len(layouts) == 1 else ''}",
        "headings": _HEADINGS,
        "bases": [
            (basis, labels.BASIS[basis], labels.BASIS_MEANS[basis], count)
            for basis, count in labels.bases_counted(layouts).items()
        ],
        "colours": {basis: (ink, colours.BASIS_PALE[basis]) for basis, ink in colours.BASIS.items()},
        "basis_words": labels.BASIS,
    }
    return environment.get_template("dictionary.html.j2").render(context)


def title(layouts: Sequence[Layout]) -> str:
    """Return what a dictionary is called: the pack's name and edition, where all layouts are of one."""
    packs = dict.fromkeys(f"{y.origin.pack_name} 版 {y.edition}" for y in layouts)
    return f"移行ファイル定義 {next(iter(packs))}" if len(packs) == 1 else "移行ファイル定義"


def code_lists(layouts: Sequence[Layout]) -> list[CodeList]:
    """Return the code lists that some layout uses, by id."""
    lists = {codes.id: codes for layout in layouts for codes in layout.codes.values()}
    return [lists[code] for code in sorted(lists)]


def _markdown_of(layout: Layout, others: dict[str, Layout]) -> list[str]:
    lines = [
        f"## {_cell(layout.business_name)} {_cell(layout.name)}",
        "",
        f"`{layout.address}` SHA-256 `{layout.digest}`",
        "",
    ]
    if layout.body.description:
        lines += [_cell(layout.body.description), ""]
    lines += [f"| {' | '.join(_HEADINGS)} |", _ALIGN]
    for item in layout.items:
        codes = layout.code_list(item)
        values = [*([f"{_cell(codes.name)} `{codes.id}`"] if codes else []), _cell(labels.formats_in_words(item))]
        cells = [*_leading(item), "、".join(v for v in values if v)]
        lines.append(f"| {' | '.join([*cells, labels.BASIS[item.basis], _cell(labels.source_and_note(item))])} |")
    lines.append("")
    if rows := labels.declared(layout, others):
        lines += [f"- {word}: {_cell(text)}（根拠: {labels.BASIS[basis]}）" for word, text, basis in rows] + [""]
    return lines


def _leading(item: Item) -> list[str]:
    size = labels.size_in_words(item)
    required = labels.REQUIRED[item.required]
    return [str(item.no), _cell(item.name), labels.TYPES[item.type], size, required, str(item.key or "")]


def _basis_lines(layouts: Sequence[Layout]) -> list[str]:
    rows = labels.bases_counted(layouts).items()
    table = [f"| {labels.BASIS[basis]} | {labels.BASIS_MEANS[basis]} | {count:,} |" for basis, count in rows]
    return ["| 根拠 | 意味 | 項目 |", "|---|---|--:|", *table, ""]


def _counted(layout: Layout) -> str:
    return labels.bases_in_words(labels.bases_counted([layout]))


def _context(layout: Layout, others: dict[str, Layout]) -> dict[str, Any]:
    return {
        "layout": layout,
        "anchor": f"{layout.business}-{layout.slug}",
        "rows": [_row(layout, item) for item in layout.items],
        "parts": labels.declared(layout, others),
        "counts": labels.bases_counted([layout]),
    }


def _row(layout: Layout, item: Item) -> dict[str, Any]:
    return {
        "item": item,
        "type": labels.TYPES[item.type],
        "size": labels.size_in_words(item),
        "required": labels.REQUIRED[item.required],
        "codes": layout.code_list(item),
        "formats": labels.formats_in_words(item),
        "words": labels.source_and_note(item),
    }


def _values(codes: CodeList) -> list[tuple[str, str, str, str]]:
    return [
        (v.code, v.name, v.basis, "; ".join(t for t in (v.source, v.note) if t))
        for v in codes.values
        if v.code in codes.codes
    ]


def _cell(text: str) -> str:
    """Return text for a Markdown table: no line break, no markup."""
    for character in "\\|<>*_`[]":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split("\n"))


def _code(text: str) -> str:
    return f"`{text}`" if "`" not in text else _cell(text)
