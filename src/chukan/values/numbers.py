"""How the numbers of an item are written: as regular expressions, for columns (RE2) and single values alike."""

from __future__ import annotations

from chukan.layouts.model import SIGNED_TYPES, Item


def signed(item: Item) -> bool:
    """Return whether the number may be negative; a decimal may when its range says so."""
    return item.type in SIGNED_TYPES or (item.is_decimal and item.range is not None and item.range[0] < 0)


def proper(item: Item) -> str:
    """Return a regular expression of the item's numbers, however many digits and zeros in front."""
    sign = "-?" if signed(item) else ""
    decimals = rf"(?:\.[0-9]{{1,{item.scale}}})?" if item.is_decimal and item.scale else ""
    return f"{sign}[0-9]+{decimals}"


def too_long(item: Item) -> str:
    """Return a regular expression of the numbers with more digits than the item has; zeros in front do not count."""
    return proper(item).replace("[0-9]+", f"0*[1-9][0-9]{{{item.length or 0},}}", 1)
