"""Charts for Word where they can be drawn, and what a paper says where they can't.

They need matplotlib, 90 MB with what it needs, for the pictures of two chapters, whose numbers also stand in tables. It is
the extra ``pictures``; a paper made without it is complete but for the pictures, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from chukan.output import charts
from chukan.output.charts import Chart

#: A reader of the paper does not know of extras: it names what is missing, who can mend it, and where the numbers are.
LEFT_OUT = (
    "図は省いた（作図の部品がない環境で作成したため。ツールの追加機能 pictures を入れて作成し直すと入る）。"
    "件数は表のとおりである。"
)


def png(chart: Chart) -> bytes | None:
    """Return the chart as a PNG.

    Args:
        chart: what it shows.

    Returns:
        The file's bytes; None when the extra ``pictures`` or a Japanese font is not installed, or there is nothing to draw.
    """
    if not _can_draw():
        return None
    from chukan.output import picture

    return picture.png(chart)


def left_out(drawn: Iterable[Chart]) -> str:
    """Return what a paper says of charts that it lacks for want of the extra; "" when it lacks none.

    Args:
        drawn: the charts that it would have.
    """
    return LEFT_OUT if not _can_draw() and any(charts.has_values(chart) for chart in drawn) else ""


def _can_draw() -> bool:
    return find_spec("matplotlib") is not None
