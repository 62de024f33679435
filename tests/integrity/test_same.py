"""K07: what two files state of the same person or thing."""

from __future__ import annotations

from typing import Any

PERSON = "宛名番号 氏名 通称 生年月日 最新"
INSURED = "宛名番号 氏名 生年月日"


def test_another_name_and_another_day(delivery: Any, person: Any, insured: Any, rows: Any) -> None:
    delivery.add(
        person,
        rows(
            PERSON,
            "1 山田太郎 - 19800101 1",
            "2 李 木下 19800102 1",
            "3 古い名 - 19700101 0",
            "3 新しい名 - 19800103 1",
        ),
    )
    delivery.add(
        insured, rows(INSURED, "1 山田次郎 19800101", "2 木下 19800102", "3 新しい名 19700101", "9 外 19000101")
    )

    answer = delivery.ask()

    assert [(v.item, v.severity, [h.record for h in v.locations]) for v in answer.violations] == [
        ("氏名", "warning", [1]),
        ("生年月日", "warning", [3]),
    ]
    assert answer.violations[0].message == (
        "氏名が、宛名番号の同じ、townの住民の氏名・通称のどれとも違います（1件、最初は2行目）。"
        "どちらが正しいかを移行元で確かめてください。改姓の届出前のこともあります。"
    )


def test_blanks_and_unknown_days_state_nothing(delivery: Any, person: Any, insured: Any, rows: Any) -> None:
    delivery.add(
        person,
        [
            {**r, "氏名": r["氏名"].replace("＿", "\u3000")}
            for r in rows(PERSON, "1 山田＿太郎 - 19800101 1", "2 - - 00000000 1", "3 佐藤花 - 19800103 1")
        ],
    )
    delivery.add(insured, rows(INSURED, "1 山田太郎 -", "2 鈴木 19800102", "3 - 99999999"))

    assert delivery.ask().violations == ()


def test_a_register_with_two_answers_gives_none(delivery: Any, person: Any, insured: Any, rows: Any) -> None:
    delivery.add(person, rows(PERSON, "1 山田 - 19800101 1", "1 川田 - 19800101 1"))
    delivery.add(insured, rows(INSURED, "1 森 19800109"))

    assert [(v.item, v.count) for v in delivery.ask().violations] == [("生年月日", 1)]


def test_without_the_register_it_could_not_run(delivery: Any, insured: Any, rows: Any) -> None:
    delivery.add(insured, rows(INSURED, "1 山田 19800101", "- 川田 19800101"))

    (skipped,) = delivery.ask().skipped

    assert (skipped.rule, skipped.counterparts) == ("K07", ("town/person",))
    assert skipped.why == (
        "比べる相手のファイル（town/person）がこの検証に入っていないため、氏名・生年月日の一致を確かめられません（1件）"
    )
