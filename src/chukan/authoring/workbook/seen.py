"""What is seen in a workbook beside its tables, and what a table lacks: notices for who imports it."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.account import ranges
from chukan.authoring.workbook.grid import Grid
from chukan.authoring.workbook.mapping import SheetMapping, WorkbookMapping
from chukan.authoring.workbook.opening import OpenedWorkbook
from chukan.authoring.workbook.report import Level, Notice
from chukan.authoring.workbook.tables import FoundTable

_LACKS = (
    ("length", "桁数の列が見つかりません。桁数の検査はできません"),
    ("required", "必須の列が見つかりません。すべて任意として取り込みました"),
    ("key", "主キーの列が見つかりません。キーの検査はできません"),
)


def about_workbook(opened: OpenedWorkbook, mapping: WorkbookMapping) -> list[Notice]:
    """Return what a workbook holds that no cell does: texts in shapes and text boxes.

    Args:
        opened: The workbook.
        mapping: What a person has decided: ``shapes: skip`` of a shape that he has looked at.
    """
    if not opened.shapes:
        return []
    texts = "、".join(f"「{text[:20]}」" for text in opened.shapes[:3]) + ("…" if len(opened.shapes) > 3 else "")
    what = f"図形やテキストボックスの中の文が {len(opened.shapes)} あります（{texts}）。読みませんでした"
    hint = "定義の一部なら、セルに書き写してください。"
    return [Notice("info" if mapping.shapes == "skip" else "problem", opened.name, what, hint)]


def about_cells(grid: Grid, mapping: WorkbookMapping) -> list[Notice]:
    """Return what single cells of a sheet with tables hold that is not their text.

    Args:
        grid: The sheet.
        mapping: What a person has decided of struck-out text and of cells.
    """
    own = mapping.sheets.get(grid.name, SheetMapping())
    notices: list[Notice] = []
    for place, gone in sorted(grid.removed.items()):
        what = f"セルの中の取り消し線の引かれた「{gone}」を除き、「{grid.at(*place)}」と読みました"
        level: Level = "info" if mapping.struck else "problem"
        notices.append(Notice(level, grid.place(*place), what, "確かめたら、対応表に struck: skip と書いてください。"))
    for place, text in sorted(grid.comments.items()):
        if not own.ignores(*place):
            what = f"セルのコメントは読みませんでした（「{' '.join(text.split())[:40]}」）"
            hint = "定義の一部なら、備考の列に書き写してください。確かめたら、対応表の ignore: にこのセルを書いてください。"
            notices.append(Notice("problem", grid.place(*place), what, hint))
    for place in sorted(grid.errors):
        what = f"セルがエラー値（{grid.at(*place)}）です"
        notices.append(Notice("problem", grid.place(*place), what, "Excel で開いて、数式を直してください。"))
    notices += _computed(grid)
    return notices


def _computed(grid: Grid) -> list[Notice]:
    if not grid.computed:
        return []
    empty = sorted(place for place in grid.computed if place not in grid.filled)
    what = f"数式のセルが {len(grid.computed)} あります。保存されている計算結果を読みました"
    hint = "最新の計算結果か、Excel で開いて確かめてください。"
    notices = [Notice("warning", grid.place(*min(grid.computed)), what, hint)]
    if empty:
        what = f"数式のセルに計算結果が保存されていません（{ranges(empty)}）。空として読みました"
        hint = "Excel で開いて保存し直すか、値の貼り付けに変えてください。"
        notices.append(Notice("problem", grid.place(*empty[0]), what, hint))
    return notices


def about_tables(grid: Grid, tables: Sequence[FoundTable], *, sized: bool) -> list[Notice]:
    """Return what the tables of a sheet lack, and which of their columns are hidden.

    Args:
        grid: The sheet.
        tables: Its tables that were read.
        sized: All its items have a length, from whatever column.
    """
    notices: list[Notice] = []
    used = {column for table in tables for column in table.fields.values()}
    if hidden := sorted(used & grid.hidden_columns):
        letters = ", ".join(get_column_letter(c) for c in hidden)
        notices.append(Notice("warning", grid.name, f"非表示の列（{letters}）も読みました"))
    items = [table for table in tables if table.kind == "items"]
    for name, what in _LACKS:
        missing = not any(name in table.fields for table in items)
        if items and missing and not (name == "length" and sized):
            notices.append(Notice("warning", grid.name, what, "対応表の columns: で指定してください。"))
    return notices
