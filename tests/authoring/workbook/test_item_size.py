"""Type and size of an item, from all the cells that say something of them."""

from __future__ import annotations

from collections.abc import Callable

from tests.authoring.workbook.conftest import Result

Read = Callable[..., Result]


def test_shortest_longest_and_decimals(read: Read) -> None:
    made = read("domains_with_three_columns_of_lengths")

    assert [i[1:4] for i in made.items("ドメイン")] == [("X", 7, 0), ("N", 50, 0), ("9V", 3, 2)]
    assert made.layouts()["ドメイン"].by_name["郵便番号"].has("fixed")
    assert made.layouts()["ドメイン"].by_name["氏名"].note == "最小 1 桁"


def test_type_and_length_in_one_cell(read: Read) -> None:
    made = read("type_and_length_in_one_cell")

    assert [i[1:4] for i in made.items("住民")] == [
        ("9", 4, 0),
        ("X", 20, 0),
        ("S9", 9, 0),
        ("9V", 8, 2),
        ("9V", 1, 4),
        ("N", 30, 0),
        ("9", 5, 0),
        ("X", None, 0),
        ("9", 3, 0),
        ("XN", 20, 0),
        ("N", 100, 0),
        ("X", 8, 0),
    ]
    assert "COMP-3" in made.problems


def test_lengths_that_disagree_are_said(read: Read) -> None:
    made = read("type_with_its_length_beside_a_length")

    assert [i[2:4] for i in made.items("住民")] == [(20, 0), (30, 0), (1, 4)]
    assert "型の欄の桁数 20 と桁数の欄の 30 が違います" in made.problems
    assert "「氏名」" not in made.problems


def test_lengths_in_words(read: Read) -> None:
    made = read("lengths_in_words")

    sizes = [(8, 2), (8, 2), (120, 0), (13, 0), (20, 0), (500, 0), (13, 0), (8, 2), (None, 0)]
    assert [i[2:4] for i in made.items("住民")] == sizes
    assert made.layouts()["住民"].items[3].note == "最小 11 桁"
    assert "住民!D10: 項目「項目9」: 桁数「10(2)」を読めません" in made.problems


def test_types_with_lengths_in_words(read: Read) -> None:
    made = read("types_with_lengths_in_words")

    assert [i[1:4] for i in made.items("S")] == [
        ("X", 10, 0),
        ("XN", 20, 0),
        ("9V", 6, 2),
        ("X", 10, 0),
        ("DATE", 8, 0),
        ("X", 10, 0),
        ("9V", 8, 2),
        ("S9V", 8, 2),
    ]
    assert made.problems == ""
