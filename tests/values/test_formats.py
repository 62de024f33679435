from __future__ import annotations

import re
import subprocess
import sys

import pytest

from chukan.layouts.model import Item
from chukan.values.charsets import BLANK, KATAKANA
from chukan.values.formats import (
    FORMATS,
    NUMBER_FORMATS,
    character_format,
    checked_formats,
    exact_widths,
    number_format,
)


def item(type_: str = "X", formats: str = "", length: int | None = None) -> Item:
    return Item.model_validate({"no": 1, "item": "番号", "type": type_, "format": formats, "length": length})


def test_each_is_declared_under_its_name() -> None:
    assert all(name == declared.name for name, declared in FORMATS.items())
    assert all(declared.meaning and declared.types for declared in FORMATS.values())


def test_secret_formats_are_those_that_layouts_hide() -> None:
    assert {n.name for n in NUMBER_FORMATS.values() if n.secret} == {n for n in FORMATS if item(formats=n).is_secret}


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("my_number", "[0-9]{12}"),
        ("insurer_number", "(?:[0-9]{6}|[0-9]{8})"),
        ("public_expense_number", "[0-9]{7,8}"),
        ("residence_card", "(?:[A-Z]{2}[0-9]{8}[A-Z]{2}|[A-Z][0-9]{9})"),
        ("postal_code", "[0-9]{7}"),
        ("phone", ""),
    ],
)
def test_patterns(name: str, pattern: str) -> None:
    assert FORMATS[name].pattern == pattern


@pytest.mark.parametrize("declared", [d for d in FORMATS.values() if d.allowed], ids=lambda d: d.name)
def test_the_code_points_are_those_of_the_character_class(declared: object) -> None:
    form = re.compile(f"[{declared.allowed}]")  # type: ignore[attr-defined]
    points = {p for first, last in declared.ranges for p in range(first, last + 1)}  # type: ignore[attr-defined]

    assert points == {p for p in range(0x10000) if form.fullmatch(chr(p))}


def test_kana_is_what_rules_call_katakana() -> None:
    signs = {(ord(sign), ord(sign)) for sign in "（）＝－．，＆"}
    assert set(FORMATS["kana"].ranges) == {*KATAKANA, BLANK[1], *signs}


def test_a_format_of_fixed_width_goes_before_others() -> None:
    assert number_format(("digits", "my_number")) is NUMBER_FORMATS["my_number"]
    assert number_format(("personal", "phone")) is NUMBER_FORMATS["phone"]
    assert number_format(("kana", "personal")) is None


def test_characters_come_from_the_number_or_else_the_kana() -> None:
    assert character_format(("kana", "digits")) is FORMATS["digits"]
    assert character_format(("person_name", "kana")) is FORMATS["kana"]
    assert character_format(("person_name",)) is None


def test_every_number_of_an_item_is_checked() -> None:
    assert [n.name for n in checked_formats(("municipality_code", "digits", "insurer_number"))] == [
        "municipality_code",
        "insurer_number",
    ]


def test_exact_widths() -> None:
    assert exact_widths(item(formats="insurer_number", length=8)) == (6, 8)
    assert exact_widths(item("N", "fixed", 4)) == (4,)
    assert exact_widths(item("N", "", 4)) == ()
    assert exact_widths(item(formats="phone", length=13)) == ()


@pytest.mark.parametrize(("limit", "width"), [(5, 6), (6, 6), (7, 6), (8, 8), (40, 8)])
def test_the_widest_width_that_fits(limit: int, width: int) -> None:
    assert NUMBER_FORMATS["insurer_number"].width_within(limit) == width


def test_the_declarations_load_no_arrays() -> None:
    code = "import sys, chukan.values.formats; print([m for m in ('numpy', 'pyarrow') if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
