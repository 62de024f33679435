"""What a file is that calls itself a workbook and can't be read as one, and what to do about it.

What the libraries say is English, for programmers, and differs from version to version: the file itself is asked.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from chukan.errors import reason
from chukan.intake.source.signatures import known_format

_AGAIN = "Excel で開いて保存し直すか、もう一度受け取ってください。"
_SAVE_AS = "Excel で開き、「名前を付けて保存」で Excel ブック（.xlsx）か CSV にしてください。"
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NO_BOOK = "Excel のブックを指定してください。"
#: What parts of archives begin with that are other documents.
_PARTS = (
    ("word/", "中身は Word の文書で、拡張子だけが Excel です", _NO_BOOK),
    ("ppt/", "中身は PowerPoint の文書で、拡張子だけが Excel です", _NO_BOOK),
    ("content.xml", "中身は OpenDocument の表（.ods）です", _SAVE_AS),
    ("xl/workbook.bin", "中身はバイナリ形式のブック（.xlsb）です", _SAVE_AS),
)
_DAMAGE: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((zipfile.BadZipFile, zlib.error), "圧縮された中身が壊れています"),
    ((ParseError,), "中の XML が壊れています"),
)
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta")


def why_no_workbook(path: Path, error: Exception) -> tuple[str, str]:
    """Return why a file can't be read as a workbook, and the next step.

    Args:
        path: the file.
        error: what reading it raised.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return reason(error), "保存場所の状態と、ほかのソフトで開いていないかを確かめてください。"
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        names = _names(path)
    except OSError as e:
        return reason(e), "保存場所の状態を確かめてください。"
    if names is not None:
        return _of_archive(names, error)
    return _of_head(head)


def _names(path: Path) -> frozenset[str] | None:
    """Return the names of the parts of an archive; None where the file is none that can be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None


def _of_archive(names: frozenset[str], error: Exception) -> tuple[str, str]:
    for part, what, hint in _PARTS:
        if any(name.startswith(part) for name in names):
            return what, hint
    if "xl/workbook.xml" not in names:
        return "ZIP ですが、中に Excel のブックがありません", "ファイルを取り違えていないかを確かめてください。"
    damage = next((what for kinds, what in _DAMAGE if isinstance(error, kinds)), "途中で切れているか、壊れています")
    return damage, _AGAIN


def _of_head(head: bytes) -> tuple[str, str]:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head.strip(b"\x00\x1a"):
        return "中身がありません", "出力に失敗していないかを確かめ、もう一度受け取ってください。"
    if text.startswith(b"<?xml") or any(mark in text[:1024] for mark in _MARKUP):
        kind = "HTML" if any(mark in text for mark in _MARKUP) else "XML"
        return f"中身は {kind} で、拡張子だけが Excel です", _SAVE_AS
    if not head.startswith((_OLE, _ZIP)):
        if (name := known_format(head)) is not None:
            return f"中身は {name} で、拡張子だけが Excel です", _NO_BOOK
        if b"\x00" not in head:
            return "中身はテキスト（CSV など）で、拡張子だけが Excel です", "拡張子を .csv に改めて指定してください。"
        return "途中で切れているか、壊れているか、Excel のブックではありません", _AGAIN
    return "途中で切れているか、壊れています", _AGAIN
