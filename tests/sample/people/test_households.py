from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from chukan.layouts.library import Library
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def households() -> dict[str, list[dict[str, str]]]:
    """Return the present members of each household, by its number."""
    layout = Library().layout("mic@2.7/resident_register/person")
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for batch in generate(layout, 800, as_of=AS_OF, seed=3):
        for record in batch.to_pylist():
            if record["住民状態"] == "1" and record["最新フラグ"] == "1":
                found[record["世帯番号"]].append(record)
    return found


def test_no_household_has_two_heads(households: dict[str, list[dict[str, str]]]) -> None:
    heads = [sum(r["続柄_1"] == "02" for r in members) for members in households.values()]

    assert len(heads) > 100
    assert max(heads) == 1
    assert sum(heads) > 0.9 * len(heads)


def test_members_share_the_head_s_name(households: dict[str, list[dict[str, str]]]) -> None:
    several = [members for members in households.values() if len(members) > 1]

    assert several
    assert [m for m in several if len({r["世帯主氏名"] for r in m if r["世帯主氏名"]}) > 1] == []
