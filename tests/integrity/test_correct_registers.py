"""What correct registers hold, and nothing must be said of: the pack's own layouts, households as they happen."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout

PERSON = "宛名番号 履歴番号 最新フラグ 世帯番号 続柄_1 住民状態 住民種別 処理年月日 個人番号"
HOUSEHOLD = "世帯番号 世帯主_宛名番号 世帯状態"
ADDRESSEE = (
    "宛名番号 履歴番号 最新フラグ 住登外者状態 代表宛名フラグ 名寄せ先宛名番号 住民_宛名番号 個人番号 処理年月日"
)
TAX = "課税年度 宛名番号 履歴番号 最新フラグ 配偶者_宛名番号 処理年月日"
#: What happened -> the records of persons, of households.
CASES: dict[str, tuple[list[str], list[str]]] = {
    "Japanese and foreign residents in one household": (
        ["1 1 1 A 02 1 1 20200101 111", "2 1 1 A 11 1 2 20200101 112", "3 1 1 A 20 1 1 20200101 113"],
        ["A 1 1"],
    ),
    "a move out that is announced: a resident until its day": (
        ["1 1 0 A 02 1 1 20200101 111", "1 2 1 A 02 1 1 20261120 111"],
        ["A 1 1"],
    ),
    "removed ex officio, the household with its only member": (
        ["1 1 0 A 02 1 1 20200101 111", "1 2 1 A 02 9 1 20240101 111"],
        ["A 1 2"],
    ),
    "a head who died, the successor in place": (
        [
            "1 1 0 A 02 1 1 20200101 111",
            "1 2 1 A 02 3 1 20240101 111",
            "2 1 0 A 11 1 1 20200101 112",
            "2 2 1 A 02 1 1 20240101 112",
            "3 1 1 A 20 1 1 20200101 113",
        ],
        ["A 2 1"],
    ),
    "all members gone, each in their own way": (
        ["1 1 1 A 02 3 1 20240101 111", "2 1 1 A 11 2 1 20240201 112"],
        ["A 1 2"],
    ),
    "moved out and back, all on record": (
        ["1 1 0 A 02 1 1 20200101 111", "1 2 0 A 02 2 1 20210101 111", "1 3 1 B 02 1 1 20220101 111"],
        ["A 1 2", "B 1 1"],
    ),
    "back under another number: the old record keeps 個人番号": (
        ["1 1 1 A 02 2 1 20200101 111", "2 1 1 B 02 1 1 20220101 111"],
        ["A 1 2", "B 2 1"],
    ),
    "a child who left the household and heads another": (
        ["1 1 1 A 02 1 1 20200101 111", "2 1 0 A 20 1 1 20200101 112", "2 2 1 B 02 1 1 20250401 112"],
        ["A 1 1", "B 2 1"],
    ),
    "head and spouse changed places on one day": (
        [
            "1 1 0 A 02 1 1 20200101 111",
            "1 2 1 A 12 1 1 20200101 111",
            "2 1 0 A 12 1 1 20200101 112",
            "2 2 1 A 02 1 1 20200101 112",
        ],
        ["A 2 1"],
    ),
    "naturalised: a new record of the same number": (
        ["1 1 0 A 02 1 2 20200101 111", "1 2 1 A 02 1 1 20230101 111"],
        ["A 1 1"],
    ),
    "two without a 個人番号 yet": (["1 1 1 A 02 1 2 20200101 -", "2 1 1 A 11 1 2 20200101 -"], ["A 1 1"]),
    "old history deleted when its period was over": (
        ["1 5 0 A 02 1 1 20200101 111", "1 6 1 A 02 1 1 20210101 111"],
        ["A 1 1"],
    ),
    "a day of handling that nobody knows": (
        ["1 1 0 A 02 1 1 20200101 111", "1 2 0 A 02 1 1 00000000 111", "1 3 1 A 02 1 1 20200101 111"],
        ["A 1 1"],
    ),
    "numbers written with zeros": (["1 01 0 A 02 1 1 20200101 111", "1 02 1 A 02 1 1 20200102 111"], ["A 1 1"]),
}


@pytest.fixture(scope="module")
def town() -> dict[str, Layout]:
    library = Library()
    addresses = {
        "person": "resident_register/person",
        "household": "resident_register/household",
        "addressee": "non_resident_addressee/addressee",
        "tax": "individual_resident_tax/taxpayer",
    }
    return {name: library.layout(f"mic@2.7/{address}") for name, address in addresses.items()}


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_said_of(case: str, delivery: Any, rows: Any, town: dict[str, Layout]) -> None:
    persons, households = CASES[case]
    delivery.add(town["person"], rows(PERSON, *persons))
    delivery.add(town["household"], rows(HOUSEHOLD, *households))
    # who lives elsewhere: two records of one, another grouped under the first, a third who was once a resident
    others = (
        "91 1 0 1 0 - - - 20200101",
        "91 2 1 1 0 - - - 20210101",
        "92 1 1 1 1 91 - - 20200101",
        "93 1 1 1 0 - 1 111 20200101",
    )
    delivery.add(town["addressee"], rows(ADDRESSEE, *others))
    taxes = ("2024 1 1 0 - 20240601", "2024 1 2 1 - 20240801", "2023 1 1 1 - 20230601", "2024 91 1 1 92 20240601")
    delivery.add(town["tax"], rows(TAX, *taxes))

    answer = delivery.ask()

    assert [(o.rule, o.item, o.message, [h.record for h in o.locations]) for o in answer.violations] == []
    assert answer.skipped == ()
