"""The key values of records: what identifies a record, and what ``--keys`` shows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from chukan.layouts.model import Layout
from chukan.values.buffers import Ints
from chukan.values.damage import written_out
from chukan.values.masking import without_my_numbers


def key_items(layout: Layout, columns: Collection[str]) -> tuple[str, ...]:
    """Return the items that identify a record of a file: the layout's key, without 個人番号.

    Args:
        layout: the layout of the file.
        columns: the items that the file has.

    Returns:
        () where the layout has no such key, or the file lacks an item of it: its records can't be distinguished.
    """
    names = tuple(name for name in layout.key if not layout.by_name[name].is_secret)
    return names if all(name in columns for name in names) else ()


def blanks_in_key(layout: Layout) -> frozenset[int]:
    """Return which of the `key_items` may be blank and still identify a record, by position: a blank is a value of them."""
    names = [name for name in layout.key if not layout.by_name[name].is_secret]
    return frozenset(n for n, name in enumerate(names) if name in layout.blank_key_items)


def shown_key(names: Sequence[str], values: Sequence[str]) -> str:
    """Return a key as ``--keys`` shows it: 宛名番号=000000000000123、履歴番号=1; 個人番号 never, wherever it stands."""
    return without_my_numbers("、".join(f"{n}={v}" for n, v in zip(names, values, strict=True)))


class BatchKeys:
    """The key values of the records of one batch.

    Args:
        table: its string columns.
        damaged: by item, the rows whose value could not be decoded.
        names: the items that identify a record, see `key_items`.
    """

    def __init__(self, table: pa.RecordBatch, damaged: Mapping[str, Ints], names: Sequence[str]) -> None:
        columns = ((name, table.column(name)) for name in names)
        self._columns = [written_out(c, damaged[name]) if name in damaged else c for name, c in columns]

    def of(self, row: int) -> tuple[str, ...]:
        """Return the key values of the record in a row."""
        return tuple(column[row].as_py() or "" for column in self._columns)
