"""Plausibility beyond the rules: no period of stay for Japanese, no pension for children, one story an address.

Optional items are left blank where they would be implausible; nothing that a rule needs is touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item, Layout
from chukan.sample.records.block import SampleBlock
from chukan.sample.records.meaning import ItemMeaning
from chukan.sample.records.typed import Bools, blanked, days

_FOREIGN = re.compile("在留|滞在期間|特別永住者|外国人|旧外登法|国籍$|法30条の45|^通称|併記名|^生年月日_西暦")
_JAPANESE = re.compile("本籍|筆頭者|^旧氏")
_GONE = re.compile("^転出先_")
#: Items that say something of people of some ages only: from, below (years).
_AGES = (
    (re.compile("^後期高齢_"), 75, 200),
    (re.compile("^介護_(被保険者|資格)"), 65, 200),
    (re.compile("^国民年金_"), 20, 200),
    (re.compile("^児童手当_"), 0, 18),
    (re.compile("^選挙人名簿"), 18, 200),
)
_PAIRS = (("夫", "妻"), ("夫（未届）", "妻（未届）"), ("父", "母"), ("兄", "姉"), ("弟", "妹"))
_WORDING = re.compile("(.+)_表記")


def blank_implausible(block: SampleBlock, settled: Collection[str]) -> None:
    """Blank optional items that do not go with the person's kind, state or age.

    Args:
        block: with typed columns; changed in place.
        settled: items that stay as they are.
    """
    layout = block.setting.layout
    kinds, states = _named(block, "住民種別"), _named(block, "住民状態")
    for item in layout.items:
        if item.required == "required" or item.name in settled or item.name not in block.columns:
            continue
        strange = np.zeros(block.rows, np.bool_)
        if kinds is not None and _FOREIGN.search(item.name):
            strange |= _says(kinds, "日本人")
        elif kinds is not None and _JAPANESE.search(item.name):
            strange |= _says(kinds, "外国人")
        elif states is not None and _GONE.search(item.name):
            strange |= ~_says(states, "転出")
        strange |= _of_another_age(block, item)
        if strange.any():
            block.columns[item.name] = blanked(block.columns[item.name], strange)


def relations_by_sex(block: SampleBlock, settled: Collection[str]) -> None:
    """Replace relations by those that fit the person's sex: no woman is a husband.

    Args:
        block: with typed columns; changed in place.
        settled: items that stay as they are.
    """
    sex = _named(block, "性別")
    if sex is None:
        return
    for item in block.setting.layout.items:
        codes = block.setting.layout.code_list(item)
        if codes is None or item.name in settled or not {"夫", "妻"} <= set(codes.codes.values()):
            continue
        code = {name: value for value, name in codes.codes.items()}
        column = block.columns[item.name]
        for man, woman in _PAIRS:
            if man in code and woman in code:
                column = _instead(column, code[man], code[woman], _says(sex, "女"))
                column = _instead(column, code[woman], code[man], _says(sex, "男"))
        block.columns[item.name] = column


def make_consistent(
    block: SampleBlock, drawn: Mapping[str, pa.Array], meanings: Mapping[str, ItemMeaning], settled: Collection[str]
) -> None:
    """Make addresses and wordings agree again after a repair changed some columns.

    An address that came from another record loses its codes, and a wording follows its code.

    Args:
        block: with typed columns; changed in place.
        drawn: the columns before the repair.
        meanings: of every item.
        settled: items that stay: rules read them, or others decide them.
    """
    layout = block.setting.layout
    moved = _moved(block, drawn, meanings)
    for item in layout.items:
        if item.required == "required" or item.name in settled:
            continue
        what = meanings[item.name]
        if what.of_address and what.group in moved:
            block.columns[item.name] = blanked(block.columns[item.name], moved[what.group])
        elif (wording := _WORDING.fullmatch(item.name)) and item.type in ("N", "XN"):
            _follow(block, item, layout, wording[1])


def _moved(block: SampleBlock, drawn: Mapping[str, pa.Array], meanings: Mapping[str, ItemMeaning]) -> dict[str, Bools]:
    """Return group -> where one of its address items holds another value than was drawn with the rest."""
    moved: dict[str, Bools] = {}
    for name, what in meanings.items():
        column = block.columns.get(name)
        if column is None or not what.of_address or column is drawn[name]:
            continue
        other = pc.fill_null(pc.not_equal(column, drawn[name]), False).to_numpy(zero_copy_only=False)
        if other.any():
            moved[what.group] = moved.get(what.group, np.zeros(block.rows, np.bool_)) | other
    return moved


def _follow(block: SampleBlock, item: Item, layout: Layout, base: str) -> None:
    """Fill the wording of a code with the code's name, where there is one that is a wording by itself."""
    coded = layout.by_name.get(f"{base}_1") or layout.by_name.get(base)
    codes = layout.code_list(coded) if coded is not None else None
    if coded is None or codes is None or not codes.codes or coded.name not in block.columns:
        return
    limit = block.setting.limit(item)
    names = {c: n for c, n in codes.codes.items() if n != "空欄" and "（）" not in n and len(n) <= limit}
    column = block.columns[coded.name]
    at = pc.index_in(column, pa.array(list(names), column.type))
    text = pa.array(list(names.values()), pa.string()).take(at)
    there = pc.is_valid(block.columns[item.name])
    block.columns[item.name] = pc.if_else(there, text, pa.scalar(None, pa.string()))


def _instead(column: pa.Array, old: str, new: str, rows: Bools) -> pa.Array:
    change = pc.and_(pa.array(rows), pc.fill_null(pc.equal(column, pa.scalar(old, column.type)), False))
    return pc.if_else(change, pa.scalar(new, column.type), column)


def _named(block: SampleBlock, name: str) -> pa.Array | None:
    """Return a coded item's values by their names in the code list; None without such a column."""
    item = block.setting.layout.by_name.get(name)
    codes = block.setting.layout.code_list(item) if item is not None else None
    if codes is None or name not in block.columns:
        return None
    column = block.columns[name]
    return pa.array(list(codes.codes.values()), pa.string()).take(
        pc.index_in(column, pa.array(list(codes.codes), column.type))
    )


def _says(names: pa.Array, word: str) -> Bools:
    return np.asarray(pc.fill_null(pc.match_substring(names, word), False).to_numpy(zero_copy_only=False), np.bool_)


def _of_another_age(block: SampleBlock, item: Item) -> Bools:
    birth = block.columns.get("生年月日")
    found = next(((low, high) for pattern, low, high in _AGES if pattern.search(item.name)), None)
    if birth is None or found is None or not pa.types.is_date32(birth.type):
        return np.zeros(block.rows, np.bool_)
    born = pc.fill_null(birth.cast(pa.int32()).cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    years = (days(block.setting.as_of) - born) / 365.25
    return np.asarray((years < found[0]) | (years >= found[1]), np.bool_)
