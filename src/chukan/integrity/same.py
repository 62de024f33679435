"""K07: what two files state of the same person or thing: the name of the head, the day of birth, the address.

A blank on either side states nothing, and a day that is unknown is no other day. Where the other file has several records with
different values, nobody knows which is meant, and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.counterparts import compares_within, find_counterparts, reads_in, skip_uncompared
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.naming import joined, named
from chukan.integrity.views import FILE, Column, Flag, Form, Table, comparable
from chukan.layouts.comparisons import SameValues
from chukan.layouts.model import Item, Layout

_WHEN = "__when"


def check_same(context: IntegrityContext, table: Table) -> None:
    """Check the values that a layout declares to be the same in another file (K07).

    Args:
        context: The session with all tables, and where violations go.
        table: The files of one municipality and layout.
    """
    for declared in table.layout.body.same:
        if context.weight("K07") is None or not (context.across or compares_within(declared, table.layout)):
            continue
        when = context.flag("K07", table, _WHEN, declared.when, "same の when")
        if when is None:
            continue
        what = f"{joined(declared.compared)}の一致"
        address = table.layout.target(declared.to)
        others = find_counterparts(context, table, [(address, _needs(declared))], SameValues.target_label)
        alone = (*declared.items, *when.reads)
        checkable = context.checkable("K07", table, alone if others.missing else (*alone, *declared.compared), what)
        if not checkable.filled:
            continue
        if others.missing:
            keys = [Column(f"__k{n}", name, "text") for n, name in enumerate(declared.items)]
            there = " AND ".join([_WHEN, *(f"{k.alias} IS NOT NULL" for k in keys)])
            rows = f"SELECT {FILE} FROM ({context.view(checkable, keys, [when])}) WHERE {there}"
            skip_uncompared(context=context, rule="K07", files=checkable.files, rows=rows, others=others, what=what)
        for other in others.tables if not others.missing else ():
            current = context.flag("K07", other, _WHEN, declared.to_when, "same の to_when", needed_by=checkable.files)
            if current is not None:
                _Comparison(
                    context=context, table=checkable, other=other, declared=declared, when=when, current=current
                ).check()


@dataclass(frozen=True)
class _Comparison:
    """One declaration, and the two tables that it is about."""

    context: IntegrityContext
    table: Table
    other: Table
    declared: SameValues
    when: Flag
    current: Flag

    def check(self) -> None:
        """Report the records that state something else than the other table: one violation an item."""
        ours, theirs = self.table.layout.by_name, self.other.layout.by_name
        lacking = self.other.first_lacking([name for names in self.declared.values.values() for name in names])
        if lacking:
            file, why = lacking
            reason = (
                f"比べる相手のファイル {file.name} {why}ため、{joined(self.declared.compared)}の一致を確かめられません"
            )
            self.context.skip("K07", self.table.files, reason)
            return
        key = list(zip(self.declared.items, self.declared.parent_key, strict=True))
        forms = [comparable(ours[mine], theirs[yours]) for mine, yours in key]
        mine = [Column(f"__k{n}", name, form) for n, ((name, _), form) in enumerate(zip(key, forms, strict=True))]
        yours = [Column(f"__k{n}", name, form) for n, ((_, name), form) in enumerate(zip(key, forms, strict=True))]
        stated, several, differing = self._values()
        names = ", ".join(column.alias for column in mine)
        own = self.context.view(
            self.table, [*mine, *(c for pair in stated for c in pair)], [self.when] if self.when.reads else []
        )
        there = self.context.view(
            self.other, [*yours, *(c for alternatives in several for c in alternatives)], [self.current]
        )
        both = [f"min({c.alias}) AS {c.alias}a, max({c.alias}) AS {c.alias}b" for group in several for c in group]
        # records that state nothing differ from nobody: they are left out before the tables are grouped and joined
        known = _any_filled(c for group in several for c in group)
        grouped = f"SELECT {names}, {', '.join(both)} FROM ({there}) WHERE {_WHEN} AND {known} GROUP BY {names}"
        flags = ", ".join(f"{sql} AS __d{n}" for n, sql in enumerate(differing))
        only = " AND ".join([_any_filled(own for own, _ in stated), *([_WHEN] if self.when.reads else [])])
        if self.context.session.keep(
            "differing",
            f"SELECT * FROM (SELECT *, {flags} FROM ({own}) JOIN ({grouped}) USING ({names}) WHERE {only}) "
            f"WHERE {' OR '.join(f'__d{n}' for n in range(len(differing)))}",
        ):
            for n, name in enumerate(self.declared.values):
                self._report(n, name)
        self.context.session.forget("differing")

    def _values(self) -> tuple[list[tuple[Column, Column]], list[list[Column]], list[str]]:
        """Return the own values (formed, raw), the other's, and SQL that is TRUE where a value is none of them."""
        ours, theirs = self.table.layout.by_name, self.other.layout.by_name
        stated, several, differing = [], [], []
        for n, (name, others) in enumerate(self.declared.values.items()):
            form = _form(ours[name], [theirs[other] for other in others])
            stated.append((Column(f"__v{n}", name, form), Column(f"__r{n}", name, "raw")))
            several.append([Column(f"__t{n}_{m}", other, form) for m, other in enumerate(others)])
            known = f"coalesce({', '.join(f'{c.alias}a' for c in several[-1])})"
            none = [f"({c.alias}a IS NULL OR ({c.alias}a = {c.alias}b AND __v{n} <> {c.alias}a))" for c in several[-1]]
            differing.append(f"coalesce({known} IS NOT NULL AND __v{n} IS NOT NULL AND {' AND '.join(none)}, FALSE)")
        return stated, several, differing

    def _report(self, n: int, name: str) -> None:
        item = self.table.layout.by_name[name]
        rows = f"SELECT {FILE}, {RECORD}, {LINE}, __r{n} AS __value FROM differing WHERE __d{n}"
        own = self.context.ground(self.table, self.declared, self.when)
        ground = self.table.layout.ground(own, self.context.ground(self.other, self.declared, self.current))
        weight = self.context.weight("K07", self.declared.severity, table=self.table, ground=ground)
        register, theirs = named(self.other.layout, self.table.layout), self.declared.values[name]

        def message(found: FileViolations) -> str:
            other = f"、{register}の{joined(theirs)}{'のどれとも' if len(theirs) > 1 else 'と'}"
            return f"{name}が、{joined(self.declared.items)}の同じ{other}違います{found.where()}。どちらが正しいかを移行元で確かめてください。{self.declared.hint}"

        if weight is not None:
            check = f"{joined(self.declared.items)} in {self.other.layout.path}"
            self.context.report("K07", weight, item, rows, message, check=check)


def _any_filled(columns: Iterable[Column]) -> str:
    """Return SQL: one of the columns is not blank."""
    return f"({' OR '.join(f'{c.alias} IS NOT NULL' for c in columns)})"


def _needs(declared: SameValues) -> Callable[[Layout], tuple[str, ...]]:
    """Return a function that returns the items that the other file must have."""
    names = (*declared.parent_key, *(name for theirs in declared.values.values() for name in theirs))

    def needs(layout: Layout) -> tuple[str, ...]:
        return (*names, *reads_in(declared.to_when, layout))

    return needs


def _form(own: Item, others: list[Item]) -> Form:
    """Return the form in which values are compared: days as days, numbers as numbers, words without blanks."""
    forms = {comparable(own, other) for other in others}
    if forms == {"date"}:
        return "day" if own.type == "DATE" else "date"
    return "number" if forms == {"number"} else "words"
