"""A column by its distinct values, where that pays: found once for all the checks of an item."""

from __future__ import annotations

import weakref
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

#: Distinct values above this share of the rows cost more to find than they save.
_WORTH_ENCODING = 0.3
_HEAD = 2000
"""Rows that are looked at to tell the share."""
_FEW = 100
"""So few rows are encoded without looking."""


class DistinctValues:
    """The distinct values of the column that the checks of one item look at in turn.

    A column is remembered by its identity, and only as long as somebody else keeps it. Nothing of it decides a result.
    """

    def __init__(self) -> None:
        self._last: tuple[weakref.ref[Any], pa.DictionaryArray | None] | None = None
        self._hardly_repeats = False
        """What the last column was like: the next block is not looked at again."""

    def of(self, values: pa.Array) -> pa.DictionaryArray | None:
        """Return the column by its distinct values; None where that does not pay.

        Args:
            values: strings without nulls.
        """
        if self._hardly_repeats:
            return None
        if self._last is not None:
            kept, found = self._last
            if kept() is values:
                return found
        self._hardly_repeats = _hardly_repeats(values)
        found = None if self._hardly_repeats else values.dictionary_encode()
        self._last = (weakref.ref(values, self._forget), found)
        return found

    def _forget(self, reference: object) -> None:
        if self._last is not None and self._last[0] is reference:
            self._last = None

    def __reduce__(self) -> tuple[type[DistinctValues], tuple[()]]:
        return DistinctValues, ()  # copies and other processes begin anew


def _hardly_repeats(values: pa.Array) -> bool:
    """Return whether the head of a column says that its distinct values are no cheaper."""
    head = values.slice(0, _HEAD)
    return len(head) > _FEW and len(pc.unique(head)) > _WORTH_ENCODING * len(head)
