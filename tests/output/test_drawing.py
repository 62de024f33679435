"""Drawings stay within their frame and lose nothing."""

from __future__ import annotations

import pytest

from chukan.output.charts import Bars, Chart, Heat, Series, Stacked
from chukan.output.drawing import WIDTH, Drawing, draw

ERRORS = Series("エラー", (3, 0, 12_345), "#b3261e")
WARNINGS = Series("警告", (1, 7, 0), "#b26a00", pattern="stripes")
LABELS = ("必須項目", "文字種", "とても長い名前の検査項目で、欄の幅には入りきらないほど続くもの" * 2)
CHARTS: list[Chart] = [
    Bars("指摘", LABELS, (ERRORS, WARNINGS)),
    Stacked("年ごと", ("〜1999", "2000", "不明"), (ERRORS, WARNINGS)),
    Heat("業務と項目", LABELS, ("V01", "V02"), ((3, 0), (0, 0), (1, 99_999)), ("#b3261e",) * 3),
]


def drawn(chart: Chart) -> Drawing:
    drawing = draw(chart, "c")
    assert drawing is not None
    return drawing


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: type(c).__name__)
def test_all_is_within_the_frame(chart: Chart) -> None:
    drawing = drawn(chart)

    assert [r for r in drawing.rectangles if r.x < 0 or r.y < 0 or r.x + r.width > WIDTH + 1] == []
    assert [r for r in drawing.rectangles if r.y + r.height > drawing.height + 1 or r.width < 0 or r.height < 0] == []
    assert [t for t in drawing.texts if not 0 <= t.x <= WIDTH or not 0 <= t.y <= drawing.height] == []


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: type(c).__name__)
def test_every_value_is_displayed_in_words_too(chart: Chart) -> None:
    said = " ".join(r.says for r in drawn(chart).rectangles)
    values = (
        [v for row in chart.values for v in row]
        if isinstance(chart, Heat)
        else [v for s in chart.series for v in s.values]
    )

    assert [v for v in values if v and f"{v:,}" not in said] == []


@pytest.mark.parametrize("chart", CHARTS[:2], ids=lambda c: type(c).__name__)
def test_a_pattern_is_declared_under_the_chart_s_own_name(chart: Chart) -> None:
    drawing = drawn(chart)

    assert [(name, kind) for name, kind, _ in drawing.patterns] == [("c-1", "stripes")]
    assert "url(#c-1)" in {r.fill for r in drawing.rectangles}


@pytest.mark.parametrize(
    "chart", [Bars("何も", ("甲",), (Series("エラー", (0,), "#b3261e"),)), Heat("何も", (), (), (), ())]
)
def test_nothing_to_draw_is_no_drawing(chart: Chart) -> None:
    assert draw(chart, "c") is None
