"""K01: keys that are blank or not unique, and values that only one record may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.model import LINE, RECORD, SpilledFile, Weight
from chukan.integrity.naming import joined, place_of
from chukan.integrity.views import FILE, RANK, Column, Flag, Form, Table
from chukan.layouts.model import Item

_WHEN = "__when"


def check_keys(context: IntegrityContext, table: Table) -> None:
    """Check the key of a layout, then its `unique` declarations (K01).

    Args:
        context: The session, and where violations go.
        table: The files of one municipality and layout.
    """
    layout = table.layout
    ground = layout.ground(layout.key_basis)
    weight = context.weight("K01", table=table, ground=ground)
    if layout.key and weight:
        checkable = context.checkable("K01", table, layout.key, "キーの重複")
        _check_blank(context, checkable, weight)
        always = Flag(_WHEN, "TRUE", ())
        key = _Group(layout.key, (), always, f"キー（{joined(layout.key)}）", layout.blank_key_items)
        _check_repeated(context, checkable, key, weight)
    for unique in layout.body.unique:
        when = context.flag("K01", table, _WHEN, unique.when, "unique の when") if context.weight("K01") else None
        if when is None:
            continue
        weight = context.weight("K01", unique.severity, table=table, ground=context.ground(table, unique, when))
        if weight is None:
            continue
        what = f"{joined(unique.items)}の重複"
        checkable = context.checkable("K01", table, (*unique.items, *unique.of, *when.reads), what)
        _check_repeated(context, checkable, _Group(unique.items, unique.of, when, joined(unique.items)), weight)


@dataclass(frozen=True)
class _Group:
    """Items whose values, taken together, only one record may hold."""

    items: tuple[str, ...]
    of: tuple[str, ...]
    """The values may repeat within one of these."""
    when: Flag
    called: str
    may_be_blank: tuple[str, ...] = ()
    """Those of `items` that may be blank: the blank is then a value like others."""


def _check_blank(context: IntegrityContext, table: Table, weight: Weight) -> None:
    """Report blanks in a key: one violation an item."""
    if not table.filled:
        return
    key = [name for name in table.layout.key if name not in table.layout.blank_key_items]
    columns = _columns("__k", key, table)
    counts = ", ".join(f"count_if({c.alias} IS NULL)" for c in columns)
    found = context.session.rows(f"SELECT {counts} FROM ({context.view(table, columns)})")[0]
    for column, count in zip(columns, found, strict=True):
        if count:
            rows = (
                f"SELECT {FILE}, {RECORD}, {LINE} FROM ({context.view(table, [column])}) WHERE {column.alias} IS NULL"
            )
            name = column.item

            def message(f: FileViolations, name: str = name) -> str:
                return f"キー項目「{name}」が空です{f.where()}。移行元で値を入れてください。"

            context.report("K01", weight, table.layout.by_name[name], rows, message, check="blank")


def _check_repeated(context: IntegrityContext, table: Table, group: _Group, weight: Weight) -> None:
    """Report every record whose values another one has too; records with a blank among them are left out."""
    if not table.filled:
        return
    session, item = context.session, table.layout.by_name[group.items[0]]
    keys, of = _columns("__k", group.items, table), _columns("__o", group.of, table)
    flags = [group.when] if group.when.reads or group.when.expression != "TRUE" else []
    there = " AND ".join([f"{k.alias} IS NOT NULL" for k in keys] + [f.alias for f in flags])
    names = ", ".join(k.alias for k in keys)
    blanks = [k.alias for k in keys if k.item in group.may_be_blank]
    differ = " OR ".join(f"min(coalesce({o.alias}, '')) <> max(coalesce({o.alias}, ''))" for o in of) or "TRUE"
    if session.keep(
        "repeated",
        f"SELECT {names}, count(*) AS __n, row_number() OVER () AS __group FROM ({_compared(context.view(table, [*keys, *of], flags), [*keys, *of], blanks)}) "
        f"WHERE {there} GROUP BY {names} HAVING count(*) > 1 AND ({differ})",
    ):
        value = Column("__value", item.name, "raw")
        view = _compared(context.view(table, [*keys, *of, value], flags), [*keys, *of], blanks)
        _report_repeated(
            context=context,
            table=table,
            group=group,
            view=view,
            there=there,
            names=names,
            of=[o.alias for o in of],
            item=item,
            weight=weight,
        )
        session.forget("twins", "ends")
    session.forget("repeated")


def _report_repeated(
    context: IntegrityContext,
    table: Table,
    group: _Group,
    view: str,
    there: str,
    names: str,
    of: Sequence[str],
    item: Item,
    weight: Weight,
) -> None:
    session = context.session
    own = ", ".join(f"coalesce({o}, '')" for o in of) or "''"
    session.keep(
        "twins",
        f"SELECT {FILE}, {RECORD}, {LINE}, __value, __n, __group, "
        f"{{'of': [{own}], 'rank': {RANK}, 'record': {RECORD}, 'line': {LINE}}} AS __place "
        f"FROM (SELECT * FROM ({view}) WHERE {there}) JOIN repeated USING ({names})",
    )
    session.keep("ends", "SELECT __group, min(__place) AS __low, max(__place) AS __high FROM twins GROUP BY __group")
    same = "__low.of = __place.of" if of else "__low = __place"
    rows = (
        f"SELECT {FILE}, {RECORD}, {LINE}, __value, __n, __group, "
        f"CASE WHEN {same} THEN __high ELSE __low END AS __other FROM twins JOIN ends USING (__group)"
    )

    def message(found: FileViolations) -> str:
        where = found.where(f"{found.more[0]:,}組")
        if group.of:
            return f"同じ{group.called}を、別の{joined(group.of)}のレコードも持っています{where}。どちらが正しいかを移行元で確かめてください。"
        return f"{group.called}が同じレコードがあります{where}。どのレコードが正しいかを移行元で確かめてください。"

    def note(row: Mapping[str, Any], file: SpilledFile) -> str:
        other, more = row["__other"], row["__n"] - 2
        rest = f"、ほか{more:,}件" if more else ""
        return f"（相手は{place_of(table, other, file)}{rest}）"

    check = f"repeated {joined(group.items)} of {joined(group.of)}"
    context.report("K01", weight, item, rows, message, numbers=["count(DISTINCT __group)"], note=note, check=check)


def _compared(view: str, columns: Sequence[Column], blank_is_value: Sequence[str]) -> str:
    """Return a query over `view` in which blanks at the ends make no other value: most systems take them off when they load.

    Args:
        view: the query.
        columns: what is compared.
        blank_is_value: the aliases of those whose blank is a value like others.
    """
    trimmed = {c.alias: _trimmed(c.alias) for c in columns if c.form in ("text", "number")}
    filled = {alias: f"coalesce({trimmed.get(alias, alias)}, '')" for alias in blank_is_value}
    replaced = ", ".join(f"{sql} AS {alias}" for alias, sql in (trimmed | filled).items())
    return f"SELECT * REPLACE ({replaced}) FROM ({view})" if replaced else view


def _trimmed(x: str) -> str:
    """Return SQL for a value without blanks at its ends; to ask first costs a third of taking them off everywhere."""
    ends = f"{x} < '!' OR starts_with({x}, '\u3000') OR ends_with({x}, ' ') OR ends_with({x}, '\u3000')"
    return f"CASE WHEN {ends} THEN trim({x}, ' \u3000') ELSE {x} END"


def _columns(prefix: str, names: Sequence[str], table: Table) -> list[Column]:
    """Return columns to compare within one table."""
    return [Column(f"{prefix}{n}", name, form_of(table.layout.by_name[name])) for n, name in enumerate(names)]


def form_of(item: Item) -> Form:
    """Return the form in which the values of one item are compared with each other."""
    if item.is_number:
        return "number"
    return "date" if item.type in ("DATE", "YM") else "text"
