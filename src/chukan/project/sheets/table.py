"""The tables of a project's workbook: their rows, and what a project file has in place of their cells."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from chukan.errors import ProjectError, did_you_mean
from chukan.project.cells import day_of, folded, texts_of
from chukan.project.sheets import form
from chukan.project.sheets.cells import SheetCell
from chukan.project.unfilled import UNFILLED
from chukan.yaml_text import Loc, read_yaml

NUMBER = re.compile(r"-?[0-9]+")
#: What names a municipality or a vendor; the width in which it is typed says nothing.
_NAMES = ("code", "id", "from", "to", "group.representative")


@dataclass(frozen=True)
class SheetRow:
    """One row of a table: the texts of its cells, by key."""

    texts: Mapping[str, str]
    cells: Mapping[str, SheetCell]

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")


@dataclass
class SheetReading:
    """What was read so far."""

    place: str
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[Loc, SheetCell] = field(default_factory=dict)

    def put(self, loc: Loc, value: Any, cell: SheetCell) -> None:
        """Set a value, with its cell.

        Raises:
            ProjectError: it is set already.
        """
        target: Any = self.data
        for part, following in itertools.pairwise(loc):
            if isinstance(target, list):
                if not isinstance(part, int):
                    raise self.refusal(
                        "並びの中は、ここには書けません", cell, "一つ上のキーに、[値, 値] の形で書いてください。"
                    )
                target = target[part]
            else:
                target = target.setdefault(part, [] if isinstance(following, int) else {})
            if not isinstance(target, dict | list):
                raise self.refusal(
                    f"「{'.'.join(map(str, loc))}」は、ほかの行の値の中にあります",
                    cell,
                    "どちらかの行を消してください。",
                )
        if isinstance(target, dict) and loc[-1] in target:
            raise self.refusal(f"「{cell.heading}」が二度書かれています", cell, "どちらかの行を消してください。")
        if isinstance(target, list):
            raise self.refusal(
                "並びの中は、ここには書けません", cell, "一つ上のキーに、[値, 値] の形で書いてください。"
            )
        target[loc[-1]] = value
        self.cells[loc] = cell
        for size in range(1, len(loc)):
            self.cells.setdefault(loc[:size], cell)

    def refusal(self, what: str, cell: SheetCell, hint: str) -> ProjectError:
        """Return the error for a cell."""
        return ProjectError(what, place=f"{self.place} {cell.place}", hint=hint)


def rows_of(sheet: Worksheet | None, title: str, fields: Sequence[form.Field], path: Path) -> Iterator[SheetRow]:
    """Yield the rows of a table that hold anything in its columns."""
    cells = texts_of(sheet) if sheet is not None else {}
    if sheet is None or not cells:
        return
    _refuse_merged(sheet, title, path)
    by_title = {folded(one.title): one.key for one in fields}
    columns: dict[int, str] = {}
    for column, text in cells.pop(1, {}).items():
        address = f"{get_column_letter(column)}1"
        place = f"{path.as_posix()} シート「{title}」 セル {address}"
        if text.startswith(form.NOTE_PREFIX):
            continue
        if folded(text) not in by_title:
            hint = did_you_mean(text, [one.title for one in fields])
            more = f"読み取らない列なら、見出しを「{form.NOTE_PREFIX}」で始めてください。"
            raise ProjectError(f"知らない列「{text}」があります", place=place, hint=hint or more)
        if by_title[folded(text)] in columns.values():
            raise ProjectError(f"列「{text}」が二つあります", place=place, hint="どちらかを消してください。")
        columns[column] = by_title[folded(text)]
    if not columns:
        raise ProjectError(
            "1行目に見出しがありません",
            place=f"{path.as_posix()} シート「{title}」 セル A1",
            hint=f"1行目を見出し（{'、'.join(one.title for one in fields)}）に戻してください。",
        )
    letters = {key: get_column_letter(column) for column, key in columns.items()}
    titles = {one.key: one.title for one in fields}
    for row, texts in cells.items():
        found = {key: in_one_width(key, texts[column]) for column, key in columns.items() if column in texts}
        if found:
            where = {key: SheetCell(title, titles[key], f"{letter}{row}") for key, letter in letters.items()}
            missing = {key: SheetCell(title, titles[key], f"A{row}") for key in titles if key not in where}
            yield SheetRow(found, {**missing, **where})


def in_one_width(key: str, text: str) -> str:
    """Return a cell's text, half-width where it names a municipality or a vendor.

    Args:
        key: of its column or setting.
        text: as it was typed.
    """
    return unicodedata.normalize("NFKC", text) if key in _NAMES and not text.startswith(UNFILLED) else text


def _refuse_merged(sheet: Worksheet, title: str, path: Path) -> None:
    """Refuse cells that are merged: only the first of them holds what seems to stand in all."""
    for area in sorted(map(str, sheet.merged_cells.ranges)):
        raise ProjectError(
            "結合されたセルがあります",
            place=f"{path.as_posix()} シート「{title}」 セル {area}",
            hint="結合を解除し、それぞれの行に書いてください。",
        )


def put_fields(
    row: SheetRow, fields: Sequence[form.Field], loc: Loc, reading: SheetReading, leave: Sequence[str] = ()
) -> None:
    """Set the values of a row's own keys, and remember the cells of those that are blank."""
    reading.cells.setdefault(loc, next(iter(row.cells.values())))
    for one in fields:
        if one.key in leave:
            continue
        cell = row.cells[one.key]
        if not row[one.key]:
            reading.cells.setdefault((*loc, *one.key.split(".")), cell)
            continue
        value = value_of(one, row[one.key], cell, reading.place)
        if one.key != form.MORE:
            reading.put((*loc, *one.key.split(".")), value, cell)
            continue
        if not isinstance(value, dict):
            raise reading.refusal(
                f"「{form.MORE}」は {{キー: 値}} の形で書いてください", cell, "例: {counterparts: [...]}"
            )
        for key, inside in value.items():
            reading.put((*loc, key), inside, cell)


def value_of(one: form.Field, text: str, cell: SheetCell, place: str) -> Any:
    """Return what a project file has in place of a cell's text.

    Raises:
        ProjectError: it is no word, day or YAML that may stand there; names the cell.
    """
    if one.choices:
        words = {folded(word): value for word, value in one.choices.items()}
        if folded(text) in words:
            return words[folded(text)]
        if text in one.choices.values() or text.startswith(UNFILLED):
            return text
        hint = did_you_mean(text, one.choices) or f"使える言葉: {'、'.join(one.choices)}"
        raise ProjectError(f"「{one.title}」の「{text}」は使えません", place=f"{place} {cell.place}", hint=hint)
    if one.kind == "number":
        figure = folded(text).replace(",", "").removesuffix("件").removesuffix("円")
        return int(figure) if NUMBER.fullmatch(figure) else text
    if one.kind == "day" and not text.startswith(UNFILLED):
        return day_of(text, f"{place} {cell.place}", one.title)
    if one.kind == "yaml":
        return yaml_of(text, cell, place)
    return text


def yaml_of(text: str, cell: SheetCell, place: str) -> Any:
    """Return the value of a cell that holds YAML.

    Raises:
        ProjectError: it is no YAML; names the cell.
    """
    try:
        return read_yaml(text, ProjectError, place=place)[1]
    except ProjectError as e:
        raise ProjectError(e.message, place=f"{place} {cell.place}", hint=e.hint) from None
