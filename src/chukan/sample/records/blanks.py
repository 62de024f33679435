"""Which optional items are left blank, and how often."""

from __future__ import annotations

import re

from chukan.sample.records.block import SampleBlock, Setting
from chukan.sample.records.roles import Roles
from chukan.sample.records.typed import blanked
from chukan.sample.records.values import fill_rate


def leave_blank(block: SampleBlock, setting: Setting, roles: Roles) -> None:
    """Leave optional items blank, each about as often as in real registers.

    Args:
        block: Its columns are changed in place.
        setting: The layout, and the random numbers.
        roles: Which items keys, histories and a household's head decide: these stay.
    """
    layout = setting.layout
    for number, item in enumerate(layout.items):
        if item.required == "required" or item.name in roles.structural or item.name in roles.names_its_maker:
            continue
        rng = setting.rng(block.first, 11, number)
        rate = 0.0 if item.name in layout.body.required_when else fill_rate(item)
        blank = rng.random(block.rows) >= rate
        if (before := _before(item.name)) in block.columns:
            blank |= block.columns[before].is_null().to_numpy(zero_copy_only=False) | (rng.random(block.rows) > 0.15)
        block.columns[item.name] = blanked(block.columns[item.name], blank)


def _before(name: str) -> str | None:
    """Return the item before ``続柄_3`` in its row of like items: ``続柄_2``."""
    match = re.fullmatch(r"(.*_)([2-9])", name)
    return f"{match[1]}{int(match[2]) - 1}" if match else None
