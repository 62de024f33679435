"""One table of a review sheet: its rows against what they should hold, and what was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chukan.authoring.review import form
from chukan.authoring.review.entries import FIELDS, Entry, EntryKind, Mistake, Signature, day_of, value_of
from chukan.authoring.workbook.grid import Grid

#: What a row for something that is missing must have.
_NEEDED: dict[EntryKind, tuple[str, ...]] = {
    "item": ("正しい項目名", "正しい型"),
    "code": ("正しいコード", "正しい内容"),
    "rule": ("確認結果",),
}


#: Columns of words that depend on chukan's wording: compared only where the layout itself changed since.
_WORDS_OF_THE_LAYOUT = frozenset({"値の形", "確かめること"})
#: Columns that decide nothing.
_ONLY_TO_READ = frozenset({"使う項目", "出典・備考"})


@dataclass
class TableReader:
    """Reads tables into entries; what can't be taken over becomes a mistake with its cell.

    Attributes:
        town: whose people sign.
        changed: paths of the layouts that changed since the sheet was written.
    """

    town: str
    changed: frozenset[str] = frozenset()
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    open: int = 0

    def table(
        self,
        grid: Grid,
        head: int,
        columns: tuple[Sequence[str], Sequence[str]],
        expected: Mapping[tuple[str, ...], list[str]],
        *,
        key: Sequence[int],
        kind: EntryKind,
        of: str = "",
    ) -> None:
        """Read one table: its heads, its rows against what they should hold, what was filled in.

        Args:
            grid: the sheet.
            head: the row of the headings.
            columns: the headings of both parts.
            expected: key of a row to its cells.
            key: columns whose cells tell a row, from 0.
            kind: what its rows are.
            of: the layout; "" = the first column says it.
        """
        base, entry = columns[0], (*columns[1], *form.SIGNED)
        for column, heading in enumerate((*base, *entry), 1):
            if grid.at(head, column) != heading:
                self._wrong(grid, head, column, f"見出し「{heading}」があるはずです。見出しと列は動かさないでください")
                return
        seen: dict[tuple[str, ...], int] = {}
        for row in (r for r in grid.rows if r > head):
            cells = [grid.at(row, column) for column in range(1, len(base) + 1)]
            name = tuple(cells[n] for n in key)
            filled = self._filled(grid, row, len(base) + 1, entry)
            place = (grid, row, len(base) + 1)
            if form.ADDED in cells and name not in expected:
                self._entry(*place, filled, kind, of or cells[0], "", added=True)
            elif name not in expected:
                why = f"「{'・'.join(name)}」はこの版の定義にありません。行を足すときは「追加」の行を使ってください"
                self._wrong(grid, row, key[-1] + 1, why)
            elif name in seen:
                self._wrong(grid, row, key[-1] + 1, f"「{'・'.join(name)}」の行が {seen[name]} 行目にもあります")
            else:
                seen[name] = row
                self.open += not filled
                if filled:
                    skipped = (
                        _ONLY_TO_READ if (of or cells[0]) in self.changed else _ONLY_TO_READ | _WORDS_OF_THE_LAYOUT
                    )
                    self._compare(grid=grid, row=row, base=base, cells=cells, expected=expected[name], skipped=skipped)
                    self._entry(*place, filled, kind, of or cells[0], name[-1], added=False)
        for name in expected.keys() - seen.keys():
            self._wrong(grid, head, key[-1] + 1, f"「{'・'.join(name)}」の行がありません。消した行を戻してください")

    def _filled(self, grid: Grid, row: int, first: int, headings: Sequence[str]) -> dict[str, str]:
        """Return what a row was filled in with, by heading; cells that nobody can read for sure become mistakes."""
        filled = {}
        for column, heading in enumerate(headings, first):
            place = (row, column)
            if place in grid.struck or place in grid.removed:
                self._wrong(grid, row, column, "取り消し線のある文字は読みません。消すか、取り消し線を外してください")
            elif place in grid.errors or (place in grid.computed and not grid.at(row, column)):
                self._wrong(grid, row, column, "計算の結果がありません。値を書いてください")
            elif text := grid.at(row, column):
                filled[heading] = text
        return filled

    def _compare(
        self,
        grid: Grid,
        row: int,
        base: Sequence[str],
        cells: Sequence[str],
        expected: Sequence[str],
        skipped: frozenset[str],
    ) -> None:
        for column, (heading, cell, right) in enumerate(zip(base, cells, expected, strict=True), 1):
            if heading in skipped:
                continue
            if cell != right.replace("\r\n", "\n").strip():
                self._wrong(
                    grid,
                    row,
                    column,
                    f"{heading}「{cell}」が、レイアウト集の今の定義「{right}」と違います。直す値は黄色のセルに書いてください",
                )

    def _entry(
        self,
        grid: Grid,
        row: int,
        column: int,
        filled: Mapping[str, str],
        kind: EntryKind,
        of: str,
        name: str,
        *,
        added: bool,
    ) -> None:
        """Take over what a row was filled in with."""
        if not filled:
            return
        width = len(form.SIGNED)
        before = len(self.mistakes)
        headings = [*self._headings(kind), *form.SIGNED]
        where = {heading: column + n for n, heading in enumerate(headings)}
        values = {}
        for heading in headings[:-width]:
            text = filled.get(heading, "")
            if text and heading in FIELDS:
                try:
                    values[FIELDS[heading]] = value_of(heading, text)
                except Mistake as e:
                    self._wrong(grid, row, where[heading], str(e))
        result = self._result(
            grid=grid, row=row, column=column, filled=filled, values=values, needed=_NEEDED[kind] if added else ()
        )
        signature = self._signature(grid, row, filled, where, needed=result not in (form.HELD, ""))
        if len(self.mistakes) == before and result:
            reason = filled.get(form.SIGNED[0], "")
            self.entries.append(
                Entry(
                    place=grid.place(row, column),
                    kind=kind,
                    of=of,
                    name=name,
                    result=result,
                    signature=signature,
                    values=values,
                    reason=reason,
                )
            )

    @staticmethod
    def _headings(kind: EntryKind) -> Sequence[str]:
        return {"item": form.ITEM_ENTRY, "code": form.CODE_ENTRY, "rule": form.RULE_ENTRY}[kind]

    def _result(
        self,
        grid: Grid,
        row: int,
        column: int,
        filled: Mapping[str, str],
        values: Mapping[str, object],
        needed: Sequence[str],
    ) -> str:
        result = filled.get("確認結果", "")
        if needed:
            if missing := [heading for heading in needed if not filled.get(heading)]:
                self._wrong(grid, row, column, f"追加する行には「{missing[0]}」を書いてください")
            return form.ADDED
        if not result:
            self._wrong(grid, row, column, f"確認結果がありません。{'・'.join(form.RESULTS)} のどれかを選んでください")
        elif result not in form.RESULTS:
            self._wrong(
                grid, row, column, f"確認結果「{result}」は使えません。{'・'.join(form.RESULTS)} のどれかにしてください"
            )
        elif values and result != form.WRONG:
            self._wrong(
                grid,
                row,
                column,
                f"確認結果は「{result}」ですが、正しい値が書いてあります。「{form.WRONG}」にするか、値を消してください",
            )
        elif result == form.WRONG and not values and not filled.get(form.SIGNED[0]):
            self._wrong(
                grid, row, column, "どう違うかがありません。「正しい…」の列か「修正内容・理由」に書いてください"
            )
        return result

    def _signature(
        self, grid: Grid, row: int, filled: Mapping[str, str], where: Mapping[str, int], *, needed: bool
    ) -> Signature:
        _, who, day = form.SIGNED
        if not needed:
            return Signature(self.town, filled.get(who, ""), "")
        if not filled.get(who):
            self._wrong(grid, row, where[who], "確認者がありません。確かめた人の氏名を書いてください")
        try:
            when = day_of(filled[day]) if filled.get(day) else ""
        except Mistake as e:
            self._wrong(grid, row, where[day], str(e))
            when = ""
        else:
            if not when:
                self._wrong(grid, row, where[day], "確認日がありません。確かめた年月日を書いてください")
        return Signature(self.town, filled.get(who, ""), when)

    def _wrong(self, grid: Grid, row: int, column: int, why: str) -> None:
        self.mistakes.append((grid.place(row, column), why))
