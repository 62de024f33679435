"""What a chart shows, and what its drawings share: how texts fit, scales, shades.

Drawn as SVG for pages (`chukan.output.drawing` and the macro of ``charts.html.j2``) and as PNG for Word
(`chukan.output.picture`). Excel has charts of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from chukan.output.colours import INK
from chukan.output.text import display_width

#: From this ratio of the largest to the smallest value on, small bars would not be seen on an even scale.
SKEWED = 100
#: Of a scale of tens: the room from 0 to 1, in decades.
TO_ONE = 0.39
_HALF = 0.56
"""Width of half-width characters in em, on average over the usual Japanese fonts."""
_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))

Pattern = Literal["plain", "stripes", "dots"]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one colour; its name and its pattern tell it apart, so that colour is never alone.

    Attributes:
        colour: As ``#rrggbb``.
    """

    name: str
    values: tuple[int, ...]
    colour: str
    pattern: Pattern = "plain"


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: one group a label, one bar a series."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Stacked:
    """Columns: one a label, the series on top of each other, the first at the bottom.

    Attributes:
        labels: Years, in order; a label that is no number is never left out for want of room.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Heat:
    """Numbers by row and column, each on a ground that is the darker the larger it is.

    Attributes:
        values: One tuple a row; 0 is left blank.
        colours: The darkest ground of each row.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    colours: tuple[str, ...]
    unit: str = "件"


Chart = Bars | Stacked | Heat


def has_values(chart: Chart) -> bool:
    """Return whether there is anything to draw."""
    if isinstance(chart, Heat):
        return any(any(row) for row in chart.values)
    return any(any(s.values) for s in chart.series)


def bar_places(chart: Bars, gap: float) -> tuple[list[list[float]], list[float], float]:
    """Place the bars below each other; a bar of 0 takes no room.

    Args:
        chart: the bars.
        gap: between two groups, in bars.

    Returns:
        The middle of each bar by series and label, the middle of each group, and the height of all, in bars from the top.
    """
    places: list[list[float]] = [[] for _ in chart.series]
    middles: list[float] = []
    top = 0.0
    for row in range(len(chart.labels)):
        count = 0
        for own, series in zip(places, chart.series, strict=True):
            own.append(top + count + 0.5)
            count += bool(series.values[row])
        middles.append(top + max(count, 1) / 2)
        top += max(count, 1) + gap
    return places, middles, top


def is_skewed(chart: Bars) -> bool:
    """Return whether small bars would not be seen on an even scale, so that a scale of tens is needed."""
    values = [v for s in chart.series for v in s.values if v]
    return max(values) > SKEWED * min(values)


def even_ticks(largest: int) -> list[int]:
    """Return round numbers from 0 to at least `largest`, evenly spaced, five to eight of them."""
    rough = max(largest, 1) / 5
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(int(power * m) for m in (1, 2, 5, 10) if power * m >= rough)
    return list(range(0, max(step * math.ceil(largest / step), step) + 1, step))


def labelled(labels: tuple[str, ...], room: float) -> set[int]:
    """Return which labels below columns are written.

    Args:
        labels: years, and words such as 不明.
        room: the columns that one label takes; below 1, all are written.
    """
    every = max(1, math.ceil(room))
    words = {n for n, label in enumerate(labels) if not label.isdecimal()}
    return words | {n for n in range(0, len(labels), every) if all(abs(n - w) >= every for w in words)}


def shade(value: int, largest: int, colour: str) -> tuple[str, str]:
    """Return the ground of a number on a scale of tens, and an ink that is legible on it, as ``#rrggbb``."""
    if not value:
        return "#f6f8fa", INK
    depth = 0.14 + 0.86 * (math.log10(value) / math.log10(largest) if largest > 1 else 1.0)
    parts = [1 - depth * (1 - int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5)]
    r, g, b = (p**2.2 for p in parts)
    light = 0.2126 * r + 0.7152 * g + 0.0722 * b  # luminance of sRGB, with a gamma of 2.2
    ground = "#" + "".join(f"{round(p * 255):02x}" for p in parts)
    return ground, INK if light > 0.3 else "#ffffff"


def text_width(text: str) -> float:
    """Return about how wide a text is, in em, whatever the font."""
    full = max(display_width(text) - len(text), 0)
    return full + _HALF * (len(text) - full)


def fitted(text: str, width: float) -> str:
    """Return a label cut in its middle so that it fits `width` em: a path's end says most."""
    if text_width(text) <= width:
        return text
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while head and tail and text_width(f"{head}…{tail}") > width:
        head, tail = (head[:-1], tail) if len(head) >= len(tail) * 0.5 else (head, tail[1:])
    return f"{head}…{tail}"


def short_number(value: int, width: float) -> tuple[str, float]:
    """Return a number that fits `width` em, exact where it can be, else in 万, 億 or 兆; and how much it must shrink."""
    exact = f"{value:,}"
    if text_width(exact) < width:
        return exact, 1.0
    text = f"{value}" if value < 10_000 else next(_rounded(value, u, name) for u, name in _UNITS if value >= u)
    return text, min(1.0, width / text_width(text))


def _rounded(value: int, unit: int, name: str) -> str:
    """Return two digits that count: 1.2万, 12万, 1234億."""
    parts = value / unit
    return f"{parts:.1f}{name}" if parts < 9.95 else f"{parts:.0f}{name}"
