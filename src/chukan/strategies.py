"""Hypothesis strategies: records of a layout, for people who test their own import tools.

Needs the optional extra ``chukan[strategies]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.agreement import Agreed, agreement_of
from chukan.errors import MissingExtra
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.lost_text import GETA, looks_lost
from chukan.sample.defects.context import DefectContext
from chukan.sample.people.places import MUNICIPALITIES
from chukan.sample.records.block import Setting
from chukan.sample.records.generate import CHIYODA, generate
from chukan.sample.solver.constraints import constraints_of
from chukan.values.date_forms import SEPARATORS
from chukan.values.formats import NumberFormat, number_format
from chukan.values.numbers import signed

if TYPE_CHECKING:
    from hypothesis import strategies as st
else:
    try:
        from hypothesis import strategies as st
    except ImportError:
        raise MissingExtra("strategies には hypothesis が必要です", extra="strategies") from None

__all__ = ["records"]

_POOL = 80
_FIRST_DAY = dt.date(1900, 1, 1)
_DIGITS = "0123456789"
_ASCII = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"\\~')
_KATAKANA = "".join(chr(c) for c in range(0x30A1, 0x30F7)) + "ー"
_HALF_KANA = "".join(chr(c) for c in range(0xFF71, 0xFF9E))
#: Their codes differ between systems (wave dash, minus and the like): V11 reports them.
_DIFFERING = frozenset("〜−‖—¢£¬～－∥―￠￡￢　")


def records(
    layout: Layout | str,
    *,
    agreement: Agreed | None = None,
    as_of: dt.date | None = None,
    packs: Iterable[str | Path] = (),
) -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy of records that satisfy every rule for fields and for records.

    What rules read together comes from records made as `chukan sample` makes them; all other items are drawn from
    everything that they may hold.

    Args:
        layout: a layout, or its address.
        agreement: decides date forms and length units; default yyyymmdd, characters.
        as_of: the day of the check; default today.
        packs: folders of packs beside those that chukan carries.

    Returns:
        A strategy of dicts from item to value, all items in layout order, blank = "".

    Raises:
        LayoutNotFound: the address names no layout.
        AgreementError: the agreement is wrong.

    Examples:
        >>> from hypothesis import given
        >>> from chukan import strategies
        >>> @given(strategies.records("resident_register/person"))
        ... def test_import(record):
        ...     assert record["宛名番号"]
    """
    found = layout if isinstance(layout, Layout) else Library.of(packs).layout(layout)
    agreed = agreement_of(agreement)
    setting = Setting(found, agreed, as_of or dt.date.today(), CHIYODA, 0)
    context = DefectContext(setting)
    read = frozenset().union(*(c.reads for c in constraints_of(found)))
    free = [i for i in found.items if i.name in context.independent or (i.key and i.name not in read)]
    drawn = st.fixed_dictionaries({}, optional={i.name: values(i, setting) for i in free})
    pool = _pool(setting)

    def merged(pair: tuple[dict[str, str], dict[str, str]]) -> dict[str, str]:
        return {**pair[0], **pair[1]}

    return st.tuples(st.sampled_from(pool), drawn).map(merged)


_pools: dict[tuple[str, str, dt.date], list[dict[str, str]]] = {}


def _pool(setting: Setting) -> list[dict[str, str]]:
    """Return some records as `chukan sample` makes them; cached, as strategies are made again and again."""
    known = (setting.layout.digest, setting.agreement.model_dump_json(), setting.as_of)
    if known not in _pools:
        batches = generate(setting.layout, _POOL, agreement=setting.agreement, as_of=setting.as_of)
        _pools[known] = [row for batch in batches for row in batch.to_pylist()]
    return _pools[known]


def values(item: Item, setting: Setting) -> st.SearchStrategy[str]:
    """Return a strategy of the values that one item may hold by itself; blank is among them unless it is required."""
    filled = _filled(item, setting)
    return filled if item.required == "required" else st.one_of(st.just(""), filled)


def _filled(item: Item, setting: Setting) -> st.SearchStrategy[str]:
    codes = setting.layout.code_list(item)
    if codes is not None and (codes.codes or codes.any_value):
        return st.sampled_from(setting.code_values(item) or [""])
    if item.has("month_day"):
        return st.dates(dt.date(2001, 1, 1), dt.date(2001, 12, 31)).map(lambda d: d.strftime("%m%d"))
    if item.type in ("DATE", "YM", "YEAR", "TIME"):
        return _dates(item, setting)
    if item.is_number:
        return _numbers(item)
    number = number_format(item.formats)
    if number and number.widths:
        return _number(number, setting.limit(item))
    return _texts(item, setting.limit(item))


def _dates(item: Item, setting: Setting) -> st.SearchStrategy[str]:
    mark = SEPARATORS.get(setting.agreement.date_form or "", "")
    if item.type == "TIME":
        return st.times().map(lambda t: t.strftime("%H%M%S")[: item.length or 6])
    if item.type == "YEAR":
        low, high = item.range or (1950, setting.as_of.year)
        return st.integers(int(low), int(high)).map(str)
    form = f"%Y{mark}%m" if item.type == "YM" else f"%Y{mark}%m{mark}%d"
    return st.dates(_FIRST_DAY, setting.as_of).map(lambda d: d.strftime(form))


def _numbers(item: Item) -> st.SearchStrategy[str]:
    most = 10 ** min(item.length or 9, 18) - 1
    low, high = item.range or ((-most if signed(item) else 0), most)
    low, high = max(int(low), -most), min(int(high), most)
    if item.has("fixed"):
        low = max(low, 10 ** ((item.length or 1) - 1))
    if item.is_decimal:
        scale = 10**item.scale
        return st.integers(low * scale, high * scale).map(lambda n: _decimal(n, item.scale))
    return st.integers(low, high).map(str)


def _decimal(units: int, scale: int) -> str:
    whole, rest = divmod(abs(units), 10**scale)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{rest:0{scale}d}" if scale else f"{sign}{whole}"


def _number(number: NumberFormat, limit: int) -> st.SearchStrategy[str]:
    """Return a strategy of good values of a format of fixed width."""
    if number.name == "municipality_code":
        return st.sampled_from([known.code for known in MUNICIPALITIES])
    if number.picture:
        return st.from_regex(number.pattern, fullmatch=True)
    body = number.width_within(limit) - bool(number.check)
    drawn = st.text(_DIGITS, min_size=body, max_size=body)
    return drawn.map(number.check.complete) if number.check else drawn


def _texts(item: Item, limit: int) -> st.SearchStrategy[str]:
    return _drawn_texts(item, limit).filter(lambda text: not looks_lost(text, item))


def _drawn_texts(item: Item, limit: int) -> st.SearchStrategy[str]:
    least = limit if item.has("fixed") else 1
    if item.has("person_name") and limit >= 3:
        part = st.text(_alphabet(item), min_size=1, max_size=min((limit - 1) // 2, 12))
        return st.tuples(part, part).map("　".join)
    return st.text(_alphabet(item), min_size=least, max_size=max(min(limit, 60), least))


def _alphabet(item: Item) -> str:
    if number := number_format(item.formats):
        return "".join(chr(c) for first, last in number.ranges for c in range(first, last + 1))
    if item.has("kana_half") or item.has("bank_name"):
        return _HALF_KANA
    if item.type in ("X", "BLOB"):
        return _ASCII
    return _KATAKANA if item.has("kana") else _wide()


@cache
def _wide() -> str:
    """Return the characters of JIS X 0208 without those whose codes differ between systems or that are marks of lost text."""
    found = []
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xEB)):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            try:
                found.append(bytes((lead, trail)).decode("shift_jis"))
            except UnicodeDecodeError:
                continue
    return "".join(c for c in found if c not in _DIFFERING | {GETA})
