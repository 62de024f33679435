"""Dates in the order of a life: birth, event, notice, processing, end, none after the day of the check unless it is a term."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from chukan.layouts.model import Item
from chukan.sample.records.block import SampleBlock
from chukan.sample.records.typed import Ints, date_column, days, months_as_text

#: Name pattern to days after the event (lowest, highest); the first that is found wins.
_OFFSETS = (
    (r"期限|満了|予定|有効終了|有効期間_?終了|まで$|次回|見込", (200, 1500)),
    (r"終了|喪失|廃止|消除|消滅|解除|解散|失効|取消|抹消|返納|除籍|完了|でなくなった|退所|退院|退学|退職", (30, 1200)),
    (r"支払|納付|収納|入金|送付|発送|交付|通知|公示|送達|記載|入力|処理|操作|更新|登録", (3, 30)),
    (r"届出|届$|報告|受理", (0, 14)),
    (r"発生|事故|離職|出産|受診|検査|調査|死亡", (-60, 0)),
    (r"申請|請求|申込|受付|申出|申立|依頼|相談", (-30, -1)),
)
_COMPILED = tuple((re.compile(p), r) for p, r in _OFFSETS)
_FUTURE = _COMPILED[0][0]


def offset(item: Item) -> tuple[int, int]:
    """Return how many days after a record's event an item's date usually lies."""
    return next((r for p, r in _COMPILED if p.search(item.name)), (0, 0))


def is_term(item: Item) -> bool:
    """Return True for dates that may lie after the day of the check: terms, plans."""
    return _FUTURE.search(item.name) is not None


def events(block: SampleBlock, born: Ints | None) -> Ints:
    """Return the day of each record's event, ascending within an entity with 20 days between, after birth and before the day of the check.

    Args:
        block: Which record belongs to which entity.
        born: Days since 1970-01-01; None = nobody is born.

    Returns:
        Days since 1970-01-01, one for each record.
    """
    today, count = days(block.setting.as_of), len(block.entities)
    first = today - (400 + block.rng.random(count) ** 1.5 * 7000).astype(np.int64)
    if born is not None:
        first = np.maximum(first, born + 1)
    span = np.maximum(today - 10 - first, 1)[block.local]
    within = (block.sub + 0.15 + 0.7 * block.rng.random(block.rows)) / block.size
    return first[block.local] + (span * within).astype(np.int64)


def draw_dates(item: Item, event: Ints, block: SampleBlock, rng: np.random.Generator, born: Ints | None) -> Ints:
    """Return days since 1970-01-01 for a date of these events.

    Args:
        item: The item; its name gives the kind of date.
        event: The day of each record's event, since 1970-01-01.
        block: Which record belongs to which entity.
        rng: Draws the distances.
        born: Days of birth; None = nobody is born.
    """
    low, high = offset(item)
    day = event + rng.integers(low, high + 1, len(event))
    if not is_term(item):
        day = np.minimum(day, days(block.setting.as_of))
    return day if born is None else np.maximum(day, born)


def as_column(item: Item, day: Ints) -> pa.Array:
    """Return days as DATE or as YM.

    Args:
        item: DATE or YM.
        day: Days since 1970-01-01.
    """
    if item.type == "DATE":
        return date_column(day)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return months_as_text(month)
