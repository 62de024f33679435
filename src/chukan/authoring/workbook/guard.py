"""Opening a workbook that nobody vouches for: each thing that it must not be has its own message.

Nothing is unpacked to disk, no macro runs, no formula is computed, no external entity is read.
"""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook

from chukan.errors import InputError, reason

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 5_000
MAX_SPREAD = 200_000
"""Cells that the merged ranges and links of one sheet may cover: openpyxl makes every one of them."""

MAX_CELLS = 1_000_000
"""Of one sheet: each becomes an object. The largest business has some 3,000 items of 30 columns."""

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""What a file of the older Excel begins with, and one with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Excel で開き、「Excel ブック（*.xlsx）」で保存し直してください。"
#: Texts: what a spreadsheet makes of them is no book that anybody wrote, and numbers lose their zeros.
NO_BOOK = frozenset((".csv", ".tsv", ".txt", ".json", ".yaml", ".yml", ".html", ".parquet"))


@dataclass(frozen=True)
class GuardedFile:
    """A workbook that passed the guard.

    Attributes:
        name: The file's name.
        sha256: Over the bytes of the file, in hex.
        book: Values as they were last computed; never formulas.
        formulas: Sheet -> coordinates of the cells that hold a formula.
    """

    name: str
    sha256: str
    book: Workbook
    formulas: dict[str, frozenset[str]] = field(default_factory=dict)


def open_workbook(path: Path, data: bytes | None = None) -> GuardedFile:
    """Open an ``.xlsx`` for reading its values.

    Args:
        path: The file.
        data: Its bytes, where they are read already.

    Returns:
        The book with values, its SHA-256, and the cells that hold formulas.

    Raises:
        InputError: missing, too big, not an ``.xlsx``, with a password or macros, or made to harm the reader.
    """
    data = file_of(path) if data is None else data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_by_parts(archive, path)
            _refuse_by_content(archive, path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise InputError("ワークブックが壊れています（ZIP として開けません）", place=str(path), hint=SAVE_AS) from None
    book = _load(data, path, values=False)
    formulas = _formulas(book)
    if formulas:  # seldom: their last computed values are read instead
        book = _load(data, path, values=True)
    return GuardedFile(path.name, hashlib.sha256(data).hexdigest(), book, formulas)


def file_of(path: Path) -> bytes:
    """Return the bytes of a workbook of either format (``.xlsx``, ``.xls``).

    Args:
        path: The file.

    Raises:
        InputError: missing, too big, of another format, or with a password.
    """
    data = _bytes(path)
    if data.startswith(OLE) and _ENCRYPTED in data:
        raise InputError(
            "パスワードがかかったワークブックです",
            place=str(path),
            hint="Excel で開き、「ブックの保護」からパスワードを外して保存し直してください。",
        )
    if not data.startswith((OLE, b"PK\x03\x04")):
        hint = SAVE_AS if path.suffix.lower() not in NO_BOOK else "ブック（report.xlsx など）を指定してください。"
        raise InputError("Excel ブック（.xlsx・.xls）ではありません", place=str(path), hint=hint)
    return data


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError("フォルダです。ワークブック（.xlsx）を指定してください", place=str(path))
        if size > MAX_BYTES:
            raise InputError(
                f"ワークブックが大きすぎます（{size / 1024 / 1024:.0f} MB。上限 {MAX_BYTES // 1024 // 1024} MB）",
                place=str(path),
                hint="項目定義とコード一覧のシートだけを別のブックに移して取り込んでください。",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("ファイルがありません", place=str(path), hint="パスを確かめてください。") from None
    except OSError as e:
        raise InputError(f"読めません: {reason(e)}", place=str(path)) from None


def refuse_by_parts(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse an archive by what its parts are, before any is read.

    Args:
        archive: the workbook.
        path: for messages.

    Raises:
        InputError: it is no ``.xlsx``, has macros or a password, or unpacks to more than any honest workbook does.
    """
    parts = archive.infolist()
    names = {p.filename.lower() for p in parts}
    if "xl/workbook.bin" in names:
        raise InputError("バイナリ形式（.xlsb）のワークブックです", place=str(path), hint=SAVE_AS)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise InputError("Excel ブック（.xlsx）ではない ZIP ファイルです", place=str(path), hint=SAVE_AS)
    if any(n.endswith("vbaproject.bin") or n.startswith("xl/macrosheets/") for n in names):
        raise InputError(
            "マクロを含むワークブックは取り込みません",
            place=str(path),
            hint="Excel で「Excel ブック（*.xlsx）」を選び、マクロなしで保存し直してください。",
        )
    unpacked = sum(p.file_size for p in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise InputError(
            f"展開すると大きすぎます（{unpacked / 1024 / 1024:.0f} MB、{len(parts)} 部品）",
            place=str(path),
            hint="圧縮爆弾の疑いがあります。入手元を確かめてください。",
        )
    if any(p.flag_bits & 0x1 for p in parts):
        raise InputError("パスワードがかかったワークブックです", place=str(path), hint=SAVE_AS)


class _Dtd(Exception):
    """Seen before the root element."""


class _Spread(Exception):
    """Ranges too wide to be meant."""


class _Cells(Exception):
    """More cells than any definition has."""


class _Enough(Exception):
    """The part has been looked at as far as is needed."""


def _refuse_by_content(archive: zipfile.ZipFile, path: Path) -> None:
    """No part of an honest workbook declares a DTD; entities (XML bombs, external files) need one."""
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            _look_at(archive, part)
        except _Dtd:
            raise InputError(
                f"部品 {part.filename} に DTD の宣言があります（XML 爆弾・外部参照の疑い）",
                place=str(path),
                hint="開かずに、入手元を確かめてください。",
            ) from None
        except _Spread:
            raise InputError(
                f"部品 {part.filename} の結合セルかリンクの範囲が広すぎます",
                place=str(path),
                hint="Excel で、シート全体にかかる結合やリンクを解除してください。",
            ) from None
        except _Cells:
            raise InputError(
                f"部品 {part.filename}（シート）のセルが {MAX_CELLS:,} を超えています",
                place=str(path),
                hint="項目定義とコード一覧のシートだけを別のブックに移して取り込んでください。",
            ) from None
        except expat.ExpatError as e:
            raise InputError(
                f"部品 {part.filename} が XML として壊れています（{e.lineno} 行目）", place=str(path), hint=SAVE_AS
            ) from None


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Parse a sheet whole, any other part as far as its root element: a DTD is allowed only before that."""
    is_sheet = part.filename.lower().startswith("xl/worksheets/")
    spread = cells = 0

    def refuse(*_: object) -> None:
        raise _Dtd

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal spread, cells
        if not is_sheet:
            raise _Enough
        name = name.rsplit(":", maxsplit=1)[-1]
        if name == "c":
            cells += 1
            if cells > MAX_CELLS:
                raise _Cells
        elif name in ("mergeCell", "hyperlink"):
            spread += _area(attributes.get("ref", ""))
            if spread > MAX_SPREAD:
                raise _Spread

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = element
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(65536):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _Enough:
        pass


def _area(reference: str) -> int:
    """How many cells a range covers; 0 when it is not one."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 0
    return ((right or 16_384) - (left or 1) + 1) * ((bottom or 1_048_576) - (top or 1) + 1)


def _load(data: bytes, path: Path, *, values: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep (styles, drawings): nothing here needs them
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False, rich_text=True)
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl lets KeyError, ValueError, ParseError and others through
        raise InputError("ワークブックとして読めません（中身が壊れています）", place=str(path), hint=SAVE_AS) from None


def _formulas(book: Workbook) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for sheet in book.worksheets:
        cells = frozenset(c.coordinate for c in sheet._cells.values() if c.data_type == "f")  # noqa: SLF001 - see grid
        if cells:
            found[sheet.title] = cells
    return found
