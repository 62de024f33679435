"""A header with fewer or more names than records have fields: which column each name surely belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chukan.intake.fit import suits
from chukan.intake.opening.names import Meaning
from chukan.intake.opening.sample import SampleRecord
from chukan.layouts.model import Layout

#: Two alignments that suit the values nearly as well are both possible.
_TOLERANCE = 0.05
#: Records that are looked at.
_RECORDS = 50


def clear_pairs(
    meanings: Sequence[Meaning], records: Sequence[SampleRecord], width: int, layout: Layout
) -> dict[int, int]:
    """Return column -> position of its name, where every likely alignment says the same.

    Names and columns are in the same order; some names or columns have no partner. How well the values of a
    column suit an item decides, as in the alignment of two sequences.

    Args:
        meanings: what the names of the header mean.
        records: all of `width` fields.
        width: how many columns there are.
        layout: knows what values an item may have.
    """
    scores = _scores(meanings, records, width, layout)
    before, behind = _best(scores), _best(scores[::-1, ::-1])[::-1, ::-1]
    best = before[-1, -1]
    # through[n, c]: the best alignment in which name n belongs to column c.
    through = before[:-1, :-1] + scores + behind[1:, 1:]
    # Where a column has no name: everything before it and everything behind it.
    spare = len(meanings) < width
    without = [(before[:, c] + behind[:, c + 1]).max() if spare else -np.inf for c in range(width)]
    pairs = {}
    for column in range(width):
        likely = np.flatnonzero(through[:, column] >= best - _TOLERANCE)
        if len(likely) == 1 and without[column] < best - _TOLERANCE:
            pairs[column] = int(likely[0])
    return pairs


def _scores(
    meanings: Sequence[Meaning], records: Sequence[SampleRecord], width: int, layout: Layout
) -> npt.NDArray[np.float64]:
    """Return the share of each column's values that suit each name's item, from -1 to 1; shape (names, columns)."""
    scores = np.zeros((len(meanings), width))
    gap = abs(len(meanings) - width)
    for n, meaning in enumerate(meanings):
        for c in range(max(0, n - gap), min(width, n + gap + 1)):
            values = [record.values[c] for record in records[:_RECORDS] if record.values[c]]
            if meaning.item is not None and values:
                item = layout.by_name[meaning.item]
                scores[n, c] = 2 * sum(suits(item, value, layout) for value in values) / len(values) - 1
    return scores


def _best(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the best sum for the first n names and c columns, for all n and c, with as few gaps as there must be."""
    names, columns = scores.shape
    best = np.full((names + 1, columns + 1), -np.inf)
    best[0, :] = best[:, 0] = 0
    if names <= columns:
        best[1:, 0] = -np.inf  # every name has a column
    else:
        best[0, 1:] = -np.inf  # every column has a name
    for n in range(1, names + 1):
        for c in range(1, columns + 1):
            best[n, c] = best[n - 1, c - 1] + scores[n - 1, c - 1]
            best[n, c] = max(best[n, c], best[n, c - 1] if names <= columns else best[n - 1, c])
    return best
