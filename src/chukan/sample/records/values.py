"""Values of items that depend on no other: codes, amounts, counts, numbers of papers, texts."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.sample.people.vocabulary import words
from chukan.sample.records import digits
from chukan.sample.records.block import SampleBlock, Setting
from chukan.sample.records.keys import key_maker
from chukan.sample.records.meaning import ItemMeaning
from chukan.sample.records.typed import arrow_type, decimal_column
from chukan.values.formats import NUMBER_FORMATS

#: Name pattern to the largest usual value of a number.
_COUNTS = (
    (r"年齢", 95),
    (r"月数|期$|期別|月$", 12),
    (r"(人数|人員|者数|員数|児童数|子の数|等の数|の数)", 5),
    (r"等級|級$|学年|程度", 6),
    (r"割合|率|パーセント", 100),
    (r"回数|回目|枚数|部数|件数|第何子|順位|並び順", 9),
    (r"連番|枝番|履歴", 30),
    (r"日数", 31),
    (r"面積|地積", 400),
    (r"年数", 30),
    (r"単価|月額|日額", 90_000),
    (r"所得|収入|給与|課税標準|評価額|価格|資本金", 6_000_000),
    (r"額|料|税|金", 300_000),
)
_COMPILED = tuple((re.compile(p), n) for p, n in _COUNTS)

#: Name pattern to how often an optional item is filled.
_RATES = (
    (r"備考|メモ|特記|摘要|留意", 0.08),
    (r"旧氏|通称|併記名|不詳表記|国外|成年被後見|支援措置", 0.04),
    (r"死亡|取消|抹消|却下|返還|時効|差押", 0.12),
    (r"終了|喪失|廃止|消除|消滅|解除|解散|失効|滅失|転出|中止|停止|廃車|返納", 0.25),
    (r"方書|建物", 0.35),
    (r"代理|配偶者|送付先|前|変更|更正", 0.3),
    (r"電話|メール|ＦＡＸ", 0.6),
    (r"氏名|カナ|生年月日|性別|住所|郵便|番号|開始|取得|届出|処理|異動", 0.9),
)
_COMPILED_RATES = tuple((re.compile(p), r) for p, r in _RATES)


def fill_rate(item: Item) -> float:
    """Return how often an optional item is filled, 0 to 1, by its name."""
    return next((rate for pattern, rate in _COMPILED_RATES if pattern.search(item.name)), 0.7)


def draw(item: Item, what: ItemMeaning, block: SampleBlock, rng: np.random.Generator, count: int) -> pa.Array:
    """Draw the values of an item that is no person's, no address's and no date.

    Args:
        item: the item.
        what: its meaning.
        block: gives the setting.
        rng: the generator of random numbers.
        count: how many values.

    Returns:
        A column of `arrow_type(item)`.
    """
    setting = block.setting
    codes = setting.layout.code_list(item)
    if codes is not None and (codes.codes or codes.any_value):
        return _codes(item, setting.code_values(item), rng, count)
    if item.is_number:
        return _numbers(item, rng, count)
    if item.type == "TIME":
        return _times(rng, count)
    if item.type == "YEAR":
        return _years(item, setting, rng, count)
    if what.kind in _IDENTIFIERS:
        maker = key_maker(item, setting)
        return maker.make(rng.integers(0, min(maker.capacity, 1 << 23), count))
    return _texts(item, what, setting, rng, count)


_IDENTIFIERS = frozenset({name for name, number in NUMBER_FORMATS.items() if number.identifies} | {"register_number"})


def is_identifier(what: ItemMeaning) -> bool:
    """Return True for numbers that name one person or body and stay the same through a history."""
    return what.kind in _IDENTIFIERS


def identifiers(item: Item, block: SampleBlock, *, by_record: bool = False) -> pa.Array:
    """Return one value for every record: the same for an entity's records (or not, by record), else different.

    Args:
        item: The item; its length limits the numbers.
        block: Which record belongs to which entity.
        by_record: True = every record has a number of its own.
    """
    maker = key_maker(item, block.setting)
    index = block.first + np.arange(block.rows) if by_record else block.entity
    return maker.make(index % maker.capacity)


def _codes(item: Item, values: list[str], rng: np.random.Generator, count: int) -> pa.Array:
    """Draw codes; the first values of a list are the usual ones."""
    if not values:
        return pa.nulls(count, arrow_type(item))
    if set(values) == {"0", "1"}:
        picked = (rng.random(count) < 0.2).astype(np.int64)
        column = pa.array(["0", "1"]).take(pa.array(picked))
    else:
        weights = 1 / np.arange(1, len(values) + 1)
        if "状態" in item.name:
            weights[0] = 6 * weights.sum()
        picked = np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(count), side="right")
        column = pa.array(values).take(pa.array(np.minimum(picked, len(values) - 1)))
    return column.cast(pa.int64()) if item.is_number else column


def _numbers(item: Item, rng: np.random.Generator, count: int) -> pa.Array:
    low, high, step = number_range(item)
    scale = 10**item.scale if item.is_decimal else 1
    units = int((high - low) * scale) // step
    picked = (rng.random(count) ** 2 * (units + 1)).astype(np.int64) * step + int(low * scale)
    return decimal_column(picked, item.scale) if item.is_decimal else pa.array(picked)


def number_range(item: Item) -> tuple[float, float, int]:
    """Return the usual lowest and highest value of a number, and its step in units of the last place."""
    most = float(10 ** min(item.length or 9, 15) - 1)
    if item.range is not None:
        low, high = item.range
        return max(low, 0.0), min(high, most), 1
    usual = next((n for p, n in _COMPILED if p.search(item.name)), 300_000 if item.is_amount else 100)
    high = float(min(usual, most))
    low = 0.0 if item.is_amount or usual > 100 else float(min(1, high))
    if item.has("fixed"):
        low, high = float(10 ** ((item.length or 1) - 1)), most
    step = 100 if high >= 10_000 and not item.is_decimal else 1
    return low, high, step


def _times(rng: np.random.Generator, count: int) -> pa.Array:
    second = rng.integers(8 * 3600 + 30 * 60, 17 * 3600 + 15 * 60, count)
    return digits.zero_padded(second // 3600 * 10000 + second // 60 % 60 * 100 + second % 60, 6)


def _years(item: Item, setting: Setting, rng: np.random.Generator, count: int) -> pa.Array:
    low, high = item.range or (0, 9999)
    year = setting.as_of.year - 1 - rng.integers(0, 4, count)
    return pa.array(np.clip(year, int(low), int(high)))


def _texts(item: Item, what: ItemMeaning, setting: Setting, rng: np.random.Generator, count: int) -> pa.Array:
    limit = setting.limit(item)
    if what.kind == "phone":
        return _phones(rng, count, limit)
    if what.kind == "month_day":
        return pa.array([f"{m:02d}{d:02d}" for m in range(1, 13) for d in (1, 10, 15, 28)]).take(
            pa.array(rng.integers(0, 48, count))
        )
    if what.kind == "blob":
        return pa.array(["41", "4242"]).take(pa.array(rng.integers(0, 2, count)))
    if item.type == "X":
        return _half_width(item, what, rng, count, limit)
    known = words(what.kind, limit)
    return known.take(pa.array(rng.integers(0, len(known), count)))


def _phones(rng: np.random.Generator, count: int, limit: int) -> pa.Array:
    area = pa.array(["03", "045", "052", "06", "092", "090", "080"]).take(pa.array(rng.integers(0, 7, count)))
    middle, last = (
        digits.zero_padded(rng.integers(2000, 9999, count), 4),
        digits.zero_padded(rng.integers(0, 9999, count), 4),
    )
    hyphen = "-" if limit >= 13 else ""
    return pc.utf8_slice_codeunits(pc.binary_join_element_wise(area, middle, last, hyphen), 0, limit)


def _half_width(item: Item, what: ItemMeaning, rng: np.random.Generator, count: int, limit: int) -> pa.Array:
    """Draw numbers of papers, identifiers of machines and users, file names."""
    salt = zlib.crc32(item.name.encode())
    if what.kind == "mail" and limit >= 20:
        return pc.binary_join_element_wise(
            pa.scalar("user"), digits.zero_padded(rng.integers(0, 10**6, count), 6), pa.scalar("@example.jp"), ""
        )
    if what.kind == "file" and limit >= 12:
        return pc.binary_join_element_wise(digits.zero_padded(rng.integers(0, 10**8, count), 8), pa.scalar(".tif"), "")
    if what.kind == "bank_kana_half":
        known = words("bank_kana_half", limit)
        return known.take(pa.array(rng.integers(0, len(known), count)))
    width = limit if item.has("fixed") else min(limit, 10)
    if re.search(r"フラグ|有無|区分", item.name) and width == 1:
        return pa.array(["0", "1"]).take(pa.array((rng.random(count) < 0.2).astype(np.int64)))
    few = _few(item)
    body = rng.integers(0, min(10 ** min(width, 12), few), count)
    if few < 1 << 40:
        body = digits.scattered(body, 10 ** min(width, 9), salt % 10 ** min(width, 9))
    return digits.zero_padded(body, width)


def _few(item: Item) -> int:
    """Return how many different values an identifier has: users and branches are few, papers many."""
    if re.search("コード|ID|端末|場所|地区|記号|機関", item.name):
        return 40
    return 1 << 40
