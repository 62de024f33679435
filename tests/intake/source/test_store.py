"""What a store does wrong is told as that: never as something about the file, and never passed over."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import InputError, StoreFailure
from chukan.intake.reader import FileReader, open_file
from chukan.intake.records.block import Block
from chukan.intake.source.open_source import Source, read_range
from chukan.intake.source.store import explained

from .moody import Moody

CSV = b"k,v\r\n" + b"".join(b"%04d,a\r\n" % n for n in range(100))
URI = "moody://f.csv"


@pytest.fixture
def store() -> type[Moody]:
    Moody.begin(f__csv=CSV, f__csv__gz=gzip.compress(CSV, 0))
    return Moody


def read(uri: str = URI) -> int:
    """Return the records of a file, read in small blocks."""
    return sum(len(batch.records) for batch in open_file(uri, None, Agreement(encoding="cp932"), block_size=90))


@pytest.mark.parametrize("uri", [URI, f"{URI}.gz"])
def test_a_store_that_behaves(store: type[Moody], uri: str) -> None:
    assert read(uri) == 100
    assert Source.of(uri).size() == len(store.files[uri.removeprefix("moody://")])


def test_what_is_not_there_is_missing(store: type[Moody]) -> None:
    with pytest.raises(InputError, match="ファイルがありません") as raised:
        read("moody://g.csv")

    assert not isinstance(raised.value, StoreFailure)
    assert "URI" in (raised.value.hint or "")
    assert Source.of("moody://g.csv").size() == 0


@pytest.mark.parametrize(
    ("mood", "said"),
    [
        ("denied", "読み取りを許していません"),
        ("down", "接続を断られました"),
        ("own error", "no route"),
        ("no connection", "接続が切れました"),
    ],
)
def test_a_store_that_cannot_be_asked_says_nothing_of_a_file(store: type[Moody], mood: str, said: str) -> None:
    store.mood = mood
    for ask in (read, Source.of(URI).size, Source.of(URI).sha256, lambda: read_range(URI, 0, 5)):
        with pytest.raises(StoreFailure, match=said) as raised:
            ask()

        assert raised.value.place == URI
        assert raised.value.hint
        assert raised.value.exit_code == 3


@pytest.mark.parametrize("uri", [URI, f"{URI}.gz"])
@pytest.mark.parametrize(("mood", "said"), [("dies", "接続が切れました"), ("short", "バイトしか返しませんでした")])
@pytest.mark.parametrize("after", [0, 300, 700])
def test_a_store_that_breaks_off_is_no_shorter_and_no_damaged_file(
    store: type[Moody], uri: str, mood: str, said: str, after: int
) -> None:
    store.mood, store.after = mood, after
    for ask in (lambda: read(uri), Source.of(uri).sha256):
        with pytest.raises(StoreFailure, match=said):
            ask()


def replaced_meanwhile(store: type[Moody]) -> tuple[FileReader, Iterator[Block]]:
    """Return the rest of a file that is another one since its first block was cut."""
    reader = open_file(URI, None, Agreement(encoding="cp932"), block_size=90)
    blocks = reader.blocks()
    next(blocks)
    store.version = "2"
    return reader, blocks


def test_a_file_that_is_replaced_meanwhile_is_told(store: type[Moody]) -> None:
    reader, blocks = replaced_meanwhile(store)
    list(blocks)

    with pytest.raises(InputError, match="書き換えられました"):
        reader.check_unchanged()


def test_a_store_that_refuses_the_rest_of_a_file_that_was_replaced(store: type[Moody]) -> None:
    _, blocks = replaced_meanwhile(store)
    store.mood = "dies"

    with pytest.raises(InputError, match="書き換えられました"):
        list(blocks)


def test_a_range_is_that_of_the_file(store: type[Moody]) -> None:
    assert read_range(URI, 5, 6) == CSV[5:11]
    store.mood = "whole"
    with pytest.raises(StoreFailure, match="Range"):
        read_range(URI, 5, 6)


class AnswerError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


@pytest.mark.parametrize(
    ("cause", "kind", "said"),
    [
        (None, InputError, "ファイルがありません"),
        (AnswerError(404), InputError, "ファイルがありません"),
        (AnswerError(403), StoreFailure, "許していません"),
        (AnswerError(503), StoreFailure, "status 503"),
        (TimeoutError(), StoreFailure, "TimeoutError"),
    ],
)
def test_what_fsspec_calls_missing_is_looked_at(
    cause: Exception | None, kind: type[InputError], said: str, recwarn: Any
) -> None:
    """It calls missing whatever it could not look at by HTTP."""
    error = FileNotFoundError("http://x/f.csv")
    error.__cause__ = cause

    found = explained("http://x/f.csv", error)

    assert type(found) is kind
    assert said in found.message


def test_secrets_of_a_uri_are_not_shown() -> None:
    found = explained("https://u:p@x/f.csv?sig=s3cret", RuntimeError("https://u:p@x/f.csv?sig=s3cret"))

    assert "s3cret" not in str(found)
    assert "u:p" not in str(found)


def test_a_digest_is_that_of_the_whole(store: type[Moody], reading: Callable[..., Any]) -> None:
    assert Source.of(URI).sha256() == reading(URI, encoding="cp932").sha256
