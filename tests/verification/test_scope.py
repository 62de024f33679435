"""The scope of a waiver."""

from __future__ import annotations

import pytest

from chukan.verification.scope import in_scope

NAMES = (("131016", "千代田区"), ("resident_register", "住民基本台帳"), ("person", "住民"))


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ("", True),
        ("131016", True),
        ("千代田区/住民基本台帳", True),
        ("131016/resident_register/住民", True),
        ("131024", False),
        ("131016/seal_registration", False),
        ("131016/resident_register/person/more", False),
        ("person", False),
    ],
)
def test_a_scope_goes_down_from_the_municipality(scope: str, covered: bool) -> None:
    assert in_scope(scope, *NAMES) is covered
