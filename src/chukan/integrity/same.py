"""K07: what two files state of the same person or thing: the name of the head, the day of birth, the address.

A blank on either side states nothing, and a day that is unknown is no other day. Where the other file has several records with
different values, nobody knows which is meant, and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.counterparts import compares_within, find_counterparts, reads_in, skip_uncompared
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.naming import joined, named
from chukan.integrity.views import FILE, Column, Flag, Form, Table, comparable, words_sql
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
        lacking = self.other.first_lacking([name for names in self.declared.values.values() for name in names])
        if lacking:
            file, why = lacking
            reason = (
                f"比べる相手のファイル {file.name} {why}ため、{joined(self.declared.compared)}の一致を確かめられません"
            )
            self.context.skip("K07", self.table.files, reason)
            return
        stated, several = self._values()
        names, own, there = self._views(stated, several)
        pairs = list(zip(stated, several, strict=True))
        both = ", ".join(
            f"min({c.alias}) AS {c.alias}a, max({c.alias}) AS {c.alias}b" for group in several for c in group
        )
        grouped = f"SELECT {names}, {both} FROM ({_formed(there, names, *several)}) GROUP BY {names}"
        marks = ", ".join(f"{_differ(v, others)} AS __d{n}" for n, (v, others) in enumerate(pairs))
        # Most state the same, in the same letters. Only where a record here and one there do not, what the others there state matters,
        # and only of these the words lose their blanks, which costs more than all the rest.
        if self.context.session.keep(
            "unlike",
            f"SELECT DISTINCT {names} FROM ({own}) JOIN ({there}) USING ({names}) WHERE {' OR '.join(_unlike(*p) for p in pairs)}",
        ) and self.context.session.keep(
            "differing",
            f"SELECT * FROM (SELECT *, {marks} FROM ({_formed(own, names, stated)}) JOIN ({grouped}) USING ({names})) "
            f"WHERE {' OR '.join(f'__d{n}' for n in range(len(pairs)))}",
        ):
            for n, name in enumerate(self.declared.values):
                self._report(n, name)
        self.context.session.forget("unlike", "differing")

    def _values(self) -> tuple[list[Column], list[list[Column]]]:
        """Return the own values, and for each those of the other table that it may be."""
        ours, theirs = self.table.layout.by_name, self.other.layout.by_name
        stated, several = [], []
        for n, (name, others) in enumerate(self.declared.values.items()):
            form = _form(ours[name], [theirs[other] for other in others])
            stated.append(Column(f"__v{n}", name, form))
            several.append([Column(f"__t{n}_{m}", other, form) for m, other in enumerate(others)])
        return stated, several

    def _views(self, stated: list[Column], several: list[list[Column]]) -> tuple[str, str, str]:
        """Return the aliases of the key, and queries for the records here and there that state something, words as they are."""
        ours, theirs = self.table.layout.by_name, self.other.layout.by_name
        mine, yours = [], []
        for n, (name, other) in enumerate(zip(self.declared.items, self.declared.parent_key, strict=True)):
            form = comparable(ours[name], theirs[other])
            mine.append(Column(f"__k{n}", name, form))
            yours.append(Column(f"__k{n}", other, form))
        flags = [self.when] if self.when.reads else []
        raw = [Column(f"__r{n}", column.item, "raw") for n, column in enumerate(stated)]
        own = self.context.view(self.table, [*mine, *map(_as_it_is, stated), *raw], flags)
        others = [column for group in several for column in group]
        there = self.context.view(self.other, [*yours, *map(_as_it_is, others)], [self.current])
        return (
            ", ".join(column.alias for column in mine),
            f"SELECT * FROM ({own}) WHERE {' AND '.join([_any_stated(stated), *(flag.alias for flag in flags)])}",
            f"SELECT * FROM ({there}) WHERE {_WHEN} AND {_any_stated(others)}",
        )

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


def _as_it_is(column: Column) -> Column:
    """Return a column of words as it is in the file, any other as it is."""
    return replace(column, form="raw") if column.form == "words" else column


def _any_stated(columns: Iterable[Column]) -> str:
    """Return SQL: one of the columns, words as they are, is not blank."""
    stated = (f"{c.alias} <> ''" if c.form == "words" else f"{c.alias} IS NOT NULL" for c in columns)
    return f"({' OR '.join(stated)})"


def _unlike(own: Column, others: Sequence[Column]) -> str:
    """Return SQL for a record here and one there, words as they are: both state something, and none is the own value."""
    same = " OR ".join(f"{own.alias} = {other.alias}" for other in others)
    if own.form == "words":
        words = " OR ".join(f"{words_sql(own.alias)} = {words_sql(other.alias)}" for other in others)
        same = f"CASE WHEN {same} THEN TRUE ELSE {words} END"
    return f"({_any_stated([own])} AND {_any_stated(others)} AND ({same}) IS NOT TRUE)"


def _formed(records: str, names: str, *columns: Iterable[Column]) -> str:
    """Return a query for those of the records that have a counterpart unlike them, words without blanks."""
    words = [f"{words_sql(c.alias)} AS {c.alias}" for group in columns for c in group if c.form == "words"]
    chosen = f"* REPLACE ({', '.join(words)})" if words else "*"
    return f"SELECT {chosen} FROM ({records}) SEMI JOIN unlike USING ({names})"


def _differ(own: Column, others: Sequence[Column]) -> str:
    """Return SQL that is TRUE where the own value is none of the others, of which the table has the least and the greatest."""
    known = f"coalesce({', '.join(f'{c.alias}a' for c in others)})"
    none = [f"({c.alias}a IS NULL OR ({c.alias}a = {c.alias}b AND {own.alias} <> {c.alias}a))" for c in others]
    return f"coalesce({known} IS NOT NULL AND {own.alias} IS NOT NULL AND {' AND '.join(none)}, FALSE)"


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
