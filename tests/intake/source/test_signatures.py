"""Files that are no text are refused by their first bytes; text never is."""

from __future__ import annotations

from pathlib import Path

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
        (b"MSCF" + bytes(60), "CAB"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "Access"),
        (b"\x22\x8e-lh5-" + bytes(range(64)), "LZH"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "自己解凍"),
        (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        ("番号,名称\r\n1,a\r\n".encode("utf-32"), "UTF-32"),
        ("番号,名称\r\n1,a\r\n".encode("utf-32le"), "UTF-32"),
        ("番号,名称\r\n1,a\r\n".encode("utf-32be"), "UTF-32"),
        (b"<!DOCTYPE html>\n<html><body>1,2</body></html>", "HTML"),
        (b"\xef\xbb\xbf\n <HTML>\n", "HTML"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<a/>', "XML"),
        ("\x01\x02番号".encode("utf-16le") * 40, "制御文字が多すぎます"),
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
        "第０００００１号,1\r\n".encode("utf-16le") * 40,  # a full-width zero has the byte 10
        "第０００００１号,1\r\n".encode("utf-16be") * 40,
        "山,川,1\r\n".encode("iso2022_jp") * 40,  # refused by its name, once its encoding is asked for
        b"<1>,html\r\n",
        b"BZhonda,1\r\n",
        b"1,\x00\x00\x00,\x1a\r\n" * 20,
        "﨑,髙\n".encode(),
        b"MZ,-lh5-,ustar\r\n",
        b"\x00" * 4096,
        b"12\x00\x00" + b"3" * 60,
    ],
)
def test_text(head: bytes) -> None:
    refuse_binary(head, "a.csv")


@pytest.mark.parametrize("path", ["a.csv.gz", "a.zip/b.csv", "a.zip"])
@pytest.mark.parametrize("head", [b"PK\x03\x04....", b"\x1f\x8b\x08\0"])
def test_an_archive_in_an_archive_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, head: bytes
) -> None:
    """Not with the advice to call it .zip: it would not be read inside of another one."""
    monkeypatch.chdir(tmp_path)
    Path("a.zip").touch()

    with pytest.raises(InputError, match="さらに圧縮ファイル") as caught:
        refuse_binary(head, path)

    assert "取り出して" in str(caught.value.hint)
