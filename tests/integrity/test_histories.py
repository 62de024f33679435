"""K03: numbers, dates, the current record, periods."""

from __future__ import annotations

from typing import Any

import pytest

ITEMS = "宛名番号::1 履歴番号:9:2 異動日:DATE 最新 開始:DATE 終了:DATE"
HISTORY = {"of": ["宛名番号"], "number": "履歴番号"}


@pytest.fixture
def told_by(delivery: Any, layout: Any, rows: Any, found: Any) -> Any:
    """Return the violations that a history has among rows."""

    def ask(columns: str, *records: str, items: str = ITEMS, **history: Any) -> Any:
        delivery.files.clear()
        delivery.add(layout("person", items, history={**HISTORY, **history}), rows(columns, *records))
        return {item: records for (rule, item, _), records in found(delivery.ask()).items() if rule == "K03"}

    return ask


def test_a_gap_is_named_at_the_record_after_it(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    delivery.add(
        layout("person", ITEMS, history=HISTORY), rows("宛名番号 履歴番号", "1 2", "1 7", "1 3", "2 5", "3 1", "3 3")
    )

    violation = only(delivery.ask())

    assert (violation.rule, violation.item) == ("K03", "履歴番号")
    assert [(h.record, h.value, h.note) for h in violation.locations] == [
        (2, "7", "（直前の番号との間に3個の欠番）"),
        (6, "3", "（直前の番号との間に1個の欠番）"),
    ]
    assert violation.message.startswith("宛名番号ごとの履歴番号が飛んでいます（2件、最初は3行目）。")


def test_gaps_are_told_across_parts(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    person = layout("person", ITEMS, history=HISTORY)
    delivery.add(person, rows("宛名番号 履歴番号", "1 1", "2 1"))
    delivery.add(person, rows("宛名番号 履歴番号", "1 2", "2 3"))

    assert found(delivery.ask()) == {("K03", "履歴番号", 1): [2]}


def test_the_first_number_is_asked_where_the_layout_says_it(told_by: Any) -> None:
    records = ("1 1", "1 2", "2 2", "2 3", "3 0", "3 1")

    assert told_by("宛名番号 履歴番号", *records) == {}
    assert told_by("宛名番号 履歴番号", *records, start_at=1) == {"履歴番号": [3, 5]}


@pytest.mark.parametrize("number", ["A", "１", "-1", "1.5", "1e3", "1_000", "1234567890123456789"])
def test_a_number_that_is_none_is_named_and_its_gaps_are_not(told_by: Any, number: str) -> None:
    assert told_by("宛名番号 履歴番号", "1 1", f"1 {number}", "1 3", "2 1", "2 3") == {"履歴番号": [2, 5]}


def test_a_number_twice_is_the_keys_to_tell(told_by: Any, found: Any) -> None:
    records = ("1 1", "1 1", "1 2", "1 4")

    assert told_by("宛名番号 履歴番号", *records) == {"履歴番号": [4]}
    without_key = ITEMS.replace("::1", "").replace(":9:2", ":9")
    assert told_by("宛名番号 履歴番号", *records, items=without_key) == {"履歴番号": [1, 2, 4]}


def test_long_histories_are_asked_to_the_end(told_by: Any) -> None:
    long = [f"1 {n}" for n in range(1, 200)]

    assert told_by("宛名番号 履歴番号", *long) == {}
    assert told_by("宛名番号 履歴番号", *long[:150], *long[151:]) == {"履歴番号": [151]}


def test_a_wider_key_leaves_the_double_to_the_history(told_by: Any) -> None:
    wider = ITEMS.replace("最新", "最新::3")

    assert told_by("宛名番号 履歴番号 最新", "1 1 0", "1 1 1", items=wider) == {"履歴番号": [1, 2]}


def test_dates_do_not_go_back(told_by: Any) -> None:
    records = (
        "1 3 20240301",
        "1 1 20240101",
        "1 2 20240401",
        "2 1 20240101",
        "2 2 20240101",
        "3 1 -",
        "3 2 20230101",
        "3 3 20230231",
        "3 4 20220101",
    )

    assert told_by("宛名番号 履歴番号 異動日", *records, date="異動日") == {"異動日": [1, 9]}


def test_unknown_dates_have_no_order(told_by: Any) -> None:
    records = (
        "1 1 20240101",
        "1 2 00000000",
        "1 3 20240201",
        "2 1 99991231",
        "2 2 20240101",
        "3 1 99999999",
        "3 2 20200101",
    )

    assert told_by("宛名番号 履歴番号 異動日", *records, date="異動日") == {}


def test_exactly_one_record_is_the_latest(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    person = layout("person", ITEMS, history={**HISTORY, "latest": {"item": "最新", "value": "1"}})
    delivery.add(person, rows("宛名番号 履歴番号 最新", "1 1 0", "1 2 1", "2 1 1", "2 2 1", "3 1 0", "3 2 0", "4 1 -"))

    answer = delivery.ask()

    assert found(answer) == {("K03", "最新", 0): [3, 4, 6, 7]}
    messages = {o.message: [h.record for h in o.locations] for o in answer.violations}
    assert messages == {
        "宛名番号ごとの最新のレコード（最新）がありません（2組2件、最初は7行目）。最後の履歴を最新とするかを移行元で確かめてください。": [
            6,
            7,
        ],
        "宛名番号ごとの最新のレコード（最新）が二つ以上あります（1組2件、最初は4行目）。どれが最新かを移行元で確かめてください。": [
            3,
            4,
        ],
    }


def test_periods_of_one_thing_do_not_overlap(told_by: Any) -> None:
    period = {"start": "開始", "end": "終了"}
    records = (
        "1 1 20240101 20240331",
        "1 2 20240331 20240630",
        "1 3 20240701 -",  # one after the other
        "2 1 20240101 20241231",
        "2 2 20240601 20240602",
        "2 3 20250101 20250201",  # 1 holds 2
        "3 1 20240101 -",
        "3 2 20250101 99999999",  # both open
        "4 1 20240101 20240101",
        "4 2 20240101 20240201",  # a day at the beginning
        "5 1 20240201 20240101",
        "5 2 20240101 20240301",  # backwards: R02 speaks
        "6 1 - 20240101",
        "6 2 20230231 -",
        "6 3 20200101 -",  # no beginning
        "7 1 20240101 20240201",
        "7 2 20240101 20240201",  # the same twice
    )

    assert told_by("宛名番号 履歴番号 開始 終了", *records, period=period) == {"開始": [4, 5, 7, 8, 16, 17]}


def test_a_part_without_the_item_leaves_the_whole_table_unasked(
    delivery: Any, layout: Any, rows: Any, found: Any
) -> None:
    person = layout("person", ITEMS, history={**HISTORY, "latest": {"item": "最新", "value": "1"}})
    delivery.add(person, rows("宛名番号 履歴番号 最新", "1 1 0", "2 3 1"))
    delivery.add(person, rows("宛名番号 履歴番号", "1 2", "2 5"), columns=("宛名番号", "履歴番号"), name="b.csv")

    answer = delivery.ask()

    assert found(answer) == {("K03", "履歴番号", 1): [2]}
    assert [(n.file, n.why) for n in answer.skipped] == [
        (0, "同じ定義のファイル b.csv に項目「最新」がないため、最新のレコードを確かめられません"),
        (1, "項目「最新」がファイルにないため、最新のレコードを確かめられません"),
    ]


def test_where_no_record_is_flagged_the_highest_number_is_the_latest(delivery: Any, layout: Any, rows: Any) -> None:
    person = layout("person", ITEMS, history={**HISTORY, "latest": {"item": "最新", "value": "1"}})
    delivery.add(person, rows("宛名番号 履歴番号 最新", "1 1 -", "1 2 -", "2 1 -"))

    assert delivery.ask().violations == ()
