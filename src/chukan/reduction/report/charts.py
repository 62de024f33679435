"""Records by year of their event, stacked by class: as SVG for the page, as PNG for the Word chapter."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from chukan.output.colours import INK, LINE, MUTED
from chukan.reduction.report.tables import Classes, Line
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

#: One colour a class; each stands with its word and its own pattern, never alone.
COLOURS = {MUST: "#5b6b7b", CHECK: "#d9a300", CANDIDATE: "#1b7f8c"}
#: From the bottom of a column to its top.
ORDER = (MUST, CHECK, CANDIDATE)
#: Columns side by side; older years are drawn as one.
MOST = 40
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 960, 300, 70, 38, 34


@dataclass(frozen=True, slots=True)
class Column:
    """One year."""

    label: str
    values: tuple[int, int, int]
    """In the order of `ORDER`."""


def columns(lines: Sequence[Line]) -> list[Column]:
    """One column a year without gaps, what has no year last; the oldest years together when there are too many.

    Records that stay and have no date (a resident, a running account) are left out: they would dwarf the others.
    """
    dated = {int(line.names[0]): line.classes for line in lines if line.names[0]}
    undated = next((line.classes for line in lines if not line.names[0]), None)
    found = []
    years = range(min(dated), max(dated) + 1) if dated else range(0)
    first = max(years.start, years.stop - MOST)
    older = [c for year, c in dated.items() if year < first]
    if older:
        found.append(Column(f"〜{first - 1}", _counts(*older)))
    found += [
        Column(str(year), _counts(*([dated[year]] if year in dated else []))) for year in range(first, years.stop)
    ]
    if undated is not None and undated.check.records + undated.candidate.records:
        found.append(Column("不明", (0, undated.check.records, undated.candidate.records)))
    return found


def _counts(*some: Classes) -> tuple[int, int, int]:
    return (
        sum(c.must.records for c in some),
        sum(c.check.records for c in some),
        sum(c.candidate.records for c in some),
    )


def svg(lines: Sequence[Line], title: str) -> str:
    """The chart as an `<svg>` element; "" when there is nothing to draw."""
    some = columns(lines)
    if not some:
        return ""
    top, step = _scale(max(sum(c.values) for c in some))
    wide = (_WIDTH - _LEFT - 10) / len(some)
    height = _HEIGHT - _BOTTOM - _TOP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" font-size="12" font-family="inherit">'
    ]
    parts += _patterns()
    for value in range(0, top + 1, step):
        y = _HEIGHT - _BOTTOM - value / top * height
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{MUTED}">{value:,}</text>')
    for number, column in enumerate(some):
        parts += _column(column, _LEFT + number * wide, wide, height / top, labelled=number in _labelled(some, wide))
    parts += _legend()
    return "".join((*parts, "</svg>"))


def _column(column: Column, x: float, wide: float, unit: float, *, labelled: bool) -> Iterator[str]:
    y = float(_HEIGHT - _BOTTOM)
    for level, value in zip(ORDER, column.values, strict=True):
        if value:
            size = value * unit
            y -= size
            yield (
                f'<rect x="{x + wide * 0.12:.1f}" y="{y:.2f}" width="{wide * 0.76:.1f}" height="{size:.2f}" fill="{_fill(level)}">'
                f"<title>{escape(column.label)} {CLASS_JA[level]} {value:,} 件</title></rect>"
            )
    if labelled:
        yield f'<text x="{x + wide / 2:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle" fill="{INK}">{escape(column.label)}</text>'


def _fill(level: int) -> str:
    return {MUST: COLOURS[MUST], CHECK: "url(#red-check)", CANDIDATE: "url(#red-candidate)"}[level]


def _patterns() -> Iterator[str]:
    """Dots for what is to be checked, stripes for candidates: they are told apart without colour too."""
    yield (
        f'<defs><pattern id="red-check" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{COLOURS[CHECK]}"/>'
        '<circle cx="3" cy="3" r="1.1" fill="#fff"/></pattern>'
        f'<pattern id="red-candidate" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" '
        f'fill="{COLOURS[CANDIDATE]}"/><rect width="2" height="7" fill="#fff" fill-opacity=".55"/></pattern></defs>'
    )


def _legend() -> Iterator[str]:
    x = _LEFT
    for level in reversed(ORDER):
        yield f'<rect x="{x}" y="8" width="16" height="12" fill="{_fill(level)}"/>'
        yield f'<text x="{x + 22}" y="18" fill="{INK}">{CLASS_JA[level]}</text>'
        x += 100


def _labelled(some: Sequence[Column], wide: float) -> set[int]:
    """The columns whose label has room."""
    every = max(1, math.ceil(46 / wide))
    shown = set(range(0, len(some), every))
    last = len(some) - 1
    if some[last].label == "不明":
        shown = {n for n in shown if last - n >= every} | {last}
    if some[0].label.startswith("〜"):
        shown.discard(1)
    return shown


def _scale(largest: int) -> tuple[int, int]:
    """The top of the scale and its step: round numbers, four to eight of them."""
    rough = max(largest, 1) / 5
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(int(power * m) for m in (1, 2, 5, 10) if power * m >= rough)
    return max(step * math.ceil(largest / step), step), step


def png(lines: Sequence[Line], *, dpi: int = 200) -> bytes | None:
    """The chart as a picture 160 mm wide; None when there is nothing to draw, or no Japanese font is installed."""
    from chukan.output.charts import japanese_font

    some = columns(lines)
    font = japanese_font()
    if not some or font is None:
        return None
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "font.family": [font, "DejaVu Sans"],
        "font.size": 8,
        "hatch.linewidth": 0.7,
        "axes.edgecolor": LINE,
    }
    buffer = io.BytesIO()
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
        figure = Figure(figsize=(6.3, 2.5), dpi=dpi)
        axes = figure.add_axes((0.11, 0.12, 0.87, 0.76))
        below = [0] * len(some)
        for at, (level, hatch) in enumerate(zip(ORDER, ("", "..", "////"), strict=True)):
            values = [c.values[at] for c in some]
            axes.bar(
                range(len(some)),
                values,
                0.78,
                bottom=below,
                color=COLOURS[level],
                edgecolor="white",
                linewidth=0,
                hatch=hatch,
                label=CLASS_JA[level],
            )
            below = [b + v for b, v in zip(below, values, strict=True)]
        shown = sorted(_labelled(some, 870 / len(some)))
        axes.set_xticks(shown, [some[n].label for n in shown])
        axes.tick_params(length=0, colors=INK)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.grid(visible=True, axis="y", color=LINE, linewidth=0.5)
        axes.set_axisbelow(True)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        handles, names = axes.get_legend_handles_labels()
        figure.legend(handles[::-1], names[::-1], loc="upper left", ncols=3, frameon=False, bbox_to_anchor=(0.1, 1.0))
        FigureCanvasAgg(figure)
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()
