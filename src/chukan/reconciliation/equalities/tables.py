"""Conversion tables: CSV files with an old and a new column."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from chukan.errors import ProjectError, reason

OLD = ("旧", "old", "旧コード", "旧番号", "旧文字", "移行元")
NEW = ("新", "new", "新コード", "新番号", "新文字", "移行先")
_HINT = "1行目に「旧」「新」の見出しがある CSV（UTF-8 または CP932）にしてください。"


def read_table(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the rows of a conversion table, old and new.

    Args:
        path: a CSV file in UTF-8 or CP932 whose first row names the columns 旧 and 新 (or old and new).

    Raises:
        ProjectError: it can't be read, lacks a column, or a row has no old value; names the line.
    """
    try:
        with path.open("rb") as file:
            encoding = _encoding(file.read(1 << 16))
        with path.open(encoding=encoding, newline="") as text:
            yield from _rows(text, path)
    except OSError as e:
        raise ProjectError(f"変換表を読めません: {reason(e)}", place=str(path), hint=_HINT) from None
    except (UnicodeDecodeError, csv.Error):
        raise ProjectError("変換表を CSV として読めません", place=str(path), hint=_HINT) from None


def small_table(path: Path) -> dict[str, str]:
    """Return a conversion table that fits into memory.

    Args:
        path: see `read_table`.

    Raises:
        ProjectError: see `read_table`; or one old value has two new ones.
    """
    found: dict[str, str] = {}
    for line, (old, new) in enumerate(read_table(path), 2):
        if found.setdefault(old, new) != new:
            raise ProjectError(
                "変換表の同じ「旧」に、違う「新」が二つあります",
                place=f"{path}:{line}",
                hint="どちらが正しいかを確かめ、1行にしてください。",
            )
    return found


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file that a rule rests on.

    Raises:
        ProjectError: it can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise ProjectError(
            f"規則が名指すファイルを読めません: {reason(e)}", place=str(path), hint="パスを確かめてください。"
        ) from None


def _encoding(head: bytes) -> str:
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8-sig"


def _rows(text: TextIO, path: Path) -> Iterator[tuple[str, str]]:
    reader = csv.reader(text, strict=True)
    head = next(reader, [])
    places = [next((i for i, name in enumerate(head) if name.strip() in names), None) for names in (OLD, NEW)]
    old, new = places
    if old is None or new is None:
        lacking = "旧" if old is None else "新"
        raise ProjectError(f"変換表に「{lacking}」の列がありません", place=f"{path}:1", hint=_HINT)
    for row in reader:
        if not any(row):
            continue
        if len(row) <= max(old, new) or not row[old]:
            raise ProjectError(
                "変換表に「旧」の値がない行があるか、列が足りません", place=f"{path}:{reader.line_num}", hint=_HINT
            )
        yield row[old], row[new]
