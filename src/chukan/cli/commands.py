"""The commands of the program: a run loads the one that it is asked for, a help page all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, get_args

import typer
from typer.main import get_command

from chukan.cli import helping

COMMANDS = tuple(
    "init inspect check verify compare summary mend serve sample reduce reconcile explain rules demo evidence layouts review".split()  # noqa: SIM905 - one line
)
"""Every command, or group of commands, in the order of the help page; the module of the same name has it."""

Run = Callable[[list[str]], int]
"""Runs a command line of the program, and returns its exit code."""


def load(app: typer.Typer, run: Run, arguments: Sequence[str] = ()) -> Callable[..., Any]:
    """Add to the program the command that a command line names; where it names none, all of them.

    Args:
        app: the program.
        run: for the command that runs others.
        arguments: the command line without the program's name.

    Returns:
        The parser of the program's command lines, which runs them.
    """
    wanted = _wanted(arguments)
    there = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    for name in (wanted,) if wanted else COMMANDS:
        if name not in there:
            _add(app, run, name)
    app.registered_commands.sort(key=lambda command: COMMANDS.index(str(command.name)))
    app.registered_groups.sort(key=lambda group: COMMANDS.index(str(group.name)))
    return _parser(app, len(app.registered_commands) + len(app.registered_groups))


@lru_cache(maxsize=1)
def _parser(app: typer.Typer, commands: int) -> Callable[..., Any]:
    """Return the parser of a program with so many commands: with one more it is another one.

    Typer would make it anew for every command line, which takes longer than to parse one.
    """
    return get_command(app)


def _wanted(arguments: Sequence[str]) -> str:
    """Return the command that is named; "" = none, or one that does not exist: the help page and the hint need all."""
    before = ["", *arguments]
    named = (a for a, b in zip(arguments, before, strict=False) if not a.startswith("-") and b != "--lang")
    first = next(named, "")
    return first if first in COMMANDS else ""


def _add(app: typer.Typer, run: Run, name: str) -> None:
    module, part = import_module(f"chukan.cli.{name}"), typer.Typer()
    if name == "demo":
        module.register(part, run)
    elif hasattr(module, "register"):
        module.register(part)
    else:
        part.add_typer(module.app, name=name)
    helping.prepare(part)
    _take_paths_as_they_are(part)
    app.registered_commands += part.registered_commands
    app.registered_groups += part.registered_groups


def _take_paths_as_they_are(part: typer.Typer) -> None:
    """Keep the parser from looking at paths: what may not be read is no mistake of the command line, but an input's."""
    for command in part.registered_commands:
        parameters = inspect.signature(command.callback, eval_str=True).parameters if command.callback else {}
        for parameter in parameters.values():
            for declared in get_args(parameter.annotation)[1:]:
                if hasattr(declared, "readable"):
                    declared.readable = False
    for group in part.registered_groups:
        if group.typer_instance is not None:
            _take_paths_as_they_are(group.typer_instance)
