"""A pack's CSV files: item tables and code lists, each mistake with its file and line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chukan.errors import PackError, did_you_mean
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item
from chukan.yaml_text import read_text

ITEM_COLUMNS = (
    "no",
    "item",
    "type",
    "length",
    "scale",
    "required",
    "key",
    "code",
    "format",
    "since",
    "until",
    "basis",
    "source",
    "note",
    "label",
)
CODE_COLUMNS = ("list", "code", "name", "since", "until", "basis", "source", "note")
ITEM_REQUIRED = ("no", "item", "type")
CODE_REQUIRED = ("code", "name")


def read_items(path: Path) -> tuple[Item, ...]:
    """Return the items of an item table.

    Raises:
        PackError: the table is wrong; names the file and the line.
    """
    items: list[Item] = []
    seen: dict[str, tuple[int, bool]] = {}
    for line, row in read_rows(path, ITEM_COLUMNS, required=ITEM_REQUIRED):
        item = parse_item(path, line, row)
        timed = bool(item.since or item.until)
        if item.name in seen and not (timed and seen[item.name][1]):  # rows of different editions: see Pack
            earlier = seen[item.name][0]
            raise PackError(f"項目「{item.name}」が二度あります（{earlier} 行目にも）", place=f"{path}:{line}")
        seen[item.name] = (line, timed)
        items.append(item)
    if not items:
        raise PackError("項目が一つもありません", place=str(path))
    return tuple(items)


def read_codes(path: Path) -> CodeList:
    """Return a code list.

    Raises:
        PackError: the list is wrong; names the file and the line.
    """
    values: list[CodeValue] = []
    timed: dict[str, bool] = {}
    name = path.stem
    for line, row in read_rows(path, CODE_COLUMNS, required=CODE_REQUIRED):
        name = row.get("list") or name
        value = parse_code(path, line, row)
        if not (timed.get(value.code, True) and (value.since or value.until)) and value.code in timed:
            raise PackError(f"コード「{value.code}」が二度あります", place=f"{path}:{line}")
        timed[value.code] = bool(value.since or value.until)
        values.append(value)
    return CodeList(id=path.stem, name=name, values=tuple(values))


def parse_item(path: Path, line: int, row: dict[str, str]) -> Item:
    """Return the item of one row.

    Args:
        path: the table, for the error.
        line: the row's line, from 1, for the error.
        row: column to text; empty = left out.

    Raises:
        PackError: the row is no item.
    """
    try:
        return Item.model_validate({k: v for k, v in row.items() if v != ""})
    except ValidationError as e:
        raise _row_error(e, path, line, row) from None


def parse_code(path: Path, line: int, row: dict[str, str]) -> CodeValue:
    """Return the code value of one row; see `parse_item`.

    Raises:
        PackError: the row is no code value.
    """
    try:
        return CodeValue.model_validate({k: v for k, v in row.items() if v != "" and k != "list"})
    except ValidationError as e:
        raise _row_error(e, path, line, row) from None


def read_rows(path: Path, columns: tuple[str, ...], *, required: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a pack's CSV that are not blank, each with the line that it ends on.

    Args:
        path: the file.
        columns: the columns that it may have.
        required: those that it must have.

    Raises:
        PackError: no such file, not UTF-8, not a CSV, an unknown or missing column, a row of another width.
    """
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [h.strip() for h in reader.fieldnames or []]
        reader.fieldnames = header
        _check_header(path, header, columns, required)
        rows: list[tuple[int, dict[str, str]]] = []
        for row in reader:
            cells: dict[Any, Any] = row
            if None in cells or None in cells.values():
                raise PackError(
                    "列の数が見出しと違います",
                    place=f"{path}:{reader.line_num}",
                    hint='値の中の「,」は "（引用符）で囲んでください。',
                )
            if any(row.values()):
                rows.append((reader.line_num, {k: v.strip() for k, v in row.items()}))
    except csv.Error:
        raise PackError(
            "CSV として読めません（引用符の対応か、長すぎる値）",
            place=f"{path}:{reader.line_num}",
            hint='引用符（"）が閉じているか確かめてください。',
        ) from None
    return rows


def _check_header(path: Path, header: list[str], columns: tuple[str, ...], required: tuple[str, ...]) -> None:
    place = f"{path}:1"
    if unknown := [c for c in header if c not in columns]:
        hint = did_you_mean(unknown[0], columns) or f"使える列: {', '.join(columns)}"
        raise PackError(f"知らない列「{unknown[0]}」があります", place=place, hint=hint)
    if missing := [c for c in required if c not in header]:
        raise PackError(f"列「{missing[0]}」がありません", place=place, hint=f"見出しは {','.join(columns)} です。")
    if twins := [c for c in header if header.count(c) > 1]:
        raise PackError(f"列「{twins[0]}」が二度あります", place=place, hint="どちらかを消してください。")


def _text(path: Path) -> str:
    """Return the file's text; another encoding, as Excel saves it, is an error with its line."""
    try:
        data = path.read_bytes()
        data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise PackError(
            "UTF-8 で読めません",
            place=f"{path}:{line}",
            hint="Excel では「CSV UTF-8（コンマ区切り）」を選んで保存し直してください。",
        ) from None
    except OSError:
        pass  # read_text raises what is wrong
    return read_text(path, PackError)


def _row_error(e: ValidationError, path: Path, line: int, row: dict[str, str]) -> PackError:
    first = e.errors()[0]
    column = str(first["loc"][0]) if first["loc"] else ""
    place = f"{path}:{line}"
    if first["type"] == "missing":
        return PackError(f"列「{column}」が空です", place=place, hint="列の意味は docs/packs.md にあります。")
    if first["type"] == "literal_error":
        expected = str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        return PackError(
            f"列「{column}」に使えない値「{row.get(column, '')}」があります", place=place, hint=f"使える値: {expected}"
        )
    return PackError(
        f"列「{column}」の値「{row.get(column, '')}」が正しくありません: {first['msg'].removeprefix('Value error, ')}",
        place=place,
        hint="列の意味は docs/packs.md にあります。",
    )
