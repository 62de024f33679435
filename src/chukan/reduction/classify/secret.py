"""Which columns of a file hold 個人番号, and which of its records have one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chukan.intake.batch import Batch, FileFacts
from chukan.layouts.model import Layout
from chukan.values.buffers import Bools, strings, widths
from chukan.values.kernels import only_blanks

#: What a column that the layout does not know is called when it holds one.
WORDS = ("個人番号", "マイナンバー")


def secret_columns(facts: FileFacts, layout: Layout) -> tuple[str, ...]:
    """Return the columns that hold 個人番号: by the layout, or, where it does not know the column, by its name.

    Args:
        facts: The columns of the file.
        layout: The layout that it was read with.
    """
    known = tuple(c for c in facts.columns if c in layout.by_name and layout.by_name[c].is_secret)
    return known + tuple(c for c in facts.extra if any(word in c for word in WORDS))


def filled_secrets(batch: Batch, columns: Sequence[str]) -> Bools:
    """Return which records of a batch have a 個人番号; all, where a column is not read (the layout does not know it).

    Args:
        batch: Some records.
        columns: Their 個人番号 columns.
    """
    names = batch.table.schema.names
    found = np.full(batch.table.num_rows, not set(columns) <= set(names), np.bool_)
    for name in columns:
        if name in names:
            values = strings(batch.table.column(names.index(name)))
            found |= (widths(values) > 0) & ~only_blanks(values)
    return found
