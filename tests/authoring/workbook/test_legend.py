"""Legends of the marks of a requirement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.grid import Grid
from chukan.authoring.workbook.legend import find_legend

ALL = {"◎": "required", "○": "conditional", "△": "optional"}


@pytest.mark.parametrize(
    "cells",
    [
        {(1, 1): "凡例：◎必須　○条件付き必須　△任意"},
        {(1, 1): "◎：必ず設定する、○：条件により設定、△：省略可"},
        {(1, 1): "◎＝必須／○＝場合により必須／△＝任意"},
        {(1, 1): "◎", (1, 2): "必須", (2, 1): "○", (2, 2): "条件付", (3, 1): "△", (3, 2): "任意"},
    ],
)
def test_legends(cells: dict[tuple[int, int], str]) -> None:
    found = find_legend(Grid("S", cells, {}))

    assert found.marks == ALL
    assert found.places == set(cells)


@pytest.mark.parametrize("text", ["○は主キー", "◎必須", "△が付く項目は移行しない", "宛名番号"])
def test_what_is_no_legend(text: str) -> None:
    assert find_legend(Grid("S", {(1, 1): text}, {})).marks == {}


def test_marks_inside_a_table_are_values() -> None:
    cells = {(1, 1): "◎", (1, 2): "必須", (2, 1): "○", (2, 2): "任意"}

    assert find_legend(Grid("S", cells, {}), inside=cells).marks == {}


Read = Callable[..., Result]


@pytest.mark.parametrize("name", ["a_legend_of_marks", "a_legend_on_its_own_sheet"])
def test_marks_mean_what_the_legend_says(name: str, read: Read) -> None:
    made = read(name)

    assert [i[4] for i in made.items("住民")][:2] == ["required", "conditional"]
    assert made.problems == ""


def test_a_legend_below_the_table(read: Read) -> None:
    made = read("a_legend_below_the_table")

    assert [i[4] for i in made.items("S")] == ["required", "optional"]
    assert made.problems == ""


def test_two_marks_without_a_legend_are_a_doubt(read: Read) -> None:
    assert "「◎」「○」がありますが" in read("two_marks_without_a_legend").problems
    assert read("two_marks_without_a_legend", "required: {◎: required, ○: conditional}\n").problems == ""
