"""Which layout a file is of, where nobody named one: certain, or not said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import LayoutNotFound
from chukan.intake.fit import Fit, certain, rank, why_uncertain
from chukan.intake.inspect import fits_of
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout

#: Records that are looked at.
_LOOKED_AT = 300


def recognised(path: str | Path, layouts: Iterable[Layout], agreement: Agreement) -> tuple[Layout, tuple[Fit, ...]]:
    """Return the layout that a file is of for certain, and those that it fits, best first.

    Args:
        path: as for `open_file`.
        layouts: the ones that it may be of.
        agreement: how the file is to be read, as far as that is agreed on.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
        LayoutNotFound: no layout is certain; names the candidates.
    """
    known = list(layouts)
    fits = _fits_as_agreed(path, known, agreement)
    best = certain(fits)
    if best is None:
        fits = max(fits, fits_of(path, known), key=lambda found: found[0].score if found else 0.0)
        best = certain(fits)
    if best is None:
        raise LayoutNotFound(
            f"移行ファイル定義を決められません。{why_uncertain(fits)}",
            place=str(path),
            hint="--layout に定義を指定してください。chukan inspect で、どこが合い、どこが合わないかが分かります。",
        )
    if best.room and agreement.record_length is None:  # read by the layout's lengths, every record would be rejected
        raise LayoutNotFound(
            f"{best.address} に合いますが、項目の位置が決まっていません（{best.reasons[0]}）",
            place=str(path),
            hint="chukan inspect で --draft agreement.yaml を付けると位置の下書きを書きます。確かめて --agreement に指定してください。",
        )
    return next(layout for layout in known if layout.address == best.address), fits


def _fits_as_agreed(path: str | Path, layouts: Sequence[Layout], agreement: Agreement) -> tuple[Fit, ...]:
    """Return the layouts that a file fits as it is agreed to be read; none where too little is agreed on."""
    if agreement.positions:
        return rank(layouts, tuple(agreement.positions), [[] for _ in agreement.positions])
    if agreement.format == "fixed" or not agreement.model_fields_set:
        return ()
    reader = open_file(path, None, agreement)
    table = next((batch.table for batch in reader if batch.table.num_rows), None)
    columns = [] if table is None else [one.slice(0, _LOOKED_AT).to_pylist() for one in table.columns]
    names = None
    if reader.facts.header:
        written = reader.facts.columns + reader.facts.extra
        names = [agreement.columns.get(name) or name for name in written]
    return rank(layouts, names, columns)
