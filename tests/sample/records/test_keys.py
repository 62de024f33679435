from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.select import of_pack
from chukan.sample.records.block import Setting
from chukan.sample.records.keys import key_maker

LAYOUTS = of_pack(Library().pack("mic"), None)
KEYS = [(layout, layout.by_name[name]) for layout in LAYOUTS for name in layout.key]


def test_no_key_value_is_made_twice() -> None:
    """For every key item of the built-in pack."""
    repeated = [
        (layout.path, item.name) for layout, item in KEYS if len(set(made := values(layout, item, 500))) < len(made)
    ]

    assert len(KEYS) > 300
    assert repeated == []


def values(layout: Layout, item: Item, count: int) -> list[object]:
    setting = Setting(layout, Agreement(), dt.date(2026, 11, 23), "131016", 3)
    maker = key_maker(item, setting)
    return list(maker.make(np.arange(min(count, maker.capacity))).to_pylist())


@pytest.mark.parametrize(("layout", "item"), KEYS[:40], ids=lambda v: getattr(v, "path", None) or v.name)
def test_a_key_value_fits_its_item(layout: Layout, item: Item) -> None:
    made = [str(v) for v in values(layout, item, 50)]

    assert made
    assert item.length is None or item.type in ("DATE", "YM") or max(map(len, made)) <= item.length
