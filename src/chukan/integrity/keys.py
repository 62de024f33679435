"""K01: keys that are blank or not unique, and values that only one record may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    key = [name for name in table.layout.key if name not in table.layout.blank_key_items]
    columns = [c for c in _filled(key) if context.may_be_blank(table, c.item)]
    if not columns:
        return
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
    keys = _columns("__k", group.items, table, group.may_be_blank)
    of = _columns("__o", group.of, table, group.of)
    filled = _filled(name for name in group.items if name not in group.may_be_blank)
    flags = [group.when] if group.when.reads or group.when.expression != "TRUE" else []
    there = " AND ".join([f"{f.alias} IS NOT NULL" for f in filled] + [f.alias for f in flags]) or "TRUE"
    names = ", ".join(k.alias for k in keys)

    def hashed(*more: Column) -> str:
        view = context.view(table, [*keys, *of, *filled, *more], flags)
        return f"SELECT *, hash({names}) AS __hash FROM ({view}) WHERE {there}"

    # Numbers are grouped in less memory than strings, and who shares no hash shares no values. Others may have the same hash, too:
    # what is not to differ is compared itself.
    if session.keep("shared", f"SELECT __hash FROM ({hashed()}) GROUP BY __hash HAVING count(*) > 1"):
        differ = " OR ".join(f"min({o.alias}) <> max({o.alias})" for o in of)
        candidates = f"({hashed()}) SEMI JOIN shared USING (__hash) GROUP BY __hash HAVING {differ}" if of else "shared"
        whose = f"'of': [{', '.join(o.alias for o in of)}], " if of else ""
        place = f"{{{whose}'rank': {RANK}, 'record': {RECORD}, 'line': {LINE}}}"
        session.keep(
            "suspects",
            f"SELECT {FILE}, {RECORD}, {LINE}, __value, {names}, {place} AS __place "
            f"FROM ({hashed(Column('__value', item.name, 'raw'))}) SEMI JOIN (SELECT __hash FROM {candidates}) USING (__hash)",
        )
        session.keep(
            "repeated",
            f"SELECT {names}, count(*) AS __n, row_number() OVER () AS __group, min(__place) AS __low, max(__place) AS __high "
            f"FROM suspects GROUP BY {names} HAVING count(*) > 1{' AND min(__place.of) <> max(__place.of)' if of else ''}",
        )
        _report_repeated(context, table, group, names, item, weight)
        session.forget("suspects", "repeated")
    session.forget("shared")


def _report_repeated(
    context: IntegrityContext, table: Table, group: _Group, names: str, item: Item, weight: Weight
) -> None:
    same = "__low.of = __place.of" if group.of else "__low = __place"
    rows = (
        f"SELECT {FILE}, {RECORD}, {LINE}, __value, __n, __group, "
        f"CASE WHEN {same} THEN __high ELSE __low END AS __other FROM suspects JOIN repeated USING ({names})"
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


def _columns(prefix: str, names: Sequence[str], table: Table, may_be_blank: Sequence[str]) -> list[Column]:
    """Return columns to compare within one table; some of them have blanks that are values like others."""
    by_name = table.layout.by_name
    return [
        Column(f"{prefix}{n}", name, form_of(by_name[name]), trimmed=True, filled=name in may_be_blank)
        for n, name in enumerate(names)
    ]


def _filled(names: Iterable[str]) -> list[Column]:
    """Return columns that are NULL where an item is blank."""
    return [Column(f"__f{n}", name, "text") for n, name in enumerate(names)]


def form_of(item: Item) -> Form:
    """Return the form in which the values of one item are compared with each other."""
    if item.is_number:
        return "number"
    return "date" if item.type in ("DATE", "YM") else "text"
