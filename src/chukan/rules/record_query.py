"""The conditions of a layout, asked together: one query a block."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from chukan.expressions.conditions import Condition, RecordView
from chukan.rules.columns import arrow_strings, identity


@dataclass(frozen=True)
class _Answer:
    """Which records of some columns break which condition."""

    data: Mapping[str, weakref.ref[Any]]
    rows: int
    masks: Mapping[Condition, pa.Array | None]

    def holds(self, data: Mapping[str, object], rows: int) -> bool:
        """Return whether these columns are those that were asked."""
        return rows == self.rows and all(name in self.data and self.data[name]() is d for name, d in data.items())


class RecordQuery:
    """All the conditions of a layout: one query a block, whichever check asks first.

    The answer is remembered for Arrow-backed frames only, by the identity of the columns' immutable data, and only as
    long as somebody else keeps that data.
    """

    def __init__(self, view: RecordView, conditions: tuple[Condition, ...]) -> None:
        self.view = view
        self.conditions = conditions
        self._last: _Answer | None = None

    def failing(self, frame: pd.DataFrame, condition: Condition) -> pa.Array | None:
        """Return the records that break one of the conditions.

        Args:
            frame: one column an item; columns that no condition reads do not matter.
            condition: one of `conditions`.

        Returns:
            As `RecordView.failing`, for the one condition.
        """
        data = {name: identity(frame[name]) for name in condition.reads if name in frame.columns}
        if None in data.values():  # the values may change in place: nothing is remembered
            own = pa.RecordBatch.from_pydict({name: arrow_strings(frame[name]) for name in data})
            return self.view.failing(own, [condition])[0]
        if self._last is None or not self._last.holds(data, len(frame)):
            self._last = self._asked(frame)
        return self._last.masks[condition]

    def _asked(self, frame: pd.DataFrame) -> _Answer:
        """Ask all the conditions of all the columns that the frame has."""
        names = [n for n in dict.fromkeys(n for c in self.conditions for n in c.reads) if n in frame.columns]
        batch = pa.RecordBatch.from_pydict({name: arrow_strings(frame[name]) for name in names})
        masks = dict(zip(self.conditions, self.view.failing(batch, self.conditions), strict=True))
        kept = {name: data for name in names if (data := identity(frame[name])) is not None}
        return _Answer({name: weakref.ref(data) for name, data in kept.items()}, len(frame), masks)

    def __reduce__(self) -> tuple[type[RecordQuery], tuple[RecordView, tuple[Condition, ...]]]:
        return RecordQuery, (self.view, self.conditions)  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordQuery) and (self.view, self.conditions) == (other.view, other.conditions)

    def __hash__(self) -> int:
        return hash(self.conditions)
