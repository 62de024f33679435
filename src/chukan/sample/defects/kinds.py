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
from chukan.sample.defects.spoil import (
    Make,
    below_zero,
    blank_at_end,
    impossible,
    japanese_year,
    joined_name,
    month_unknown,
    out_of_range,
    spoilt_last,
    too_long,
    unknown_code,
    wide_digits,
    wrong_digit,
    zero_first,
)
from chukan.sample.files.encode import can_encode
from chukan.sample.records.block import Setting
from chukan.sample.solver.constraints import constraints_of, read_by
from chukan.values.formats import checked_formats, exact_widths

MARK = "\x02"
"""Stands in a value where the writer is to damage the record's bytes."""


@dataclass(frozen=True)
class Ground:
    """What decides where a defect can be put."""

    setting: Setting

    @property
    def encoding(self) -> str:
        """The encoding in force."""
        return self.setting.agreement.encoding or "cp932"

    @property
    def form(self) -> str:
        """The date form in force."""
        return self.setting.agreement.dates or "yyyymmdd"

    @property
    def fixed(self) -> bool:
        """True for fixed width."""
        return self.setting.agreement.format == "fixed"

    @property
    def in_bytes(self) -> bool:
        """True where bytes are counted: a wide character may be too long for what a narrow one left."""
        return self.fixed or self.setting.agreement.length_unit == "bytes"

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
        names = set(self.setting.layout.key)
        for declaration in self.setting.layout.body.declarations:
            if declaration.across_records:
                names.update(name for name in declaration.item_names if name not in declaration.distinct)
                names.update(*(read_by(text, self.setting.layout) for text in declaration.conditions.values()))
        return frozenset(names)

    @property
    def _unique(self) -> frozenset[str]:
        return frozenset(n for d in self.setting.layout.body.declarations for n in d.distinct)

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


Suits = Callable[[Item, Ground], bool]


@dataclass(frozen=True)
class Kind:
    """A way to spoil one value."""

    name: str
    rule: str
    suits: Suits
    make: Make
    """The spoilt value, or None when this value won't do."""
    anywhere: bool = False
    """True when the item may also be one that must not repeat."""


def _wide_text(item: Item, ground: Ground) -> bool:
    return item.type == "N" and ground.plain(item) and not item.has("kana")


def _free_half(item: Item, ground: Ground) -> bool:
    return item.type == "X" and ground.plain(item) and not item.formats and ground.room(item) >= 3


#: Encoding -> a byte that begins a character and is followed by none.
HALF: dict[str, bytes] = {
    "cp932": b"\x82",
    "shift_jis": b"\x82",
    "shift_jis_2004": b"\x82",
    "euc_jp": b"\xa4",
    "utf-8": b"\xe3",
    "utf-8-sig": b"\xe3",
}


def _number(item: Item, ground: Ground) -> bool:
    return item.is_number and not ground.coded(item)


def _free_number(item: Item, ground: Ground) -> bool:
    return _number(item, ground) and not ground.fixed and not item.has("fixed")


def _growing(item: Item, ground: Ground) -> bool:
    """Items that a value can be too long for, and only that."""
    if (
        not item.length
        or item.length > 400
        or ground.fixed
        or any(item.has(f) for f in ("fixed", "kana_half", "person_name"))
    ):
        return False
    return _number(item, ground) or (ground.plain(item) and not exact_widths(item))


def _of_one_length(item: Item, ground: Ground) -> bool:
    """Items whose values have one length: two characters less are wrong, and only that."""
    return ground.plain(item) and len(exact_widths(item)) == 1 and not ground.fixed


def _holds(character: str, *, inside: bool = True) -> Suits:
    """Full-width texts that may hold a character, within the agreed repertoire or outside it."""
    return lambda item, ground: (
        _wide_text(item, ground)
        and can_encode(character, ground.encoding)
        and _in_repertoire(character, ground) == inside
    )


def _gaiji(item: Item, ground: Ground) -> bool:
    return (
        _wide_text(item, ground) and ground.setting.agreement.gaiji != "allow" and can_encode("\ue000", ground.encoding)
    )


def _any_gaiji(old: str, item: Item, ground: Ground, rng: np.random.Generator) -> str | None:
    return spoilt_last(chr(0xE000 + int(rng.integers(200))))(old, item, ground, rng)


KINDS: tuple[Kind, ...] = (
    Kind("required_blank", "V01", lambda i, _: i.required == "required", lambda *_: ""),
    Kind("half_width_letter", "V02", _wide_text, spoilt_last("A")),
    Kind("half_width_kana", "V02", lambda i, g: _wide_text(i, g) and can_encode("ｱ", g.encoding), spoilt_last("ｱ")),
    Kind("hiragana", "V02", lambda i, g: i.type == "N" and i.has("kana") and g.plain(i), spoilt_last("あ")),
    Kind("letter_in_number", "V02", _number, spoilt_last("A")),
    Kind("full_width_letter", "V02", lambda i, g: _free_half(i, g) and not g.in_bytes, spoilt_last("Ａ")),
    Kind("too_long", "V03", _growing, too_long),
    Kind("too_short", "V03", _of_one_length, lambda old, *_: old[:-2] or None),
    Kind("unknown_code", "V04", lambda i, g: g.coded(i), unknown_code),
    Kind("impossible_date", "V05", lambda i, g: i.type in DATE_TYPES and not g.coded(i), impossible),
    Kind("japanese_year", "V05", lambda i, g: i.type == "DATE" and not g.fixed, japanese_year),
    Kind("month_unknown", "V06", lambda i, _: i.type == "DATE" and not i.has("unknown_date"), month_unknown),
    Kind(
        "wrong_check_digit",
        "V07",
        lambda i, g: g.plain(i) and bool(checked_formats(i.formats)),
        wrong_digit,
        anywhere=True,
    ),
    Kind("full_width_digits", "V08", _free_number, wide_digits),
    Kind("negative", "V08", lambda i, g: _number(i, g) and i.type == "9" and not i.has("fixed"), below_zero),
    Kind("leading_zero", "V08", _free_number, zero_first),
    Kind("out_of_range", "V08", lambda i, g: _number(i, g) and i.range is not None, out_of_range),
    Kind("blank_at_end", "V09", lambda i, g: i.type == "N" and g.plain(i), blank_at_end),
    Kind("name_without_blank", "V09", lambda i, g: i.has("person_name") and g.plain(i), joined_name),
    Kind("gaiji", "V10", _gaiji, _any_gaiji),
    Kind("nec_row_13", "V11", _holds("①"), spoilt_last("①")),
    Kind("ibm_extension", "V11", _holds("髙"), spoilt_last("髙")),
    Kind("wave_dash", "V11", lambda i, g: g.encoding.startswith("utf") and _holds("〜")(i, g), spoilt_last("〜")),
    Kind("outside_repertoire", "V12", _holds("髙", inside=False), spoilt_last("髙")),
    Kind("half_character", "F03", lambda i, g: _wide_text(i, g) and g.encoding in HALF, spoilt_last(MARK)),
    Kind("nul", "F05", lambda i, g: _wide_text(i, g) and not g.encoding.startswith("utf-16"), spoilt_last("\x00")),
    Kind("stray_quote", "F08", lambda i, g: _free_half(i, g) and _quotable(g), lambda old, *_: f"1{MARK}{old[2:]}"),
)


def _quotable(ground: Ground) -> bool:
    agreement = ground.setting.agreement
    return (
        not ground.fixed
        and agreement.quote == '"'
        and agreement.quoting in (None, "minimal")
        and not ground.encoding.startswith("utf-16")
    )


def _in_repertoire(character: str, ground: Ground) -> bool:
    from chukan.rules.fields.repertoire import inside

    return bool(inside(ground.setting.agreement.repertoire)[ord(character)])


def replacement(kind: str, ground: Ground) -> bytes | None:
    """What takes the place of MARK in a record's bytes."""
    if kind == "half_character":
        return HALF[ground.encoding]
    return b'"' if kind == "stray_quote" else None
