"""Control totals: the sums of a file's amounts, exact and independent of batching."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Layout
from chukan.values.buffers import all_digits, as_arrow, longest, strings, widths
from chukan.values.kernels import matches

#: A whole number that fits an int64 whatever its sign.
_WHOLE = "-?[0-9]{1,18}"
#: The longest value that is one for certain, if it is of digits only.
_LONGEST = 18


@dataclass
class Amounts:
    """Sums in yen of the layout's `amount` items, over the records that were read.

    A value that is no whole number counts as nothing: V02 or V08 reports it.
    """

    items: frozenset[str]
    sums: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Layout) -> Amounts:
        """No sums yet, for the whole-number amounts of a layout."""
        return cls(frozenset(i.name for i in layout.items if i.is_amount and not i.is_decimal))

    def add(self, table: pa.RecordBatch) -> None:
        """Add one batch of string columns."""
        for index, name in enumerate(table.schema.names):
            if name in self.items:
                self.sums[name] = self.sums.get(name, 0) + _sum(table.column(index))


def _sum(values: pa.Array) -> int:
    """Return the sum of the whole numbers among some values.

    Which values count is decided value by value, before the cast: Arrow's takes "0x10" for 16, and what one record
    holds must not decide how another one of its block is read.
    """
    values = strings(values)
    values = values.filter(as_arrow(widths(values) > 0))
    if not (all_digits(values) and longest(values) <= _LONGEST):
        values = values.filter(as_arrow(matches(values, _WHOLE)))
    return _exact(pc.cast(values, pa.int64()))


def _exact(numbers: pa.Array) -> int:
    """Return a sum that can't wrap around: decimal128 when the largest possible sum would not fit."""
    bounds = pc.min_max(numbers)
    low, high = bounds["min"].as_py() or 0, bounds["max"].as_py() or 0
    if max(abs(low), abs(high)) * max(len(numbers), 1) < 2**63:
        return int(pc.sum(numbers).as_py() or 0)
    return sum(v for v in numbers.to_pylist() if v is not None)
