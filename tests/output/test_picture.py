"""Charts for Word: the same values give the same bytes, nothing warns, settings of others are kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

from chukan.output import picture
from chukan.output.charts import Bars, Chart
from chukan.output.picture import png

from .test_html import BARS, CHARTS

SRC = Path(picture.__file__).parents[1]


@CHARTS
def test_a_picture_for_word(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "japanese_font", lambda: "DejaVu Sans")

    drawn = png(chart, dpi=60)

    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert drawn == png(chart, dpi=60)


@CHARTS
def test_without_a_japanese_font(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "japanese_font", lambda: None)

    assert png(chart) is None


def test_nothing_to_draw() -> None:
    assert png(Bars("題", (), ())) is None


def test_settings_of_others_are_kept_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "japanese_font", lambda: "DejaVu Sans")
    before = png(BARS, dpi=60)

    with mpl.rc_context({"font.size": 30, "savefig.bbox": "tight"}):
        assert png(BARS, dpi=60) == before
        assert mpl.rcParams["font.size"] == 30


def test_only_what_makes_pictures_for_word_loads_matplotlib() -> None:
    """It takes a second of every run."""
    code = (
        "import sys, chukan.reports.write, chukan.reduction.run, chukan.reduction.report.html, chukan.reduction.report.excel\n"
        "from chukan.output.charts import Bars, Series; from chukan.output.html import svg\n"
        "assert svg(Bars('題', ('一',), (Series('エラー', (3,), '#b3261e'),)), 'a')\n"
        "print('matplotlib' in sys.modules)"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert out.strip() == "False"
    users = {p.name for p in SRC.rglob("*.py") if "import matplotlib" in p.read_text(encoding="utf-8")}
    assert users == {"picture.py"}
