"""The chapter, the checklist and 別紙3."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from tests.evidence.conftest import as_case, papers

from chukan.evidence.papers.fields import CHAPTER, CHECKLIST
from chukan.evidence.papers.make import make_papers
from chukan.evidence.papers.templates import Templates
from chukan.reports.pictures import by_file_and_severity
from chukan.reports.summary import summarise
from chukan.severity import Severity
from chukan.verification.result import Count, TakenOver


def pictures(made: Any) -> int:
    data = make_papers(as_case(made), Templates())[CHAPTER.template]
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return sum(n.startswith("word/media/") for n in z.namelist())


def test_without_a_japanese_font_the_chapter_has_tables_only(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    text = papers(made)[CHAPTER.template]

    assert pictures(made) == 0
    assert "図1" not in text
    assert "項目の値" in text


def test_without_the_extra_the_chapter_says_that_its_charts_are_left_out(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    assert "図は省いた" not in papers(made)[CHAPTER.template]
    monkeypatch.setattr("chukan.output.word_chart.find_spec", lambda _: None)

    text = papers(made)[CHAPTER.template]

    assert "図は省いた" in text
    assert "図1" not in text
    assert "項目の値" in text


def test_the_chapter_has_charts_that_are_the_same_each_time(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from chukan.output.picture import png

    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    monkeypatch.setattr("chukan.evidence.papers.make.png", lambda chart: png(chart, dpi=40))
    if png(by_file_and_severity(summarise(made.verification)), dpi=40) is None:
        pytest.skip("no Japanese font is installed")

    assert pictures(made) == 2
    case = as_case(made)
    assert make_papers(case, Templates()) == make_papers(case, Templates())


def test_a_group_without_findings_has_a_chapter_that_says_so(make: Any) -> None:
    assert "指摘はない。" in papers(make())[CHAPTER.template]


def test_the_checklist_is_a_paper(make: Any) -> None:
    text = papers(make())[CHECKLIST.template]

    for words in ("6(3)ア(ア)", "データで確認", "未記入", "10,000,000 円", "鑑文書"):
        assert words in text


def test_the_chapter_says_what_an_earlier_run_had_found(make: Any) -> None:
    origin = TakenOver("2026-11-20T01:00:00+09:00", "2026-11-20T01:02:03+09:00")
    made = make().with_counts("131024/person.csv", taken_over=origin)

    assert "（2026-11-20 01:02:03）のときと同じため、その結果を引き継いだ。" in papers(made)[CHAPTER.template]
    assert "引き継" not in papers(make())[CHAPTER.template]
