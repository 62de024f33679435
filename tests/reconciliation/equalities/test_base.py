"""What rules of equality have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.reconciliation.conftest import LAYOUT, WHO

from chukan.layouts.model import Item
from chukan.reconciliation.equalities import KINDS
from chukan.reconciliation.equalities.base import EVERY, Equality, may_hold_days, replaced, rewritten

VALUES = st.lists(st.tuples(st.sampled_from(["", "a", "b", "あ"]), st.booleans()), max_size=20)
SECRET = LAYOUT.by_name["個人番号"]


def rule(kind: str = "blanks", **keys: Any) -> Any:
    return KINDS[kind].model_validate({"id": kind, "kind": kind, "items": ["氏名"], **WHO, **keys})


@pytest.mark.parametrize("key", ["id", "agreed_by", "why"])
@pytest.mark.parametrize("text", ["", " ", "　"])
def test_nobody_agrees_in_blanks(key: str, text: str) -> None:
    with pytest.raises(ValidationError):
        rule(**{key: text})


@pytest.mark.parametrize(
    ("layout", "path", "is_covered"),
    [
        ("", "resident_register/person", True),
        ("resident_register/person", "resident_register/person", True),
        ("person", "resident_register/person", True),
        ("person", "resident_register/person_history", False),
        ("person", "pension/insured", False),
        ("resident_register", "resident_register/person", False),
    ],
)
def test_a_rule_is_about_one_layout_or_all(layout: str, path: str, is_covered: bool) -> None:
    assert rule(layout=layout).covers(path) is is_covered


def test_every_item_is_every_item_but_individual_numbers() -> None:
    every, named = rule(items=[EVERY]), rule(items=["個人番号"])

    assert every.applies(LAYOUT.by_name["氏名"])
    assert not every.applies(SECRET)
    assert named.applies(SECRET)
    assert not named.applies(LAYOUT.by_name["氏名"])


@pytest.mark.parametrize("kind", sorted(kind for kind, made in KINDS.items() if issubclass(made, Equality)))
def test_every_kind_has_a_name_of_its_own(kind: str) -> None:
    assert KINDS[kind].label
    assert sum(made.label == KINDS[kind].label for made in KINDS.values()) == 1


@pytest.mark.parametrize(
    ("kind", "length", "may"),
    [
        ("DATE", None, True),
        ("YM", None, True),
        ("X", 30, True),
        ("9", 8, True),
        ("9", 7, True),
        ("9", 6, True),
        ("9", 5, False),
        ("9", None, False),
        ("N", 8, False),
        ("S9", 8, False),
    ],
)
def test_days_are_kept_as_days_texts_or_numbers_of_their_length(kind: str, length: int | None, may: bool) -> None:
    assert may_hold_days(Item(no=1, item="日", type=kind, length=length)) is may  # type: ignore[arg-type]


@given(VALUES)
def test_only_suspects_are_written_anew_each_by_its_value(values: list[tuple[str, bool]]) -> None:
    column = pa.array([text for text, _ in values], pa.string())
    suspects = np.array([flag for _, flag in values], bool)
    asked: list[str] = []

    def new(value: str) -> str:
        asked.append(value)
        return f"{value}!"

    found = rewritten(column, suspects, new).to_pylist()

    assert found == [f"{text}!" if flag else text for text, flag in values]
    assert len(asked) == len(set(asked))


@given(VALUES)
def test_what_is_replaced_stands_in_its_row(values: list[tuple[str, bool]]) -> None:
    rows = np.array([flag for _, flag in values], bool)
    new = pa.array([str(n) for n in range(int(rows.sum()))], pa.string())

    found = replaced(pa.array([text for text, _ in values], pa.string()), rows, new).to_pylist()

    expected = iter(new.to_pylist())
    assert found == [next(expected) if flag else text for text, flag in values]
