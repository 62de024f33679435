"""What must hold within one record, as SQL that is TRUE where it is broken: the same conditions that `check` runs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from chukan.errors import PackError
from chukan.expressions.conditions import Condition, evaluate, flags
from chukan.expressions.names import guarded, is_true, quoted
from chukan.expressions.vetting import Expression, vet
from chukan.layouts.model import Layout
from chukan.sample.records.typed import Bools

T = TypeVar("T")
_Ask = Callable[..., T]
_PAIR = re.compile(r"(.*?)(開始|発効|有効開始)(年月日|年月|月日|日)")


@dataclass(frozen=True)
class Constraint:
    """One condition on a record.

    Attributes:
        required: The item that must be filled, for a requirement by condition.
        of_layout: False for what only good sense asks: it is given up when it can't be had.
    """

    name: str
    assertion: Expression
    when: Expression | None = None
    required: str | None = None
    of_layout: bool = True

    @property
    def reads(self) -> frozenset[str]:
        """The items that it reads."""
        return frozenset((*self.assertion.reads, *(self.when.reads if self.when else ())))

    @property
    def broken(self) -> str:
        """SQL that is TRUE where the condition does not hold."""
        return Condition(self.name, self.assertion.sql, self.when.sql if self.when else None, ()).broken


def constraints_of(layout: Layout) -> tuple[Constraint, ...]:
    """Return the requirements by condition, the record rules, and the order of starts and ends.

    What names an item that the edition lacks is left out: `check` says so.
    """
    found = list(_of_layout(layout))
    # of the layout first: the repair tries them in this order, and good sense yields to what the layout states
    found.extend(_sensible(layout))
    return tuple(c for c in found if not (c.assertion.unknown or (c.when and c.when.unknown)))


def condition(text: str, names: Iterable[str], place: str) -> Expression:
    """Vet a condition over columns.

    Raises:
        PackError: it does what no condition may do.
    """
    return vet(text, names, PackError, place)


def read_by(text: str | None, layout: Layout) -> frozenset[str]:
    """Return the items that a condition of a layout reads."""
    return frozenset(condition(text, layout.by_name, layout.address).reads) if text else frozenset()


def _of_layout(layout: Layout) -> Iterator[Constraint]:
    for item, text in layout.body.required_when.items():
        place = f"{layout.address} の required_when「{item}」"
        filled = condition(f"{quoted(item)} IS NOT NULL", layout.by_name, place)
        yield Constraint(f"required_when {item}", filled, condition(text, layout.by_name, place), required=item)
    for rule in layout.body.rules:
        place = f"{layout.address} の規則「{rule.id}」"
        when = condition(rule.when, layout.by_name, place) if rule.when else None
        yield Constraint(rule.id, condition(rule.assertion, layout.by_name, place), when)


def _sensible(layout: Layout) -> Iterator[Constraint]:
    """Yield that ends are not before their starts."""
    for item in layout.items:
        match = _PAIR.fullmatch(item.name)
        if match is None or item.type not in ("DATE", "YM"):
            continue
        for word in ("終了", "満了"):
            end = layout.by_name.get(f"{match[1]}{word}{match[3]}")
            if end is not None and end.type == item.type:
                text = f"{quoted(end.name)} >= {quoted(item.name)}"
                yield Constraint(text, condition(text, layout.by_name, layout.address), of_layout=False)


class Evaluator:
    """Evaluates conditions over typed columns, in the session and with the types that `check` has."""

    def __init__(self, layout: Layout, as_of: dt.date) -> None:
        self._layout = layout
        self._as_of = as_of

    def broken(self, columns: Mapping[str, pa.Array], constraints: Sequence[Constraint]) -> Bools:
        """Return records x constraints: True where a constraint is broken."""
        if not constraints:
            return np.zeros((len(next(iter(columns.values()))), 0), np.bool_)
        # a condition that reads nothing still needs a column, which gives the number of records
        needed = sorted({name for c in constraints for name in c.reads}) or [next(iter(columns))]
        of_items = {n: columns[n] for n in needed}
        return np.stack(
            self._ask(flags, of_items, [c.broken for c in constraints], [c.name for c in constraints]), axis=1
        )

    def holds(self, columns: Mapping[str, pa.Array], text: str) -> Bools:
        """Return where a condition over the items is TRUE."""
        vetted = condition(text, columns, self._layout.address)
        reads = vetted.reads or (next(iter(columns)),)
        return self._ask(flags, {n: columns[n] for n in reads}, [is_true(vetted.sql)], [text])[0]

    def values(self, columns: Mapping[str, pa.Array], sql: str, kind: str) -> pa.Array:
        """Return the values of SQL of our own as `kind` (an SQL type); null where it has none."""
        # every column takes longer to plan than the value to compute; one is needed, which gives the number of records
        written = sql.lower()
        named = {n: column for n, column in columns.items() if quoted(n)[1:-1].lower() in written}
        read = named or dict([next(iter(columns.items()))])
        return self._ask(evaluate, read, [f"TRY_CAST({guarded(sql)} AS {kind})"], [sql]).column(0).combine_chunks()

    def _ask(self, how: _Ask[T], columns: Mapping[str, pa.Array], parts: Sequence[str], names: Sequence[str]) -> T:
        """Return what a query gives; name the expression that cannot be run."""
        rows = len(next(iter(columns.values())))
        try:
            return how(columns, self._layout.by_name, parts, as_of=self._as_of, rows=rows)
        except duckdb.Error as e:
            # all were asked in one query, which names none of them: whoever reads the error needs the condition
            which = self._culprit(columns, parts, names)
            raise PackError(
                f"検査式を実行できません（{which}）: {str(e).splitlines()[0]}",
                place=self._layout.address,
                hint="business.yaml の式を確かめてください。書き方は docs/packs.md にあります。",
            ) from None

    def _culprit(self, columns: Mapping[str, pa.Array], parts: Sequence[str], names: Sequence[str]) -> str:
        """Return the first expression that fails by itself."""
        first = {name: column.slice(0, 1) for name, column in columns.items()}
        for part, name in zip(parts, names, strict=True):
            try:
                evaluate(first, self._layout.by_name, [part], as_of=self._as_of, rows=1)
            except duckdb.Error:
                return name
        return "・".join(names[:3])
