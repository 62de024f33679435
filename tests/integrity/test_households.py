"""K05: heads of households."""

from __future__ import annotations

from typing import Any

import pytest

HOUSEHOLD = {"number": "世帯番号", "person": "宛名番号", "relation": "続柄", "heads": ["02"], "current": "状態 = '1'"}
COLUMNS = "宛名番号 世帯番号 続柄 状態"


@pytest.fixture
def person(layout: Any) -> Any:
    to_household = {"items": ["世帯番号"], "to": "household", "when": "状態 = '1'"}
    return layout("person", "宛名番号 世帯番号 続柄 状態", name="住民", household=HOUSEHOLD, references=[to_household])


@pytest.fixture
def alone(layout: Any) -> Any:
    """Return the register of members without a register of households."""
    return layout("person", "宛名番号 世帯番号 続柄 状態", name="住民", household=HOUSEHOLD)


@pytest.fixture
def register(layout: Any) -> Any:
    head = {"items": ["世帯主"], "to": "person", "key": ["宛名番号"], "when": "現存 = '1'"}
    return layout("household", "世帯番号 世帯主 現存", name="世帯", references=[head])


def test_a_household_without_a_head_names_its_members(delivery: Any, alone: Any, rows: Any, only: Any) -> None:
    delivery.add(alone, rows(COLUMNS, "1 A 02 1", "2 A 03 1", "3 B 03 1", "4 B 20 1", "5 B 20 9", "6 C 20 9"))

    violation = only(delivery.ask())

    assert (violation.rule, violation.item) == ("K05", "続柄")
    assert [(h.record, h.value, h.note) for h in violation.locations] == [(3, "03", ""), (4, "20", "")]
    assert violation.message.startswith("世帯員がいるのに世帯主がいない世帯です（1世帯2件、最初は4行目）。")


def test_two_heads_are_both_named_and_one_person_is_no_two(delivery: Any, alone: Any, rows: Any, only: Any) -> None:
    delivery.add(
        alone, rows(COLUMNS, "1 A 02 1", "2 A 02 1", "3 A 03 1", "4 B 02 1", "4 B 02 1", "5 C 02 1", "6 C 02 9")
    )

    violation = only(delivery.ask())

    assert [h.record for h in violation.locations] == [1, 2]
    assert violation.message.startswith("世帯主が二人以上いる世帯です（1世帯2件、最初は2行目）。")


def test_a_head_who_is_gone_or_elsewhere_is_told(delivery: Any, alone: Any, rows: Any, only: Any) -> None:
    gone = ("1 A 02 3", "2 A 03 1")
    moved = ("3 B 02 0", "3 C 02 1", "4 B 20 1")
    delivery.add(alone, rows(COLUMNS, *gone, *moved))

    violation = only(delivery.ask())

    assert [(h.record, h.note[:12]) for h in violation.locations] == [
        (2, "（世帯主の続柄を持つ人の"),
        (5, "（世帯主の続柄を持つ人は"),
    ]


def test_members_in_two_parts_are_one_household(delivery: Any, alone: Any, rows: Any) -> None:
    delivery.add(alone, rows(COLUMNS, "1 A 02 1"))
    delivery.add(alone, rows(COLUMNS, "2 A 03 1"))

    assert delivery.ask(across=False).violations == ()


def test_the_head_that_the_register_names_is_the_present_head(
    delivery: Any, person: Any, register: Any, rows: Any
) -> None:
    delivery.add(person, rows(COLUMNS, "1 A 02 1", "2 B 02 1", "3 B 03 1", "4 C 02 1", "5 D 02 1", "6 A 03 3"))
    delivery.add(register, rows("世帯番号 世帯主 現存", "A 1 1", "B 3 1", "C 6 1", "D 1 1", "E 6 2", "F 9 1", "G - 1"))

    answer = delivery.ask()

    assert [
        (o.rule, o.item, o.file, [h.record for h in o.locations], o.message.split("（")[0]) for o in answer.violations
    ] == [
        ("K02", "世帯主", 1, [6], "世帯主は台帳の世帯にありますが、住民にありません"),
        ("K05", "世帯主", 1, [2], "世帯主の人が、その世帯の世帯主ではありません"),
        ("K05", "世帯主", 1, [4], "世帯主の人が、今は別の世帯にいます"),
        ("K05", "世帯主", 1, [3], "世帯主の人の記録が、今の住民のものではありません"),
    ]
    assert {o.rule for o in delivery.ask(across=False).violations} == set()


def test_a_part_without_the_relation_leaves_all_households_unasked(delivery: Any, alone: Any, rows: Any) -> None:
    delivery.add(alone, rows(COLUMNS, "1 A 03 1"))
    delivery.add(alone, rows("宛名番号 世帯番号 状態", "2 A 1"), columns=("宛名番号", "世帯番号", "状態"), name="b.csv")

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.rule, n.file) for n in answer.skipped] == [("K05", 0), ("K05", 1)]


BETWEEN = {**HOUSEHOLD, "headless": "warning"}


def test_between_two_heads_is_a_state_that_a_register_may_know(delivery: Any, layout: Any, rows: Any) -> None:
    """The head died or left, the next is not yet named: the register of households still names the last one."""
    to_household = {"items": ["世帯番号"], "to": "household", "when": "状態 = '1'"}
    person = layout("person", COLUMNS, name="住民", household=BETWEEN, references=[to_household])
    head = {"items": ["世帯主"], "to": "person", "key": ["宛名番号"], "when": "現存 = '1'"}
    register = layout("household", "世帯番号 世帯主 現存", name="世帯", references=[head])
    died, moved = ("1 A 02 3", "2 A 20 1", "3 A 20 1"), ("4 B 02 0", "4 C 02 1", "5 B 20 1", "6 B 20 1")
    delivery.add(person, rows(COLUMNS, *died, *moved))
    delivery.add(register, rows("世帯番号 世帯主 現存", "A 1 1", "B 4 1", "C 4 1"))

    assert {str(v.severity) for v in delivery.ask().violations} == {"warning"}


def test_a_register_that_names_the_last_head_beside_a_new_one_is_wrong(delivery: Any, layout: Any, rows: Any) -> None:
    to_household = {"items": ["世帯番号"], "to": "household", "when": "状態 = '1'"}
    person = layout("person", COLUMNS, name="住民", household=BETWEEN, references=[to_household])
    head = {"items": ["世帯主"], "to": "person", "key": ["宛名番号"], "when": "現存 = '1'"}
    register = layout("household", "世帯番号 世帯主 現存", name="世帯", references=[head])
    delivery.add(person, rows(COLUMNS, "1 A 02 3", "2 A 02 1", "3 A 20 1"))
    delivery.add(register, rows("世帯番号 世帯主 現存", "A 1 1"))

    assert [str(v.severity) for v in delivery.ask().violations] == ["error"]
