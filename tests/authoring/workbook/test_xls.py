"""Workbooks of the older Excel: the same cells as in a new one, and what harms the reader is refused."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.opening import open_grids
from chukan.errors import InputError


def old_book(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("住民")
    zeros, date = xlwt.easyxf(num_format_str="000"), xlwt.easyxf(num_format_str="yyyy/mm/dd")
    values: list[tuple[int, int, Any, Any]] = [
        (0, 0, "宛名番号", None),
        (1, 0, 15, None),
        (1, 1, 2.5, None),
        (1, 2, 7, zeros),
        (1, 3, dt.date(2021, 4, 1), date),
        (1, 4, True, None),
        (2, 0, "消えた", xlwt.easyxf("font: struck_out true")),
        (3, 0, " 前後の空白 ", None),
    ]
    for row, column, value, style in values:
        sheet.write(row, column, value, *([style] if style else []))
    sheet.write_merge(4, 5, 0, 1, "結合")
    sheet.row(3).hidden = True
    sheet.col(4).hidden = True
    book.add_sheet("控え").visibility = 2
    book.save(str(path))
    return path


def test_cells_as_a_person_sees_them(tmp_path: Path) -> None:
    opened = open_grids(old_book(tmp_path / "old.xls"))

    grid, hidden = opened.grids
    assert (opened.name, len(opened.sha256)) == ("old.xls", 64)
    assert dict(grid.cells) == {
        (1, 1): "宛名番号",
        (2, 1): "15",
        (2, 2): "2.5",
        (2, 3): "007",
        (2, 4): "2021-04-01T00:00:00",
        (2, 5): "TRUE",
        (4, 1): "前後の空白",
        (5, 1): "結合",
    }
    assert dict(grid.struck) == {(3, 1): "消えた"}
    assert grid.seen(6, 2) == "結合"
    assert grid.hidden_rows == {4}
    assert 5 in grid.hidden_columns
    assert hidden.hidden


def test_a_damaged_file_is_refused_and_never_a_traceback(tmp_path: Path) -> None:
    data = old_book(tmp_path / "old.xls").read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        broken = bytearray(data[: chance.randrange(600, len(data))] if chance.random() < 0.3 else data)
        for _ in range(5):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        path = tmp_path / "broken.xls"
        path.write_bytes(bytes(broken))
        try:
            open_grids(path)
        except InputError as error:
            assert error.place == str(path)  # noqa: PT017 - most of them open: a wrong letter is no damage


def test_macros_are_refused(tmp_path: Path) -> None:
    path = old_book(tmp_path / "old.xls")
    path.write_bytes(path.read_bytes() + "_VBA_PROJECT".encode("utf-16-le"))

    with pytest.raises(InputError, match="マクロ"):
        open_grids(path)


Read = Callable[..., Result]


def test_an_xls_is_read_with_its_strikes(read: Read) -> None:
    made = read("an_old_workbook")

    assert made.items("住民", "1.0") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("氏名", "N", 60, 0, "conditional", None),
        ("区分", "X", 2, 0, "optional", None),
    ]
    assert made.codes("住民", "区分") == {"1": "甲", "2": "乙"}
    for word in ("「40」を除き、「60」と読みました", "「旧項目」", "控え!A1"):
        assert word in made.problems
