"""What a reader must know before trusting a judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.evidence.judgement.conftest import judged

from chukan.layouts.library import Library
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, RuleRun

LIBRARY = Library()


def test_what_was_not_checked_is_said(make: Any) -> None:
    case = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.INFO, 2))
    rules = [
        RuleRun("V05", "暦日", Severity.INFO, "ran"),
        RuleRun("K02", "参照", Severity.ERROR, "switched_off", "切っています"),
    ]
    use = WaiverUse("V05", "", "", 1, "", "", "", 0, "理由がありません")
    case.verification = replace(case.verification, rules=tuple(rules), waivers=(use,))

    notes = "".join(judged(case).notes)

    assert "K02 参照" in notes
    assert "V05" in notes
    assert "効力のない了承が 1 行" in notes


def test_rules_that_the_project_switched_off_are_said_with_the_pass(make: Any, project: dict[str, Any]) -> None:
    assert "停止" not in judged(make(project)).businesses[0].reasons[0]
    project["rules"] = {"V09": "off", "V10": "info"}
    case = make(project)
    rules = tuple(replace(r, state="switched_off") if r.rule == "V09" else r for r in case.verification.rules)
    case.verification = replace(case.verification, rules=rules)

    assert judged(case).businesses[0].reasons[0].endswith("すべて合格（検査項目 1 を停止したうえでの合格）")


def test_layouts_of_which_no_file_came_are_named(make: Any) -> None:
    first, second = judged(make()).municipalities[0].businesses

    pack = LIBRARY.pack("mic")
    names = {slug: body.name for slug, body in pack.business_document(first.business).layouts.items()}
    assert names["person"] not in first.undelivered
    assert names["household"] not in first.undelivered
    assert set(first.undelivered) == {n for slug, n in names.items() if slug not in ("person", "household")}
    assert not set(first.undelivered) & set(second.undelivered)


def test_rules_that_the_project_made_weaker_are_named_with_what_they_found(make: Any) -> None:
    case = make().with_counts("131016/person.csv", Count("V07", "氏名", Severity.INFO, 2))
    rules = tuple(
        replace(r, severity=Severity.INFO) if r.rule in ("V07", "R01") else r for r in case.verification.rules
    )
    case.verification = replace(case.verification, rules=rules)

    assert judged(case).notes == ("プロジェクトの設定で重大度を下げた検査項目: V07、R01（指摘のあったもの: V07）",)


def test_an_old_edition_and_two_editions_are_said(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][1]["businesses"][0]["layout"] = "mic@2.6"

    notes = judged(make(project)).notes

    assert "最新でない版を使っている: mic@2.6（手元の最新の版は 2.7）" in notes
    assert "グループの中で版が分かれている: mic@2.7、mic@2.6" in notes
