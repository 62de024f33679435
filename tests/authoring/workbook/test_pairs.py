"""Code values written into cells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.pairs import find_pairs, in_range, pairs_of_cell


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
    found = pairs_of_cell(cell)

    assert (found.values if found else ()) == expected
    assert found is None or not found.rest


@pytest.mark.parametrize(
    ("cell", "codes", "rest", "goes_on"),
    [
        ("01 転入\n02 転出", ["01", "02"], "", False),
        ("1.男 2.女", ["1", "2"], "", False),
        ("1（男）2（女）", ["1", "2"], "", False),
        ("1=男,2=女", ["1", "2"], "", False),
        ("1:第1種 2:第2種", ["1", "2"], "", False),
        ("元号。01:明治、02:大正", ["01", "02"], "元号", False),
        ("1:甲、2:乙 など", ["1", "2"], "", True),
        ("01～03：等級", ["01", "02", "03"], "", False),
    ],
)
def test_code_values_of_many_forms(cell: str, codes: list[str], rest: str, goes_on: bool) -> None:
    found = find_pairs(cell)

    assert found is not None
    assert ([code for code, _ in found.values], found.rest, found.goes_on) == (codes, rest, goes_on)


@pytest.mark.parametrize("text", ["10:00～12:00 の間", "1.1 版 2.2 版", "※1：注 ※1：注", "1:1 2:2", "住所を書く。"])
def test_sentences_without_code_values(text: str) -> None:
    assert find_pairs(text) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("01～03", ("01", "02", "03")), ("5", ("5",)), ("A～C", ()), ("1～10", ()), ("0000～9999", ())],
)
def test_ranges(code: str, expected: tuple[str, ...]) -> None:
    assert in_range(code) == expected


Read = Callable[..., Result]


def test_codes_in_cells(read: Read) -> None:
    made = read("codes_in_cells")

    assert [sorted(made.codes("住民", f"区分{n}")) for n in range(1, 8)] == [
        ["1", "2"],
        ["1", "2"],
        ["1", "2"],
        ["01", "02"],
        ["1", "2"],
        ["1", "2"],
        ["01", "02", "03"],
    ]
    assert made.problems == ""


def test_codes_of_rarer_forms(read: Read) -> None:
    made = read("codes_of_rarer_forms")

    assert [sorted(made.codes("S", f"区分{n}")) for n in range(1, 7)] == [
        ["0", "1"],
        ["F", "M"],
        ["10", "11", "12"],
        ["1", "2"],
        ["1", "2"],
        [],
    ]
    assert "「1男2女」" in made.problems
