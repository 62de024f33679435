"""A library that panics raises an error like any other, and prints nothing."""

from __future__ import annotations

import os

import pytest

from chukan.intake.source.panics import without_panics


class PanicException(BaseException):
    """As pyo3 raises it."""


def _panic() -> None:
    os.write(2, b"thread panicked")
    raise PanicException


def test_a_panic_is_an_error_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="壊れています"), without_panics():
        _panic()

    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_other_errors_stay(error: type[BaseException]) -> None:
    with pytest.raises(error), without_panics():
        raise error
