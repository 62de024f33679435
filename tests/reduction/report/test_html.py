"""The report as a page."""

from __future__ import annotations

from pathlib import Path

from tests.reduction.conftest import SECRET

from chukan.reduction.report import tables
from chukan.reduction.report.html import to_html
from chukan.reduction.report.lines import LIMITATION
from chukan.reduction.report.report import Report


def test_the_page(made: tuple[Report, Path]) -> None:
    report, _ = made
    page = to_html(report)

    assert LIMITATION in page
    assert "&lt;b&gt;決裁&lt;/b&gt;" in page
    assert "<b>決裁" not in page
    assert SECRET not in page
    for decision in (*tables.decisions(report, opened=True), *tables.decisions(report, opened=False)):
        assert decision.text.replace("<", "&lt;").replace(">", "&gt;") in page
    assert page.index("移行前と移行後") < page.index("団体が決めること") < page.index("削減の根拠")
