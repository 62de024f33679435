"""What the tests of intake/opening share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chukan.layouts.model import Layout

AGREED = {"encoding": "cp932", "header": True, "newline": "crlf"}


@pytest.fixture
def wide(layout_of: Callable[..., Layout]) -> Layout:
    """In bytes a record has 12, in characters 16."""
    return layout_of(("番号", "X", 4), ("氏名", "N", 4), ("区分", "X", 4))
