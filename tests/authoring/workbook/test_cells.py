from __future__ import annotations

import pytest

from chukan.authoring.workbook.cells import read_key, read_length, read_requirement


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
        ("整数部8 小数部2", "9V", (8, 2)),
        ("（8，2）", "9V", (8, 2)),
        ("最大120", "X", (120, 0)),
        ("11～13", "X", (13, 0)),
        ("20バイト", "N", (20, 0)),
        ("全角10文字", "N", (10, 0)),
        ("8桁（うち小数2桁）", "9V", (6, 2)),
    ],
)
def test_lengths(cell: str, kind: str, expected: tuple[int | None, int]) -> None:
    found = read_length(cell, kind)  # type: ignore[arg-type]

    assert (found.length, found.scale) == expected
    assert not found.remark


@pytest.mark.parametrize(
    ("cell", "kind", "length"),
    [("可変", "X", None), ("5,2", "X", None), ("10(2)", "9V", None), ("5,2", "9", 5), ("3-4", "X", None)],
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
        ("空欄可", "optional"),
        ("要", "required"),
        ("不要", "optional"),
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
