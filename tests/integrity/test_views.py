"""Values that mean the same are the same."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integrity.conftest import PERSON

from chukan.expressions.types import DateForms


def test_numbers_are_the_same_with_zeros_before_them(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号 履歴番号", "01 1", "01 001", "1 1", "02 0", "02 00"))

    assert found(delivery.ask()) == {("K01", "宛名番号", 0): [1, 2, 4, 5]}


def test_dates_are_the_same_in_every_form(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    move = layout("move", "番号::1 異動年月日:DATE:2")
    delivery.add(move, rows("番号 異動年月日", "1 20240401"), forms=DateForms("yyyymmdd"))
    delivery.add(move, rows("番号 異動年月日", "1 2024-04-01"), forms=DateForms("yyyy-mm-dd"))

    assert found(delivery.ask()) == {("K01", "番号", 0): [1], ("K01", "番号", 1): [1]}


@pytest.mark.parametrize("kind", ["X", "N", "9", "DATE", "YM", "YEAR", "TIME"])
@pytest.mark.parametrize("blank", ["", " ", "  ", "\u3000", " \u3000", "\n", "\r\n", " \n"])
def test_a_key_of_blanks_is_blank_whatever_its_type(
    delivery: Any, layout: Any, only: Any, kind: str, blank: str
) -> None:
    person = layout("person", f"番号::1 鍵:{kind}:2")
    items = tuple(item.model_copy(update={"required": "required"}) for item in person.items)
    person = person.model_copy(update={"items": items})
    delivery.add(person, [{"番号": "1", "鍵": blank}, {"番号": "1", "鍵": blank}])

    violation = only(delivery.ask())

    assert violation.message == "キー項目「鍵」が空です（2件、最初は2行目）。移行元で値を入れてください。"


def test_months_are_the_same_in_every_form(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    move = layout("move", "番号::1 異動年月:YM:2")
    delivery.add(move, rows("番号 異動年月", "1 202404"), forms=DateForms("yyyymmdd"))
    delivery.add(move, rows("番号 異動年月", "1 2024-04"), forms=DateForms("yyyy-mm-dd"))

    assert found(delivery.ask()) == {("K01", "番号", 0): [1], ("K01", "番号", 1): [1]}


@pytest.mark.parametrize(
    ("kind", "unreadable"), [("DATE", "20230230"), ("DATE", "20230000"), ("9", "x"), ("9V", "1.2.3"), ("YEAR", "令和5")]
)
def test_where_a_condition_reads_an_unreadable_value_the_record_is_left_out(
    delivery: Any, layout: Any, rows: Any, found: Any, kind: str, unreadable: str
) -> None:
    unique = [{"items": ["標識番号"], "when": "廃車 IS NULL"}]
    car = layout("car", f"番号::1 標識番号 廃車:{kind}", unique=unique)
    delivery.add(car, rows("番号 標識番号 廃車", "1 A -", f"2 A {unreadable}", "3 B -", "4 B -"))

    assert found(delivery.ask()) == {("K01", "標識番号", 0): [3, 4]}
