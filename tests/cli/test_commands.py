"""A run loads the command that it is asked for; a help page, an unknown command and completion see all of them."""

from __future__ import annotations

import pytest
import typer

from chukan.cli.commands import COMMANDS, load


def loaded(*lines: list[str]) -> list[str | None]:
    app = typer.Typer()
    for line in lines:
        load(app, lambda _: 0, line)
    return [*(command.name for command in app.registered_commands), *(group.name for group in app.registered_groups)]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (["check", "a.csv", "-l", "verify"], "check"),
        (["--lang", "en", "verify", "project.yaml"], "verify"),
        (["--lang", "check", "verify"], "verify"),
        (["--lang=en", "layouts", "show"], "layouts"),
        (["evidence", "check"], "evidence"),
        (["demo", "--out", "x"], "demo"),
    ],
)
def test_one_command_is_loaded(line: list[str], command: str) -> None:
    assert loaded(line) == [command]


@pytest.mark.parametrize("line", [[], ["--help"], ["chekc", "a.csv"], ["--version"], ["--lang", "check"]])
def test_all_are_loaded_where_none_is_named(line: list[str]) -> None:
    assert loaded(line) == list(COMMANDS)


def test_another_run_in_the_same_process_adds_its_own_in_the_same_order() -> None:
    assert loaded(["verify"], ["check"], ["verify"]) == ["check", "verify"]
    assert loaded(["layouts"], ["reduce"], []) == list(COMMANDS)
