from __future__ import annotations

import codecs

import pytest

from chukan.errors import UsageError
from chukan.intake.writing.encode import bom, can_encode, encoded


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be", "euc_jp"])
def test_what_is_written_reads_back(encoding: str) -> None:
    codec = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)

    assert encoded("山田　太郎", encoding).decode(codec) == "山田　太郎"


def test_cp932_is_as_windows_writes_it() -> None:
    assert encoded("髙", "cp932") == b"\xfb\xfc"
    assert encoded("①", "cp932") == b"\x87\x40"
    assert encoded("〜", "utf-8") == "〜".encode()


def test_a_mark_stands_before_the_first_record_only() -> None:
    assert (bom("utf-8-sig"), bom("utf-16"), bom("utf-8"), bom("cp932")) == (
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        b"",
        b"",
    )
    assert not encoded("山", "utf-8-sig").startswith(codecs.BOM_UTF8)


def test_a_character_that_the_encoding_lacks_is_named_by_its_code_point() -> None:
    assert not can_encode("\U00020bb7", "cp932")
    assert can_encode("\U00020bb7", "utf-8")
    with pytest.raises(UsageError, match=r"U\+20BB7"):
        encoded("田\U00020bb7", "cp932")
