"""F09, S01, F10: the delivery note, and the same content twice."""

from __future__ import annotations

from typing import Any

import pytest


def test_records_other_than_the_note_says(delivery: Any, tax: Any, rows: Any, only: Any) -> None:
    delivery.add(tax, rows("番号", "1", "2"), expected_records=2)
    delivery.add(tax, rows("番号", "1"), expected_records=1234, records=1230)

    violation = only(delivery.ask(across=False))

    assert (violation.rule, violation.item, violation.file, violation.count) == ("F09", "", 1, 1)
    assert violation.message.startswith("件数が納品書と違います: 納品書 1,234 件、ファイル 1,230 件（差 -4 件）。")
    assert (violation.locations[0].record, violation.locations[0].value) == (0, "")


def test_totals_other_than_the_note_says(delivery: Any, tax: Any, rows: Any, only: Any) -> None:
    delivery.add(tax, rows("番号", "1"), totals={"税額": 12340, "欠番": 5}, expected_totals={"税額": 12300, "欠番": 5})

    violation = only(delivery.ask(across=False))

    assert (violation.rule, violation.item) == ("S01", "税額")
    assert violation.message.startswith(
        "税額の合計が納品書と違います: 納品書 12,300 円、ファイル 12,340 円（差 +40 円）。"
    )


@pytest.mark.parametrize(
    ("item", "pointed", "message"),
    [
        (
            "人数",
            "人数",
            "納品書に「人数」の合計がありますが、金額の項目ではないため合計していません。プロジェクトの totals を確かめてください。",
        ),
        (
            "率",
            "率",
            "納品書に「率」の合計がありますが、金額の項目ではないため合計していません。プロジェクトの totals を確かめてください。",
        ),
        (
            "税頷",
            "",
            "納品書の合計の項目「税頷」は、定義にありません。「税額」ではありませんか。プロジェクトの totals を確かめてください。",
        ),
    ],
)
def test_a_note_that_totals_no_amount_is_a_finding(
    delivery: Any, tax: Any, rows: Any, only: Any, item: str, pointed: str, message: str
) -> None:
    delivery.add(tax, rows("番号", "1"), expected_totals={item: 1})

    violation = only(delivery.ask())

    assert (violation.rule, violation.item, violation.message) == ("S01", pointed, message)


def test_a_total_of_an_item_that_the_file_lacks_cannot_be_told(delivery: Any, tax: Any, rows: Any) -> None:
    delivery.add(tax, rows("番号", "1"), columns=("番号",), expected_totals={"税額": 0})

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.rule, n.why) for n in answer.skipped] == [
        ("S01", "項目「税額」がファイルにないため、合計を確かめられません")
    ]


def test_a_file_that_could_not_be_read_is_not_counted(delivery: Any, tax: Any) -> None:
    delivery.add(tax, [], columns=(), expected_records=5, expected_totals={"税額": 1})

    assert delivery.ask().violations == ()
