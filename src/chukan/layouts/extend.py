"""How a pack extends another: entries, items, code values and declarations are merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Item
from chukan.layouts.pack_document import BusinessEntry


def completed(entry: BusinessEntry, inherited: BusinessEntry | None) -> BusinessEntry:
    """Return an entry, with what it leaves out from the parent's entry of the same business.

    Args:
        entry: of the extending pack.
        inherited: of the parent; None when the parent does not have the business.
    """
    if inherited is None:
        return entry
    left_out = set(BusinessEntry.model_fields) - entry.model_fields_set
    return entry.model_copy(update={field: getattr(inherited, field) for field in left_out})


def overlaid(inherited: tuple[Item, ...], own: tuple[Item, ...], without: Collection[str] = ()) -> tuple[Item, ...]:
    """Return the parent's items in their places, replaced by name; then the new ones, numbered on.

    Args:
        inherited: the parent's items, in file order.
        own: the extending pack's.
        without: names of the parent's items that are left out.
    """
    if not inherited:
        return own
    replacing = {i.name: i for i in own}
    kept = [replacing.pop(i.name, i) for i in inherited if i.name not in without]
    table = kept + [i for i in own if i.name in replacing]
    return tuple(i if i.no == no else i.model_copy(update={"no": no}) for no, i in enumerate(table, 1))


def with_values(inherited: CodeList | None, own: CodeList | None) -> CodeList | None:
    """Return the parent's code values, replaced by code; then the child's.

    Args:
        inherited: the parent's list; None when it has none.
        own: the extending pack's.

    Returns:
        None when neither has the list.
    """
    if inherited is None or own is None:
        return own or inherited
    mine = {v.code for v in own.values}
    kept = tuple(v for v in inherited.values if v.code not in mine)
    return CodeList(
        id=own.id, name=own.name, values=kept + own.values
    )  # a copy would keep what it computed of the values


def settled(own: Iterable[Item], more: LayoutBody | None) -> set[str]:
    """Return the items of which an extending pack says that they are required or optional: a parent's condition is void.

    Args:
        own: the extending pack's items of the layout.
        more: its body; a condition that it states itself holds.
    """
    stated = more.required_when if more else {}
    return {item.name for item in own if item.required != "conditional" and item.name not in stated}


def body_with(
    body: LayoutBody, items: Iterable[Item], in_all: Iterable[Item], unconditional: Collection[str] = ()
) -> LayoutBody:
    """Return the body without the declarations that name items that this edition lacks.

    Args:
        body: the body, in all editions.
        items: the items of this edition.
        in_all: the items of all editions: a name that is not even among these stays, and is the author's mistake to see.
        unconditional: items whose inherited conditions are void; see `settled`.
    """
    if void := body.required_when.keys() & set(unconditional):
        kept = {item: when for item, when in body.required_when.items() if item not in void}
        body = body.model_copy(update={"required_when": kept})
    names = {item.name for item in items}
    lacking = {item.name for item in in_all} - names
    if not lacking:
        return body
    return body.with_declarations(d for d in body.declarations if d.in_all_editions or lacking.isdisjoint(d.item_names))


def extended(base: LayoutBody, more: LayoutBody) -> LayoutBody:
    """Return a parent's body with the child's additions.

    Declarations are added; where there can be only one (of a kind, of a rule's id, of an item's requirement), the child's
    takes the place of the parent's.

    Args:
        base: the parent's body.
        more: the child's.
    """
    new = list(more.declarations)
    merged: list[Declaration] = []
    for inherited in base.declarations:
        instead = next((d for d in new if d.replaces(inherited)), None)
        if instead is not None:
            new.remove(instead)
        merged.append(instead or inherited)
    body = base.with_declarations((*merged, *new))
    return body.model_copy(update={"name": more.name, "description": more.description or base.description})
