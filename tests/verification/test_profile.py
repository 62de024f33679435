"""S02: profiles of items, whole however the file was cut, and what of them is worth a word."""

from __future__ import annotations

import pickle

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrity.conftest import make_layout

from chukan.layouts.model import Layout
from chukan.verification.profile import BOUND, Profile, Profiler

ITEMS = "コード 番号:9 率:9V 日:DATE 月:YM 氏名:N 個人番号:X::my_number+personal"


@pytest.fixture
def person() -> Layout:
    return make_layout("person", ITEMS)


def profiled(layout: Layout, *batches: dict[str, list[str]]) -> dict[str, Profile]:
    """Each batch in a profiler of its own, merged."""
    whole = Profiler(layout, batches[0])
    for batch in batches:
        part = Profiler(layout, batch)
        part.add(pa.RecordBatch.from_pydict(batch, pa.schema([(name, pa.string()) for name in batch])))
        whole.merge(pickle.loads(pickle.dumps(part)))  # noqa: S301 - as workers hand it back
    return {p.item: p for p in whole.items()}


def test_what_a_profile_says(person: Layout) -> None:
    found = profiled(person, {"番号": ["10", "", "9", "009", "x", "10", "-3"]})["番号"]

    assert (found.filled, found.blank, found.distinct) == (6, 1, 5)
    assert (found.minimum, found.maximum, found.shortest, found.longest) == ("-3", "10", 1, 3)
    assert found.frequent == (("10", 2),)
    assert found.note == ""


@pytest.mark.parametrize(
    ("item", "values", "ends"),
    [
        ("率", ["10.5", "9", "1e9"], ("9", "10.5")),
        ("日", ["20240229", "19991231", "00000000", "99991231", "20241341"], ("19991231", "20240229")),
        ("月", ["202402", "199912", "999912", "202413"], ("199912", "202402")),
        ("コード", ["B", "A", "C"], ("A", "C")),
        ("氏名", ["乙", "甲"], ("", "")),
    ],
)
def test_the_ends_have_the_order_of_the_type(
    person: Layout, item: str, values: list[str], ends: tuple[str, str]
) -> None:
    found = profiled(person, {item: values})[item]
    assert (found.minimum, found.maximum) == ends


def test_nothing_of_a_number_that_is_never_shown(person: Layout) -> None:
    found = profiled(person, {"個人番号": ["123456789018"] * 3})["個人番号"]

    assert (found.filled, found.distinct, found.minimum, found.maximum, found.frequent) == (3, 1, "", "", ())


def test_always_blank_and_always_the_same_are_noted(person: Layout) -> None:
    found = profiled(person, {"コード": ["", ""], "番号": ["1", "1"], "率": ["1", ""]})

    assert {name: p.note for name, p in found.items()} == {
        "コード": "すべて空です",
        "番号": "値がすべて同じです",
        "率": "",
    }


def test_too_many_values_are_not_counted_and_their_ends_are_exact(person: Layout) -> None:
    values = [f"{n:05d}" for n in range(BOUND + 1)]
    found = profiled(person, {"コード": values[:1000]}, {"コード": values[1000:]})["コード"]

    assert (found.filled, found.distinct, found.frequent) == (BOUND + 1, None, ())
    assert (found.minimum, found.maximum) == ("00000", f"{BOUND:05d}")
    assert f"{BOUND:,}種類を超える" in found.note


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.sampled_from(["", "1", "01", "7", "-2", "x", "20240101", "19990101", "甲"]), max_size=40),
    many=st.booleans(),
    cut=st.integers(0, 40),
    copies=st.integers(1, 3),
)
def test_the_cutting_changes_nothing(values: list[str], many: bool, cut: int, copies: int) -> None:
    layout = make_layout("person", ITEMS)
    column = (values + ([f"{n}" for n in range(BOUND - 2)] if many else [])) * copies
    names = layout.names
    whole = profiled(layout, dict.fromkeys(names, column))
    parts = [column[:cut], column[cut : 2 * cut], column[2 * cut :]]
    assert profiled(layout, *(dict.fromkeys(names, part) for part in parts)) == whole
