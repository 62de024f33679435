from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.records import block as module
from chukan.sample.records.block import Setting, skeletons
from chukan.sample.records.shape import shape_of


@pytest.fixture
def person() -> Layout:
    return Library().layout("mic@2.7/resident_register/person")


def setting(layout: Layout, **agreed: object) -> Setting:
    return Setting(layout, Agreement.model_validate(agreed), dt.date(2026, 11, 23), "131016", 1)


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_there_are_as_many_records_as_were_asked(person: Layout, rows: int) -> None:
    assert sum(b.rows for b in skeletons(setting(person), shape_of(person), rows)) == rows


def test_an_entity_is_whole_within_a_block(person: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_ROWS", 64)
    blocks = list(skeletons(setting(person), shape_of(person), 500))
    entities = [set(b.entities.tolist()) for b in blocks]

    assert len(blocks) > 5
    assert all(not (one & other) for n, one in enumerate(entities) for other in entities[:n])
    assert [b.first for b in blocks] == np.cumsum([0, *(b.rows for b in blocks[:-1])]).tolist()


def test_whole_entities_when_they_are_counted(person: Layout) -> None:
    blocks = list(skeletons(setting(person), shape_of(person), 0, entities=33))

    assert sum(len(b.entities) for b in blocks) == 33
    assert all(b.last.sum() == len(b.entities) for b in blocks)


def test_random_numbers_depend_on_the_seed_and_the_path(person: Layout) -> None:
    one = setting(person)

    assert one.rng(1).integers(1 << 30) == setting(person).rng(1).integers(1 << 30)
    assert one.rng(1).integers(1 << 30) != one.rng(2).integers(1 << 30)


@pytest.mark.parametrize(("encoding", "limit"), [("cp932", 10), ("utf-8", 6)])
def test_bytes_leave_room_for_fewer_wide_characters(person: Layout, encoding: str, limit: int) -> None:
    name = person.by_name["氏名"].model_copy(update={"length": 20})

    assert setting(person, encoding=encoding, length_unit="bytes").limit(name) == limit
    assert setting(person).limit(name) == 20


def test_bytes_of_utf_16_are_refused(person: Layout) -> None:
    with pytest.raises(UsageError, match="UTF-16"):
        setting(person, encoding="utf-16le", length_unit="bytes")
