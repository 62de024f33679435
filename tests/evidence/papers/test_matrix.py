"""The members and their businesses on one page."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from tests.evidence.conftest import as_case

from chukan.evidence.papers.fields import TARGETS
from chukan.evidence.papers.make import make_papers
from chukan.evidence.papers.templates import Templates
from chukan.severity import Severity
from chukan.verification.result import Count


def test_members_and_businesses_stand_on_one_page(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    book = openpyxl.load_workbook(io.BytesIO(make_papers(as_case(made), Templates())[TARGETS.template]))

    sheet = book["一覧"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows[0][2:5] == ["住民基本台帳", "印鑑登録", "軽自動車税"]
    assert [(r[1], *[v or "" for v in r[2:5]]) for r in rows[1:]] == [
        ("みどり市", "○", "○", ""),
        ("あおば町", "×", "", "○"),
    ]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
