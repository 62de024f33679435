"""Proposals for names of columns that a layout does not have: which item each of them may be, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chukan.errors import nearest
from chukan.intake.fit import is_telling, suits
from chukan.intake.opening.names import Names
from chukan.layouts.model import Item, Layout

#: The share of a column's values that must suit an item.
_SUITS = 0.95


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the agreement's ``columns`` may say of one column."""

    name: str
    """In the file; ``NAME#2`` for the second column of a name."""
    item: str | None
    """None = no item is likely."""
    reason: str


def propose(layout: Layout, names: Sequence[str], columns: Sequence[Sequence[str]]) -> tuple[Proposal, ...]:
    """Return proposals for the columns that are not called as the layout calls them.

    Args:
        layout: the one that the file fits best.
        names: the header.
        columns: the first values of each column.
    """
    meanings = Names(layout).meanings(names)
    missing = [name for name in layout.names if name not in {meaning.item for meaning in meanings}]
    proposals = []
    for index, (name, meaning) in enumerate(zip(names, meanings, strict=True)):
        if meaning.item is not None and not meaning.folded:
            continue
        values = [value for value in (columns[index] if index < len(columns) else ()) if value]
        numbered = name if names[: index + 1].count(name) == 1 else f"{name}#{names[: index + 1].count(name)}"
        item, reason = _likely(meaning.item, name, values, missing, layout)
        if item in missing:
            missing.remove(item)
        proposals.append(Proposal(numbered, item, reason))
    return tuple(proposals)


def _likely(
    folded: str | None, name: str, values: Sequence[str], missing: Sequence[str], layout: Layout
) -> tuple[str | None, str]:
    """Return the item that a column may be, and why."""
    if folded is not None:
        return folded, "全角・半角や空白のほかは同じ名前です"
    suited = [item for item in missing if _share(layout.by_name[item], values, layout) >= _SUITS]
    near = nearest(name, missing)
    if near is not None and (near in suited or not values):
        return near, "名前が近く、値の形も合います" if values else "名前が近い項目です"
    parts = [item for item in suited if name and (name in item or item in name)]
    if len(parts) == 1:
        return parts[0], "名前の一部が同じで、値の形も合います"
    telling = [item for item in suited if is_telling(layout.by_name[item], layout)]
    if values and len(telling) == 1:
        return telling[0], "値の形（種別・桁数・コード）が合う項目がほかにありません"
    return None, "合う項目が見つかりません。要らない列なら、行頭の # を外してください（読み取らない列になります）"


def _share(item: Item, values: Sequence[str], layout: Layout) -> float:
    return sum(suits(item, value, layout) for value in values) / len(values) if values else 0.0
