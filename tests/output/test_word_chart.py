"""Charts for Word with and without the extra `pictures`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chukan.output import picture, word_chart
from chukan.output.charts import Bars, Series

BARS = Bars("題", ("一",), (Series("エラー", (3,), "#b3261e"),))
NOTHING = Bars("題", ("一",), (Series("エラー", (0,), "#b3261e"),))


def test_with_the_extra_a_chart_is_drawn_and_nothing_said() -> None:
    assert word_chart.png(BARS) == picture.png(BARS)
    assert word_chart.left_out([BARS]) == ""


def test_without_the_extra_the_paper_says_what_is_missing_and_where_the_numbers_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word_chart, "find_spec", lambda _: None)

    assert word_chart.png(BARS) is None
    assert "図は省いた" in word_chart.left_out([NOTHING, BARS])
    assert word_chart.left_out([NOTHING]) == ""


def test_making_papers_does_not_need_matplotlib() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import chukan.evidence.papers.make, chukan.reduction.report.word, chukan.reports.write"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
