"""Files that are no text are refused by their first bytes; text never is."""

from __future__ import annotations

import pytest

from chukan.errors import InputError
from chukan.intake.source.signatures import refuse_binary


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "画像（PNG）"),
        (b"%PDF-1.7", "PDF"),
        (b"BZh91AY", "bzip2"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"PK\x03\x04....[Content_Types].xml", "Excel ブックです"),
        (b"PK\x03\x04....person.csv", "ZIP です"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (bytes(range(1, 9)) * 40, "制御文字が多すぎます"),
    ],
)
def test_no_text(head: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        refuse_binary(head, "a.csv")

    assert caught.value.place == "a.csv"
    assert caught.value.hint


@pytest.mark.parametrize(
    "head",
    [
        b"",
        "宛名番号,氏名\r\n1,山田\r\n".encode("cp932"),
        "宛名番号,氏名\r\n".encode("utf-16"),
        b"BZhonda,1\r\n",
        b"1,\x00\x00\x00,\x1a\r\n" * 20,
        "﨑,髙\n".encode(),
    ],
    ids=["empty", "cp932", "utf-16", "begins with letters of a signature", "NUL and end marks", "utf-8"],
)
def test_text(head: bytes) -> None:
    refuse_binary(head, "a.csv")
