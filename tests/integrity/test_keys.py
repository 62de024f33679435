"""K01: blank and repeated keys, values that only one record may hold."""

from __future__ import annotations

from typing import Any

from tests.integrity.conftest import PERSON


def test_both_records_of_a_repeated_key_are_named(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号 履歴番号", "01 1", "02 1", "01 1", "01 2"))

    violation = only(delivery.ask())

    assert (violation.rule, violation.item, violation.severity, violation.count) == ("K01", "宛名番号", "error", 2)
    assert violation.message == (
        "キー（宛名番号・履歴番号）が同じレコードがあります（1組2件、最初は2行目）。どのレコードが正しいかを移行元で確かめてください。"
    )
    assert [(h.record, h.line, h.value, h.note) for h in violation.locations] == [
        (1, 2, "01", "（相手は同じファイルの3件目・4行目）"),
        (3, 4, "01", "（相手は同じファイルの1件目・2行目）"),
    ]


def test_a_table_in_parts_is_one_table(delivery: Any, layout: Any, rows: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号 履歴番号", "01 1", "02 1"), name="a.csv")
    delivery.add(person, rows("宛名番号 履歴番号", "03 1", "02 1", "02 1"), name="b.csv")

    outcomes = delivery.ask().violations

    assert [(o.file, o.count, [h.record for h in o.locations]) for o in outcomes] == [(0, 1, [2]), (1, 2, [2, 3])]
    assert outcomes[0].locations[0].note == "（相手はb.csvの3件目・4行目、ほか1件）"
    assert outcomes[1].locations[0].note == "（相手はa.csvの2件目・3行目、ほか1件）"


def test_two_municipalities_are_two_tables(delivery: Any, layout: Any, rows: Any) -> None:
    person = layout("person", PERSON)
    for code in ("131016", "131024"):
        delivery.add(person, rows("宛名番号 履歴番号", "01 1"), municipality=code)

    assert delivery.ask().violations == ()


def test_a_blank_in_a_key_is_no_duplicate_too(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    person = layout("person", PERSON)
    delivery.add(person, [*rows("宛名番号 履歴番号", "- 1", "- 1", "05 -"), {"宛名番号": "　 ", "履歴番号": "1"}])

    answer = delivery.ask()

    assert found(answer) == {("K01", "宛名番号", 0): [1, 2, 4], ("K01", "履歴番号", 0): [3]}
    assert (
        answer.violations[0].message == "キー項目「宛名番号」が空です（3件、最初は2行目）。移行元で値を入れてください。"
    )


def test_a_file_that_lacks_a_key_item_is_not_asked_and_the_others_are(
    delivery: Any, layout: Any, rows: Any, found: Any
) -> None:
    person = layout("person", PERSON)
    delivery.add(person, rows("宛名番号", "01"), columns=("宛名番号",))
    delivery.add(person, rows("宛名番号 履歴番号", "01 1", "01 1"))

    answer = delivery.ask()

    assert found(answer) == {("K01", "宛名番号", 1): [1, 2]}
    assert [(n.rule, n.file, n.why) for n in answer.skipped] == [
        ("K01", 0, "項目「履歴番号」がファイルにないため、キーの重複を確かめられません")
    ]


def test_a_secret_number_held_twice_is_told_without_the_number(
    delivery: Any, layout: Any, rows: Any, only: Any
) -> None:
    person = layout("person", PERSON, unique=[{"items": ["個人番号"], "when": "状態 = '1'"}])
    held = rows("宛名番号 履歴番号 個人番号 状態", "01 1 123456789018 1", "02 1 123456789018 1", "03 1 123456789018 2")
    delivery.add(person, [*held, *rows("宛名番号 履歴番号 個人番号 状態", "04 1 - 1", "05 1 - 1")])

    violation = only(delivery.ask())

    assert [h.record for h in violation.locations] == [1, 2]
    assert "123456789018" not in repr(violation)
    assert violation.message.startswith("個人番号が同じレコードがあります（1組2件、最初は2行目）。")


def test_a_value_may_repeat_within_one_thing(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    unique = [{"items": ["標識番号"], "of": ["管理番号"], "severity": "warning"}]
    person = layout("person", PERSON, unique=unique)
    delivery.add(
        person, rows("宛名番号 履歴番号 標識番号 管理番号", "01 1 A 7", "02 1 A 7", "03 1 B 8", "04 1 B 9", "05 1 B 8")
    )

    violation = only(delivery.ask())

    assert (violation.severity, [h.record for h in violation.locations]) == ("warning", [3, 4, 5])
    assert violation.message.startswith("同じ標識番号を、別の管理番号のレコードも持っています（1組3件、最初は4行目）。")
    assert [h.note for h in violation.locations] == [
        "（相手は同じファイルの4件目・5行目、ほか1件）",
        "（相手は同じファイルの3件目・4行目、ほか1件）",
        "（相手は同じファイルの4件目・5行目、ほか1件）",
    ]


def test_a_key_item_that_may_be_blank_tells_two_records_apart_and_holds_two_together(
    delivery: Any, layout: Any, rows: Any, found: Any
) -> None:
    """A number that is given only after the decision."""
    decided = layout("decided", "宛名番号::1 証書番号::2")
    items = tuple(i.model_copy(update={"required": "required"}) if i.name == "宛名番号" else i for i in decided.items)
    decided = decided.model_copy(update={"items": items})
    delivery.add(decided, rows("宛名番号 証書番号", "1 -", "1 A", "2 -", "2 -", "3 B"))

    assert found(delivery.ask()) == {("K01", "宛名番号", 0): [3, 4]}


def test_blanks_at_the_ends_make_no_other_key(delivery: Any, layout: Any) -> None:
    """What loads the file takes them off, and the second record overwrites the first; V09 alone is a warning."""
    person = layout("person", PERSON)
    twins = [("01", "1"), ("01 ", "1"), ("02", "2"), ("　02", "2 "), ("03", "1"), ("0 3", "1")]
    delivery.add(person, [{"宛名番号": number, "履歴番号": history} for number, history in twins])

    (violation,) = delivery.ask().violations

    assert (violation.rule, [h.record for h in violation.locations]) == ("K01", [1, 2, 3, 4])
