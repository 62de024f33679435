"""Legends of the marks of a requirement."""

from __future__ import annotations

import pytest

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
