"""What changed between two layouts, two editions, or two packs, and for what stated reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from chukan.authoring import effects, labels
from chukan.authoring.change import Change, Diff, What
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Item, Layout

#: Item property -> does a check depend on it?
_ITEM_FIELDS: tuple[tuple[str, bool], ...] = (
    ("type", True),
    ("length", True),
    ("scale", True),
    ("required", True),
    ("key", True),
    ("code", True),
    ("formats", True),
    ("source", False),
    ("note", False),
)


def diff_layouts(old: Layout, new: Layout) -> Diff:
    """Return what differs between two layouts.

    Args:
        old: a layout.
        new: a layout of the same or of another pack or edition.
    """
    return Diff(old.address, new.address, tuple(_layout_changes(old, new)))


def diff_packs(old: Iterable[Layout], new: Iterable[Layout], *, names: tuple[str, str]) -> Diff:
    """Return what differs between two sets of layouts.

    Args:
        old: all layouts of one side (see ``select``).
        new: all layouts of the other.
        names: what to call them, e.g. ``("mic@2.6", "mic@2.7")``.

    Returns:
        Layouts that only one side has (matched by address, else by Japanese names), and the changes of those that both have.
    """
    before, after = list(old), list(new)
    pairs = _matched(before, after)
    changes: list[Change] = [
        _whole_layout("removed", layout) for layout in before if id(layout) not in {id(a) for a, _ in pairs}
    ]
    partner = {id(b): a for a, b in pairs}
    for layout in after:
        if id(layout) in partner:
            changes += _layout_changes(partner[id(layout)], layout)
        else:
            changes.append(_whole_layout("added", layout))
    return Diff(*names, tuple(dict.fromkeys(changes)))


def _whole_layout(kind: Literal["added", "removed"], layout: Layout) -> Change:
    change = Change(kind, "layout", layout.path, layout.name, reason=_layout_reason(layout))
    return change.with_effect(effects.of_layout(added=kind == "added"))


def _matched(old: list[Layout], new: list[Layout]) -> list[tuple[Layout, Layout]]:
    by_slug = {(x.business, x.slug): x for x in old}
    by_name = {(x.business_name, x.name): x for x in old}
    pairs = []
    for layout in new:
        found = by_slug.get((layout.business, layout.slug)) or by_name.get((layout.business_name, layout.name))
        if found:
            pairs.append((found, layout))
    return pairs


def _layout_changes(old: Layout, new: Layout) -> list[Change]:
    place = new.path
    changes: list[Change] = []
    if old.name != new.name:
        changes.append(
            Change(
                kind="changed",
                what="layout",
                place=place,
                name=new.name,
                field="name",
                old=old.name,
                new=new.name,
                matters=False,
            )
        )
    changes += _item_changes(old, new, place)
    changes += _code_changes(old, new)
    changes += _body_changes(old, new, place)
    return changes


def _item_changes(old: Layout, new: Layout, place: str) -> list[Change]:
    changes = [
        Change("removed", "item", place, i.name, old=_brief(i), reason=_reason(i)).with_effect(
            effects.of_item(i, old, added=False)
        )
        for i in old.items
        if i.name not in new.by_name
    ]
    for item in new.items:
        before = old.by_name.get(item.name)
        if before is None:
            added = Change("added", "item", place, item.name, new=_brief(item), reason=_reason(item))
            changes.append(added.with_effect(effects.of_item(item, new, added=True)))
            continue
        for field, matters in _ITEM_FIELDS:
            a, b = getattr(before, field), getattr(item, field)
            if field == "formats":
                a, b = " ".join(sorted(a)), " ".join(sorted(b))
            if a != b:
                change = Change(
                    kind="changed",
                    what="item",
                    place=place,
                    name=item.name,
                    field=field,
                    old=_text(a),
                    new=_text(b),
                    reason=_reason(item),
                    matters=matters,
                )
                changes.append(change.with_effect(effects.of_field(field, before, item, old, new)))
    common_old = [i.name for i in old.items if i.name in new.by_name]
    common_new = [i.name for i in new.items if i.name in old.by_name]
    changes += [
        Change(
            kind="moved",
            what="item",
            place=place,
            name=b,
            field="no",
            old=str(old.by_name[b].no),
            new=str(new.by_name[b].no),
        ).with_effect(effects.MOVED)
        for a, b in zip(common_old, common_new, strict=True)
        if a != b
    ]
    return changes


def _code_changes(old: Layout, new: Layout) -> list[Change]:
    changes = [
        Change("removed", "code_list", place, codes.name, old=_count(codes), reason=_user(codes, old, new)).with_effect(
            effects.of_code_list(codes, added=False)
        )
        for place, codes in _lists(old.codes, without=new.codes)
    ]
    changes += [
        Change("added", "code_list", place, codes.name, new=_count(codes), reason=_user(codes, new, old)).with_effect(
            effects.of_code_list(codes, added=True)
        )
        for place, codes in _lists(new.codes, without=old.codes)
    ]
    for code in sorted(old.codes.keys() & new.codes.keys()):
        changes += _value_changes(f"codes/{code}", old.codes[code], new.codes[code])
    return changes


def _value_changes(place: str, old: CodeList, new: CodeList) -> list[Change]:
    before = {v.code: v for v in old.values}
    after = {v.code: v for v in new.values}
    changes = [
        Change("removed", "code", place, c, old=before[c].name, reason=_reason(before[c])).with_effect(
            effects.of_code(before[c], new, added=False)
        )
        for c in before
        if c not in after
    ]
    for c, value in after.items():
        if c not in before:
            added = Change("added", "code", place, c, new=value.name, reason=_reason(value))
            changes.append(added.with_effect(effects.of_code(value, new, added=True)))
        elif before[c].name != value.name:
            renamed = Change(
                kind="changed",
                what="code",
                place=place,
                name=c,
                field="name",
                old=before[c].name,
                new=value.name,
                reason=_reason(value),
                matters=False,
            )
            changes.append(renamed.with_effect(effects.of_rename(before[c], value)))
    return changes


def _lists(codes: Mapping[str, CodeList], *, without: Mapping[str, CodeList]) -> list[tuple[str, CodeList]]:
    return [(f"codes/{code}", codes[code]) for code in sorted(codes.keys() - without.keys())]


def _count(codes: CodeList) -> str:
    return f"{len(codes.values)} 値"


def _user(codes: CodeList, layout: Layout, other: Layout) -> str:
    """Return which item of `layout`, and not of `other`, brings a code list in."""
    item = next(i for i in layout.items if i.code == codes.id)
    return f"{layout.name}の項目「{item.name}」が使う" + (
        f": {_reason(item)}" if item.name not in other.by_name else ""
    )


def _body_changes(old: Layout, new: Layout, place: str) -> list[Change]:
    before, after = _parts(old.body), _parts(new.body)
    changes: list[Change] = []
    for key, part in before.items():
        if key not in after:
            why = part.reason or _of_an_item(f"{key[1]} {part.text}", old, new)
            gone = Change("removed", key[0], place, key[1], old=part.text, reason=why)
            changes.append(gone.with_effect(effects.of_declaration(part, old, "removed")))
    for key, part in after.items():
        if key not in before:
            why = part.reason or _of_an_item(f"{key[1]} {part.text}", new, old)
            added = Change("added", key[0], place, key[1], new=part.text, reason=why)
            changes.append(added.with_effect(effects.of_declaration(part, new, "added")))
        elif before[key].text != part.text:
            changed = Change(
                kind="changed",
                what=key[0],
                place=place,
                name=key[1],
                field="",
                old=before[key].text,
                new=part.text,
                reason=part.reason,
            )
            changes.append(changed.with_effect(effects.of_declaration(part, new, "changed")))
    # required_when is a mapping: its order decides nothing
    listed_old = [k for k in before if k in after and k[0] != "required_when"]
    listed_new = [k for k in after if k in before and k[0] != "required_when"]
    changes += [
        Change("moved", b[0], place, b[1], "order").with_effect(effects.of_declaration(after[b], new, "moved"))
        for a, b in zip(listed_old, listed_new, strict=True)
        if a != b
    ]
    return changes


def _parts(body: LayoutBody) -> dict[tuple[What, str], Declaration]:
    """Return the declarations of a body by kind and name; a name that repeats is numbered."""
    found: dict[tuple[What, str], Declaration] = {}
    count: Counter[tuple[What, str]] = Counter()
    for declaration in body.declarations:
        kind, name = declaration.kind, declaration.name
        count[kind, name] += 1
        number = count[kind, name]
        found[kind, name if number == 1 else f"{name} ({number})"] = declaration
    return found


def _brief(item: Item) -> str:
    """Return an item in a few words: 半角文字 15文字以内 必須."""
    key = ["キー"] if item.key else []
    code = [f"コード表 {item.code}"] if item.code else []
    words = [labels.TYPES[item.type], labels.size_in_words(item), labels.REQUIRED[item.required], *key, *code]
    return " ".join(words)


def _reason(thing: Item | CodeValue) -> str:
    editions = [f"{thing.since}版から" if thing.since else "", f"{thing.until}版まで" if thing.until else ""]
    return "; ".join(t for t in (*editions, thing.source, thing.note) if t)


def _of_an_item(part: str, layout: Layout, other: Layout) -> str:
    """Return why a declaration without a reason is in one layout only: it names an item that the other lacks."""
    lacking = next((i for i in layout.items if i.name not in other.by_name and i.name in part), None)
    return f"項目「{lacking.name}」: {_reason(lacking)}" if lacking else ""


def _layout_reason(layout: Layout) -> str:
    body = layout.body
    editions = [f"{body.since}版から" if body.since else "", f"{body.until}版まで" if body.until else ""]
    return "; ".join(t for t in (*editions, body.description) if t)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
