"""The account of a sheet: what became of each cell that holds something.

Nothing can be lost in silence, because what no reader has claimed when the account is closed is reported by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.cell_words import BLANKS, END_MARKS
from chukan.authoring.workbook.grid import Grid, Place, folded
from chukan.authoring.workbook.report import Notice

State = Literal["used", "heading", "decoration", "unused"]
STATES: tuple[State, ...] = ("used", "heading", "decoration", "unused")
"""From the strongest: what one reader used is used, whatever another made of it."""

OUTSIDE = "表の外にあるか、読み取りの対象でない列にあります"
STRUCK = "取り消し線が引かれています"
#: Ranges that a message writes out.
_RANGES = 6
_PAGE = re.compile(r"[-‐-―ー]?(?:p\.?|page|ページ|頁)?[0-9]+(?:[/／][0-9]+)?(?:ページ|頁)?[-‐-―ー]?")


@dataclass(frozen=True, slots=True)
class CellUse:
    """One cell that holds something, and what became of it.

    Attributes:
        state: ``used``, ``heading``, ``decoration`` (known to say nothing of a layout), ``unused``.
        why: What it was used as, or why it was not.
    """

    place: Place
    text: str
    state: State
    why: str


class CellAccount:
    """What became of the cells of one sheet.

    Args:
        grid: The sheet; each of its cells has a state when the account is closed.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._states: dict[Place, tuple[State, str]] = {}
        self._hints: dict[str, str] = {STRUCK: "生きている内容なら、対応表に struck: read と書いてください。"}

    def use(self, places: Iterable[Place], what: str) -> None:
        """Claim cells whose text has gone into the pack.

        Args:
            places: The cells; empty ones don't matter.
            what: The field that they are.
        """
        self._mark(places, "used", what)

    def head(self, places: Iterable[Place], what: str) -> None:
        """Claim cells that say what others are: headings, labels, names of sections."""
        self._mark(places, "heading", what)

    def decorate(self, places: Iterable[Place], what: str) -> None:
        """Claim cells that are known to say nothing of a layout."""
        self._mark(places, "decoration", what)

    def leave(self, places: Iterable[Place], why: str, hint: str = "") -> None:
        """Say why cells were not used; each becomes part of a 要確認 unless another reader used it.

        Args:
            places: The cells.
            why: The reason, in Japanese; cells of one reason are reported together.
            hint: The next step.
        """
        if hint:
            self._hints[why] = hint
        self._mark(places, "unused", why)

    def is_open(self, place: Place) -> bool:
        """Return True for a cell that holds something and that nobody has claimed yet."""
        return place in self.grid.filled and place not in self._states

    def cells(self) -> Iterator[CellUse]:
        """Yield every cell of the sheet that holds something, with its state."""
        for place, text in sorted(self.grid.filled.items()):
            state, why = self._states.get(place) or self._by_itself(place, text)
            yield CellUse(place, text, state, why)

    def counts(self) -> Mapping[str, int]:
        """Return the number of cells by state; they add up to the cells that hold something."""
        found = Counter(use.state for use in self.cells())
        return {state: found[state] for state in STATES}

    def close(self) -> list[Notice]:
        """Return a 要確認 for all that was seen and not used, one a reason."""
        left: dict[str, list[CellUse]] = {}
        for use in self.cells():
            if use.state == "unused":
                left.setdefault(use.why, []).append(use)
        return [self._notice(why, uses) for why, uses in left.items()]

    def _notice(self, why: str, uses: list[CellUse]) -> Notice:
        texts = "、".join(f"「{_short(use.text)}」" for use in uses[:5]) + ("…" if len(uses) > 5 else "")
        where = ranges([use.place for use in uses])
        hint = self._hints.get(
            why, "要る内容なら対応表の columns: などで読ませ、要らないなら ignore: に書いてください。"
        )
        return Notice(
            "problem",
            self.grid.place(*uses[0].place),
            f"読まなかったセルが {len(uses)} あります（{where}: {texts}）。{why}",
            hint,
        )

    def _by_itself(self, place: Place, text: str) -> tuple[State, str]:
        """Return the state of a cell that nobody claimed."""
        word = folded(text)
        if place in self.grid.struck:
            return "unused", STRUCK
        if word.strip("【】■()[]:※") in ("凡例", "備考", "注", "注記"):
            return "decoration", "見出しだけの行"
        if word in END_MARKS or word in BLANKS or not word:
            return "decoration", "終わりの印"
        if _PAGE.fullmatch(word) and len(self.grid.lines[place[0]]) == 1:
            return "decoration", "ページ番号"
        return "unused", OUTSIDE

    def _mark(self, places: Iterable[Place], state: State, why: str) -> None:
        for place in places:
            before = self._states.get(place)
            if place in self.grid.struck and state in ("used", "heading"):
                continue  # what is struck through does not count, whatever column it is in
            if place in self.grid.filled and (before is None or STATES.index(state) < STATES.index(before[0])):
                self._states[place] = (state, why)


def ranges(places: Iterable[Place]) -> str:
    """Return cells as people write them: ``H5:H9``, one range for each run down a column, and ``…`` behind the first few."""
    runs: list[list[int]] = []
    for column, row in sorted((c, r) for r, c in places):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    texts = [
        f"{get_column_letter(c)}{first}" + (f":{get_column_letter(c)}{last}" if last > first else "")
        for c, first, last in runs
    ]
    return "、".join(texts[:_RANGES]) + ("…" if len(texts) > _RANGES else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else f"{line[:20]}…"
