"""K06: sums across files."""

from __future__ import annotations

from typing import Any

import pytest

CHARGE = "通知書 期別 収納済額"
RECEIPT = "通知書 期別 額 取消"


@pytest.fixture
def charge(layout: Any) -> Any:
    part = {"of": "receipt", "amount": "額", "when": "取消 = '0'"}
    received = {"total": "収納済額", "items": ["通知書", "期別"], "parts": part, "severity": "error"}
    return layout("charge", "通知書 期別:9 収納済額:9", name="調定", sums=[received])


@pytest.fixture
def receipt(layout: Any) -> Any:
    return layout("receipt", "通知書 期別:9 額:S9 取消", name="収納")


def test_a_total_that_its_parts_do_not_make(delivery: Any, charge: Any, receipt: Any, rows: Any, only: Any) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000", "A 2 1000", "B 1 500", "C 1 0", "D 1 300"))
    delivery.add(
        receipt, rows(RECEIPT, "A 1 400 0", "A 01 600 0", "A 2 1000 0", "A 2 1000 1", "B 1 600 0", "B 1 -50 0")
    )

    violation = only(delivery.ask())

    assert (violation.rule, violation.item, violation.severity) == ("K06", "収納済額", "error")
    assert [(h.record, h.value, h.note) for h in violation.locations] == [
        (3, "500", "（相手のレコードは2件）"),
        (5, "300", "（相手のレコードがありません）"),
    ]
    assert violation.message == (
        "収納済額が、収納の額の合計と合いません（2件、最初は4行目）。"
        "どちらが正しいか、相手のレコードの抽出に漏れや重なりがないかを移行元で確かめてください。"
    )


def test_nothing_stated_or_known_is_nothing_compared(delivery: Any, charge: Any, receipt: Any, rows: Any) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 -", "B 1 x", "C 1 500", "- 1 500", "D 1 700"))
    delivery.add(receipt, rows(RECEIPT, "A 1 400 0", "C 1 - 0", "C 1 200 0", "D 1 7OO 0"))

    assert delivery.ask().violations == ()


def test_the_parts_may_come_in_several_files(delivery: Any, charge: Any, receipt: Any, rows: Any) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000"))
    delivery.add(receipt, rows(RECEIPT, "A 1 400 0")).add(receipt, rows(RECEIPT, "A 1 600 0"))

    assert delivery.ask().violations == ()


def test_parts_in_several_layouts_are_added(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    parts = [{"of": "normal", "amount": "税額"}, {"of": "pension", "key": ["人"], "amount": "COALESCE(額, 0)"}]
    yearly = layout("taxpayer", "宛名番号 年税額:9", sums=[{"total": "年税額", "items": "宛名番号", "parts": parts}])
    delivery.add(yearly, rows("宛名番号 年税額", "1 1000", "2 1000", "3 0", "4 10"))
    delivery.add(layout("normal", "宛名番号 税額:9"), rows("宛名番号 税額", "1 600", "2 600", "2 300"))
    delivery.add(layout("pension", "人 額:9"), rows("人 額", "1 400", "2 -"))

    answer = delivery.ask()

    assert found(answer) == {("K06", "年税額", 0): [2, 4]}
    assert "normalの税額の合計とpensionの額の合計を足した値と合いません" in answer.violations[0].message


def test_records_are_counted(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    members = {
        "total": "世帯員数",
        "items": ["世帯番号"],
        "when": "状態 = '1'",
        "parts": {"of": "person", "when": "状態 = '1'"},
    }
    delivery.add(
        layout("household", "世帯番号 世帯員数:9 状態", sums=[members]),
        rows("世帯番号 世帯員数 状態", "A 2 1", "B 9 1", "C 5 2", "D 003 1"),
    )
    delivery.add(
        layout("person", "宛名番号 世帯番号 状態", name="住民"),
        rows("宛名番号 世帯番号 状態", "1 A 1", "2 A 1", "3 A 9", "4 B 1", "5 D 1", "6 D 1", "7 D 1"),
    )

    violation = only(delivery.ask())

    assert [h.record for h in violation.locations] == [2]
    assert violation.message.startswith("世帯員数が、住民の件数と合いません（1件、最初は3行目）。")
    assert violation.item == "世帯員数"


def test_shares_of_a_whole(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    whole = {"total": "1", "items": ["物件"], "when": "共有 = '1'", "parts": {"of": "share", "amount": "分子 / 分母"}}
    delivery.add(layout("land", "物件 共有", sums=[whole]), rows("物件 共有", "A 1", "B 1", "C 0", "D 1"))
    share = layout("share", "物件 連番 分子:9 分母:9")
    delivery.add(
        share, rows("物件 連番 分子 分母", "A 1 1 3", "A 2 1 3", "A 3 1 3", "B 1 1 2", "B 2 1 3", "D 1 1 2", "D 2 - -")
    )

    assert found(delivery.ask()) == {("K06", "物件", 0): [2]}


def test_without_the_parts_file_it_could_not_run(delivery: Any, charge: Any, rows: Any) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000", "B 1 0", "C 1 -"))

    answer = delivery.ask(expected=[("131016", "register")])

    assert answer.violations == ()
    (skipped,) = answer.skipped
    assert (skipped.rule, skipped.file, skipped.counterparts) == ("K06", 0, ("register/receipt",))
    assert skipped.why == (
        "合計する相手のファイル（register/receipt）が提出されていないため、収納済額の合計を確かめられません（1件）"
    )


def test_a_parts_file_without_the_amount_is_not_a_sum_of_nothing(
    delivery: Any, charge: Any, receipt: Any, rows: Any
) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000"))
    delivery.add(receipt, rows("通知書 期別 取消", "A 1 0"), columns=("通知書", "期別", "取消"))

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(s.rule, s.file, s.counterparts) for s in answer.skipped] == [("K06", 0, ())]
    assert "項目「額」がない" in answer.skipped[0].why


def test_unread_records_may_be_the_missing_parts(
    delivery: Any, charge: Any, receipt: Any, rows: Any, only: Any
) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000"))
    delivery.add(receipt, rows(RECEIPT, "A 1 400 0"), rejected=3)

    assert "読み取れなかったレコードが収納に3件あり" in only(delivery.ask()).message


def test_within_one_file_nothing_is_added_up(delivery: Any, charge: Any, receipt: Any, rows: Any) -> None:
    delivery.add(charge, rows(CHARGE, "A 1 1000")).add(receipt, rows(RECEIPT, "A 1 400 0"))

    answer = delivery.ask(across=False)

    assert (answer.violations, answer.skipped) == ((), ())
