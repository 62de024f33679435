"""The conditions of a layout, asked together: one query a block."""

from __future__ import annotations

import weakref
from typing import Any

import pandas as pd
import pyarrow as pa

from chukan.expressions.conditions import Condition, RecordView
from chukan.rules.columns import arrow_strings, identity


class RecordQuery:
    """All the conditions of a layout: one query a block, whichever check asks first.

    The answer is remembered for Arrow-backed frames only, by the identity of the columns' immutable data, and only as
    long as somebody else keeps that data.
    """

    def __init__(self, view: RecordView, conditions: tuple[Condition, ...]) -> None:
        self.view = view
        self.conditions = conditions
        self._last: tuple[tuple[weakref.ref[Any], ...], dict[Condition, pa.Array | None]] | None = None

    def failing(self, frame: pd.DataFrame, condition: Condition) -> pa.Array | None:
        """Return the records that break one of the conditions.

        Args:
            frame: one column an item; columns that no condition reads do not matter.
            condition: one of `conditions`.

        Returns:
            As `RecordView.failing`, for the one condition.
        """
        names = [n for n in dict.fromkeys(n for c in self.conditions for n in c.reads) if n in frame.columns]
        data = [identity(frame[name]) for name in names]
        if any(d is None for d in data):  # the values may change in place: nothing is remembered
            own = pa.RecordBatch.from_pydict({n: arrow_strings(frame[n]) for n in names if n in condition.reads})
            return self.view.failing(own, [condition])[0]
        if self._last is None or [ref() for ref in self._last[0]] != data:
            batch = pa.RecordBatch.from_pydict({name: arrow_strings(frame[name]) for name in names})
            masks = self.view.failing(batch, self.conditions)
            self._last = (tuple(weakref.ref(d) for d in data), dict(zip(self.conditions, masks, strict=True)))
        return self._last[1][condition]

    def __reduce__(self) -> tuple[type[RecordQuery], tuple[RecordView, tuple[Condition, ...]]]:
        return RecordQuery, (self.view, self.conditions)  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordQuery) and (self.view, self.conditions) == (other.view, other.conditions)

    def __hash__(self) -> int:
        return hash(self.conditions)
