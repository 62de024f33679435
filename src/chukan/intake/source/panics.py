"""Calls into a library written in Rust: on damaged files it may panic instead of raising an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_panics() -> Iterator[None]:
    """Turn a panic into a `ValueError`, and keep what it prints for programmers off the screen.

    Raises:
        ValueError: the library panicked.
    """
    try:
        with _silenced():
            yield
    except BaseException as e:
        if type(e).__name__ != "PanicException":  # pyo3's: no class to import, and no Exception
            raise
        raise ValueError("途中で切れているか、壊れています") from None


@contextmanager
def _silenced() -> Iterator[None]:
    """Send what is written to the standard error stream's descriptor nowhere."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        saved = os.dup(2)
    except (OSError, ValueError):  # closed: nothing to silence
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)
