"""Kinds of defects: one a record, each found by one rule at one item, and by nothing else.

A kind changes a value of a *quiet* item: one that no record rule, key, history, reference or register reads, so that nothing
else in the file depends on it. What rule speaks of what is told in ``chukan.rules.compile``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chukan.layouts.model import DATE_TYPES, Item
from chukan.sample.block import Setting
from chukan.sample.constraints import constraints_of
from chukan.sample.encode import can_encode
from chukan.sample.sql import parse

MARK = "\x02"
"""Stands in a value where the writer is to damage the record's bytes."""


@dataclass(frozen=True)
class Ground:
    """What decides where a defect can be put."""

    setting: Setting

    @property
    def encoding(self) -> str:
        return self.setting.agreement.encoding or "cp932"

    @property
    def form(self) -> str:
        return self.setting.agreement.dates or "yyyymmdd"

    @property
    def fixed(self) -> bool:
        return self.setting.agreement.format == "fixed"

    @cached_property
    def quiet(self) -> frozenset[str]:
        """Items that nothing else depends on."""
        return frozenset(self.setting.layout.names) - self.heard - self._unique

    @cached_property
    def countable(self) -> frozenset[str]:
        """Quiet items and those that only must not repeat."""
        return frozenset(self.setting.layout.names) - self.heard

    @cached_property
    def heard(self) -> frozenset[str]:
        """Items that keys, histories, references, registers and record rules read."""
        read = (c.reads for c in constraints_of(self.setting.layout) if c.of_layout)
        return self.heard_elsewhere.union(*read)

    @cached_property
    def heard_elsewhere(self) -> frozenset[str]:
        """Those of them that more than the record itself depends on."""
        layout = self.setting.layout
        body, names = layout.body, set(layout.key)
        for reference in body.references:
            names |= {*reference.items, *(parse(reference.when).columns if reference.when else ())}
        for exclusive in body.exclusive:
            names |= set(exclusive.items)
        for unique in body.unique:
            names |= {*unique.of, *(parse(unique.when).columns if unique.when else ())}
        if body.history is not None:
            names |= {*body.history.of, body.history.number, body.history.date or ""}
            names |= {body.history.latest.item} if body.history.latest else set()
            names |= {body.history.period.start, body.history.period.end} if body.history.period else set()
        if body.household is not None:
            names |= {body.household.number, body.household.person, body.household.relation}
            names |= parse(body.household.current).columns if body.household.current else set()
        return frozenset(names)

    @property
    def _unique(self) -> frozenset[str]:
        return frozenset(name for unique in self.setting.layout.body.unique for name in unique.items)

    def coded(self, item: Item) -> bool:
        """True when only values of a list will do."""
        codes = self.setting.layout.code_list(item)
        return codes is not None and not codes.any_value

    def plain(self, item: Item) -> bool:
        """True for free text: no code, no date, no number."""
        return item.is_text and not self.coded(item) and not item.has("month_day")

    def room(self, item: Item) -> int:
        """Characters that the item holds."""
        return self.setting.limit(item)


Make = Callable[[str, Item, Ground, np.random.Generator], str | None]


@dataclass(frozen=True)
class Kind:
    """A way to spoil one value."""

    name: str
    rule: str
    suits: Callable[[Item, Ground], bool]
    make: Make
    """The spoilt value, or None when this value won't do."""
    anywhere: bool = False
    """True when the item may also be one that must not repeat."""


def _wide_text(item: Item, ground: Ground) -> bool:
    return item.type == "N" and ground.plain(item) and not item.has("kana")


def _free_half(item: Item, ground: Ground) -> bool:
    return item.type == "X" and ground.plain(item) and not item.formats and ground.room(item) >= 3


def _spoilt_last(mark: str) -> Make:
    """The last character replaced; a blank value becomes the mark alone, a blank name stays as it is."""
    return lambda old, item, *_: old[:-1] + mark if old or not item.has("person_name") else None


def _encodable(text: str) -> Callable[[Item, Ground], bool]:
    return lambda _, ground: can_encode(text, ground.encoding)


def _both(*tests: Callable[[Item, Ground], bool]) -> Callable[[Item, Ground], bool]:
    return lambda item, ground: all(test(item, ground) for test in tests)


def _fixed_shape(item: Item) -> bool:
    from chukan.rules.shapes import widths_of

    return bool(widths_of(item))


def _too_long(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str:
    if item.is_number:
        return "9" * ((item.length or 0) + 1)
    return ("漢" if item.type == "N" and not item.has("kana") else "ア" if item.type == "N" else "1") * (
        (item.length or 0) + 1 + int(rng.integers(3))
    )


def _unknown_code(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str | None:
    codes = ground.setting.layout.code_list(item)
    width = min(item.length or 2, 3)
    known = set(codes.codes) if codes else set()
    tries = [f"{int(n):0{width}d}" for n in rng.integers(0, 10**width, 20)] + ["Z" * width]
    tries = [t.lstrip("0") or "0" for t in tries if t.isdecimal()] if item.is_number else tries
    return next((t for t in tries if t not in known), None)


def _in_form(digits: str, form: str) -> str:
    mark = "-" if "-" in form else "/" if "/" in form else ""
    return mark.join((digits[:4], digits[4:6], digits[6:]))


def _impossible(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str:
    year = str(int(rng.integers(1960, 2020)))
    if item.type == "TIME":
        return "256100"[: item.length or 6]
    if item.type == "YEAR":
        return year[:2] + "A" + year[3:]
    if item.type == "YM":
        return _in_form(year + "13", ground.form).rstrip("-/")
    return _in_form(year + str(rng.choice(["0230", "0431", "1301"])), ground.form)


def _japanese_year(old: str, item: Item, ground: Ground, rng: np.random.Generator) -> str:
    return f"H{int(rng.integers(1, 31)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"


def _month_unknown(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str:
    return _in_form(f"{int(rng.integers(1960, 2020))}0000", ground.form)


def _wrong_digit(old: str, item: Item, ground: Ground, rng: np.random.Generator) -> str | None:
    if not old:
        return None
    at = 0 if item.has("corporate_number") else len(old) - 1
    digit = (int(old[at]) + 1 + int(rng.integers(8))) % 10
    if at == 0 and digit == 0:  # 法人番号 begins with 1 to 9
        digit = int(old[0]) % 9 + 1
    return old[:at] + str(digit) + old[at + 1 :]


def _wide_digits(old: str, *_: object) -> str | None:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in old) or None


def _below_zero(old: str, item: Item, *_: object) -> str | None:
    return f"-{old}" if old and old.strip("0.") and len(old) < (item.length or 99) else None


def _zero_first(old: str, item: Item, *_: object) -> str | None:
    return f"0{old}" if old and "." not in old and len(old) < (item.length or 99) else None


def _out_of_range(_: str, item: Item, *__: object) -> str | None:
    assert item.range is not None  # noqa: S101 - the kind asks for one
    high = str(int(item.range[1]) + 1)
    return high if len(high) <= (item.length or 99) else None


def _blank_at_end(old: str, item: Item, ground: Ground, rng: np.random.Generator) -> str | None:
    room = len(old) < ground.room(item)
    return (f"　{old}" if ground.fixed else f"{old}　") if old and room else None


def _joined_name(old: str, *_: object) -> str | None:
    return old.replace("　", "") if old.count("　") == 1 else None


def _is_plain_number(item: Item, ground: Ground) -> bool:
    return item.is_number and not ground.coded(item)


CHECKED = ("my_number", "corporate_number", "resident_code", "municipality_code", "insurer_number", "late_elderly_number",
           "care_provider_number", "public_expense_number")  # fmt: skip

KINDS: tuple[Kind, ...] = (
    Kind("required_blank", "V01", lambda i, _: i.required == "required", lambda *_: ""),
    Kind("half_width_letter", "V02", _wide_text, _spoilt_last("A")),
    Kind("half_width_kana", "V02", _both(_wide_text, _encodable("ｱ")), _spoilt_last("ｱ")),
    Kind("hiragana", "V02", lambda i, g: i.type == "N" and i.has("kana") and g.plain(i), _spoilt_last("あ")),
    Kind("letter_in_number", "V02", _is_plain_number, _spoilt_last("A")),
    Kind("full_width_letter", "V02", _both(_free_half, lambda i, g: not g.fixed), _spoilt_last("Ａ")),
    Kind(
        "too_long", "V03",
        lambda i, g: bool(i.length) and i.length <= 400 and not g.fixed and (_is_plain_number(i, g) or (g.plain(i) and not _fixed_shape(i)))
        and not i.has("fixed") and not i.has("kana_half") and not i.has("person_name"), _too_long,
    ),
    Kind("too_short", "V03", lambda i, g: g.plain(i) and _fixed_shape(i) and not g.fixed and "insurer_number" not in i.formats
         and "public_expense_number" not in i.formats, lambda old, *_: old[:-2] or None),
    Kind("unknown_code", "V04", lambda i, g: g.coded(i), _unknown_code),
    Kind("impossible_date", "V05", lambda i, g: i.type in DATE_TYPES and not g.coded(i), _impossible),
    Kind("japanese_year", "V05", lambda i, g: i.type == "DATE" and not g.fixed, _japanese_year),
    Kind("month_unknown", "V06", lambda i, _: i.type == "DATE" and not i.has("unknown_date"), _month_unknown),
    Kind("wrong_check_digit", "V07", lambda i, g: g.plain(i) and any(i.has(f) for f in CHECKED), _wrong_digit, anywhere=True),
    Kind("full_width_digits", "V08", lambda i, g: _is_plain_number(i, g) and not g.fixed and not i.has("fixed"), _wide_digits),
    Kind("negative", "V08", lambda i, g: _is_plain_number(i, g) and i.type == "9" and not i.has("fixed"), _below_zero),
    Kind("leading_zero", "V08", lambda i, g: _is_plain_number(i, g) and not g.fixed and not i.has("fixed"), _zero_first),
    Kind("out_of_range", "V08", lambda i, g: _is_plain_number(i, g) and i.range is not None, _out_of_range),
    Kind("blank_at_end", "V09", lambda i, g: i.type == "N" and g.plain(i), _blank_at_end),
    Kind("name_without_blank", "V09", lambda i, g: i.has("person_name") and g.plain(i), _joined_name),
    Kind("gaiji", "V10", lambda i, g: _wide_text(i, g) and g.setting.agreement.gaiji != "allow" and can_encode("\ue000", g.encoding),
         lambda old, i, g, rng: _spoilt_last(chr(0xE000 + int(rng.integers(200))))(old, i, g, rng)),
    Kind("nec_row_13", "V11", lambda i, g: _wide_text(i, g) and _in_repertoire("①", g) and can_encode("①", g.encoding), _spoilt_last("①")),
    Kind("ibm_extension", "V11", lambda i, g: _wide_text(i, g) and _in_repertoire("髙", g) and can_encode("髙", g.encoding), _spoilt_last("髙")),
    Kind("outside_repertoire", "V12", lambda i, g: _wide_text(i, g) and not _in_repertoire("髙", g) and can_encode("髙", g.encoding),
         _spoilt_last("髙")),
    Kind("half_character", "F03", lambda i, g: _wide_text(i, g) and g.encoding in HALF, _spoilt_last(MARK)),
    Kind("nul", "F05", lambda i, g: _wide_text(i, g) and not g.encoding.startswith("utf-16"), _spoilt_last("\x00")),
    Kind("stray_quote", "F08", lambda i, g: _free_half(i, g) and _quotable(g), lambda old, i, *_: f"1{MARK}{old[2:]}"),
)  # fmt: skip

#: Encoding -> a byte that begins a character and is followed by none.
HALF = {
    "cp932": b"\x82",
    "shift_jis": b"\x82",
    "shift_jis_2004": b"\x82",
    "euc_jp": b"\xa4",
    "utf-8": b"\xe3",
    "utf-8-sig": b"\xe3",
}


def _quotable(ground: Ground) -> bool:
    agreement = ground.setting.agreement
    return (
        not ground.fixed
        and agreement.quote == '"'
        and agreement.quoting in (None, "minimal")
        and not ground.encoding.startswith("utf-16")
    )


def _in_repertoire(character: str, ground: Ground) -> bool:
    from chukan.rules.repertoire import inside

    return bool(inside(ground.setting.agreement.repertoire)[ord(character)])


def replacement(kind: str, ground: Ground) -> bytes | None:
    """What takes the place of MARK in a record's bytes."""
    if kind == "half_character":
        return HALF[ground.encoding]
    return b'"' if kind == "stray_quote" else None
