"""The conditions of a layout, asked together: one query a block."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from chukan.expressions.conditions import Condition, RecordView


class RecordQuery:
    """All the conditions of a layout: one query a block, whichever check asks first.

    The answer is remembered by the identity of the block, and only as long as somebody else keeps that.

    Args:
        view: How a block becomes typed columns.
        conditions: All that are asked.
        looked_at: Every item that a check over these records looks at; what a frame of pandas is converted of.
    """

    def __init__(self, view: RecordView, conditions: tuple[Condition, ...], looked_at: tuple[str, ...] = ()) -> None:
        self.view = view
        self.conditions = conditions
        self.looked_at = looked_at
        self._last: tuple[weakref.ref[Any], Mapping[Condition, pa.Array | None]] | None = None

    def failing(self, table: pa.RecordBatch, condition: Condition) -> pa.Array | None:
        """Return the records that break one of the conditions.

        Args:
            table: string columns, one an item; columns that no condition reads do not matter.
            condition: one of `conditions`.

        Returns:
            As `RecordView.failing`, for the one condition.
        """
        if self._last is None or self._last[0]() is not table:
            masks = dict(zip(self.conditions, self.view.failing(table, self.conditions), strict=True))
            self._last = weakref.ref(table), masks
        return self._last[1][condition]

    def __reduce__(self) -> tuple[type[RecordQuery], tuple[RecordView, tuple[Condition, ...], tuple[str, ...]]]:
        return RecordQuery, (self.view, self.conditions, self.looked_at)  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordQuery) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash(self.conditions)
