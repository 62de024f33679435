"""What records are compared with: there, absent, or unread."""

from __future__ import annotations

from typing import Any


def test_without_a_parents_file_only_what_is_left_cannot_be_judged(delivery: Any, registers: Any, rows: Any) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01"))
    delivery.add(registers["tax"], rows("宛名番号", "01", "02", "03"))

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.rule, n.file, n.why) for n in answer.skipped] == [
        (
            "K02",
            1,
            "参照先のファイル（outside/addressee）がこの検証に入っていないため、宛名番号の相手を確かめられません（2件）",
        )
    ]


def test_a_missing_file_that_nobody_needs_is_no_trouble(delivery: Any, registers: Any, rows: Any) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01"))
    delivery.add(registers["tax"], rows("宛名番号", "01", "-"))

    answer = delivery.ask()

    assert (answer.violations, answer.skipped) == ((), ())


def test_a_missing_file_that_was_promised_is_told_so(delivery: Any, registers: Any, rows: Any) -> None:
    delivery.add(registers["only"], rows("宛名番号", "01"))

    (not_asked,) = delivery.ask(expected=[("131016", "resident")]).skipped

    assert (
        not_asked.why
        == "参照先のファイル（resident/person）が提出されていないため、宛名番号の相手を確かめられません（1件）"
    )


def test_another_municipality_is_no_parent(delivery: Any, registers: Any, rows: Any) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01"), municipality="131024")
    delivery.add(registers["only"], rows("宛名番号", "01"))

    answer = delivery.ask()

    assert answer.violations == ()
    assert [n.file for n in answer.skipped] == [1]


def test_an_empty_parent_has_nobody_and_an_unread_one_is_unknown(
    delivery: Any, registers: Any, rows: Any, found: Any
) -> None:
    delivery.add(registers["person"], [])
    delivery.add(registers["only"], rows("宛名番号", "01"))
    assert found(delivery.ask()) == {("K02", "宛名番号", 1): [1]}

    delivery.files[0] = (registers["person"], [], {"columns": (), "name": "unread.csv"})
    answer = delivery.ask()
    assert answer.violations == ()
    assert [n.why for n in answer.skipped if n.rule == "K02"] == [
        "参照先のファイル（unread.csv）を読めなかったため、宛名番号の相手を確かめられません（1件）"
    ]


def test_a_parent_may_be_among_the_records_that_could_not_be_read(
    delivery: Any, registers: Any, rows: Any, only: Any
) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01"), records=4, rejected=3)
    delivery.add(registers["only"], rows("宛名番号", "01", "09"))

    assert only(delivery.ask()).message.endswith(
        "読み取れなかったレコードがresidentの住民に3件あり、相手がその中にいることもあります。"
    )
