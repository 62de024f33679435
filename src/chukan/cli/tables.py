"""Tables on the screen: coloured where the screen can, and broken where Japanese lines may be broken (禁則)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from chukan.cli.line_breaks import breaks
from chukan.cli.streams import without_controls

if TYPE_CHECKING:
    from rich.containers import Lines

T = TypeVar("T", bound=Table)

#: Headings of columns of numbers.
_NUMBERS = {
    *("件数", "エラー", "警告", "情報", "了承", "ファイル数"),
    *("前回", "今回", "解消", "引き続き", "新しく", "今回は未確認"),
}
#: Words with a colour of their own; each stands for itself where there are no colours.
_COLOURS = {
    "エラー": "bold red",
    "警告": "yellow",
    "情報": "cyan",
    "不合格": "bold red",
    "未検査あり": "magenta",
    "合格": "green",
    "合格（了承あり）": "green",
}


class JapaneseText(Text):
    """A text that is folded as Japanese is: nothing hangs over, 。 begins no line and （ ends none. Markup is text."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Return the lines of the text."""
        from rich.containers import Lines

        lines = Lines()
        for line in self.split(allow_blank=True):
            parts = line.divide(breaks(line.plain, width))
            for part in parts:
                part.rstrip_end(width)
            if justify := options.get("justify") or self.justify:
                parts.justify(console, width, justify=justify)
            lines.extend(parts)
        return lines


class PlainTable(Table):
    """A table of plain texts, folded as Japanese is; what means a colour has it."""

    def add_row(self, *cells: Any, **options: Any) -> None:
        """Add a row; markup in a cell is text."""
        super().add_row(*(JapaneseText(str(cell), _COLOURS.get(str(cell), "")) for cell in cells), **options)


def table_of(*headings: str) -> PlainTable:
    """Return a table whose long texts are folded, never cut; numbers are aligned to the right.

    Args:
        headings: One for each column; ``>`` before it = numbers, as of those that are known to be.
    """
    return _with_columns(PlainTable(), headings)


def markup_table(*headings: str) -> Table:
    """Return a table like that of `table_of`, whose cells hold rich's markup: what is not ours is escaped."""
    return _with_columns(Table(), headings)


def _with_columns(table: T, headings: Sequence[str]) -> T:
    for heading in headings:
        name = heading.removeprefix(">")
        numbers = name != heading or name in _NUMBERS
        table.add_column(name, overflow="fold", justify="right" if numbers else "left")
    return table


class Screen(Console):
    """A console that shows texts, and obeys none: a control character in a name is no command to the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the segments; those that are commands are rich's own."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=without_controls(segment.text))


def console() -> Screen:
    """Return standard output; wide where nobody's window sets a width, so that lines stay whole in a log or a pipe."""
    return Screen(highlight=False, width=None if sys.stdout and sys.stdout.isatty() else 180)


def print_table(table: Table) -> None:
    """Print a table on stdout."""
    console().print(table)
