from __future__ import annotations

import pytest

from chukan.authoring.workbook.cells import read_key, read_length, read_pairs, read_requirement, read_type


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
    ],
)
def test_types_with_their_length(cell: str, expected: tuple[str, int, int]) -> None:
    found = read_type(cell, {})

    assert (found.type, found.length, found.scale) == expected


def test_a_mapping_file_knows_more_types() -> None:
    assert read_type("漢数字", {"漢数字": "N"}).type == "N"


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        ("15", "X", (15, 0)),
        ("１５", "X", (15, 0)),
        ("5,2", "9V", (5, 2)),
        ("５，２", "9V", (5, 2)),
        ("5.2", "9V", (5, 2)),
        ("5,2", "S9V", (5, 2)),
        ("5、2", "9V", (5, 2)),
        ("1,000", "N", (1000, 0)),
        ("15桁", "X", (15, 0)),
        ("15文字以内", "N", (15, 0)),
        ("", "X", (None, 0)),
        ("－", "BLOB", (None, 0)),
        ("10", "DATE", (10, 0)),
    ],
)
def test_lengths(cell: str, kind: str, expected: tuple[int | None, int]) -> None:
    found = read_length(cell, kind)  # type: ignore[arg-type]

    assert (found.length, found.scale) == expected
    assert not found.remark


@pytest.mark.parametrize(
    ("cell", "kind", "length"),
    [("可変", "X", None), ("5,2", "X", None), ("52", "9V", 52), ("5,2", "9", 5), ("3-4", "X", None)],
)
def test_odd_lengths_are_told(cell: str, kind: str, length: int | None) -> None:
    found = read_length(cell, kind)  # type: ignore[arg-type]

    assert found.length == length
    assert found.remark


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("必須", "required"),
        ("○", "required"),
        ("◯", "required"),
        ("条件付き必須", "conditional"),
        ("△", "conditional"),
        ("任意", "optional"),
        ("", "optional"),
        ("－", "optional"),
        ("必須（※1）", "required"),
        ("条件付き\n必須", "conditional"),
        ("O", None),
        ("たぶん", None),
    ],
)
def test_requirements(cell: str, expected: str | None) -> None:
    assert read_requirement(cell, {}) == expected


@pytest.mark.parametrize(
    ("cell", "expected"), [("○", 0), ("1", 1), ("２", 2), ("PK1", 1), ("", None), ("-", None), ("あ", None)]
)
def test_keys(cell: str, expected: int | None) -> None:
    assert read_key(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0:不明\n1:男\n2:女", (("0", "不明"), ("1", "男"), ("2", "女"))),
        ("１：有　２：無", (("1", "有"), ("2", "無"))),
        ("0=なし、1=あり", (("0", "なし"), ("1", "あり"))),
        ("0:不明", ()),
        ("全国地方公共団体コード", ()),
        ("12:30 から", ()),
    ],
)
def test_code_values_written_into_a_cell(cell: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert read_pairs(cell) == expected
