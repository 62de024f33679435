"""K04: registers that must not share a number (住民 and 住登外)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.model import LINE, RECORD, SpilledFile, Weight
from chukan.integrity.naming import joined, named, place_of
from chukan.integrity.views import FILE, RANK, Column, Table, comparable
from chukan.layouts.declarations import Exclusive


def check_registers(context: IntegrityContext, table: Table) -> None:
    """Check the registers that a layout declares to share no number with (K04)."""
    for exclusive in table.layout.body.exclusive:
        weight = context.weight("K04", exclusive.severity, table=table, ground=context.ground(table, exclusive))
        if weight is None:
            continue
        checkable = context.checkable("K04", table, exclusive.items, f"{joined(exclusive.items)}の重なり")
        if not checkable.filled:
            continue
        address = table.layout.target(exclusive.with_)
        others = context.tables_of(table.municipality, address)
        if not others:
            why = context.why_absent(table.municipality, address)
            reason = f"相手の台帳（{address}）{why}ため、番号の重なりを確かめられません"
            context.skip("K04", checkable.files, reason, (address,))
        for other in others:
            key = exclusive.key or exclusive.items
            lacking = other.first_lacking(key)
            if lacking:
                file, why = lacking
                context.skip(
                    "K04",
                    checkable.files,
                    f"相手の台帳のファイル {file.name} {why}ため、番号の重なりを確かめられません",
                )
            else:
                _check(context, checkable, other, exclusive, weight)


def _check(context: IntegrityContext, table: Table, other: Table, exclusive: Exclusive, weight: Weight) -> None:
    """Report the records whose number is in the other register too, with its first record there."""
    ours, theirs, key = table.layout.by_name, other.layout.by_name, exclusive.key or exclusive.items
    forms = [comparable(ours[a], theirs[b]) for a, b in zip(exclusive.items, key, strict=True)]
    mine = [Column(f"__k{n}", name, form) for n, (name, form) in enumerate(zip(exclusive.items, forms, strict=True))]
    yours = [Column(f"__k{n}", name, form) for n, (name, form) in enumerate(zip(key, forms, strict=True))]
    names = ", ".join(k.alias for k in mine)
    item = ours[exclusive.items[0]]
    left = context.view(table, [*mine, Column("__value", item.name, "raw")])
    right = context.view(other, yours)
    shared = f"SELECT {FILE}, {RECORD}, {LINE}, __value, {names} FROM ({left}) SEMI JOIN ({right}) USING ({names})"
    if context.session.keep("shared", shared):  # a NULL joins with nothing
        place = f"min({{'rank': {RANK}, 'record': {RECORD}, 'line': {LINE}}}) AS __other"
        there = f"SELECT {names}, {place} FROM ({right}) SEMI JOIN shared USING ({names}) GROUP BY {names}"
        rows = f"SELECT * FROM shared JOIN ({there}) USING ({names})"
        register = named(other.layout, table.layout)

        def message(found: FileViolations) -> str:
            return f"{joined(exclusive.items)}が{register}にもあります{found.where()}。別の人なら、どちらかの番号を付け替えてください。"

        def note(row: Mapping[str, Any], file: SpilledFile) -> str:
            return f"（相手は{place_of(other, row['__other'], file)}）"

        context.report("K04", weight, item, rows, message, note=note, check=f"also in {other.layout.path}")
    context.session.forget("shared")
