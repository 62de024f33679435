"""K04: registers that must not share a number (住民 and 住登外)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chukan.integrity.inquiry import Found, Inquiry, joined, named, place_of
from chukan.integrity.model import LINE, RECORD, Part
from chukan.integrity.views import PART, RANK, Column, Table, comparable
from chukan.layouts.declarations import Exclusive
from chukan.severity import Severity


def ask_registers(inquiry: Inquiry, table: Table) -> None:
    """The registers that a layout says it shares no number with."""
    severity = inquiry.severity("K04")
    if severity is None:
        return
    for exclusive in table.layout.body.exclusive:
        able = inquiry.able("K04", table, exclusive.items, f"{joined(exclusive.items)}の重なり")
        if not able.filled:
            continue
        address = table.layout.target(exclusive.with_)
        others = inquiry.tables_of(table.municipality, address)
        if not others:
            why = inquiry.why_absent(table.municipality, address)
            inquiry.cannot("K04", able.parts, f"相手の台帳（{address}）{why}ため、番号の重なりを確かめられません")
        for other in others:
            key = exclusive.key or exclusive.items
            lacking = other.first_lacking(key)
            if lacking:
                part, why = lacking
                inquiry.cannot(
                    "K04", able.parts, f"相手の台帳のファイル {part.file} {why}ため、番号の重なりを確かめられません"
                )
            else:
                _ask(inquiry, able, other, exclusive, severity)


def _ask(inquiry: Inquiry, table: Table, other: Table, exclusive: Exclusive, severity: Severity) -> None:
    """The records whose number stands in the other register too, with the place where it first stands there."""
    ours, theirs, key = table.layout.by_name, other.layout.by_name, exclusive.key or exclusive.items
    forms = [comparable(ours[a], theirs[b]) for a, b in zip(exclusive.items, key, strict=True)]
    mine = [Column(f"__k{n}", name, form) for n, (name, form) in enumerate(zip(exclusive.items, forms, strict=True))]
    yours = [Column(f"__k{n}", name, form) for n, (name, form) in enumerate(zip(key, forms, strict=True))]
    names = ", ".join(k.alias for k in mine)
    item = ours[exclusive.items[0]]
    left = inquiry.view(table, [*mine, Column("__value", item.name, "raw")])
    right = inquiry.view(other, yours)
    shared = f"SELECT {PART}, {RECORD}, {LINE}, __value, {names} FROM ({left}) SEMI JOIN ({right}) USING ({names})"
    if inquiry.session.keep("shared", shared):  # a NULL joins with nothing
        place = f"min({{'rank': {RANK}, 'record': {RECORD}, 'line': {LINE}}}) AS __other"
        there = f"SELECT {names}, {place} FROM ({right}) SEMI JOIN shared USING ({names}) GROUP BY {names}"
        rows = f"SELECT * FROM shared JOIN ({there}) USING ({names})"
        register = named(other.layout, table.layout)

        def message(found: Found) -> str:
            return f"{joined(exclusive.items)}が{register}にもあります{found.where()}。別の人なら、どちらかの番号を付け替えてください。"

        def note(row: Mapping[str, Any], part: Part) -> str:
            return f"（相手は{place_of(other, row['__other'], part)}）"

        inquiry.tell("K04", severity, item, rows, message, note=note)
    inquiry.session.forget("shared")
