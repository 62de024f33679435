"""What a workbook must not be, and what is said then."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from chukan.authoring.workbook import guard
from chukan.authoring.workbook.guard import open_workbook
from chukan.authoring.workbook.opening import open_grids
from chukan.errors import InputError

MakeBook = Callable[..., Path]
ROWS = [["項番", "項目名", "データ型", "桁数"], [1, "宛名番号", "X", 15]]


def repacked(path: Path, *, add: dict[str, bytes] | None = None, change: dict[str, bytes] | None = None) -> Path:
    """Return a copy of a workbook with parts added or changed."""
    out = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, (change or {}).get(part.filename, old.read(part)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        open_grids(path)
    assert caught.value.place == str(path)
    assert caught.value.exit_code == 3
    return caught.value


def test_an_honest_workbook_opens(make_book: MakeBook) -> None:
    path = make_book({"項目": ROWS})

    source = open_workbook(path)

    assert source.name == "book.xlsx"
    assert len(source.sha256) == 64
    assert source.formulas == {}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "Excel ブック（.xlsx・.xls）ではありません"),
        (b"no,item\n1,a\n", "Excel ブック（.xlsx・.xls）ではありません"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "古い形式（.xls）"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (b"PK\x03\x04 cut short", "壊れています"),
    ],
)
def test_other_files_are_named(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)

    assert what in refusal(path).message


def test_missing_and_folder(tmp_path: Path) -> None:
    assert "ファイルがありません" in refusal(tmp_path / "none.xlsx").message
    assert "フォルダ" in refusal(tmp_path).message


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert "ZIP" in refusal(path).message


def test_macros(make_book: MakeBook) -> None:
    path = repacked(make_book({"項目": ROWS}), add={"xl/vbaProject.bin": b"\0"})

    assert "マクロ" in refusal(path).message


def test_binary_workbook(make_book: MakeBook) -> None:
    path = repacked(make_book({"項目": ROWS}), add={"xl/workbook.bin": b"\0"})

    assert ".xlsb" in refusal(path).message


def test_too_big(make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_book({"項目": ROWS})
    monkeypatch.setattr(guard, "MAX_BYTES", 1000)

    assert "大きすぎます" in refusal(path).message


def test_zip_bomb(make_book: MakeBook) -> None:
    path = repacked(make_book({"項目": ROWS}), add={"xl/media/x.bin": bytes(guard.MAX_UNPACKED + 1)})

    assert path.stat().st_size < 1_000_000
    assert "展開すると大きすぎます" in refusal(path).message


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_more_cells_than_any_definition_has(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, prefix: bytes
) -> None:
    monkeypatch.setattr(guard, "MAX_CELLS", 50)
    space = b' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b"<" + prefix + b"c/>"
    sheet = b"<worksheet" + space + b"><sheetData><row>" + cells * 51 + b"</row></sheetData></worksheet>"

    message = refusal(repacked(make_book({"項目": ROWS}), change={"xl/worksheets/sheet1.xml": sheet})).message

    assert "セルが 50 を超えています" in message


LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>"""
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "xl/extra.xml"])
def test_xml_bombs_in_any_part_and_encoding(make_book: MakeBook, part: str, encoding: str) -> None:
    bomb = LAUGHS.decode().encode(encoding)
    path = repacked(make_book({"項目": ROWS}), change={part: bomb}, add={} if part != "xl/extra.xml" else {part: bomb})

    error = refusal(path)

    assert "DTD" in error.message
    assert part in error.message


def test_a_dtd_behind_much_white_space(make_book: MakeBook) -> None:
    bomb = LAUGHS.replace(b"<!DOCTYPE", b" " * 300_000 + b"<!DOCTYPE")

    assert "DTD" in refusal(repacked(make_book({"項目": ROWS}), change={"xl/workbook.xml": bomb})).message


@pytest.mark.parametrize(
    "element",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_over_a_whole_sheet(make_book: MakeBook, element: bytes) -> None:
    path = make_book({"項目": ROWS})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    wide = sheet.replace(b"</sheetData>", b"</sheetData>" + element)
    assert wide != sheet

    assert "広すぎます" in refusal(repacked(path, change={"xl/worksheets/sheet1.xml": wide})).message


def test_broken_xml(make_book: MakeBook) -> None:
    path = repacked(make_book({"項目": ROWS}), change={"xl/worksheets/sheet1.xml": b"<a><b></a>"})

    assert "読めません" in refusal(path).message or "壊れています" in refusal(path).message


def test_formulas_are_found_and_never_computed(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        sheet: Any = book["項目"]
        sheet["D2"] = "=10+5"

    source = open_workbook(make_book({"項目": ROWS}, edit=edit))

    assert source.formulas == {"項目": frozenset({"D2"})}
    assert source.book["項目"]["D2"].value is None


@pytest.mark.parametrize(("name", "hint"), [("findings.csv", "report.xlsx"), ("report.xlsb", "保存し直して")])
def test_nobody_is_told_to_make_a_book_of_a_text(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / name).write_bytes("番号,重大度\r\n1,エラー\r\n".encode("cp932"))

    with pytest.raises(InputError) as e:
        open_workbook(tmp_path / name)

    assert hint in (e.value.hint or "")
