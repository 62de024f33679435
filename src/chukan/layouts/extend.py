"""How a pack lies over the one it extends: entries, items, code values, bodies."""

from __future__ import annotations

from collections.abc import Iterable

from chukan.layouts.model import CodeList, Item, LayoutBody, RecordRule
from chukan.layouts.pack_document import BusinessEntry


def completed(entry: BusinessEntry, beneath: BusinessEntry | None) -> BusinessEntry:
    """An entry, with what it leaves out from the parent's entry of the same business."""
    if beneath is None:
        return entry
    left_out = set(BusinessEntry.model_fields) - entry.model_fields_set
    return entry.model_copy(update={field: getattr(beneath, field) for field in left_out})


def overlaid(inherited: tuple[Item, ...], own: tuple[Item, ...]) -> tuple[Item, ...]:
    """The parent's items in their places, replaced by name; then the new ones, numbered on."""
    if not inherited:
        return own
    replacing = {i.name: i for i in own}
    kept = [replacing.pop(i.name, i) for i in inherited]
    table = kept + [i for i in own if i.name in replacing]
    return tuple(i if i.no == no else i.model_copy(update={"no": no}) for no, i in enumerate(table, 1))


def with_values(inherited: CodeList | None, own: CodeList | None) -> CodeList | None:
    """The parent's code values, replaced by code; then the child's."""
    if inherited is None or own is None:
        return own or inherited
    mine = {v.code for v in own.values}
    return own.model_copy(update={"values": tuple(v for v in inherited.values if v.code not in mine) + own.values})


def body_with(body: LayoutBody, items: Iterable[Item], in_all: Iterable[Item]) -> LayoutBody:
    """The body without what speaks of items that this edition lacks.

    Args:
        body: the body, in all editions.
        items: the items of this edition.
        in_all: the items of all editions: a name that is not even among these stays, and is the author's mistake to see.
    """
    names = {item.name for item in items}
    lacking = {item.name for item in in_all} - names
    if not lacking:
        return body
    return body.model_copy(
        update={
            "required_when": {k: v for k, v in body.required_when.items() if k not in lacking},
            "references": tuple(r for r in body.references if lacking.isdisjoint(r.items)),
            "exclusive": tuple(e for e in body.exclusive if lacking.isdisjoint(e.items)),
            "unique": tuple(u for u in body.unique if lacking.isdisjoint((*u.items, *u.of))),
            "rules": tuple(r for r in body.rules if lacking.isdisjoint(r.items)),
        }
    )


def extended(base: LayoutBody, more: LayoutBody) -> LayoutBody:
    """A parent's body with the child's additions: lists grow, single things and rules of the same id are replaced."""
    return base.model_copy(
        update={
            "name": more.name,
            "description": more.description or base.description,
            "required_when": {**base.required_when, **more.required_when},
            "references": base.references + more.references,
            "history": more.history or base.history,
            "household": more.household or base.household,
            "exclusive": base.exclusive + more.exclusive,
            "unique": base.unique + more.unique,
            "rules": _merged_rules(base.rules, more.rules),
        }
    )


def _merged_rules(base: tuple[RecordRule, ...], more: tuple[RecordRule, ...]) -> tuple[RecordRule, ...]:
    replacing = {r.id: r for r in more}
    kept = [replacing.pop(r.id, r) for r in base]
    return (*kept, *(r for r in more if r.id in replacing))
