"""K06: amounts and numbers that a record states, against the sum over records of other files.

Only what is known is compared: a record that states nothing, or that one of the parts leaves in doubt (a blank or
unreadable amount), is left out. Where a file with parts is missing, the rule says that it could not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chukan.integrity.context import FileViolations, IntegrityContext
from chukan.integrity.counterparts import (
    Counterparts,
    compares_within,
    find_counterparts,
    reads_in,
    skip_uncompared,
    unread,
)
from chukan.integrity.model import LINE, RECORD, SpilledFile, Weight
from chukan.integrity.naming import joined, named
from chukan.integrity.views import FILE, Amount, Column, Table, comparable
from chukan.layouts.comparisons import Parts, Sum
from chukan.layouts.model import Item, Layout

_TOLERANCE = "0.000001"
"""Amounts are whole numbers or decimals and compared exactly; shares (1/3 + 2/3) are not."""


def check_sums(context: IntegrityContext, table: Table) -> None:
    """Check the sums that a layout declares (K06).

    Args:
        context: The session with all tables, and where violations go.
        table: The files of one municipality and layout: those that state the totals.
    """
    for declared in table.layout.body.sums:
        if context.weight("K06") is None or not (context.across or compares_within(declared, table.layout)):
            continue
        total = context.amount("K06", table, "__total", declared.stated, "sums の total")
        if total is None:
            continue
        needs = (*declared.items, *total.reads)
        stated = reads_in(declared.total, table.layout)
        checkable = context.checkable("K06", table, needs, f"{_called(declared, stated)}の合計")
        if not checkable.filled:
            continue
        sought = [(table.layout.target(part.of), _needs(declared, part)) for part in declared.parts]
        others = find_counterparts(context, table, sought, Sum.target_label)
        _Comparison(
            context=context, table=checkable, declared=declared, total=total, stated=stated, others=others
        ).check()


@dataclass(frozen=True)
class _Comparison:
    """One sum, and the tables that it is about."""

    context: IntegrityContext
    table: Table
    declared: Sum
    total: Amount
    stated: tuple[str, ...]
    """The items that state the total; none where the law does."""
    others: Counterparts

    @property
    def item(self) -> Item:
        """Where violations point: the first item of the total."""
        return self.table.layout.by_name[next(iter(self.stated), self.declared.items[0])]

    def check(self) -> None:
        """Report the records whose total is not the sum, or that they could not be compared."""
        what = f"{_called(self.declared, self.stated)}の合計"
        keys = [Column(f"__f{n}", name, "text") for n, name in enumerate(self.declared.items)]
        filled = " AND ".join(f"{key.alias} IS NOT NULL" for key in keys)
        if self.others.missing:
            rows = f"SELECT {FILE} FROM ({self._own(keys)}) WHERE {filled} AND __total <> 0"
            skip_uncompared(
                context=self.context, rule="K06", files=self.table.files, rows=rows, others=self.others, what=what
            )
            return
        joins, sums = list(self._joined()), range(len(self.others.found))
        if len(joins) < len(sums):
            return  # why was noted
        amount = " + ".join(f"coalesce(s{n}.__sum, 0)" for n in sums)
        doubt = " OR ".join(f"coalesce(s{n}.__doubt, FALSE)" for n in sums)
        count = " + ".join(f"coalesce(s{n}.__count, 0)" for n in sums)
        own = self._own([*keys, *(c for _, c in self._columns()), Column("__value", self.item.name, "raw")])
        rows = (
            f"SELECT own.{FILE}, own.{RECORD}, own.{LINE}, own.__value, {count} AS __count FROM ({own}) AS own {' '.join(joins)} "
            f"WHERE {filled} AND __total IS NOT NULL AND NOT ({doubt}) AND abs(__total - ({amount})) > {_TOLERANCE}"
        )
        weight = self._weight()
        if weight is not None:
            self.context.report("K06", weight, self.item, rows, self._message, note=_note, check=self.declared.name)

    def _own(self, columns: list[Column]) -> str:
        return self.context.view(self.table, columns, [self.total])

    def _columns(self) -> Iterator[tuple[str, Column]]:
        """Yield the parts' alias and the own key items in the form in which they are compared with theirs."""
        ours = self.table.layout.by_name
        for n, (place, other) in enumerate(self.others.found):
            key = self.declared.parts[place].key or self.declared.items
            for m, (mine, yours) in enumerate(zip(self.declared.items, key, strict=True)):
                form = comparable(ours[mine], other.layout.by_name[yours])
                yield f"s{n}", Column(f"__s{n}k{m}", mine, form)

    def _joined(self) -> Iterator[str]:
        """Yield a join with the sums of each table of parts."""
        mine: dict[str, list[Column]] = {}
        for alias, column in self._columns():
            mine.setdefault(alias, []).append(column)
        for n, (place, other) in enumerate(self.others.found):
            amount = self._amount(place, other)
            if amount is None:
                return
            part, columns = self.declared.parts[place], mine[f"s{n}"]
            theirs = [Column(c.alias, y, c.form) for c, y in zip(columns, part.key or self.declared.items, strict=True)]
            names = ", ".join(c.alias for c in theirs)
            view = self.context.view(other, theirs, [amount])
            sums = (
                f"SELECT {names}, sum(__amount) AS __sum, count_if(__amount IS NULL) > 0 AS __doubt, count(*) AS __count "
                f"FROM ({view}) GROUP BY {names}"
            )
            same = " AND ".join(f"own.{c.alias} = s{n}.{c.alias}" for c in theirs)
            yield f"LEFT JOIN ({sums}) AS s{n} ON {same}"

    def _amount(self, place: int, other: Table) -> Amount | None:
        part = self.declared.parts[place]
        return self.context.amount("K06", other, "__amount", part.added, "sums の parts", needed_by=self.table.files)

    def _weight(self) -> Weight | None:
        """Return what a violation weighs: it rests on the declaration and on what the codes mean on both sides."""
        bases = [self.context.ground(self.table, self.declared, self.total)]
        for place, other in self.others.found:
            bases.append(self.context.ground(other, self.declared, self._amount(place, other)))
        ground = self.table.layout.ground(*bases)
        return self.context.weight("K06", self.declared.severity, table=self.table, ground=ground)

    def _message(self, found: FileViolations) -> str:
        layout = self.table.layout
        parts = []
        for place, other in self.others.found:
            amount, part = self._amount(place, other), self.declared.parts[place]
            names = [n for n in amount.reads if other.layout.by_name[n].is_number] if amount else []
            what = "件数" if part.counted or not names else f"{joined(names)}の合計"
            parts.append(f"{named(other.layout, layout)}の{what}")
        lost = unread(self.others.tables, layout, "合計に入るものがその中にあることもあります")
        return (
            f"{_called(self.declared, self.stated)}が、{'と'.join(dict.fromkeys(parts))}{'を足した値' if len(parts) > 1 else ''}と合いません{found.where()}。"
            f"どちらが正しいか、相手のレコードの抽出に漏れや重なりがないかを移行元で確かめてください。{self.declared.hint}{lost}"
        )


def _needs(declared: Sum, part: Parts) -> Callable[[Layout], tuple[str, ...]]:
    """Return a function that returns the items that a file with parts must have."""

    def needs(layout: Layout) -> tuple[str, ...]:
        return (*(part.key or declared.items), *reads_in(part.added, layout))

    return needs


def _called(declared: Sum, stated: tuple[str, ...]) -> str:
    """Return what a message calls the total: its items, or the expression where it names none."""
    return joined(stated) or f"{joined(declared.items)}ごとの合計（{declared.total}）"


def _note(row: Mapping[str, Any], _: SpilledFile) -> str:
    return f"（相手のレコードは{row['__count']:,}件）" if row["__count"] else "（相手のレコードがありません）"
