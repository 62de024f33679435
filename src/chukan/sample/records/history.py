"""The columns of a history: its dates, which record is the latest, from when to when each holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Layout
from chukan.sample.records.block import SampleBlock
from chukan.sample.records.dates import as_column
from chukan.sample.records.typed import Ints, blanked


def fill_history(block: SampleBlock, layout: Layout, event: Ints) -> None:
    """Give a block the columns that its layout's history decides; none without a history.

    Args:
        block: Its columns are changed in place.
        layout: The layout of its records.
        event: The day of each record, in days, ascending within one thing.
    """
    history = layout.body.history
    if history is None:
        return
    if history.date and history.date in layout.by_name:
        block.columns[history.date] = as_column(layout.by_name[history.date], event)
    if history.latest is not None:
        item = layout.by_name[history.latest.item]
        codes = layout.code_list(item)
        others = [c for c in (codes.codes if codes else ("0",)) if c != history.latest.value]
        block.columns[item.name] = pc.if_else(pa.array(block.last), history.latest.value, others[0] if others else None)
    if history.period is not None:
        start, end = (layout.by_name[n] for n in (history.period.start, history.period.end))
        following = np.append(event[1:], 0) - 1
        block.columns[start.name] = as_column(start, event)
        column = as_column(end, np.where(block.last, event, following))
        block.columns[end.name] = blanked(column, block.last)
