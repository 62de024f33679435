"""How messages name layouts, items, and the places of other records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chukan.integrity.model import (
    SpilledFile,
)
from chukan.integrity.views import Table
from chukan.layouts.model import Layout


def named(layout: Layout, beside: Layout) -> str:
    """Return a layout's name as seen from another: with its business where that is another one.

    Args:
        layout: The layout to name.
        beside: The layout from which it is seen.
    """
    return layout.name if layout.business == beside.business else f"{layout.business_name}の{layout.name}"


def place_of(table: Table, place: Mapping[str, int], seen_from: SpilledFile) -> str:
    """Return where another record of a table is; `place` has rank, record and line.

    Args:
        table: The table of the other record.
        place: ``rank`` of its file, ``record`` and ``line``, from 1.
        seen_from: The file of the finding; another file is named.
    """
    there = table.files[place["rank"]]
    file = "同じファイル" if there.index == seen_from.index else there.name
    return f"{file}の{place['record']:,}件目・{place['line']:,}行目"


def joined(names: Sequence[str]) -> str:
    """Return names for a message: 課税年度・宛名番号."""
    return "・".join(names)
