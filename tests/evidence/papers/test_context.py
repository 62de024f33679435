"""What is put into every paper."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from tests.evidence.conftest import papers

from chukan.evidence.papers.fields import TARGETS
from chukan.severity import Severity
from chukan.verification.result import Count, RuleRun


def test_what_did_not_run_is_told_in_every_paper(make: Any) -> None:
    made = make()
    rules = [
        RuleRun(r.rule, r.title, r.severity, "switched_off", "切っています") if r.rule == "V11" else r
        for r in made.verification.rules
    ]
    made.verification = replace(made.verification, rules=tuple(rules))

    for name, text in papers(made).items():
        assert re.search("V11 [^\n]*停止（切っている）", text), name


def test_papers_carry_number_day_addressee_and_heads(make: Any, project: dict[str, Any]) -> None:
    project["group"] |= {"document_number": "緑情第5号", "head": "市長 緑太郎", "document_date": dt.date(2026, 12, 1)}
    project["municipalities"][1] |= {"document_number": "青情第7号", "head": "町長 青花子"}

    texts = papers(make(project))

    for words in ("緑情第5号", "令和8年12月1日", "市長 緑太郎", "地方公共団体情報システム機構"):
        assert words in texts[TARGETS.template], words
    for words in ("青情第7号", "令和8年12月1日", "町長 青花子", "みどり市の長　様"):
        assert words in texts["データ移行確認書_131024_あおば町_事業者A.docx"], words


def test_papers_call_files_by_their_names(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    texts = papers(made)

    assert all("131024/person.csv" not in text for text in texts.values())
    assert "住民は不合格（了承されていないエラー 7 件）" in texts[TARGETS.template]
