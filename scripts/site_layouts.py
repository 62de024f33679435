"""The pages of the site that say what each layout holds: the list of businesses, a page a business, a layout, and a business's codes.

They are made from the pack while the site is built and kept nowhere. Large tables take their places when the pages are
finished: Markdown and the search would take minutes over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from chukan.authoring import labels
from chukan.layouts.codes import CodeList
from chukan.layouts.library import DEFAULT_PACK, Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack
from chukan.rules.catalogue import RULES
from chukan.rules.fields import FIELD_RULES
from chukan.rules.settings import Settings

#: Where the list is: behind it, a folder a business.
INDEX = "ja/reference/layouts.md"
_REFERENCE = "付属の定義は**参考定義**です。公式のワークブックとは照合していません。根拠が「推定」のところは、事業者と確かめてください。"
#: Tables of ten columns need the room of the navigation; what is searched for is seldom an item of one of 199 layouts.
_WIDE = "---\nhide: [navigation, toc]\nsearch: {boost: 0.3}\n---\n\n"
#: What a declaration is checked by; a rule of one record names its own.
_CHECKED_BY = {
    "required_when": "V01",
    "reference": "K02",
    "history": "K03",
    "household": "K05",
    "exclusive": "K04",
    "unique": "K01",
    "sum": "K06",
    "same": "K07",
}

#: Tables that wait for their pages to be finished, and where they go.
_LATER: list[str] = []
_PLACE = re.compile("<p>@@([0-9]+)@@</p>")


def pages() -> dict[str, str]:
    """Return all the pages, by their place in docs/."""
    pack = Library().pack(DEFAULT_PACK)
    layouts = of_pack(pack, None)
    others = labels.by_path(layouts)
    made = {INDEX: index(pack, layouts)}
    for entry in pack.businesses:
        own = [layout for layout in layouts if layout.business == entry.business]
        folder = f"layouts/{entry.business}"
        made[f"{folder}/index.md"] = of_business(entry.name, own)
        made[f"{folder}/codes.md"] = of_codes(entry.name, own)
        made |= {f"{folder}/{layout.slug}.md": of_layout(layout, others) for layout in own}
    return made


def index(pack: Pack, layouts: Sequence[Layout]) -> str:
    """Return the list of businesses."""
    rows = []
    for entry in pack.businesses:
        own = [layout for layout in layouts if layout.business == entry.business]
        link = f'<a href="../layouts/{entry.business}/index.html">{escape(entry.name)}</a>'
        bases = labels.bases_in_words(labels.bases_counted(own))
        names = escape("、".join(layout.name for layout in own))
        rows.append((str(entry.number or ""), link, str(len(own)), str(sum(len(y.items) for y in own)), bases, names))
    items = sum(len(layout.items) for layout in layouts)
    return (
        f"{_WIDE}# 移行ファイル定義\n\n{pack.document.name}、版 {layouts[0].edition}。{len(pack.businesses)} 業務、{len(layouts)} 定義、{items:,} 項目です。\n\n"
        f"{_REFERENCE}\n\n{bases_table()}\n\n## 業務\n\n"
        + table(("番号", "業務", "定義", "項目", "項目の根拠", "定義の名前"), rows, [e.name for e in pack.businesses])
        + f"\n\nほかの版や、自分のレイアウト集の定義は `chukan layouts show {layouts[0].address}` のように見られます。Excel や HTML の辞書にするときは"
        f" `chukan layouts export` を使います（[レイアウト集](../packs.md)）。\n"
    )


def bases_table() -> str:
    """Return what the words for what an item rests on mean."""
    return table(("根拠", "意味"), [(labels.BASIS[b], escape(means)) for b, means in labels.BASIS_MEANS.items()])


def of_business(name: str, layouts: Sequence[Layout]) -> str:
    """Return the page of a business: its layouts."""
    rows = [
        (
            f'<a href="{y.slug}.html">{escape(y.name)}</a>',
            f"<code>{y.path}</code>",
            str(len(y.items)),
            escape("＋".join(y.key)),
            labels.bases_in_words(labels.bases_counted([y])),
            escape(y.body.description),
        )
        for y in layouts
    ]
    return (
        f"{_WIDE}# {name}\n\n[移行ファイル定義](../../ja/reference/layouts.md) ＞ {name}\n\n"
        + table(
            ("定義", "番地", "項目", "キー", "項目の根拠", "内容"),
            rows,
            [f"{y.name} {y.body.description}" for y in layouts],
        )
        + f"\n\n[この業務のコード表](codes.md)\n\n{_REFERENCE}\n"
    )


def of_codes(name: str, layouts: Sequence[Layout]) -> str:
    """Return the code lists that the layouts of a business use."""
    parts = [
        f"# {name}のコード表\n\n[移行ファイル定義](../../ja/reference/layouts.md) ＞ [{name}](index.md) ＞ コード表\n"
    ]
    lists = {codes.id: codes for layout in layouts for codes in layout.codes.values()}
    if not lists:
        parts.append("この業務に、コード表を使う項目はありません。\n")
    for codes in sorted(lists.values(), key=lambda one: one.name):
        used = [
            f"[{layout.name}]({layout.slug}.md)"
            for layout in layouts
            if codes.id in layout.codes and any(item.code == codes.id for item in layout.items)
        ]
        parts.append(
            f"## {codes.name} {{#code-{codes.id}}}\n\n"
            f"`{codes.id}`。使う定義: {'、'.join(used)}。{''.join(f'{text}。' for text in labels.openness(codes))}\n\n{_values(codes)}\n"
        )
    return "\n".join(parts)


def _values(codes: CodeList) -> str:
    rows = [
        (
            f"<code>{escape(v.code)}</code>",
            escape(v.name),
            labels.BASIS[v.basis],
            escape("; ".join(t for t in (v.source, v.note) if t)),
        )
        for v in codes.values
        if v.code in codes.codes
    ]
    return table(("コード", "内容", "根拠", "出典・備考"), rows, ())


def of_layout(layout: Layout, others: dict[str, Layout]) -> str:
    """Return the page of a layout: its items, what they hold, what they rest on, and the rules about each."""
    rules = rules_by_item(layout)
    rows = [_row(layout, item, rules[item.name]) for item in layout.items]
    declared = [
        (escape(word), escape(text), labels.BASIS[basis]) for word, text, basis in labels.declared(layout, others)
    ]
    head = (
        f"{_WIDE}# {layout.business_name} {layout.name}\n\n[移行ファイル定義](../../ja/reference/layouts.md) ＞ [{layout.business_name}](index.md) ＞ {layout.name}\n\n"
        f"{layout.body.description}\n\n"
        f"- 番地: `{layout.address}`\n- キー: {'＋'.join(layout.key)}（根拠: {labels.BASIS[layout.key_basis]}）\n"
        f"- 項目: {len(layout.items)}（{labels.bases_in_words(labels.bases_counted([layout]))}）\n- SHA-256: `{layout.digest}`\n\n{_REFERENCE}\n\n"
        "ファイル全体についての検査項目（[F](../../rules.md)、[S](../../rules.md)、[A](../../rules.md)）は、どの定義にも同じように動きます。\n\n## 項目\n\n"
    )
    headings = (
        "No",
        "項目",
        "型",
        "桁数",
        "必須",
        "キー",
        "値（コード表・書式）",
        "検査項目",
        "根拠",
        "出典・備考",
    )
    parts = [head, table(headings, rows, layout.names)]
    if declared:
        parts += ["\n\n## レコードについて確かめること\n\n", table(("種類", "確かめること", "根拠"), declared, ())]
    if referring := sorted(y.name for y in others.values() if layout.path in y.parents and y is not layout):
        parts.append(f"\n\nこの定義を参照する定義: {'、'.join(referring)}")
    return "".join([*parts, "\n"])


def _row(layout: Layout, item: Item, rules: Iterable[str]) -> tuple[str, ...]:
    return (
        str(item.no),
        f'<strong id="{escape(item.name)}">{escape(item.name)}</strong>{_other_names(item)}',
        labels.TYPES[item.type],
        labels.size_in_words(item),
        labels.REQUIRED[item.required],
        str(item.key or ""),
        _holds(layout, item),
        " ".join(map(_rule_link, rules)),
        labels.BASIS[item.basis],
        escape(labels.source_and_note(item)),
    )


def _other_names(item: Item) -> str:
    return f"<br>（ファイルでは {escape('、'.join(item.labels))} とも）" if item.labels else ""


def _holds(layout: Layout, item: Item) -> str:
    codes = layout.code_list(item)
    listed = f'<a href="codes.html#code-{codes.id}">{escape(labels.code_list_in_words(codes, 4))}</a>' if codes else ""
    return "、".join(part for part in (listed, escape(labels.formats_in_words(item))) if part)


def rules_by_item(layout: Layout) -> dict[str, list[str]]:
    """Return the rules that are about each item, in the order of the catalogue: of its values, and those that declarations ask."""
    settings = Settings()
    found: dict[str, set[str]] = {
        item.name: {kind.entry.id for kind in FIELD_RULES if kind.applies(item, layout, settings) is not None}
        for item in layout.items
    }
    for name in layout.key:
        found[name].add("K01")
    for declaration in layout.body.declarations:
        rule = getattr(declaration, "rule", None) or _CHECKED_BY.get(declaration.kind)
        for name in declaration.item_names if rule else ():
            if name in found:
                found[name].add(str(rule))
    order = list(RULES)
    return {name: sorted(rules, key=order.index) for name, rules in found.items()}


def _rule_link(rule: str) -> str:
    return f'<a href="../../rules/{rule}.html" title="{escape(RULES[rule].title)}">{rule}</a>'


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], names: Iterable[str] | None = None) -> str:
    """Return a table as HTML.

    Args:
        headings: One a column.
        rows: Cells, as HTML.
        names: What the search of the site finds of it, instead of all; None = all. Every word of every table would make
            the search slow.
    """
    head = "".join(f"<th>{name}</th>" for name in headings)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = f"<p hidden>{escape('、'.join(names))}</p>\n" if names else ""
    whole = f'<div class="items of{len(headings)}"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'
    if names is None:
        return whole
    _LATER.append(whole)
    return f"{found}\n\n@@{len(_LATER) - 1}@@"


def finished(page: str) -> str:
    """Return a page of the site with its tables in their places."""
    return _PLACE.sub(lambda match: _LATER[int(match[1])], page)
