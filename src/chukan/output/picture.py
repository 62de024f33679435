"""Charts as PNG for Word, drawn by matplotlib: the only module that imports it (which takes a second).

Neither pyplot nor any other global state. The same values give the same bytes.
A missing Japanese font never warns: `png` returns None, and the paper does without a picture.
"""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

from chukan.output import charts
from chukan.output.charts import Bars, Chart, Heat, Pattern, Stacked
from chukan.output.colours import INK, LINE, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Fonts with Japanese, as Windows, macOS and Linux name them; the first that is installed is used.
FONTS = (
    "Yu Gothic",
    "Meiryo",
    "MS Gothic",
    "Hiragino Sans",
    "Hiragino Kaku Gothic ProN",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "IPAGothic",
    "TakaoGothic",
    "TakaoPGothic",
    "VL Gothic",
    "BIZ UDGothic",
    "MS Mincho",
    "Yu Mincho",
    "Noto Serif CJK JP",
    "IPAexMincho",
)
_POINT = 7.5
"""Size of the text in points."""
_EM = _POINT / 72
"""Width of a full-width character, in inches."""
_WIDTH = 7.1
"""A4 less its margins, in inches."""
_ROW, _BAR, _COLUMNS = 0.235, 0.16, 2.0
"""Height of a row of a heat chart, of a bar, and of stacked columns, in inches."""
_GAP = 0.7
"""Between two groups of bars, in bars."""
_SMALLEST = 3.6
"""The smallest number in a cell, in points."""
_HATCHES: dict[Pattern, str | None] = {"plain": None, "stripes": "///", "dots": ".."}


def png(chart: Chart, *, dpi: int = 200) -> bytes | None:
    """Return the chart as a PNG.

    Args:
        chart: what it shows.
        dpi: dots an inch; the picture is 7.1 inches (180 mm) wide.

    Returns:
        The file's bytes; None when no Japanese font is installed or there is nothing to draw.
    """
    if japanese_font() is None or not charts.has_values(chart):
        return None
    buffer = io.BytesIO()
    with _drawing():
        _figure(chart).savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


@cache
def japanese_font() -> str | None:
    """Return the family that charts are drawn with; None when none with Japanese is installed."""
    return _installed() or _installed_since()


def _installed() -> str | None:
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in names), None)


def _installed_since() -> str | None:
    """Look for fonts that were installed after matplotlib's first run, whose list it keeps for ever."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        with suppress(RuntimeError, OSError):  # a damaged font, or one of a form that is not read
            font_manager.fontManager.addfont(path)
    return _installed()


@contextmanager
def _drawing() -> Iterator[None]:
    """Apply settings of ours only, without noise about glyphs: a path may hold characters that no font has."""
    family = [f for f in (japanese_font(), "DejaVu Sans") if f]
    settings: dict[Any, Any] = {
        "font.family": family,
        "font.size": _POINT,
        "axes.edgecolor": LINE,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": MUTED,
        "ytick.color": INK,
        "text.parse_math": False,
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": False,
    }
    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)


def _figure(chart: Chart) -> Figure:
    if isinstance(chart, Heat):
        return _heat(chart)
    return _bars(chart) if isinstance(chart, Bars) else _stacked(chart)


def _bars(chart: Bars) -> Figure:
    places, ticks, rows = charts.bar_places(chart, _GAP)
    left = min(max(_inches(label) for label in chart.labels) + 0.15, _WIDTH * 0.45)
    height = rows * _BAR + 0.62
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes((left / _WIDTH, 0.32 / height, (_WIDTH - left - 0.75) / _WIDTH, rows * _BAR / height))
    for series, own in zip(chart.series, places, strict=True):
        drawn = [(place, value) for place, value in zip(own, series.values, strict=True) if value]
        axes.barh(
            [place for place, _ in drawn],
            [value for _, value in drawn],
            height=0.8,
            color=series.colour,
            edgecolor="white",
            linewidth=0,
            hatch=_HATCHES[series.pattern],
            label=series.name,
        )
        for place, value in drawn:
            axes.annotate(
                f"{value:,}", (value, place), xytext=(3, 0), textcoords="offset points", va="center_baseline", color=INK
            )
    axes.set_yticks(ticks, [charts.fitted(label, (left - 0.1) / _EM) for label in chart.labels])
    axes.set_ylim(rows, 0)
    _scale(axes, chart)
    axes.tick_params(length=0)
    axes.grid(visible=True, axis="x", color=LINE, linewidth=0.5)
    axes.set_axisbelow(True)
    _frameless(axes, "top", "right", "left")
    if len(chart.series) > 1:
        _legend(figure, axes, height)
    return figure


def _scale(axes: Axes, chart: Bars) -> None:
    """Set an even scale, or one of tens where the smaller bars would not be seen."""
    largest = max(v for s in chart.series for v in s.values)
    skewed = charts.is_skewed(chart)
    if skewed:
        axes.set_xscale("symlog", linthresh=1, linscale=charts.TO_ONE * 0.9)
        axes.set_xlim(0, largest * 1.2)
        axes.set_xticks([0, *(10**i for i in range(math.ceil(math.log10(largest)) + 1) if 10**i <= largest * 1.2)])
    else:
        ticks = charts.even_ticks(largest)
        axes.set_xlim(0, ticks[-1])
        axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}" if x == int(x) else "")
    axes.minorticks_off()
    axes.set_xlabel(f"{chart.unit}（対数目盛）" if skewed else chart.unit, loc="right", labelpad=1, color=MUTED)


def _stacked(chart: Stacked) -> Figure:
    height = _COLUMNS + 0.55
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes((0.1, 0.22 / height, 0.89, _COLUMNS / height))
    places = range(len(chart.labels))
    below = [0] * len(chart.labels)
    for series in chart.series:
        axes.bar(
            places,
            series.values,
            0.76,
            bottom=below,
            color=series.colour,
            edgecolor="white",
            linewidth=0,
            hatch=_HATCHES[series.pattern],
            label=series.name,
        )
        below = [b + v for b, v in zip(below, series.values, strict=True)]
    ticks = charts.even_ticks(max(below))
    axes.set_ylim(0, ticks[-1])
    axes.set_yticks(ticks, [f"{value:,}" for value in ticks])
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    written = sorted(charts.labelled(chart.labels, 3.7 * _EM * len(chart.labels) / (_WIDTH * 0.89)))
    axes.set_xticks(written, [chart.labels[n] for n in written])
    axes.tick_params(length=0, colors=INK)
    axes.grid(visible=True, axis="y", color=LINE, linewidth=0.5)
    axes.set_axisbelow(True)
    _frameless(axes, "top", "right", "left")
    _legend(figure, axes, height, falling=True)
    return figure


def _heat(chart: Heat) -> Figure:
    left = min(max(_inches(row) for row in chart.rows) + 0.15, _WIDTH * 0.42)
    upright = (_WIDTH - left) / len(chart.columns) < max(_inches(c) for c in chart.columns) + 0.08
    cell = min((_WIDTH - left) / len(chart.columns), 1.6)
    top = min(max(_inches(c) for c in chart.columns), 1.6) + 0.12 if upright else 0.28
    height = len(chart.rows) * _ROW + top + 0.05
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes(
        (left / _WIDTH, 0.05 / height, cell * len(chart.columns) / _WIDTH, len(chart.rows) * _ROW / height)
    )
    largest = max(max(row) for row in chart.values)
    for y, (values, colour) in enumerate(zip(chart.values, chart.colours, strict=True)):
        for x, value in enumerate(values):
            ground, ink = charts.shade(value, largest, colour)
            axes.fill([x, x + 1, x + 1, x], [y, y, y + 1, y + 1], facecolor=ground, edgecolor="white", linewidth=1.2)
            if value:
                text, shrunk = charts.short_number(value, (cell - 0.04) / _EM)
                size = max(_POINT * shrunk, _SMALLEST)
                axes.text(x + 0.5, y + 0.5, text, ha="center", va="center_baseline", color=ink, fontsize=size)
    axes.set_xlim(0, len(chart.columns))
    axes.set_ylim(len(chart.rows), 0)
    axes.xaxis.tick_top()
    axes.set_xticks(
        [x + 0.5 for x in range(len(chart.columns))],
        [charts.fitted(c, 1.6 / _EM) for c in chart.columns],
        rotation=90 if upright else 0,
    )
    labels = [charts.fitted(r, (left - 0.1) / _EM) for r in chart.rows]
    axes.set_yticks([y + 0.5 for y in range(len(chart.rows))], labels)
    axes.tick_params(length=0, labelcolor=INK)
    _frameless(axes, *axes.spines)
    return figure


def _frameless(axes: Axes, *sides: str) -> None:
    for side in sides:
        axes.spines[side].set_visible(False)


def _legend(figure: Figure, axes: Axes, height: float, *, falling: bool = False) -> None:
    """Write the names of the series above the chart; `falling` names the topmost of a stack first."""
    handles, names = axes.get_legend_handles_labels()
    order = -1 if falling else 1
    figure.legend(
        handles[::order],
        names[::order],
        loc="upper right",
        ncols=len(names),
        frameon=False,
        borderpad=0,
        bbox_to_anchor=(1, 1 - 0.03 / height),
        handlelength=1.6,
        columnspacing=1.4,
    )


def _inches(text: str) -> float:
    return charts.text_width(text) * _EM
