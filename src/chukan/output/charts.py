"""Charts, drawn by matplotlib: SVG whose text stays text, and PNG for Word papers.

Neither pyplot nor any other global state. The same values give the same bytes.
A missing Japanese font never warns: SVG text is set by the reader's own fonts, and `png` answers None.
"""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

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
"""Size of the text in points, at a width of 7.1 inches (A4 less its margins)."""
_WIDTH = 7.1
_ROW, _BAR = 0.235, 0.16
"""Height of a row of a heat chart, and of a bar, in inches."""
_MARGIN, _SMALLEST = 0.04, 3.6
"""Left of a cell's width beside a number, in inches; the smallest number, in points (8 pixels on a screen)."""
_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_GAP = 0.7
"""Between two groups of bars, in bars."""
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
ET.register_namespace("", _SVG[1:-1])
ET.register_namespace("xlink", _XLINK[1:-1])
#: From this ratio on, the small bars would not be seen on an even scale.
_SKEWED = 100


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one colour; `sign` stands before its name and in its hatch, so that colour is never alone."""

    name: str
    values: tuple[int, ...]
    colour: str
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: one group a label, one bar a series."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Heat:
    """Numbers by row and column, each on a ground that is the darker the larger it is."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    """One tuple a row; 0 is left blank."""
    colours: tuple[str, ...]
    """The darkest ground of each row."""


Chart = Bars | Heat


def svg(chart: Chart, name: str) -> str:
    """The chart as an `<svg>` element to stand in a page; "" when there is nothing to draw.

    Args:
        name: goes before every id, so that two charts can stand in one page.
    """
    if not chart_has_values(chart):
        return ""
    buffer = io.StringIO()
    with _drawing():
        _figure(chart).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return _embeddable(buffer.getvalue(), chart, name)


def png(chart: Chart, *, dpi: int = 200) -> bytes | None:
    """The chart as a PNG about 180 mm wide at `dpi`; None when no Japanese font is installed or nothing is to be drawn."""
    if japanese_font() is None or not chart_has_values(chart):
        return None
    buffer = io.BytesIO()
    with _drawing():
        _figure(chart).savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


@cache
def japanese_font() -> str | None:
    """The family that charts are drawn with; None = none with Japanese is installed."""
    return _installed() or _installed_since()


def _installed() -> str | None:
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in names), None)


def _installed_since() -> str | None:
    """Matplotlib remembers the fonts of its first run for ever: look for those that came later."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        with suppress(RuntimeError, OSError):  # a damaged font, or one of a form that is not read
            font_manager.fontManager.addfont(path)
    return _installed()


def chart_has_values(chart: Chart) -> bool:
    """Is there anything to draw?"""
    if isinstance(chart, Bars):
        return any(any(s.values) for s in chart.series)
    return any(any(row) for row in chart.values)


@contextmanager
def _drawing() -> Iterator[None]:
    """Settings of ours only, and no noise about glyphs: a path may hold characters that no font has."""
    family = [f for f in (japanese_font(), "DejaVu Sans") if f]
    settings: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "chukan",
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
    return _bars(chart) if isinstance(chart, Bars) else _heat(chart)


def _bars(chart: Bars) -> Figure:
    places, ticks, rows = _places(chart)
    left = min(max(_width(label) for label in chart.labels) + 0.15, _WIDTH * 0.45)
    height = rows * _BAR + 0.62
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes((left / _WIDTH, 0.32 / height, (_WIDTH - left - 0.75) / _WIDTH, rows * _BAR / height))
    for series, own in zip(chart.series, places, strict=True):
        shown = [(place, value) for place, value in zip(own, series.values, strict=True) if value]
        axes.barh(
            [place for place, _ in shown],
            [value for _, value in shown],
            height=0.8,
            color=series.colour,
            edgecolor="white",
            linewidth=0,
            hatch=series.hatch or None,
            label=series.name,
        )
        for place, value in shown:
            axes.annotate(
                f"{value:,}", (value, place), xytext=(3, 0), textcoords="offset points", va="center_baseline", color=INK
            )
    axes.set_yticks(ticks, [_fitting(label, left - 0.1) for label in chart.labels])
    axes.set_ylim(rows, 0)
    _scale(axes, chart)
    axes.tick_params(length=0)
    axes.grid(visible=True, axis="x", color=LINE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    if len(chart.series) > 1:
        figure.legend(
            *axes.get_legend_handles_labels(),
            loc="upper right",
            ncols=len(chart.series),
            frameon=False,
            borderpad=0,
            bbox_to_anchor=(1, 1 - 0.03 / height),
            handlelength=1.6,
            columnspacing=1.4,
        )
    return figure


def _places(chart: Bars) -> tuple[list[list[float]], list[float], float]:
    """The height of each series' bars and of each label, in bars from the top; a bar of 0 takes no room."""
    places: list[list[float]] = [[] for _ in chart.series]
    ticks: list[float] = []
    top = 0.0
    for row in range(len(chart.labels)):
        count = 0
        for own, series in zip(places, chart.series, strict=True):
            own.append(top + count + 0.5)
            count += bool(series.values[row])
        ticks.append(top + max(count, 1) / 2)
        top += max(count, 1) + _GAP
    return places, ticks, top


def _scale(axes: Axes, chart: Bars) -> None:
    """An even scale, or one of tens where the smaller bars would not be seen."""
    values = [v for s in chart.series for v in s.values if v]
    largest = max(values)
    skewed = largest > _SKEWED * min(values)
    if skewed:
        axes.set_xscale("symlog", linthresh=1, linscale=0.35)
        axes.set_xlim(0, largest * 1.2)
        axes.set_xticks([0, *(10**i for i in range(math.ceil(math.log10(largest)) + 1) if 10**i <= largest * 1.2)])
    else:
        axes.set_xlim(0, largest * 1.05)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}" if x == int(x) else "")
    axes.minorticks_off()
    axes.set_xlabel(f"{chart.unit}（対数目盛）" if skewed else chart.unit, loc="right", labelpad=1, color=MUTED)


def _heat(chart: Heat) -> Figure:
    left = min(max(_width(row) for row in chart.rows) + 0.15, _WIDTH * 0.42)
    upright = (_WIDTH - left) / len(chart.columns) < max(_width(c) for c in chart.columns) + 0.08
    cell = min((_WIDTH - left) / len(chart.columns), 1.6)
    top = min(max(_width(c) for c in chart.columns), 1.6) + 0.12 if upright else 0.28
    height = len(chart.rows) * _ROW + top + 0.05
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes(
        (left / _WIDTH, 0.05 / height, cell * len(chart.columns) / _WIDTH, len(chart.rows) * _ROW / height)
    )
    largest = max(max(row) for row in chart.values)
    for y, (values, colour) in enumerate(zip(chart.values, chart.colours, strict=True)):
        for x, value in enumerate(values):
            ground, ink = _shade(value, largest, colour)
            axes.fill([x, x + 1, x + 1, x], [y, y, y + 1, y + 1], facecolor=ground, edgecolor="white", linewidth=1.2)
            if value:
                text, size = _short(value, cell)
                axes.text(x + 0.5, y + 0.5, text, ha="center", va="center_baseline", color=ink, fontsize=size)
    axes.set_xlim(0, len(chart.columns))
    axes.set_ylim(len(chart.rows), 0)
    axes.xaxis.tick_top()
    axes.set_xticks(
        [x + 0.5 for x in range(len(chart.columns))],
        [_fitting(c, 1.6) for c in chart.columns],
        rotation=90 if upright else 0,
    )
    axes.set_yticks([y + 0.5 for y in range(len(chart.rows))], [_fitting(r, left - 0.1) for r in chart.rows])
    axes.tick_params(length=0, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def _shade(value: int, largest: int, colour: str) -> tuple[tuple[float, float, float], str]:
    """The ground of a number, on a scale of tens, and an ink that is legible on it."""
    if not value:
        return (0.965, 0.973, 0.98), INK
    depth = 0.14 + 0.86 * (math.log10(value) / math.log10(largest) if largest > 1 else 1.0)
    r, g, b = (1 - depth * (1 - part) for part in to_rgb(colour))
    light = 0.2126 * r**2.2 + 0.7152 * g**2.2 + 0.0722 * b**2.2
    return (r, g, b), INK if light > 0.3 else "#ffffff"


def _short(value: int, inches: float) -> tuple[str, float]:
    """A number that fits a cell, and its size in points: exact where it can be, else in 万, 億 or 兆."""
    exact = f"{value:,}"
    if _width(exact) < inches - _MARGIN:
        return exact, _POINT
    text = f"{value}" if value < 10_000 else next(_rounded(value, u, name) for u, name in _UNITS if value >= u)
    return text, min(_POINT, max(_POINT * (inches - _MARGIN) / _width(text), _SMALLEST))


def _rounded(value: int, unit: int, name: str) -> str:
    """Two digits that count: 1.2万, 12万, 1234億."""
    parts = value / unit
    return f"{parts:.1f}{name}" if parts < 9.95 else f"{parts:.0f}{name}"


def _width(text: str) -> float:
    """About how wide a text is, in inches, whatever the font."""
    em = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)
    return em * _POINT / 72


def _fitting(text: str, inches: float) -> str:
    """A label cut in its middle so that it fits: a path's end says most."""
    if _width(text) <= inches:
        return text
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while head and tail and _width(f"{head}…{tail}") > inches:
        head, tail = (head[:-1], tail) if len(head) >= len(tail) * 0.5 else (head, tail[1:])
    return f"{head}…{tail}"


def _embeddable(text: str, chart: Chart, name: str) -> str:
    """The element alone: ids made its own, fonts and general styles left to the page's style sheet."""
    root = ET.fromstring(text)  # noqa: S314 - matplotlib has just written it
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
        for key, value in parent.attrib.items():
            if key == "id":
                parent.set(key, f"{name}-{value}")
            elif key == "style":
                parent.set(key, re.sub("font-family: [^;]*(; )?", "", value).replace("url(#", f"url(#{name}-"))
            elif value.startswith(("#", "url(#")) and key in (f"{_XLINK}href", "clip-path"):
                parent.set(key, value.replace("#", f"#{name}-", 1))
    for key in ("width", "height", "version", "id"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-label", chart.title)
    return ET.tostring(root, encoding="unicode")
