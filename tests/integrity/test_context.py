"""What every check shares: weights, exact counts, bounded samples."""

from __future__ import annotations

from typing import Any

from tests.integrity.conftest import PERSON

from chukan.severity import Severities


def test_the_project_decides_what_it_weighs(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号 履歴番号", "01 1", "01 1"))

    assert only(delivery.ask(severities=Severities({"K01": "warning"}))).severity == "warning"
    assert delivery.ask(severities=Severities({"K01": "off"})).violations == ()


def test_other_files_are_not_asked_of_one_file_by_itself(delivery: Any, registers: Any, rows: Any) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01"))
    delivery.add(registers["only"], rows("宛名番号", "09"))

    answer = delivery.ask(across=False)

    assert (answer.violations, answer.skipped) == ((), ())


def test_a_condition_that_names_no_item_is_said_not_to_run(delivery: Any, layout: Any, rows: Any) -> None:
    child = layout("child", "親 状態", references=[{"items": ["親"], "to": "parent", "when": "状熊 = '1'"}])
    delivery.add(layout("parent", "親::1"), rows("親", "01"))
    delivery.add(child, rows("親 状態", "9 1"))

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.rule, n.file, n.why) for n in answer.skipped] == [
        ("K02", 1, "式にある項目「状熊」は定義にありません（「状態」ではありませんか。）")
    ]
