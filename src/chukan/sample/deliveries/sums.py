"""Sums that hold in synthetic deliveries: what a record states is settled once all the records that make it up are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.expressions.names import quoted
from chukan.layouts.comparisons import Parts, Sum
from chukan.layouts.model import Layout
from chukan.sample.records.block import SampleBlock
from chukan.sample.solver.constraints import Constraint, Evaluator, condition

_ROW, _AMOUNT = "__row", "__amount"


@dataclass
class _PartSums:
    """What the records of one layout add to one sum: their keys as text, and the amounts."""

    part: Parts
    keys: tuple[str, ...]
    found: list[pa.Table] = field(default_factory=list)

    def add(self, columns: Mapping[str, pa.Array], evaluator: Evaluator) -> None:
        amounts = evaluator.values(columns, self.part.added, "DOUBLE")
        keys = {f"k{n}": columns[name].cast(pa.string()) for n, name in enumerate(self.keys)}
        self.found.append(pa.table({**keys, _AMOUNT: amounts}))

    def of(self, keys: Mapping[str, pa.Array]) -> pa.Array:
        """Return the sum for each of these keys: 0 without a part, NaN where a part's amount is unknown."""
        asked = pa.table({**keys, _ROW: pa.array(np.arange(len(next(iter(keys.values())))))})
        if not self.found:
            return pa.array(np.zeros(asked.num_rows))
        known = pa.concat_tables(self.found)
        known = known.set_column(known.num_columns - 1, _AMOUNT, pc.fill_null(known[_AMOUNT], float("nan")))
        sums = known.group_by(list(keys)).aggregate([(_AMOUNT, "sum")])
        joined = asked.join(sums, keys=list(keys), join_type="left outer").sort_by(_ROW)
        return pc.fill_null(joined[f"{_AMOUNT}_sum"].combine_chunks(), 0.0)


@dataclass(frozen=True)
class OpenSum:
    """A sum that a layout declares, with all of its parts among the files that are made."""

    declared: Sum
    column: str
    parts: tuple[_PartSums, ...]

    def amounts(self, columns: Mapping[str, pa.Array]) -> pa.Array:
        """Return the sum for each record: whole numbers where all are; null where it is unknown."""
        keys = {f"k{n}": columns[name].cast(pa.string()) for n, name in enumerate(self.declared.items)}
        total = np.sum([part.of(keys).to_numpy(zero_copy_only=False) for part in self.parts], axis=0)
        known = ~np.isnan(total)
        whole = bool((np.floor(total[known]) == total[known]).all())
        values = np.where(known, total, 0)
        return pa.array(values.astype(np.int64) if whole else values.round(6), mask=~known)

    def constraint(self, layout: Layout) -> Constraint:
        """Return the condition that a record states this sum; `column` holds it."""
        names = (*layout.names, self.column)
        filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in self.declared.items)
        when = f"({filled}) AND (\n{self.declared.when}\n)" if self.declared.when else filled
        return Constraint(
            self.declared.name,
            condition(f"(\n{self.declared.total}\n) = {self.column}", names, layout.address),
            condition(when, names, layout.address),
        )


@dataclass
class SumBook:
    """The open sums of a delivery, and what has been added to them.

    Attributes:
        layouts: All layouts of the delivery, by BUSINESS/LAYOUT.
    """

    layouts: Mapping[str, Layout]
    as_of: dt.date

    def __post_init__(self) -> None:
        self._open = {path: tuple(self._sums(layout)) for path, layout in self.layouts.items()}
        self._evaluators = {path: Evaluator(layout, self.as_of) for path, layout in self.layouts.items()}

    def sums(self, layout: Layout) -> tuple[OpenSum, ...]:
        """Return the sums that a layout's records must state."""
        return self._open[layout.path]

    def waits_for(self, layout: Layout) -> frozenset[str]:
        """Return the paths of the files that must be made before a layout's sums are known."""
        return frozenset(layout.target(part.part.of) for one in self.sums(layout) for part in one.parts)

    def add(self, block: SampleBlock) -> None:
        """Add a finished block to the sums that its records are parts of."""
        path = block.setting.layout.path
        for parent, sums in self._open.items():
            for part in (part for one in sums for part in one.parts):
                if self.layouts[parent].target(part.part.of) == path:
                    part.add(block.columns, self._evaluators[path])

    def _sums(self, layout: Layout) -> Iterator[OpenSum]:
        for number, declared in enumerate(layout.body.sums):
            there = [self.layouts.get(layout.target(part.of)) for part in declared.parts]
            if all(_has(other, part.key or declared.items) for other, part in zip(there, declared.parts, strict=True)):
                parts = tuple(_PartSums(part, part.key or declared.items) for part in declared.parts)
                yield OpenSum(declared, f"__sum{number}", parts)


def _has(layout: Layout | None, names: Iterable[str]) -> bool:
    return layout is not None and set(names) <= set(layout.names)
