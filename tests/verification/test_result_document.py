"""A result as a document: written once, read again, and recognised as what was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from chukan.errors import InputError
from chukan.verification.result_document import ResultDocument


@dataclass(frozen=True)
class Weather:
    """A result."""

    schema_version: str
    town: str
    degrees: tuple[int, ...] = ()


DOCUMENT = ResultDocument(Weather, "weather", "天気", "1.0", "clouds.parquet", "chukan weather")
FINE = Weather("1.0", "見本市", (20, 25))


def test_there_and_back() -> None:
    assert DOCUMENT.from_json(DOCUMENT.to_json(FINE)) == FINE


@pytest.mark.parametrize("old", ["見本市", "25"])
def test_an_edit_is_found_out_and_so_is_another_sample(old: str) -> None:
    text = DOCUMENT.to_json(FINE, beside="aa")

    assert DOCUMENT.is_as_written(text, beside="aa")
    assert not DOCUMENT.is_as_written(text, beside="bb")
    assert not DOCUMENT.is_as_written(text.replace(old, "99"), beside="aa")
    assert not DOCUMENT.is_as_written(json.dumps({}), beside="aa")


def test_blanks_and_the_order_of_keys_are_no_edit() -> None:
    """Whoever pretty-prints a document, or keeps it in another tool, has changed nothing."""
    data = json.loads(DOCUMENT.to_json(FINE, beside="aa"))

    assert DOCUMENT.is_as_written(json.dumps(dict(reversed(data.items()))), beside="aa")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('{"schema_version"', "JSON として読めません（1 行目", "chukan weather をやり直して"),
        ("[]", "天気の版が違います（None、読める版は 1.0）", "同じ版で chukan weather を"),
        ('{"schema_version": "2.0"}', "天気の版が違います（2.0", "同じ版で chukan weather を"),
        ('{"schema_version": "1.0"}', "天気の形が正しくありません（town:", "chukan weather をやり直して"),
    ],
)
def test_what_is_no_such_document_says_what_to_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        DOCUMENT.from_json(text)

    assert caught.value.message.startswith(message)
    assert hint in (caught.value.hint or "")
    assert caught.value.place == "weather.json"


def test_a_run_that_left_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="天気がありません"):
        DOCUMENT.load(tmp_path)

    (tmp_path / "weather.json").write_text(DOCUMENT.to_json(FINE), encoding="utf-8")
    assert DOCUMENT.load(tmp_path) == DOCUMENT.load(tmp_path / "weather.json") == FINE


def test_the_schema_knows_the_digest() -> None:
    schema = DOCUMENT.json_schema()

    assert (schema["$id"], schema["title"]) == ("urn:chukan:weather:1.0", "chukan weather")
    assert "clouds.parquet" in schema["properties"]["digest"]["description"]
