"""K02: references, whatever they refer to, and the reverse."""

from __future__ import annotations

from typing import Any


def test_a_record_without_its_parent_is_named(delivery: Any, registers: Any, rows: Any, only: Any) -> None:
    delivery.add(registers["person"], rows("宛名番号", "01", "02"))
    delivery.add(registers["only"], rows("宛名番号", "01", "09", "-", "08", "1"))

    violation = only(delivery.ask())

    assert (violation.rule, violation.item, violation.file, violation.severity) == ("K02", "宛名番号", 1, "error")
    assert [(h.record, h.line, h.value) for h in violation.locations] == [(2, 3, "09"), (4, 5, "08"), (5, 6, "1")]
    assert violation.message == (
        "宛名番号はtaxの台帳にありますが、residentの住民にありません（3件、最初は3行目）。相手のレコードの抽出条件を移行元で確かめてください。"
    )


def test_one_of_several_parents_is_enough(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    either = {"items": ["宛名番号"], "to": ["person", "addressee"], "key": ["番号"]}
    delivery.add(layout("person", "番号::1"), rows("番号", "01"))
    delivery.add(layout("addressee", "番号::1"), rows("番号", "02"))
    delivery.add(layout("tax", "宛名番号", references=[either]), rows("宛名番号", "01", "02", "03"))

    violation = only(delivery.ask())

    assert [h.record for h in violation.locations] == [3]
    assert "person・addresseeのどちらにもありません（1件、最初は4行目）" in violation.message


def test_composite_references_want_the_whole(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    parent = layout("notice", "課税年度:YEAR:1 通知番号:9:2")
    child = layout(
        "change",
        "年度:YEAR 番号:9",
        references=[{"items": ["年度", "番号"], "to": "notice", "key": ["課税年度", "通知番号"]}],
    )
    delivery.add(parent, rows("課税年度 通知番号", "2024 7", "2025 8"))
    delivery.add(child, rows("年度 番号", "2024 7", "2024 8", "2024 -", "2025 008"))

    violation = only(delivery.ask())

    assert [h.record for h in violation.locations] == [2]
    assert "年度・番号の組はregisterのchangeにありますが" not in violation.message
    assert violation.message.startswith("年度・番号の組は台帳のchangeにありますが、noticeにありません")


def test_a_text_is_compared_as_it_stands_and_a_number_as_a_number(
    delivery: Any, layout: Any, rows: Any, found: Any
) -> None:
    parent = layout("parent", "文字::1 数:9:2")
    as_text = {"items": ["文字"], "to": "parent"}
    as_number = {"items": ["数"], "to": "parent"}
    mixed = {"items": ["混在"], "to": "parent", "key": ["数"]}
    child = layout("child", "文字 数:9 混在", references=[as_text, as_number, mixed])
    delivery.add(parent, rows("文字 数", "007 007"))
    delivery.add(child, rows("文字 数 混在", "007 7 007", "7 0007 7"))

    assert found(delivery.ask()) == {("K02", "文字", 1): [2], ("K02", "混在", 1): [2]}


def test_a_file_may_refer_to_itself(delivery: Any, layout: Any, rows: Any, only: Any) -> None:
    person = layout(
        "person", "宛名番号::1 世帯主番号", references=[{"items": ["世帯主番号"], "to": "person", "key": "宛名番号"}]
    )
    delivery.add(person, rows("宛名番号 世帯主番号", "01 01", "02 01", "03 09"))

    for across in (True, False):
        violation = only(delivery.ask(across=across))
        assert [h.record for h in violation.locations] == [3]
        assert violation.message.startswith(
            "世帯主番号の指すレコードが、同じpersonの宛名番号にありません（1件、最初は4行目）"
        )


def test_only_the_records_that_the_condition_names_are_asked(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    asked = {
        "items": ["親"],
        "to": "parent",
        "key": "番号",
        "when": "状態 = '1' AND 届出日 <= as_of",
        "severity": "warning",
    }
    child = layout("child", "親 状態 届出日:DATE", references=[asked])
    delivery.add(layout("parent", "番号::1"), rows("番号", "01"))
    delivery.add(child, rows("親 状態 届出日", "9 1 20261123", "9 1 20261124", "9 2 20200101", "9 1 -", "9 1 20230231"))

    assert found(delivery.ask()) == {("K02", "親", 1): [1]}


def test_the_reverse_asks_that_each_parent_is_referred_to(delivery: Any, layout: Any, rows: Any, found: Any) -> None:
    back = {"items": ["世帯"], "to": "household", "key": "番号", "when": "状態 = '1'", "reverse": True}
    delivery.add(layout("household", "番号::1", name="世帯"), rows("番号", "1", "2", "3"))
    delivery.add(layout("person", "世帯 状態", name="住民", references=[back]), rows("世帯 状態", "1 1", "2 2", "4 1"))

    answer = delivery.ask()

    assert found(answer) == {("K02", "番号", 0): [2, 3], ("K02", "世帯", 1): [3]}
    assert (
        answer.violations[0].message
        == "住民のどのレコードも、この番号を指していません（2件、最初は3行目）。住民の抽出条件を移行元で確かめてください。"
    )


def test_the_reverse_is_in_doubt_when_a_childs_part_lacks_the_item(delivery: Any, layout: Any, rows: Any) -> None:
    back = {"items": ["世帯"], "to": "household", "key": "番号", "reverse": True}
    person = layout("person", "世帯 氏名", references=[back])
    delivery.add(layout("household", "番号::1"), rows("番号", "1", "2"))
    delivery.add(person, rows("世帯", "1"))
    delivery.add(person, rows("氏名", "甲"), columns=("氏名",), name="b.csv")

    answer = delivery.ask()

    assert answer.violations == ()
    assert [(n.file, n.why) for n in answer.skipped] == [
        (0, "b.csv に項目が足りないため、参照されているかを確かめられません"),
        (2, "項目「世帯」がファイルにないため、世帯の相手を確かめられません"),
    ]
