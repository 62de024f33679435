"""Cells of a type: words, PICTUREs, SQL types, classes of characters."""

from __future__ import annotations

import pytest

from chukan.authoring.workbook.item_types import picture_of_date, read_type


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("X", "X"),
        ("Ｘ", "X"),
        ("Ｎ", "N"),
        ("n", "N"),
        ("９", "9"),
        ("9", "9"),
        ("９Ｖ", "9V"),
        ("Ｓ９", "S9"),
        ("Ｓ９Ｖ", "S9V"),
        ("SV9", "S9V"),
        ("符号付き小数", "S9V"),
        ("X,Ｎ混在", "XN"),
        ("Ｘ・Ｎ混在", "XN"),
        ("半角文字列", "X"),
        ("全角文字列", "N"),
        ("小数点付き実数", "9V"),
        ("符号付き整数", "S9"),
        ("日付", "DATE"),
        ("ＤＡＴＥ", "DATE"),
        ("年月", "YM"),
        ("TIME", "TIME"),
        ("画像", "BLOB"),
        ("文字列", "XN"),
        (" X \n", "X"),
        ("D?", None),
        ("", None),
    ],
)
def test_types(cell: str, kind: str | None) -> None:
    assert read_type(cell, {}).type == kind


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("X(15)", ("X", 15, 0)),
        ("Ｎ（２０）", ("N", 20, 0)),
        ("9(7)V9(2)", ("9V", 7, 2)),
        ("S9(9)", ("S9", 9, 0)),
        ("9(3)v99", ("9V", 3, 2)),
        ("S9(7)V9(2)", ("S9V", 7, 2)),
        ("9V9(4)", ("9V", 1, 4)),
        ("K(30)", ("N", 30, 0)),
        ("PIC X(8)", ("X", 8, 0)),
        ("999", ("9", 3, 0)),
        ("VARCHAR2(20)", ("X", 20, 0)),
        ("NUMBER(10,2)", ("9V", 8, 2)),
        ("NUMBER(8)", ("9", 8, 0)),
        ("文字列（２０）", ("XN", 20, 0)),
        ("Ｎ１００", ("N", 100, 0)),
    ],
)
def test_types_with_their_length(cell: str, expected: tuple[str, int, int]) -> None:
    found = read_type(cell, {})

    assert (found.type, found.length, found.scale) == expected


def test_a_mapping_file_knows_more_types() -> None:
    assert read_type("漢数字", {"漢数字": "N"}).type == "N"


@pytest.mark.parametrize(
    ("cell", "kind", "formats"),
    [
        ("数字", "X", ("digits",)),
        ("半角数字", "X", ("digits",)),
        ("半角カナ", "X", ("kana_half",)),
        ("文字列（全角カナ）", "N", ("kana",)),
        ("文字列（半角英数）", "X", ()),
        ("数値（半角数字）", "X", ("digits",)),
        ("数値", "9", ()),
        ("文字列（固定長）", "XN", ("fixed",)),
    ],
)
def test_classes_of_characters(cell: str, kind: str, formats: tuple[str, ...]) -> None:
    found = read_type(cell, {})

    assert (found.type, found.formats, found.lost) == (kind, formats, False)


@pytest.mark.parametrize("cell", ["9(5) COMP-3", "文字列（外字可）", "NUMBER(2,8)", "X(5,2)"])
def test_what_a_layout_cannot_hold_is_said(cell: str) -> None:
    found = read_type(cell, {})

    assert found.lost
    assert found.remark


@pytest.mark.parametrize("cell", ["K", "C", "Z", "P", "FLG", "オブジェクト"])
def test_words_without_one_meaning_are_unknown(cell: str) -> None:
    assert read_type(cell, {}).type is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("YYYYMMDD", ("DATE", 8)),
        ("西暦（YYYY-MM-DD）", ("DATE", 10)),
        ("YYYYMM", ("YM", 6)),
        ("YYYYMMDD か YYYYMM", None),
        ("", None),
    ],
)
def test_forms_of_dates(words: str, expected: tuple[str, int] | None) -> None:
    assert picture_of_date(words) == expected
