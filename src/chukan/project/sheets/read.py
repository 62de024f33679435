"""A project read from its workbook: the keys and values that a project file has, and the cells that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ProjectError, did_you_mean
from chukan.project.cells import folded, texts_of
from chukan.project.sheets import form
from chukan.project.sheets.cells import CellLines, SheetCell
from chukan.project.sheets.places import Places
from chukan.project.sheets.table import (
    NUMBER,
    SheetReading,
    SheetRow,
    in_one_width,
    put_fields,
    rows_of,
    value_of,
    yaml_of,
)
from chukan.yaml_text import Lines

#: What a value of an agreement begins with that is written as YAML.
_YAML = ("{", "[", '"', "'")


def read_project(path: Path) -> tuple[dict[str, Any], Lines]:
    """Return the keys and values of a project that is written as a workbook, and where they stand.

    Args:
        path: the workbook.

    Raises:
        InputError: the file can't be read as a workbook.
        ProjectError: a sheet, a heading or a cell is wrong; names sheet and cell.
    """
    opened = open_workbook(path)
    reading = SheetReading(path.as_posix())
    sheets = {sheet.title: sheet for sheet in opened.book.worksheets}
    _refuse_strange_sheets(sheets, path)
    for title, sheet in sheets.items():
        _refuse_uncalculated(sheet, opened.formulas.get(title, frozenset()), path)
    _settings(sheets.get(form.SETTINGS), reading)
    rows = {title: list(rows_of(sheets.get(title), title, fields, path)) for title, fields in form.TABLES.items()}
    reading.data["vendors"] = []
    reading.data["municipalities"] = []
    for number, row in enumerate(rows[form.VENDORS]):
        reading.data["vendors"].append({})
        put_fields(row, form.TABLES[form.VENDORS], ("vendors", number), reading)
    places = Places(reading)
    for row in rows[form.TOWNS]:
        places.add_town(row)
    for row in rows[form.BUSINESSES]:
        places.add_business(row)
    for row in rows[form.FILES]:
        places.add_file(row)
    for row in rows[form.COUNTS]:
        _count(row, places, reading)
    for row in rows[form.AGREEMENT]:
        _agreement(row, places, reading)
    for row in rows[form.COLUMNS]:
        _column(row, places, reading)
    for row in rows[form.OTHERS]:
        _other(row, reading)
    return reading.data, CellLines(reading.place, None, (), reading.cells)


def _refuse_strange_sheets(sheets: Mapping[str, Worksheet], path: Path) -> None:
    known = (form.GUIDE, form.SETTINGS, *form.TABLES, form.LEFT_OUT)
    if not {form.SETTINGS, form.TOWNS} & {*sheets}:
        raise ProjectError(
            f"プロジェクトのシート（{form.SETTINGS}、{'、'.join(form.TABLES)}）がありません",
            place=path.as_posix(),
            hint="chukan init フォルダ --out project.xlsx が書くブックを使ってください。",
        )
    for title in sheets:
        if title not in known and not title.startswith(form.MEMO_PREFIX):
            hint = did_you_mean(title, known) or f"自分用のシートなら、名前を「{form.MEMO_PREFIX}」で始めてください。"
            raise ProjectError(f"知らないシート「{title}」があります", place=path.as_posix(), hint=hint)


def _refuse_uncalculated(sheet: Worksheet, formulas: frozenset[str], path: Path) -> None:
    """Refuse formulas that no program has calculated: their cells look blank."""
    for address in sorted(formulas):
        if sheet[address].value is None:
            raise ProjectError(
                "式の結果が保存されていません",
                place=f"{path.as_posix()} シート「{sheet.title}」 セル {address}",
                hint="値に直すか、表計算ソフトで開いて保存し直してください。",
            )


def _settings(sheet: Worksheet | None, reading: SheetReading) -> None:
    """Read the sheet that has a setting a row: its name and its value."""
    if sheet is None:
        return
    by_title = {folded(one.title): one for one in form.SETTING_FIELDS}
    for row, texts in texts_of(sheet).items():
        label, text = texts.get(1, ""), texts.get(2, "")
        known = by_title.get(folded(label))
        if known is None:
            if row == 1 or not (label or text):
                continue
            cell = SheetCell(form.SETTINGS, label, f"A{row}")
            titles = [one.title for one in form.SETTING_FIELDS]
            hint = did_you_mean(label, titles) or f"ほかの設定は、シート「{form.OTHERS}」に書いてください。"
            raise reading.refusal(f"知らない設定「{label}」があります", cell, hint)
        cell = SheetCell(form.SETTINGS, known.title, f"B{row}")
        loc = tuple(known.key.split("."))
        if not text:
            reading.cells.setdefault(loc, cell)
            continue
        value: Any = value_of(known, in_one_width(known.key, text), cell, reading.place)
        if known.key in form.LISTS:
            parts = [part for line in text.splitlines() if (part := line.strip())]
            value = parts if known.key == "packs" or len(parts) > 1 else parts[0]
        reading.put(loc, value, cell)


def _count(row: SheetRow, places: Places, reading: SheetReading) -> None:
    """Read what the delivery note says of a file, and what the target system says after loading."""
    if not any(text for key, text in row.texts.items() if key not in ("code", "path", "item")):
        return  # as the draft wrote it: it says nothing, also of a file whose row was deleted
    loc = places.file(row)
    fields = {one.key: one for one in form.TABLES[form.COUNTS]}
    if row["stated"]:
        cell = row.cells["stated"]
        value = value_of(fields["stated"], row["stated"], cell, reading.place)
        reading.put((*loc, "totals", row["item"]) if row["item"] else (*loc, "records"), value, cell)
    loaded = [one for key, one in fields.items() if key.startswith("loaded.")]
    written = [one for one in loaded if row[one.key]]
    if written and row["item"]:
        raise reading.refusal(
            f"「{written[0].title}」は、項目が空欄の行（件数の行）に書きます",
            row.cells[written[0].key],
            "件数の行に移してください。",
        )
    if written:
        put_fields(row, loaded, loc, reading)


def _agreement(row: SheetRow, places: Places, reading: SheetReading) -> None:
    if not row["value"]:
        return
    loc = places.of_agreement(row)
    if not row["key"]:
        raise reading.refusal("移行条件のキーがありません", row.cells["key"], "例: encoding")
    cell = row.cells["value"]
    text = row["value"]
    if text.lower() in ("true", "false"):
        value: Any = text.lower() == "true"
    elif text.lower() == "null":  # what is inherited is taken back
        value = None
    elif text.startswith(_YAML) and len(text) > 1:
        value = yaml_of(text, cell, reading.place)
    else:
        value = int(text) if NUMBER.fullmatch(text) else text
    reading.put((*loc, "agreement", row["key"]), value, SheetCell(cell.sheet, row["key"], cell.address))


def _column(row: SheetRow, places: Places, reading: SheetReading) -> None:
    if not row["item"]:
        return
    loc = places.file(row) if row["path"] else ()
    item = None if folded(row["item"]) == folded(form.NOT_USED) else row["item"]
    if not row["column"]:
        raise reading.refusal(
            "ファイルの列名がありません", row.cells["column"], "見出しにある列の名前を書いてください。"
        )
    reading.put((*loc, "agreement", "columns", row["column"]), item, row.cells["item"])


def _other(row: SheetRow, reading: SheetReading) -> None:
    cell = row.cells["value"]
    if not row["key"]:
        raise reading.refusal("キーがありません", row.cells["key"], "例: rules.V10")
    if not row["value"]:
        raise reading.refusal(f"「{row['key']}」の値がありません", cell, "値を書くか、行を消してください。")
    loc = tuple(part.strip() for part in row["key"].split("."))
    if loc[0] in ("vendors", "municipalities"):
        raise reading.refusal(
            f"「{row['key']}」はここには書けません",
            row.cells["key"],
            f"事業者・団体・業務・ファイルの設定は、それぞれのシート（列「{form.MORE}」）に書いてください。",
        )
    reading.put(loc, yaml_of(row["value"], cell, reading.place), SheetCell(cell.sheet, row["key"], cell.address))
