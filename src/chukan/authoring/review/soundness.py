"""Whether corrections leave a sound pack: it lints, and what is left of its layouts holds together."""

from __future__ import annotations

from collections.abc import Mapping

from chukan.authoring.lint import lint_pack
from chukan.authoring.review.read import Review
from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack


def refuse_unsound(pack: Pack, review: Review) -> None:
    """Refuse corrections of which no sound pack comes.

    Args:
        pack: as it would be written.
        review: the sheet that it comes from.

    Raises:
        PackError: the pack does not lint, or what is left of a layout does not hold together; names the cells.
    """
    found = [f"{f.rule} {f.message}" for f in lint_pack(pack) if f.severity == "error"]
    layouts = of_pack(pack, review.edition)
    by_path = {layout.path: layout for layout in layouts}
    for layout in layouts:
        found += [*dangling(layout, by_path), *broken_key(layout)]
    if not found:
        return
    lines = []
    for message in dict.fromkeys(found):
        cells = [
            e.place for e in review.entries if f"「{e.name}」" in message or f"「{e.values.get('name')}」" in message
        ]
        lines.append(f"  {'、'.join(cells[:3]) or '（セルは特定できません）'}: {message}")
    raise PackError(
        "記入のとおりに直すと、定義どうしが合わなくなります。何も書いていません\n" + "\n".join(lines[:20]),
        place=review.workbook,
        hint="そのセルを直すか「保留」にして、もう一度取り込んでください。",
    )


def dangling(layout: Layout, others: Mapping[str, Layout]) -> list[str]:
    """Return the declarations that name an item which is not there, in sentences.

    Args:
        layout: whose declarations are looked at.
        others: the layouts of its pack, by BUSINESS/LAYOUT.
    """
    found = []
    for declaration in layout.body.declarations:
        names = set(declaration.item_names) - set(layout.names)
        for text in declaration.conditions.values():
            names |= set(vet(text, layout.by_name, PackError, layout.address).unknown)
        which = f"{layout.name}の{declaration.label}「{declaration.name}」"
        found += [f"{which}が項目「{name}」を使っています" for name in sorted(names)]
        for target in declaration.targets:
            other = others.get(layout.target(target.to))
            if other is None:
                continue
            gone = [name for name in target.key if name not in other.by_name]
            for text in (*target.conditions.values(), *target.amounts.values()):
                gone += vet(text, other.by_name, PackError, layout.address).unknown
            found += [f"{which}が{other.name}の項目「{name}」を参照しています" for name in gone]
    return found


def broken_key(layout: Layout) -> list[str]:
    """Return what is wrong with a key whose items were changed or taken away."""
    keys = [item for item in layout.items if item.key]
    named = "・".join(f"「{item.name}」" for item in keys)
    if sorted(item.key or 0 for item in keys) != list(range(1, len(keys) + 1)):
        return [f"{layout.name}のキーの番号が 1 から順になっていません（{named}）"]
    if keys and all(item.required != "required" for item in keys):
        return [f"{layout.name}のキー（{named}）に、必須の項目がありません"]
    return []
