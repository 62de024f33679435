"""Workbooks of chukan's own that are no definitions to import."""

from __future__ import annotations

from collections.abc import Iterable

from chukan.authoring.workbook.opening import OpenedWorkbook
from chukan.errors import PackError

REVIEW_MARK = "移行ファイル定義 確認シート"
"""In the first cell of a review sheet."""
DICTIONARY_MARK = "移行ファイル定義 データ項目辞書"
"""In the first cell of a data dictionary."""


def refuse_own_books(workbooks: Iterable[OpenedWorkbook]) -> None:
    """Raise PackError for a review sheet or a data dictionary: what was filled in would be lost, or nothing new read.

    Args:
        workbooks: all that are to be imported.

    Raises:
        PackError: one is such; says which command takes it, or which export can be imported.
    """
    for opened in workbooks:
        for grid in opened.grids:
            mark, place = grid.at(1, 1), f"{opened.name} {grid.place(1, 1)}"
            if mark == REVIEW_MARK:
                raise PackError(
                    "chukan の確認シートです。import では、記入した内容を取り込めません",
                    place=place,
                    hint="`chukan layouts review-sheet --merge FILE.xlsx --pack NAME` で取り込んでください。",
                )
            if mark == DICTIONARY_MARK:
                raise PackError(
                    "chukan が書き出したデータ項目辞書です。読むためのもので、取り込めません",
                    place=place,
                    hint="取り込み直すには `chukan layouts export --format excel` で書き出したブックを使ってください。",
                )
