"""The reference of commands for the site, from the help of the commands themselves; CHUKAN_LANG chooses the language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout

import typer

from chukan.cli.language import t, use


def names(program: typer.Typer, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield each command as its words, a group before what it holds."""
    for command in program.registered_commands:
        callback = command.callback
        yield (*before, command.name or (callback.__name__.replace("_", "-") if callback else ""))
    for group in program.registered_groups:
        yield (*before, str(group.name))
        if group.typer_instance is not None:
            yield from names(group.typer_instance, (*before, str(group.name)))


def help_of(words: tuple[str, ...]) -> str:
    """Return the help of a command as it prints it."""
    from chukan.cli.main import run

    shown = io.StringIO()
    with redirect_stdout(shown):
        run([*words, "--help"])
    return shown.getvalue().rstrip()


def page() -> str:
    """Return the page."""
    use([])  # texts are fixed when the modules of the commands are imported
    from chukan.cli import commands
    from chukan.cli.main import app, run

    commands.load(app, run)
    head = t(
        "# コマンド\n\nどのコマンドも `--help` で同じ説明を出します。終了コードは[検査の結果](../results.md)にあります。\n",
        "# Commands\n\nEvery command prints this with `--help`. Exit codes: [results](results.md).\n",
    )
    parts = [f"## chukan {' '.join(words)}\n\n```text\n{help_of(words)}\n```\n" for words in names(app)]
    return "\n".join([head, *parts])


if __name__ == "__main__":
    print(page(), end="")
