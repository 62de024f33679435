"""K02: references to records of other files, of other businesses, of the file itself; and the reverse.

A reference with a blank among its items refers to nothing and is not checked. Where a parent's file is missing,
the records that no other parent has cannot be judged, and the rule says that it could not run for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.counterparts import Counterparts, compares_within, find_counterparts, skip_uncompared, unread
from chukan.integrity.model import LINE, RECORD, Weight
from chukan.integrity.naming import joined, named
from chukan.integrity.views import FILE, Column, Flag, Form, Table, comparable
from chukan.layouts.declarations import Reference
from chukan.layouts.model import Layout

_WHEN = "__when"


def check_references(context: IntegrityContext, table: Table) -> None:
    """Check all references that a layout declares (K02).

    Args:
        context: The session with all tables, and where violations go.
        table: The files of one municipality and layout, as the child.
    """
    for reference in table.layout.body.references:
        addresses = [table.layout.target(to) for to in reference.to]
        if context.weight("K02") is None or not (context.across or compares_within(reference, table.layout)):
            continue
        when = context.flag("K02", table, _WHEN, reference.when, "references の when")
        if when is None:
            continue
        weight = context.weight(
            "K02", reference.severity, table=table, ground=context.ground(table, reference, when)
        ) or Weight(reference.severity)
        checkable = context.checkable("K02", table, (*reference.items, *when.reads), f"{joined(reference.items)}の相手")
        parents = _parents(context, table, reference, addresses)
        link = _Link(checkable, reference, when, weight, parents)
        if checkable.filled:
            _check_children(context, link)
        if reference.reverse:
            for parent in link.parents:
                _check_parents(context, link, table, parent)


@dataclass(frozen=True)
class _Link:
    """A reference between tables that are there."""

    children: Table
    reference: Reference
    when: Flag
    weight: Weight
    others: Counterparts

    @property
    def parents(self) -> tuple[Table, ...]:
        """The parents that can be looked at."""
        return self.others.tables

    def child_columns(self, parent: Table) -> list[Column]:
        """Return the referring items, in the form in which they are compared with the parent's."""
        return [Column(f"__k{n}", child, form) for n, (child, _, form) in enumerate(self._pairs(parent))]

    def parent_columns(self, parent: Table) -> list[Column]:
        """Return the parent's items, likewise."""
        return [Column(f"__k{n}", key, form) for n, (_, key, form) in enumerate(self._pairs(parent))]

    def _pairs(self, parent: Table) -> Iterator[tuple[str, str, Form]]:
        ours, theirs = self.children.layout.by_name, parent.layout.by_name
        for child, key in zip(self.reference.items, self.reference.parent_key, strict=True):
            yield child, key, comparable(ours[child], theirs[key])


def _parents(context: IntegrityContext, table: Table, reference: Reference, addresses: list[str]) -> Counterparts:
    def needs(_: Layout) -> tuple[str, ...]:
        return reference.parent_key

    return find_counterparts(context, table, [(address, needs) for address in addresses], Reference.target_label)


def _check_children(context: IntegrityContext, link: _Link) -> None:
    """Report the records that refer to nothing."""
    session, layout, items = context.session, link.children.layout, link.reference.items
    # each value once: as a text, which where it is not blank is as it is in the file, and only where numbers are compared as a number
    filled = [Column(f"__k{n}text", name, "text") for n, name in enumerate(items)]
    compared = [c for parent in link.parents for c in link.child_columns(parent)]
    own = list(dict.fromkeys([*filled, *(replace(c, alias=f"{c.alias}{c.form}") for c in compared)]))
    flags = [link.when] if link.when.reads else []
    there = " AND ".join([f"{c.alias} IS NOT NULL" for c in filled] + [f.alias for f in flags])
    absent = [_absent(context, link, parent) for parent in link.parents]
    referring = context.view(link.children, filled, flags)
    if not session.rows(f"SELECT 1 FROM ({referring}) WHERE {there} LIMIT 1"):
        return  # spares the look at all the parents: many an optional item is blank throughout
    view = context.view(link.children, own, flags)
    shown = f"{FILE}, {RECORD}, {LINE}, {filled[0].alias} AS __value"
    rows = f"SELECT {shown} FROM ({view}) AS child WHERE {' AND '.join([there, *absent])}"
    if not link.others.missing:
        names = [named(parent.layout, layout) for parent in link.parents]

        def message(found: FileViolations) -> str:
            if all(p.layout.path == layout.path for p in link.parents):
                return f"{_what(link)}の指すレコードが、同じ{layout.name}の{joined(link.reference.parent_key)}にありません{found.where()}。移行元の抽出条件を確かめてください。{_unread(link)}"
            return f"{_what(link)}は{layout.business_name}の{layout.name}にありますが、{_nowhere(names)}{found.where()}。相手のレコードの抽出条件を移行元で確かめてください。{_unread(link)}"

        check = f"{joined(items)} to {joined([p.layout.path for p in link.parents])}"
        context.report("K02", link.weight, layout.by_name[items[0]], rows, message, check=check)
    else:
        skip_uncompared(
            context=context,
            rule="K02",
            files=link.children.files,
            rows=rows,
            others=link.others,
            what=f"{_what(link)}の相手",
        )


def _absent(context: IntegrityContext, link: _Link, parent: Table) -> str:
    """Return SQL: no record of `parent` has what the child names."""
    keys = link.parent_columns(parent)
    same = " AND ".join(f"parent.{k.alias} = child.{k.alias}{k.form}" for k in keys)
    return f"NOT EXISTS (SELECT 1 FROM ({context.view(parent, keys)}) AS parent WHERE {same})"


def _check_parents(context: IntegrityContext, link: _Link, table: Table, parent: Table) -> None:
    """Report the parents that no record refers to; a child's file that could not be checked leaves them all in doubt."""
    if len(link.children.files) < len(table.files):
        lacking = sorted({p.name for p in table.files} - {p.name for p in link.children.files})
        context.skip(
            "K02", parent.files, f"{'、'.join(lacking)} に項目が足りないため、参照されているかを確かめられません"
        )
        return
    keys = link.parent_columns(parent)
    flags = [replace(link.when, doubtful=True)] if link.when.reads else []
    children = context.view(link.children, link.child_columns(parent), flags)
    same = " AND ".join([f"child.{k.alias} = parent.{k.alias}" for k in keys] + [f"child.{f.alias}" for f in flags])
    there = " AND ".join(f"parent.{k.alias} IS NOT NULL" for k in keys)
    item = parent.layout.by_name[keys[0].item]
    view = context.view(parent, [*keys, Column("__value", item.name, "raw")])
    rows = (
        f"SELECT {FILE}, {RECORD}, {LINE}, __value FROM ({view}) AS parent "
        f"WHERE {there} AND NOT EXISTS (SELECT 1 FROM ({children}) AS child WHERE {same})"
    )
    child = named(table.layout, parent.layout)

    def message(found: FileViolations) -> str:
        return f"{child}のどのレコードも、この{joined(link.reference.parent_key)}を指していません{found.where()}。{child}の抽出条件を移行元で確かめてください。"

    check = f"referred to by {table.layout.path} {joined(link.reference.items)}"
    context.report("K02", link.weight, item, rows, message, check=check)


def _what(link: _Link) -> str:
    items = link.reference.items
    return joined(items) + ("の組" if len(items) > 1 else "")


def _unread(link: _Link) -> str:
    return unread(link.parents, link.children.layout, "相手がその中にいることもあります")


def _nowhere(names: list[str]) -> str:
    """住民基本台帳の住民・住登外者のどちらにもありません."""
    names = list(dict.fromkeys(names))
    if len(names) == 1:
        return f"{names[0]}にありません"
    return f"{'・'.join(names)}の{'どちら' if len(names) == 2 else 'どれ'}にもありません"
