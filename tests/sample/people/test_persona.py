from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.sample.people.persona import Personas
from chukan.sample.records.block import SampleBlock, Setting, skeletons
from chukan.sample.records.meaning import meaning
from chukan.sample.records.shape import shape_of
from chukan.sample.records.typed import days

AS_OF = dt.date(2026, 11, 23)


@pytest.fixture
def block() -> SampleBlock:
    layout = Library().layout("mic@2.7/resident_register/person")
    return next(iter(skeletons(Setting(layout, Agreement(), AS_OF, "131016", 1), shape_of(layout), 400)))


def column(block: SampleBlock, personas: Personas, name: str) -> list[str]:
    layout = block.setting.layout
    values: list[str] = personas.column(layout.by_name[name], meaning(layout.by_name[name], layout)).to_pylist()
    return values


def test_name_kana_and_gender_are_of_one_person(block: SampleBlock) -> None:
    personas = Personas(block)
    names, kana = column(block, personas, "氏名"), column(block, personas, "氏名カナ")
    by_name = dict(zip(names, kana, strict=True))

    assert [(n, k) for n, k in zip(names, kana, strict=True) if by_name[n] != k] == []
    assert set(column(block, personas, "性別")) == {"1", "2"}


def test_a_history_is_one_person_s(block: SampleBlock) -> None:
    names = column(block, Personas(block), "氏名")
    of_entity = dict(zip(block.entity.tolist(), names, strict=True))

    assert names == [of_entity[e] for e in block.entity.tolist()]


def test_a_household_shares_its_family_name(block: SampleBlock) -> None:
    family = [name.split("　")[0] for name in column(block, Personas(block), "氏名")]
    units = block.unit_of[block.local].tolist()

    assert len(set(zip(units, family, strict=True))) == len(set(units))


def test_births_of_another_file_are_taken_and_blanks_drawn(block: SampleBlock) -> None:
    personas, known = Personas(block), dt.date(1980, 4, 1)
    births = pa.array([known, None] * len(block.entities)).slice(0, len(block.entities)).cast(pa.date32())

    personas.know_births("", births)

    assert set(personas.births("")[::2].tolist()) == {days(known)}
    assert personas.births("").max() < days(AS_OF)


def test_the_same_seed_makes_the_same_people(block: SampleBlock) -> None:
    assert column(block, Personas(block), "氏名") == column(block, Personas(block), "氏名")
