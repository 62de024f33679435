"""A header that fits another layout far better: the wrong layout, or the wrong file (F06)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chukan.intake.opening.columns import Columns
from chukan.intake.opening.header import anomaly_of
from chukan.intake.opening.names import Names
from chukan.layouts.model import Layout

#: Gives the layouts that a file may be of instead; asked only where its header hardly fits.
Others = Callable[[], Iterable[Layout]]

#: The share of names that header and other layout must have in common, of all that either has.
_FITS = 0.6
#: How many times better it must fit.
_BETTER = 2
#: Fewer names are no proof.
_FEWEST = 3


def instead(
    columns: Columns, fields: Sequence[str], names: Names, others: Others, line: int
) -> tuple[Columns, str | None]:
    """Return the columns without their items where the header is another layout's, and that layout's address.

    Args:
        columns: as the layout names them.
        fields: of the header.
        names: what the layout and the agreement call the columns.
        others: the layouts that it may be instead.
        line: where the header is.
    """
    named = {field for field in fields if field}
    layout = names.layout
    if layout is None or names.agreed or len(named) < _FEWEST:
        return columns, None
    matched = names.known(sorted(named))
    fit = matched / (len(named) + len(layout.items) - matched)
    if _BETTER * fit > 1:
        return columns, None
    best = max(others(), key=lambda other: _common(named, other), default=None)
    if best is None or best.address == layout.address or _common(named, best) < max(_FITS, _BETTER * fit):
        return columns, None
    most = len(named & best.by_name.keys())
    message = (
        f"見出しは「{best.name}」（{best.address}）の項目名です（{len(named)} 列のうち {most} 列が一致）。"
        f"「{layout.name}」とは {matched} 列しか一致しないため、項目の検査をしませんでした。"
        "定義の指定か、提出されたファイルを確かめてください。"
    )
    nothing = Columns(
        items=(None,) * len(columns.items),
        labels=columns.labels,
        missing=layout.names,
        anomalies=(anomaly_of(message, line),),
        trailing=columns.trailing,
    )
    return nothing, best.address


def _common(names: set[str], layout: Layout) -> float:
    """Return the share of names that a header and a layout have in common, of all that either has."""
    return len(names & layout.by_name.keys()) / len(names | layout.by_name.keys())
