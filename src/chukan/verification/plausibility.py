"""S02: which profiles are worth a word. Reports show every profile; a finding is for what is hardly ever right.

- An item that is required by condition, and blank in every record. (Required, or required by a condition that the
  layout writes down: V01 checks it. Optional: usual.)
- An item of one's own (personal, a telephone number) that is the same in every record, or in `SHARE` of those that have it.
  Codes, dates of handling, places and amounts repeat by nature and are left alone.
- The code of the municipality itself (where a vehicle is kept, where the taxpayer lives on the day of assessment) that
  is another one's in most records: the data may be another town's.

Files of fewer than `RECORDS` records show nothing by their repetitions. Where an item has too many values to be counted
(see `chukan.verification.profile.BOUND`), a value shared by many of them is not found.
"""

from __future__ import annotations

from collections.abc import Mapping

from chukan.layouts.model import Item

RECORDS = 100
SHARE = 0.3
FEW = 10
#: Codes that name the municipality whose data it is, save in a few records.
OWN_TOWN = frozenset({"定置場_市区町村コード", "賦課期日住所_市区町村コード", "住所地市区町村コード"})


def suspicion(
    item: Item,
    filled: int,
    blank: int,
    counts: Mapping[str, int] | None,
    *,
    conditioned: bool = False,
    municipality: str = "",
) -> str | None:
    """Return the message of an S02 finding, without a value; None when all is plausible.

    Args:
        conditioned: the layout writes down when the item is required.
        filled, blank: records with and without a value.
        counts: records by value; None when there were too many values.
        municipality: the 全国地方公共団体コード of whose data it is; "" = nobody says.
    """
    if municipality and item.name in OWN_TOWN and counts:
        return _of_another_town(item, filled, counts, municipality)
    if filled + blank < RECORDS:
        return None
    if filled == 0:
        return _always_blank(item, blank) if item.required == "conditional" and not conditioned else None
    if filled < RECORDS or not counts or not _ones_own(item):
        return None
    return _repeated(item, filled, counts)


def _repeated(item: Item, filled: int, counts: Mapping[str, int]) -> str | None:
    most = max(counts.values())
    if len(counts) == 1:
        return f"{item.name}が、値のある{filled:,}件すべてで同じです。既定値の埋め込みや列のずれでないかを移行元で確かめてください。"
    if most >= SHARE * filled:
        return f"{item.name}が、値のある{filled:,}件のうち{most:,}件（{most / filled:.0%}）で同じです。既定値の埋め込みでないかを移行元で確かめてください。"
    return None


def _always_blank(item: Item, records: int) -> str:
    return f"{item.name}が{records:,}件すべてで空です。条件に当たるレコードがないのか、出力の漏れかを移行元で確かめてください。"


def _of_another_town(item: Item, filled: int, counts: Mapping[str, int], municipality: str) -> str | None:
    own = counts.get(municipality, 0) + counts.get(municipality[:5], 0)  # also without the check digit
    other = filled - own
    if filled < FEW or 2 * other <= filled:
        return None
    return f"{item.name}が、値のある{filled:,}件のうち{other:,}件で、この市区町村のコード（{municipality}）ではありません。別の市区町村のデータとの取り違えでないかを移行元で確かめてください。"


def _ones_own(item: Item) -> bool:
    """Is it a thing that hardly two people share?"""
    return item.code is None and (item.has("personal") or item.has("phone") or item.is_secret)
