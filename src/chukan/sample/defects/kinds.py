"""Kinds of defects: one a record, each found by one rule at one item, and by nothing else.

A kind changes a value of an *independent* item: one that no record rule, key, history, reference or register reads, so that
nothing else in the file depends on it. Which rule reports what is decided in ``chukan.rules.compile``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from chukan.intake.writing.encode import can_encode
from chukan.layouts.model import DATE_TYPES, Item
from chukan.sample.defects.context import DefectContext
from chukan.sample.defects.spoil import (
    Spoil,
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
from chukan.values.formats import checked_formats, exact_widths

MARK = "\x02"
"""In a value: the place where the writer is to damage the record's bytes."""


Applies = Callable[[Item, DefectContext], bool]


@dataclass(frozen=True)
class DefectKind:
    """A way to spoil one value.

    Attributes:
        name: what the list of seeded defects calls it.
        rule: the rule that must find it.
        applies: True for the items whose values it can spoil.
        spoil: returns the wrong value, or None when this value will not do.
        may_be_distinct: True when the item may also be one whose values must not repeat.
    """

    name: str
    rule: str
    applies: Applies
    spoil: Spoil
    may_be_distinct: bool = False


def _wide_text(item: Item, context: DefectContext) -> bool:
    return item.type == "N" and context.is_free_text(item) and not item.has("kana")


def _free_half(item: Item, context: DefectContext) -> bool:
    return item.type == "X" and context.is_free_text(item) and not item.formats and context.limit(item) >= 3


#: Encoding -> a byte that begins a character and is followed by none.
HALF: dict[str, bytes] = {
    "cp932": b"\x82",
    "shift_jis": b"\x82",
    "shift_jis_2004": b"\x82",
    "euc_jp": b"\xa4",
    "utf-8": b"\xe3",
    "utf-8-sig": b"\xe3",
}


def _number(item: Item, context: DefectContext) -> bool:
    return item.is_number and not context.is_coded(item)


def _free_number(item: Item, context: DefectContext) -> bool:
    return _number(item, context) and not context.fixed_width and not item.has("fixed")


def _growing(item: Item, context: DefectContext) -> bool:
    """Return True for items that a value can be too long for, and only that."""
    if (
        not item.length
        or item.length > 400
        or context.fixed_width
        or any(item.has(f) for f in ("fixed", "kana_half", "bank_name", "person_name"))
    ):
        return False
    return _number(item, context) or (context.is_free_text(item) and not exact_widths(item))


def _of_one_length(item: Item, context: DefectContext) -> bool:
    """Return True for items whose values have one length: two characters less are wrong, and only that."""
    return context.is_free_text(item) and len(exact_widths(item)) == 1 and not context.fixed_width


def _holds(character: str, *, inside: bool = True) -> Applies:
    """Return a test for full-width texts that may hold a character, within the agreed repertoire or outside it."""
    return lambda item, context: (
        _wide_text(item, context)
        and can_encode(character, context.encoding)
        and _in_repertoire(character, context) == inside
    )


def _gaiji(item: Item, context: DefectContext) -> bool:
    return (
        _wide_text(item, context)
        and context.setting.agreement.gaiji != "allow"
        and can_encode("\ue000", context.encoding)
    )


def _any_gaiji(old: str, item: Item, context: DefectContext, rng: np.random.Generator) -> str | None:
    return spoilt_last(chr(0xE000 + int(rng.integers(200))))(old, item, context, rng)


KINDS: tuple[DefectKind, ...] = (
    DefectKind("required_blank", "V01", lambda i, _: i.required == "required", lambda *_: ""),
    DefectKind("half_width_letter", "V02", _wide_text, spoilt_last("A")),
    DefectKind(
        "half_width_kana", "V02", lambda i, g: _wide_text(i, g) and can_encode("ｱ", g.encoding), spoilt_last("ｱ")
    ),
    DefectKind(
        "hiragana", "V02", lambda i, g: i.type == "N" and i.has("kana") and g.is_free_text(i), spoilt_last("あ")
    ),
    DefectKind("letter_in_number", "V02", _number, spoilt_last("A")),
    DefectKind("full_width_letter", "V02", lambda i, g: _free_half(i, g) and not g.counts_bytes, spoilt_last("Ａ")),
    DefectKind("too_long", "V03", _growing, too_long),
    DefectKind("too_short", "V03", _of_one_length, lambda old, *_: old[:-2] or None),
    DefectKind("unknown_code", "V04", lambda i, g: g.is_coded(i), unknown_code),
    DefectKind("impossible_date", "V05", lambda i, g: i.type in DATE_TYPES and not g.is_coded(i), impossible),
    DefectKind("japanese_year", "V05", lambda i, g: i.type == "DATE" and not g.fixed_width, japanese_year),
    DefectKind("month_unknown", "V06", lambda i, _: i.type == "DATE" and not i.has("unknown_date"), month_unknown),
    DefectKind(
        "wrong_check_digit",
        "V07",
        lambda i, g: g.is_free_text(i) and bool(checked_formats(i.formats)),
        wrong_digit,
        may_be_distinct=True,
    ),
    DefectKind("full_width_digits", "V08", _free_number, wide_digits),
    DefectKind("negative", "V08", lambda i, g: _number(i, g) and i.type == "9" and not i.has("fixed"), below_zero),
    DefectKind("leading_zero", "V08", _free_number, zero_first),
    DefectKind("out_of_range", "V08", lambda i, g: _number(i, g) and i.range is not None, out_of_range),
    DefectKind("blank_at_end", "V09", lambda i, g: i.type == "N" and g.is_free_text(i), blank_at_end),
    DefectKind("name_without_blank", "V09", lambda i, g: i.has("person_name") and g.is_free_text(i), joined_name),
    DefectKind("gaiji", "V10", _gaiji, _any_gaiji),
    DefectKind("lost_character", "V13", _holds("〓"), spoilt_last("〓")),
    DefectKind("nec_row_13", "V11", _holds("①"), spoilt_last("①")),
    DefectKind("ibm_extension", "V11", _holds("髙"), spoilt_last("髙")),
    DefectKind("wave_dash", "V11", lambda i, g: g.encoding.startswith("utf") and _holds("〜")(i, g), spoilt_last("〜")),
    DefectKind("outside_repertoire", "V12", _holds("髙", inside=False), spoilt_last("髙")),
    DefectKind("half_character", "F03", lambda i, g: _wide_text(i, g) and g.encoding in HALF, spoilt_last(MARK)),
    DefectKind(
        "nul", "F05", lambda i, g: _wide_text(i, g) and not g.encoding.startswith("utf-16"), spoilt_last("\x00")
    ),
    DefectKind(
        "stray_quote", "F08", lambda i, g: _free_half(i, g) and _quotable(g), lambda old, *_: f"1{MARK}{old[2:]}"
    ),
)


def _quotable(context: DefectContext) -> bool:
    agreement = context.setting.agreement
    return (
        not context.fixed_width
        and agreement.quote == '"'
        and agreement.quoting in (None, "minimal")
        and not context.encoding.startswith("utf-16")
    )


def _in_repertoire(character: str, context: DefectContext) -> bool:
    from chukan.rules.fields.repertoire import inside

    return bool(inside(context.setting.agreement.repertoire)[ord(character)])


def replacement(kind: str, context: DefectContext) -> bytes | None:
    """Return what takes the place of MARK in a record's bytes; None for a kind that damages none."""
    if kind == "half_character":
        return HALF[context.encoding]
    return b'"' if kind == "stray_quote" else None
