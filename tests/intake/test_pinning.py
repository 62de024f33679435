"""The agreement under which a file was read, with nothing left to detect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import CLEAN

from chukan.agreement import Agreement
from chukan.intake.pinning import pinned
from chukan.layouts.model import Layout


@pytest.mark.parametrize("agreed", [{}, {"encoding": "cp932"}, {"header": True, "delimiter": ","}])
def test_a_file_is_read_the_same_again_and_nothing_is_undecided(
    read: Callable[..., Any], person: Layout, agreed: dict[str, Any]
) -> None:
    first = read(CLEAN, person, **agreed)

    agreement = pinned(Agreement.model_validate(agreed), first.facts)
    again = read(CLEAN, person, **agreement.model_dump(exclude_unset=True))

    assert again.rows == first.rows
    assert not {"format", "encoding", "delimiter", "header", "dates"} & set(again.facts.undecided)


def test_what_was_agreed_on_stays_whatever_the_file_says(read: Callable[..., Any], person: Layout) -> None:
    facts = read(CLEAN, person).facts

    assert pinned(Agreement(encoding="utf-8", header=False), facts).encoding == "utf-8"
    assert pinned(Agreement(encoding="utf-8", header=False), facts).header is False
