"""突合結果報告書: what was compared, agreed and left, who signs; and nothing that is not known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.evidence.conftest import text_of
from tests.reconciliation.conftest import WHO, Bench, person

from chukan.reconciliation.views import paper

PEOPLE = [person(n) for n in range(1, 9)]


def _context(bench: Bench, loaded: Any) -> dict[str, Any]:
    return paper.context(bench.compare(PEOPLE, loaded).reconciliation)


def test_what_is_the_same_may_be_called_migrated(bench: Bench) -> None:
    found = _context(bench, PEOPLE)
    assert found["判定"] == "合格"
    assert "移行したことを確かめた" in found["移行の言葉"]
    assert found["違い"] == []
    assert found["規則ファイル"].startswith("なし")


def test_what_differs_is_listed_and_nothing_is_called_migrated(bench: Bench) -> None:
    found = _context(bench, [{**PEOPLE[0], "氏名": "異体　字子"}, *PEOPLE[2:]])
    assert found["判定"] == "不合格"
    assert "移行したとは言えない" in found["移行の言葉"]
    assert [(row["検査項目"][:3], row["項目"], row["残り"]) for row in found["違い"]] == [
        ("M01", "レコード・ファイル全体", 1),
        ("M03", "氏名", 1),
    ]
    assert found["業務"][0]["移行先なし"] == 1
    sums = {row["項目"]: row["結果"] for row in found["金額"]}
    assert sums["税額"].startswith("不一致")


def test_the_rules_are_there_with_who_agreed(bench: Bench) -> None:
    dated = [{**row, "生年月日": dt.date.fromisoformat(row["生年月日"]).isoformat()} for row in PEOPLE]
    bench.rules.append({"id": "日付", "kind": "dates", "items": ["生年月日"], **WHO})
    found = _context(bench, dated)
    assert [(row["名前"], row["合意者"], row["件数"]) for row in found["規則"]] == [("日付", WHO["agreed_by"], 8)]
    assert found["判定"] == "合格"


def test_the_document_is_filled_whole_and_the_same_each_time(bench: Bench) -> None:
    reconciliation = bench.compare(PEOPLE, PEOPLE[1:]).reconciliation
    first = paper.paper(reconciliation)
    assert first == paper.paper(reconciliation)
    text = text_of(first)
    assert "{{" not in text
    assert "{%" not in text
    for words in (
        "移行データの突合結果報告書",
        "残っている違い",
        "M01",
        reconciliation.files[0].delivered.sha256,
        "印",
    ):
        assert words in text


def test_tables_are_cut_and_say_so(bench: Bench) -> None:
    assert paper.MOST == 200
    found = _context(bench, PEOPLE)
    assert all(found[name] == "" for name in found if name.endswith("_ほか"))
