"""Files that are no text at all, told by their first bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import numpy as np

from chukan.errors import InputError
from chukan.intake.encoding.detect import ISO_2022, looks_wide
from chukan.intake.source.archive import split_path
from chukan.intake.source.host import host_encoding

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "画像（PNG）"),
    (b"\xff\xd8\xff", "画像（JPEG）"),
    (b"GIF8", "画像（GIF）"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel などの古い Office 文書"),
    (b"7z\xbc\xaf\x27\x1c", "7z の圧縮ファイル"),
    (b"Rar!\x1a\x07", "RAR の圧縮ファイル"),
    (b"BZh", "bzip2 の圧縮ファイル"),
    (b"\xfd7zXZ\x00", "xz の圧縮ファイル"),
    (b"\x28\xb5\x2f\xfd", "zstd の圧縮ファイル"),
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"SQLite format 3\x00", "SQLite のデータベース"),
    (b"\x7fELF", "実行ファイル"),
    (b"MSCF\x00\x00\x00\x00", "CAB の圧縮ファイル"),
    (b"\x00\x01\x00\x00Standard Jet DB\x00", "Access のデータベース"),
    (b"\x00\x01\x00\x00Standard ACE DB\x00", "Access のデータベース"),
    (b"{\\rtf", "リッチテキスト（RTF）"),
)
#: What begins so, but not with the first byte: LHA, tar, and programs of Windows (archives that unpack themselves are ones).
_INSIDE = (
    (re.compile(rb"..-lh[0-9a-z]-", re.DOTALL), "LZH の圧縮ファイル"),
    (re.compile(rb"[^\x00]{1,100}\x00.{156,256}ustar[\x00 ]", re.DOTALL), "tar のまとめファイル"),
    (re.compile(rb"MZ.{1,60}\x00\x00\x00", re.DOTALL), "実行ファイル（自己解凍書庫など）"),
)
#: Text that is a page or a document, as a browser or a service saves it where a file was meant.
_MARKUP = (
    (re.compile(rb"\s*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE), "HTML"),
    (re.compile(rb"\s*<\?xml\s", re.IGNORECASE), "XML"),
)
#: Of UTF-32; the first two bytes of one are the mark of UTF-16.
_WIDEST = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def refuse_binary(head: bytes, path: str) -> None:
    """Raise unless `head` may be text.

    Raises:
        InputError: says what the file seems to be and what to do.
    """
    if (name := known_format(head)) is not None:
        raise InputError(
            f"テキストではありません: {name}のようです",
            place=path,
            hint="CSV か固定長のテキストを指定してください。",
        )
    if (within := next((name for pattern, name in _INSIDE if pattern.match(head)), None)) is not None:
        raise InputError(
            f"テキストではありません: {within}のようです",
            place=path,
            hint="中のファイルを取り出し、CSV か固定長のテキストを指定してください。",
        )
    if head.startswith(_WIDEST) or _is_widest(head):
        raise InputError(
            "UTF-32 のファイルは読めません", place=path, hint="CP932 か UTF-8 で出力してもらってください。"
        )
    _refuse_archive(head, path)
    begin = head.removeprefix(codecs.BOM_UTF8)
    if (markup := next((name for pattern, name in _MARKUP if pattern.match(begin)), None)) is not None:
        raise InputError(
            f"CSV でも固定長でもありません: {markup} のようです",
            place=path,
            hint="画面や電文を保存したものでないかを確かめ、CSV か固定長のテキストを指定してください。",
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if (host := host_encoding(head)) is not None:
        raise InputError(
            f"{host} のようです（ホストの文字コード）",
            place=path,
            hint="移行元に、文字コードを CP932 か UTF-8 に変換し、パック10進・ゾーン10進・バイナリの項目を文字に直して"
            "出力してもらってください。",
        )
    if _is_full_of_controls(head[: 64 << 10]):
        raise InputError(
            "テキストではありません（制御文字が多すぎます）",
            place=path,
            hint="ファイルの種類と、暗号化されていないかを確かめてください。",
        )


def _is_full_of_controls(front: bytes) -> bool:
    """Return True when too many characters are control characters: in UTF-16 a byte is no character, and JIS has shift codes."""
    wide = looks_wide(front)
    sample = np.frombuffer(
        front[: len(front) // 2 * 2] if wide else front, {"utf-16le": "<u2", "utf-16be": ">u2"}.get(wide or "", "u1")
    )
    shifts = (0x1B, 0x0E, 0x0F) if ISO_2022.search(front) else ()
    odd = np.count_nonzero((sample < 0x20) & ~np.isin(sample, (0, 9, 10, 13, 26, *shifts)))
    return bool(odd > 8 + 0.05 * len(sample))


def known_format(head: bytes) -> str | None:
    """Return what a file is whose first bytes say it; None where they don't."""
    names = (n for magic, n in _MAGIC if head.startswith(magic) and not (magic == b"BZh" and not head[3:4].isdigit()))
    return next(names, None)


def _refuse_archive(head: bytes, path: str) -> None:
    """Raise for ZIP, workbooks and gzip: how they are read depends on their names, and one inside of another is not."""
    if _is_inside(path) and head.startswith((b"PK\x03\x04", b"\x1f\x8b\x08")):
        kind = "gzip" if head.startswith(b"\x1f") else "ZIP か Excel ブック"
        raise InputError(
            f"圧縮ファイルの中に、さらに圧縮ファイル（{kind}）があります",
            place=path,
            hint="中の圧縮ファイルを取り出して、それを指定してください。",
        )
    if head.startswith(b"PK\x03\x04"):
        if b"[Content_Types].xml" in head[:4096] or b"xl/" in head[:4096]:
            raise InputError(
                "Excel ブックです", place=path, hint="拡張子を .xlsx にすれば、「ファイル名.xlsx#シート名」で読めます。"
            )
        hint = "手元に写して指定してください。" if "://" in path else "拡張子を .zip にすれば、そのまま読めます。"
        raise InputError("ZIP です", place=path, hint=hint)
    if head.startswith(b"\x1f\x8b\x08"):
        raise InputError("gzip の圧縮ファイルです", place=path, hint="拡張子を .gz にすれば、そのまま読めます。")


def _is_inside(path: str) -> bool:
    """Return True for a member of an archive, and for what was decompressed on the way."""
    is_stored = "://" in path  # archives in a store are not opened
    return path.lower().endswith(".gz") or (not is_stored and split_path(Path(path)) is not None)


def _is_widest(head: bytes) -> bool:
    """Return True for UTF-32 without a mark: of every four bytes two are NUL, always the same ones, and the others are not."""
    data = np.frombuffer(head[: len(head[:4096]) // 4 * 4], np.uint8).reshape(-1, 4)
    halves = ((data[:, 2:], data[:, :2]), (data[:, :2], data[:, 2:]))
    return len(data) > 1 and any(not blank.any() and text.any(axis=1).all() for blank, text in halves)
