"""What an Excel sheet can no longer tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.layouts.model import Layout

LayoutOf = Callable[..., Layout]


def test_what_excel_lost_is_said_once_a_column(book: Path, book_layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", book_layout, header=True)

    told = [(a.item, a.severity, a.line) for a in found.of("V13")]
    assert told == [("番号", "warning", 5), ("識別", "warning", 2)]
    assert "先頭の 0" in found.of("V13")[0].message
    assert "16桁以上" in found.of("V13")[1].message
    assert found.of("F03") == found.of("F04") == found.of("F08") == []


def test_dates_are_written_as_agreed(book: Path, book_layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", book_layout, header=True, dates="yyyy/mm/dd")

    assert [row[2] for row in found.rows] == ["1980/01/01", "2020/12/31", "19900101"]


@pytest.mark.parametrize(("agreed", "told"), [(False, ["F08"]), (True, []), (None, [])])
def test_a_newline_in_a_cell_is_one_in_a_value(
    book: Path, book_layout: Layout, reading: Any, agreed: bool | None, told: list[str]
) -> None:
    found = reading(f"{book}#住民", book_layout, header=True, newlines_in_values=agreed)

    assert [a.rule for a in found.of("F08")] == told
    assert found.rows[0][1] == "山田　太郎\n様"
