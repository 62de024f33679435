"""Bytes out of an open source: counted, hashed, and what goes wrong meanwhile."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import InputError, StoreFailure
from chukan.intake.reader import open_file
from chukan.intake.source.reading import Counted, Reading, explained

Read = Callable[..., Any]
CSV = b"k,v\r\n1,a\r\n2,b\r\n"


@pytest.mark.parametrize("sizes", [(1, 100), (7, 7, 7), (100,)])
def test_what_is_delivered_is_counted_and_hashed_however_it_is_read(sizes: tuple[int, ...]) -> None:
    counted = Counted(io.BytesIO(CSV))

    read = [counted.read(size) for size in sizes]

    assert b"".join(read) == CSV[: sum(sizes)]
    assert counted.count == min(sum(sizes), len(CSV))
    assert counted.sha256() == hashlib.sha256(CSV).hexdigest()
    assert counted.count == len(CSV)
    counted.close()


class OfAStore:
    """What a store opens, with no more than it must have."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)
        self.read, self.close = self._stream.read, self._stream.close


@pytest.mark.parametrize("kind", [io.BytesIO, OfAStore])
def test_what_is_read_into_place_is_counted_and_hashed(kind: Callable[[bytes], Any]) -> None:
    counted, room = Counted(kind(CSV)), bytearray(100)

    with Reading("f.csv", counted, counted) as reading:
        assert reading.readinto(memoryview(room)[:3]) == 3
        assert reading.readinto(memoryview(room)[3:]) == len(CSV) - 3
        assert reading.readinto(memoryview(room)) == 0
        assert room[: len(CSV)] == CSV
        assert reading.count == reading.delivered == len(CSV)
        assert reading.sha256() == hashlib.sha256(CSV).hexdigest()


def test_a_digest_is_of_all_that_is_delivered_whatever_was_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(CSV))
    counted = Counted(path.open("rb"))

    with Reading("f.csv.gz", gzip.GzipFile(fileobj=counted), counted) as reading:
        assert reading.read(3) == CSV[:3]
        assert reading.count == 3
        assert reading.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_store_that_gives_less_than_a_file_has_is_no_short_file() -> None:
    counted = Counted(io.BytesIO(CSV[:-4]))

    with Reading("s3://b/f.csv", counted, counted, size=len(CSV)) as reading, pytest.raises(StoreFailure):
        reading.sha256()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(), "ファイルがありません"),
        (IsADirectoryError(), "フォルダです"),
        (PermissionError(), "権限"),
        (OSError(errno.ENOSPC, "x"), "読めません"),
        (gzip.BadGzipFile("x"), "圧縮ファイルが壊れています"),
        (EOFError(), "途中で切れています"),
    ],
)
def test_what_goes_wrong_is_said_in_words_that_help(error: Exception, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised, explained("f.csv"):
        raise error

    assert raised.value.place == "f.csv"


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(KeyError), explained("f.csv"):
        raise KeyError


def test_a_gzip_bomb_is_refused(tmp_path: Path, reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.source.reading._BOMB_FLOOR", 1000)
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(b"1,2\r\n" * 1_000_000))

    with pytest.raises(InputError, match="倍"):
        reading(path)


@pytest.mark.parametrize("why", [errno.EIO, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTUNREACH])
def test_a_share_that_does_not_answer_says_nothing_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(CSV)
    reader = open_file(path, None, Agreement())

    def fail(*args: object) -> bytes:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(Counted, "readinto", fail)
    with pytest.raises(StoreFailure, match=r"保存場所から読めません: [^A-Za-z]+\n") as raised:
        list(reader)

    assert raised.value.place == str(path)
    assert "もう一度実行" in (raised.value.hint or "")


def test_nothing_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(CSV)
    reader = open_file(path, None, Agreement())
    blocks = reader.blocks()
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]

    path.unlink()  # fails on Windows when it is still open
