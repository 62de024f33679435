"""Files that are no text at all, told by their first bytes."""

from __future__ import annotations

import codecs

import numpy as np

from chukan.errors import InputError
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
)


def refuse_binary(head: bytes, path: str) -> None:
    """Raise unless `head` may be text.

    Raises:
        InputError: says what the file seems to be and what to do.
    """
    for magic, name in _MAGIC:
        if head.startswith(magic) and not (magic == b"BZh" and not head[3:4].isdigit()):
            raise InputError(
                f"テキストではありません: {name}のようです",
                place=path,
                hint="CSV か固定長のテキストを指定してください。",
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
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if (host := host_encoding(head)) is not None:
        raise InputError(
            f"{host} のようです（ホストの文字コード）",
            place=path,
            hint="移行元に、文字コードを CP932 か UTF-8 に変換し、パック10進・ゾーン10進・バイナリの項目を文字に直して"
            "出力してもらってください。",
        )
    sample = np.frombuffer(head[: 64 << 10], np.uint8)
    odd = np.count_nonzero((sample < 0x20) & ~np.isin(sample, (0, 9, 10, 13, 26)))
    if odd > 8 + 0.05 * len(sample):
        raise InputError(
            "テキストではありません（制御文字が多すぎます）",
            place=path,
            hint="ファイルの種類と、暗号化されていないかを確かめてください。",
        )
