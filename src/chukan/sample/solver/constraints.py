"""What must hold within one record, as SQL that is TRUE where it is broken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.sample.records.typed import Bools
from chukan.sample.solver.sql import Node, parse

_PAIR = re.compile(r"(.*?)(開始|発効|有効開始)(年月日|年月|月日|日)")


@dataclass(frozen=True)
class Constraint:
    """One condition on a record."""

    name: str
    assertion: Node
    when: Node | None
    reads: frozenset[str]
    required: str | None = None
    """The item that must be filled, for a requirement by condition."""
    of_layout: bool = True
    """False for what only good sense asks: it is given up when it can't be had."""

    @property
    def broken(self) -> str:
        """SQL: TRUE where the condition does not hold."""
        broken = f"(({self.assertion.text}) IS FALSE)"
        return broken if self.when is None else f"(({self.when.text}) IS TRUE AND {broken})"


def constraints_of(layout: Layout) -> tuple[Constraint, ...]:
    """Requirements by condition, record rules, and the order of starts and ends."""
    known = frozenset(layout.names)
    found = [_required(item, condition) for item, condition in layout.body.required_when.items() if item in known]
    for rule in layout.body.rules:
        assertion, when = parse(rule.assertion), parse(rule.when) if rule.when else None
        found.append(Constraint(rule.id, assertion, when, assertion.columns | (when.columns if when else frozenset())))
    found.extend(_sensible(layout))
    return tuple(_without_as_of(c) for c in found if c.reads <= known | {"as_of"})


def _without_as_of(constraint: Constraint) -> Constraint:
    return Constraint(
        constraint.name,
        constraint.assertion,
        constraint.when,
        constraint.reads - {"as_of"},
        constraint.required,
        constraint.of_layout,
    )


def _required(item: str, condition: str) -> Constraint:
    when = parse(condition)
    assertion = parse(f"{quoted(item)} IS NOT NULL")
    return Constraint(f"required_when {item}", assertion, when, when.columns | {item}, required=item)


def _sensible(layout: Layout) -> Iterable[Constraint]:
    """Ends not before their starts, events not before the birth."""
    for item in layout.items:
        match = _PAIR.fullmatch(item.name)
        if match is None or item.type not in ("DATE", "YM"):
            continue
        for word in ("終了", "満了"):
            end = layout.by_name.get(f"{match[1]}{word}{match[3]}")
            if end is not None and end.type == item.type:
                yield _own(f"{quoted(end.name)} >= {quoted(item.name)}")


def _own(text: str) -> Constraint:
    node = parse(text)
    return Constraint(text, node, None, node.columns, of_layout=False)


def quoted(name: str) -> str:
    """An item's name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class Evaluator:
    """Asks DuckDB, without access to anything outside."""

    def __init__(self, layout: Layout, as_of: dt.date) -> None:
        self._layout = layout
        self._as_of = as_of
        self._connection = duckdb.connect(config={"enable_external_access": "false", "threads": "1"})

    def broken(self, columns: Mapping[str, pa.Array], constraints: Sequence[Constraint]) -> Bools:
        """Records x constraints: True where a constraint is broken."""
        if not constraints:
            return np.zeros((len(next(iter(columns.values()))), 0), np.bool_)
        needed = {name for c in constraints for name in c.reads} or {next(iter(columns))}
        parts = [f"coalesce({c.broken}, false)" for c in constraints]
        answer = self._select({n: columns[n] for n in sorted(needed)}, parts, [c.name for c in constraints])
        return np.stack(
            [answer.column(n).to_numpy(zero_copy_only=False).astype(np.bool_) for n in range(len(constraints))], axis=1
        )

    def holds(self, columns: Mapping[str, pa.Array], condition: str) -> Bools:
        """True where a condition over the items is TRUE."""
        reads = sorted(parse(condition).columns & set(columns)) or [next(iter(columns))]
        answer = self._select({n: columns[n] for n in reads}, [f"coalesce({condition}, false)"], [condition])
        return np.asarray(answer.column(0).to_numpy(zero_copy_only=False), dtype=np.bool_)

    def values(self, columns: Mapping[str, pa.Array], expression: str, kind: str) -> pa.Array:
        """An expression's values as `kind` (an SQL type); null where it has none."""
        return self._select(columns, [f"TRY_CAST({expression} AS {kind})"], [expression]).column(0).combine_chunks()

    def _select(self, columns: Mapping[str, pa.Array], parts: Sequence[str], names: Sequence[str]) -> pa.Table:
        table = pa.table(dict(columns))
        self._connection.register("__records", table)
        source = f"(SELECT *, DATE '{self._as_of.isoformat()}' AS as_of FROM __records)"
        try:
            return self._connection.sql(f"SELECT {', '.join(parts)} FROM {source}").to_arrow_table()
        except duckdb.Error as e:
            which = self._culprit(source, parts, names)
            raise PackError(
                f"検査式を実行できません（{which}）: {str(e).splitlines()[0]}",
                place=self._layout.address,
                hint="business.yaml の式を確かめてください。書き方は docs/packs.md にあります。",
            ) from None
        finally:
            self._connection.unregister("__records")

    def _culprit(self, source: str, parts: Sequence[str], names: Sequence[str]) -> str:
        """The first expression that fails by itself."""
        for part, name in zip(parts, names, strict=True):
            try:
                self._connection.execute(f"SELECT {part} FROM {source} LIMIT 1").fetchall()
            except duckdb.Error:
                return name
        return "・".join(names[:3])
