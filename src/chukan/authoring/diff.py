"""What changed between two layouts, two editions, or two packs, and for what stated reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from chukan.layouts.declaration import DeclarationKind
from chukan.layouts.declarations import LayoutBody
from chukan.layouts.model import CodeList, CodeValue, Item, Layout

Kind = Literal["added", "removed", "changed", "moved"]
What = Literal["layout", "item", "code_list", "code"] | DeclarationKind

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


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        place: ``BUSINESS/LAYOUT``, or ``codes/ID`` for what all users of a code list share.
        name: The item, code, rule ... that differs.
        reason: What the pack states: editions, source, note. Empty when it states nothing.
        matters: False for words that no check depends on (names, notes, sources).
    """

    kind: Kind
    what: What
    place: str
    name: str
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    matters: bool = True


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences, in the order of the new side.

    Attributes:
        editions: (edition, what the pack says of it) for the editions between them, the newer one included.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    editions: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing at all differs."""
        return not self.changes

    @property
    def decisive(self) -> tuple[Change, ...]:
        """The changes that a check depends on: none exactly when both digests agree, editions and names of layouts aside."""
        return tuple(c for c in self.changes if c.matters)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able tree."""
        return asdict(self)


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
        Change("removed", "layout", layout.path, layout.name, reason=_layout_reason(layout))
        for layout in before
        if id(layout) not in {id(a) for a, _ in pairs}
    ]
    partner = {id(b): a for a, b in pairs}
    for layout in after:
        if id(layout) in partner:
            changes += _layout_changes(partner[id(layout)], layout)
        else:
            changes.append(Change("added", "layout", layout.path, layout.name, reason=_layout_reason(layout)))
    return Diff(*names, tuple(dict.fromkeys(changes)))


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
        changes.append(Change("changed", "layout", place, new.name, "name", old.name, new.name, matters=False))
    changes += _item_changes(old, new, place)
    changes += _code_changes(old, new)
    changes += _body_changes(old, new, place)
    return changes


def _item_changes(old: Layout, new: Layout, place: str) -> list[Change]:
    changes = [
        Change("removed", "item", place, i.name, old=_brief(i), reason=_reason(i))
        for i in old.items
        if i.name not in new.by_name
    ]
    for item in new.items:
        before = old.by_name.get(item.name)
        if before is None:
            changes.append(Change("added", "item", place, item.name, new=_brief(item), reason=_reason(item)))
            continue
        for field, matters in _ITEM_FIELDS:
            a, b = getattr(before, field), getattr(item, field)
            if field == "formats":
                a, b = " ".join(sorted(a)), " ".join(sorted(b))
            if a != b:
                changes.append(
                    Change(
                        "changed", "item", place, item.name, field, _text(a), _text(b), _reason(item), matters=matters
                    )
                )
    common_old = [i.name for i in old.items if i.name in new.by_name]
    common_new = [i.name for i in new.items if i.name in old.by_name]
    changes += [
        Change("moved", "item", place, b, "no", str(old.by_name[b].no), str(new.by_name[b].no))
        for a, b in zip(common_old, common_new, strict=True)
        if a != b
    ]
    return changes


def _code_changes(old: Layout, new: Layout) -> list[Change]:
    changes = [
        Change("removed", "code_list", place, codes.name, old=_count(codes), reason=_user(codes, old, new))
        for place, codes in _lists(old.codes, without=new.codes)
    ]
    changes += [
        Change("added", "code_list", place, codes.name, new=_count(codes), reason=_user(codes, new, old))
        for place, codes in _lists(new.codes, without=old.codes)
    ]
    for code in sorted(old.codes.keys() & new.codes.keys()):
        place = f"codes/{code}"
        before = {v.code: v for v in old.codes[code].values}
        after = {v.code: v for v in new.codes[code].values}
        changes += [
            Change("removed", "code", place, c, old=before[c].name, reason=_reason(before[c]))
            for c in before
            if c not in after
        ]
        for c, value in after.items():
            if c not in before:
                changes.append(Change("added", "code", place, c, new=value.name, reason=_reason(value)))
            elif before[c].name != value.name:
                reason = _reason(value)
                changes.append(
                    Change("changed", "code", place, c, "name", before[c].name, value.name, reason, matters=False)
                )
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
    for key, (text, reason) in before.items():
        if key not in after:
            why = reason or _of_an_item(f"{key[1]} {text}", old, new)
            changes.append(Change("removed", key[0], place, key[1], old=text, reason=why))
    for key, (text, reason) in after.items():
        if key not in before:
            why = reason or _of_an_item(f"{key[1]} {text}", new, old)
            changes.append(Change("added", key[0], place, key[1], new=text, reason=why))
        elif before[key][0] != text:
            changes.append(Change("changed", key[0], place, key[1], "", before[key][0], text, reason))
    # required_when is a mapping: its order decides nothing
    listed_old = [k for k in before if k in after and k[0] != "required_when"]
    listed_new = [k for k in after if k in before and k[0] != "required_when"]
    changes += [
        Change("moved", b[0], place, b[1], "order") for a, b in zip(listed_old, listed_new, strict=True) if a != b
    ]
    return changes


def _parts(body: LayoutBody) -> dict[tuple[What, str], tuple[str, str]]:
    """Return the declarations of a body: (kind, name) -> (canonical text, reason); a name that repeats is numbered."""
    found: dict[tuple[What, str], tuple[str, str]] = {}
    count: Counter[tuple[What, str]] = Counter()
    for declaration in body.declarations:
        kind, name = declaration.kind, declaration.name
        count[kind, name] += 1
        number = count[kind, name]
        found[kind, name if number == 1 else f"{name} ({number})"] = (declaration.text, declaration.reason)
    return found


def _brief(item: Item) -> str:
    """Return an item in a few words: ``X 15 required``."""
    length = "" if item.length is None else f" {item.length}{f',{item.scale}' if item.scale else ''}"
    code = f" code={item.code}" if item.code else ""
    return f"{item.type}{length} {item.required}{' key' if item.key else ''}{code}"


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
