"""The agreement of the very files that a paper is about."""

from __future__ import annotations

from typing import Any

from tests.evidence.conftest import papers

from chukan.evidence.papers.fields import TARGETS


def test_a_confirmation_states_the_agreement_of_its_own_files(make: Any, project: dict[str, Any]) -> None:
    for plan in project["municipalities"][1]["businesses"]:
        plan["agreement"] = {"encoding": "utf-8"}
    project["municipalities"][0]["businesses"][0]["files"][1]["agreement"] = {"newline": "lf"}

    texts = papers(make(project))

    second = texts["データ移行確認書_131024_あおば町_事業者A.docx"]
    assert "文字コード: utf-8" in second
    assert "文字コード: cp932" not in second
    first = texts["データ移行確認書_131016_みどり市_事業者A.docx"]
    assert "改行: CRLF（住民基本台帳 住民）" in first
    assert "改行: LF（住民基本台帳 世帯）" in first
    assert "文字コード: utf-8（あおば町）" in texts[TARGETS.template]
