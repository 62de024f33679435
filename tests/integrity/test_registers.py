"""K04: one number in two registers."""

from __future__ import annotations

from typing import Any

EXCLUSIVE = [{"items": ["宛名番号"], "with": "outside/addressee", "key": ["番号"]}]


def test_a_number_in_both_registers_is_named_with_its_twin(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    delivery.add(layout("person", "宛名番号", exclusive=EXCLUSIVE), rows("宛名番号", "01", "02", "-", "02"))
    addressee = layout("addressee", "番号", business="outside", name="住登外者")
    delivery.add(addressee, rows("番号", "03", "-"), name="a.csv")
    delivery.add(addressee, rows("番号", "02", "02"), name="b.csv")

    violation = only(delivery.ask())

    assert (violation.rule, violation.item, violation.file) == ("K04", "宛名番号", 0)
    assert [(h.record, h.value, h.note) for h in violation.locations] == [
        (2, "02", "（相手はb.csvの1件目・2行目）"),
        (4, "02", "（相手はb.csvの1件目・2行目）"),
    ]
    assert violation.message.startswith("宛名番号がoutsideの住登外者にもあります（2件、最初は3行目）。")


def test_without_the_other_register_it_could_not_run(delivery: Any, layout: Any, rows: Any) -> None:
    delivery.add(layout("person", "宛名番号", exclusive=EXCLUSIVE), rows("宛名番号", "01"))

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.rule, n.why) for n in answer.skipped] == [
        ("K04", "相手の台帳（outside/addressee）がこの検証に入っていないため、番号の重なりを確かめられません")
    ]
    assert delivery.ask(across=False).skipped == ()


def test_another_register_without_the_item_could_not_be_asked(delivery: Any, layout: Any, rows: Any) -> None:
    delivery.add(layout("person", "宛名番号", exclusive=EXCLUSIVE), rows("宛名番号", "01"))
    addressee = layout("addressee", "番号 氏名", business="outside")
    delivery.add(addressee, rows("氏名", "甲"), columns=("氏名",), name="b.csv")

    assert [n.why for n in delivery.ask().skipped] == [
        "相手の台帳のファイル b.csv に項目「番号」がないため、番号の重なりを確かめられません"
    ]
