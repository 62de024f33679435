"""Where the parts of a chart are: rectangles, lines and texts, which the macro of ``charts.html.j2`` writes as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from chukan.output import charts
from chukan.output.charts import Bars, Chart, Heat, Pattern, Series, Stacked
from chukan.output.colours import INK, MUTED

WIDTH = 1000.0
"""Of every drawing, in units that are pixels where the page has room for them."""
FONT = 14.0
_SMALLEST = 7.0
"""The smallest number in a cell."""
_BAR, _GAP = 22.0, 0.7
_ROW, _LEGEND, _AXIS = 32.0, 30.0, 24.0
_COLUMNS = 250.0
"""Height of stacked columns."""
_WIDEST_LABEL, _WIDEST_CELL, _UPRIGHT = 430.0, 200.0, 180.0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle; `fill` is a colour, or ``url(#ID)`` of a pattern, `says` what is displayed where a pointer is on it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose base line begins, is centred, or ends at (x, y); `upright` turns it by 90 degrees to the left."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    ink: str = INK
    size: float = FONT
    upright: bool = False


@dataclass(slots=True)
class Drawing:
    """All parts of a chart, in the order in which they are painted.

    Attributes:
        patterns: Id, kind and colour.
    """

    title: str
    height: float
    patterns: list[tuple[str, Pattern, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rectangles: list[Rectangle] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    width: float = WIDTH


def draw(chart: Chart, name: str) -> Drawing | None:
    """Lay out a chart.

    Args:
        chart: what it shows.
        name: goes before every id, so that two charts can be in one page.

    Returns:
        The drawing; None when there is nothing to draw.
    """
    if not charts.has_values(chart):
        return None
    if isinstance(chart, Heat):
        return _heat(chart)
    return _bars(chart, name) if isinstance(chart, Bars) else _stacked(chart, name)


def _bars(chart: Bars, name: str) -> Drawing:
    places, middles, rows = charts.bar_places(chart, _GAP)
    several = len(chart.series) > 1
    left = min(max(_width(label) for label in chart.labels) + 16, _WIDEST_LABEL)
    top = _LEGEND if several else 4.0
    bottom = top + rows * _BAR
    drawing = Drawing(chart.title, bottom + 2 * _AXIS)
    fills = _fills(drawing, chart.series, name)
    room = WIDTH - left - 100
    largest = max(v for s in chart.series for v in s.values)
    skewed = charts.is_skewed(chart)
    ticks = _tens(largest) if skewed else charts.even_ticks(largest)

    def x(value: float) -> float:
        if not skewed:
            return left + value / ticks[-1] * room
        whole = charts.TO_ONE + math.log10(largest * 1.2)
        return left + (charts.TO_ONE + math.log10(value)) / whole * room if value else left

    for value in ticks:
        drawing.lines.append(Line(x(value), top, x(value), bottom))
        drawing.texts.append(Text(x(value), bottom + 18, f"{value:,}", "middle", MUTED))
    unit = f"{chart.unit}（対数目盛）" if skewed else chart.unit
    drawing.texts.append(Text(WIDTH - 100, bottom + 38, unit, "end", MUTED))
    for label, middle in zip(chart.labels, middles, strict=True):
        fitting = charts.fitted(label, (left - 12) / FONT)
        drawing.texts.append(Text(left - 10, top + middle * _BAR + 5, fitting, "end"))
    for series, own, fill in zip(chart.series, places, fills, strict=True):
        for label, place, value in zip(chart.labels, own, series.values, strict=True):
            if value:
                y, end = top + place * _BAR, x(value)
                says = f"{label} {series.name} {value:,} {chart.unit}"
                drawing.rectangles.append(
                    Rectangle(x=left, y=y - _BAR * 0.4, width=end - left, height=_BAR * 0.8, fill=fill, says=says)
                )
                drawing.texts.append(Text(end + 6, y + 5, f"{value:,}"))
    if several:
        _legend(drawing, chart.series, fills, left)
    return drawing


def _stacked(chart: Stacked, name: str) -> Drawing:
    left, top = 74.0, _LEGEND + 6
    bottom = top + _COLUMNS
    drawing = Drawing(chart.title, bottom + _AXIS)
    fills = _fills(drawing, chart.series, name)
    totals = [sum(values) for values in zip(*(s.values for s in chart.series), strict=True)]
    ticks = charts.even_ticks(max(totals))
    for value in ticks:
        y = bottom - value / ticks[-1] * _COLUMNS
        drawing.lines.append(Line(left, y, WIDTH - 10, y))
        drawing.texts.append(Text(left - 8, y + 5, f"{value:,}", "end", MUTED))
    wide = (WIDTH - left - 10) / len(chart.labels)
    written = charts.labelled(chart.labels, 52 / wide)
    for n, label in enumerate(chart.labels):
        y = bottom
        for series, fill in zip(chart.series, fills, strict=True):
            value = series.values[n]
            if value:
                height = value / ticks[-1] * _COLUMNS
                y -= height
                says = f"{label} {series.name} {value:,} {chart.unit}"
                drawing.rectangles.append(
                    Rectangle(x=left + (n + 0.12) * wide, y=y, width=wide * 0.76, height=height, fill=fill, says=says)
                )
        if n in written:
            drawing.texts.append(Text(left + (n + 0.5) * wide, bottom + 18, label, "middle"))
    _legend(drawing, chart.series[::-1], fills[::-1], left)
    return drawing


def _heat(chart: Heat) -> Drawing:
    left = min(max(_width(row) for row in chart.rows) + 16, _WIDEST_LABEL)
    cell = min((WIDTH - left) / len(chart.columns), _WIDEST_CELL)
    widest = max(_width(c) for c in chart.columns)
    upright = cell < widest + 8
    top = min(widest, _UPRIGHT) + 14 if upright else _AXIS + 4
    drawing = Drawing(chart.title, top + len(chart.rows) * _ROW)
    for n, column in enumerate(chart.columns):
        x = left + (n + 0.5) * cell
        if upright:
            drawing.texts.append(Text(x + 5, top - 8, charts.fitted(column, _UPRIGHT / FONT), upright=True))
        else:
            drawing.texts.append(Text(x, top - 10, column, "middle"))
    largest = max(max(row) for row in chart.values)
    for m, (row, values, colour) in enumerate(zip(chart.rows, chart.values, chart.colours, strict=True)):
        y = top + m * _ROW
        drawing.texts.append(Text(left - 10, y + _ROW / 2 + 5, charts.fitted(row, (left - 12) / FONT), "end"))
        for n, value in enumerate(values):
            ground, ink = charts.shade(value, largest, colour)
            x = left + n * cell
            says = f"{chart.columns[n]} {row} {value:,} {chart.unit}" if value else ""
            drawing.rectangles.append(
                Rectangle(x=x + 1, y=y + 1, width=cell - 2, height=_ROW - 2, fill=ground, says=says)
            )
            if value:
                text, shrunk = charts.short_number(value, (cell - 6) / FONT)
                size = max(FONT * shrunk, _SMALLEST)
                drawing.texts.append(
                    Text(x=x + cell / 2, y=y + _ROW / 2 + size * 0.36, text=text, anchor="middle", ink=ink, size=size)
                )
    return drawing


def _fills(drawing: Drawing, series: tuple[Series, ...], name: str) -> list[str]:
    """Declare the patterns that are needed; return what each series is filled with."""
    fills = []
    for n, own in enumerate(series):
        if own.pattern == "plain":
            fills.append(own.colour)
        else:
            drawing.patterns.append((f"{name}-{n}", own.pattern, own.colour))
            fills.append(f"url(#{name}-{n})")
    return fills


def _legend(drawing: Drawing, series: tuple[Series, ...], fills: list[str], x: float) -> None:
    for own, fill in zip(series, fills, strict=True):
        drawing.rectangles.append(Rectangle(x, 4, 18, 14, fill))
        drawing.texts.append(Text(x + 24, 16, own.name))
        x += _width(own.name) + 56


def _tens(largest: int) -> list[int]:
    return [0, *(10**i for i in range(math.ceil(math.log10(largest)) + 1) if 10**i <= largest * 1.2)]


def _width(text: str) -> float:
    return charts.text_width(text) * FONT
