"""The options that several commands share."""

from __future__ import annotations

import datetime as dt

import pytest

from chukan.cli.options import FAIL_ON, as_of_day, checked_fail_on
from chukan.errors import UsageError


def test_the_day() -> None:
    assert as_of_day("2026-11-23") == dt.date(2026, 11, 23)
    assert as_of_day(None) == dt.date.today()


@pytest.mark.parametrize("text", ["", "2026/11/23", "2026-02-30", "R8.11.23"])
def test_no_day(text: str) -> None:
    with pytest.raises(UsageError, match="--as-of の日付") as caught:
        as_of_day(text)

    assert "YYYY-MM-DD" in (caught.value.hint or "")


@pytest.mark.parametrize("text", FAIL_ON)
def test_a_threshold(text: str) -> None:
    assert checked_fail_on(text) == text


@pytest.mark.parametrize(
    ("text", "hint"), [("erorr", "「error」ではありませんか。"), ("x", "使える値: error, warning, info, never")]
)
def test_no_threshold(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_fail_on(text)

    assert caught.value.hint == hint
