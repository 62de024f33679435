"""What calls itself a workbook and is none is called what it is, in Japanese."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from chukan.errors import InputError
from chukan.intake.source.damage import why_no_workbook
from chukan.intake.source.workbook import sheet


def _zip(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")


def _book(path: Path) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["番号", "氏名"])
    book.save(path)
    return path.read_bytes()


def _cut(path: Path) -> None:
    path.write_bytes(_book(path)[:-600])


def _without_sheet(path: Path) -> None:
    _book(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, b"<x" if name.startswith("xl/worksheets/") else part)


def _flipped(path: Path) -> None:
    data = bytearray(_book(path))
    at = data.find(b"xl/worksheets/sheet1.xml") + 30
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)


MADE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "empty": (lambda p: p.write_bytes(b""), "中身がありません", "出力に失敗"),
    "nul": (lambda p: p.write_bytes(bytes(600)), "中身がありません", "出力に失敗"),
    "html": (
        lambda p: p.write_text("<html><table><tr><td>1</td></tr></table></html>"),
        "中身は HTML",
        "名前を付けて保存",
    ),
    "xml": (lambda p: p.write_text('<?xml version="1.0"?><Workbook/>'), "中身は XML", "名前を付けて保存"),
    "csv": (lambda p: p.write_bytes("番号,氏名\r\n1,山田\r\n".encode("cp932")), "中身はテキスト", ".csv"),
    "pdf": (lambda p: p.write_bytes(b"%PDF-1.7\n..."), "中身は PDF", "Excel のブックを"),
    "zip": (lambda p: _zip(p, "a.csv"), "ZIP ですが、中に Excel のブックがありません", "取り違えて"),
    "docx": (lambda p: _zip(p, "[Content_Types].xml", "word/document.xml"), "中身は Word の文書", "Excel のブックを"),
    "ods": (lambda p: _zip(p, "mimetype", "content.xml"), "OpenDocument", "名前を付けて保存"),
    "xlsb": (lambda p: _zip(p, "[Content_Types].xml", "xl/workbook.bin"), ".xlsb", "名前を付けて保存"),
    "cut": (_cut, "途中で切れているか、壊れています", "もう一度受け取って"),
    "xml inside": (_without_sheet, "壊れています", "もう一度受け取って"),
    "flipped": (_flipped, "壊れています", "もう一度受け取って"),
    "old and cut": (
        lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600),
        "途中で切れ",
        "もう一度",
    ),
    "bytes": (lambda p: p.write_bytes(bytes(range(1, 256)) + b"\x00\x01"), "Excel のブックではありません", "もう一度"),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
@pytest.mark.parametrize("name", MADE)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path, name: str, suffix: str) -> None:
    make, why, hint = MADE[name]
    path = tmp_path / f"f{suffix}"
    make(path)

    with pytest.raises(InputError) as e:
        sheet(path, None)

    what = e.value.message
    assert why in what
    assert hint in (e.value.hint or "")
    assert not re.search("[a-z]{4}", re.sub("Excel|OpenDocument|Word|[.]xlsb", "", what)), what


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    assert why_no_workbook(tmp_path / "a.xlsx", PermissionError(13, "Permission denied"))[0] == "権限がありません"
    assert "ファイル" in why_no_workbook(tmp_path / "a.xlsx", ValueError("?"))[0]
