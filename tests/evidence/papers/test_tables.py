"""The tables of the papers, row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.conftest import papers

from chukan.evidence.papers.fields import CHAPTER, TARGETS
from chukan.evidence.papers.tables import month_words, rows
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count


def test_numbers_that_nobody_checked_are_marked(make: Any) -> None:
    texts = papers(make())

    for name in (TARGETS.template, CHAPTER.template, "データ移行確認書_131024_あおば町_事業者A.docx"):
        assert "10\n（未確認）" in texts[name], name
    assert "番号は未確認" not in texts["データ移行確認書_131016_みどり市_事業者A.docx"]


def test_scopes_of_waivers_are_told_in_names(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7, waived=7))
    use = WaiverUse("V05", "生年月日", "131024/resident_register/person", 7, "原本なし", "課長", "2026-11-10", 7)
    made.verification = replace(made.verification, waivers=(use,))

    assert "あおば町 住民基本台帳 住民" in papers(made)[CHAPTER.template]


def test_a_row_has_a_cell_for_every_column() -> None:
    columns = {"コード": "団体コード", "名称": "団体の名称"}

    assert rows(columns, [("139998", "みどり市")]) == [{"コード": "139998", "名称": "みどり市"}]
    with pytest.raises(ValueError, match="argument"):
        rows(columns, [("139998",)])


def test_months_are_of_the_era() -> None:
    assert (month_words("2026-12"), month_words("2019-05"), month_words("")) == ("令和8年12月", "令和元年5月", "未記入")
