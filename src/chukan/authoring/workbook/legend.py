"""What the marks of a requirement mean, where the workbook says so itself (``◎必須 ○条件付き △任意``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chukan.authoring.workbook.grid import Grid, Place, folded
from chukan.layouts.model import Requirement

_MARK = r"◎○◯〇●△▲□■×✕☆★✓レ－―\-"
_SAID = re.compile(rf"([{_MARK}])\s*(?:[:：=＝…]|は|\.\.\.)?\s*([^\s{_MARK}、,，;；/／。][^{_MARK}、,，;；/／。\n]*)")
_MEANS: tuple[tuple[str, Requirement], ...] = (
    (r"条件|場合|により|とき", "conditional"),
    (r"任意|省略|空白可|不要|対象外|設定しない|出力しない|なし|必須でない|必須ではない", "optional"),
    (r"必須|必ず|必要", "required"),
)


@dataclass(frozen=True)
class Legend:
    """The marks that a sheet, or several, explain.

    Attributes:
        marks: Mark -> requirement.
        places: The cells that say so.
    """

    marks: Mapping[str, Requirement] = field(default_factory=dict)
    places: frozenset[Place] = frozenset()


def find_legend(grid: Grid, inside: Iterable[Place] = ()) -> Legend:
    """Return the legend of a sheet: two marks or more with different meanings, in one cell or in cells beside each other.

    Args:
        grid: The sheet.
        inside: The cells of its tables, where a mark is a value.
    """
    skip = set(inside)
    marks: dict[str, Requirement] = {}
    places: set[Place] = set()
    for (row, column), text in grid.cells.items():
        if (row, column) in skip:
            continue
        found = [(m[1], means) for m in _SAID.finditer(text) if (means := _meaning(m[2]))]
        at = {(row, column)}
        if not found and re.fullmatch(f"[{_MARK}]", text) and (row, column + 1) not in skip:
            means = _meaning(grid.at(row, column + 1).lstrip(":：=＝… "))
            found, at = ([(text, means)] if means else []), {(row, column), (row, column + 1)}
        for mark, means in found:
            marks.setdefault(folded(mark), means)
            places |= at
    if len(set(marks.values())) < 2:
        return Legend()
    return Legend(marks, frozenset(places))


def _meaning(text: str) -> Requirement | None:
    return next((means for words, means in _MEANS if re.search(words, text)), None)
