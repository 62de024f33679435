"""Tables on the screen: nothing is lost, no line begins with 。, and markup in a value is text."""

from __future__ import annotations

from rich.console import Console

from chukan.cli.tables import table_of
from chukan.output.text import display_width


def test_what_looks_like_markup_is_text() -> None:
    table = table_of("検査項目", "項目")
    table.add_row("V01", "[red]氏名[/red]")
    console = Console(width=60, record=True, file=None)
    with console.capture() as captured:
        console.print(table)

    assert "[red]氏名[/red]" in captured.get()


def test_severities_have_colours_where_the_screen_has() -> None:
    table = table_of("重大度", "件数")
    table.add_row("エラー", "1")
    console = Console(width=40, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        console.print(table)

    assert "\x1b[1;31m" in captured.get()
    assert display_width("エラー") == 6
