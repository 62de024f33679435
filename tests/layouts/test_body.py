"""The body of a layout: its declarations."""

from __future__ import annotations

from tests.layouts.conftest import (
    EVERY,
    UNIQUE,
    body,
)

from chukan.layouts.body import LayoutBody


def test_a_body_gives_back_its_declarations_in_order() -> None:
    assert body(*reversed(EVERY)).declarations == EVERY
    assert LayoutBody(name="定義").declarations == ()


def test_each_is_found_by_its_keys_in_the_yaml() -> None:
    keys = [keys for keys, _ in body(*EVERY, UNIQUE).located()]

    assert keys == [
        ("key",),
        ("required_when", "c"),
        ("references", 0),
        ("history",),
        ("household",),
        ("exclusive", 0),
        ("unique", 0),
        ("unique", 1),
        ("sums", 0),
        ("same", 0),
        ("rules", 0),
    ]
