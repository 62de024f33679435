"""Every command gets the common switches, and a help page in the language of the screens."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from chukan.cli.help_page import HelpPage
from chukan.cli.language import t
from chukan.cli.switches import with_switches

_OPTIONS = t("[オプション]", "[OPTIONS]")
_COMMAND = t("コマンド [引数]...", "COMMAND [ARGS]...")


class Command(TyperCommand):
    """A command that writes itself on a `HelpPage`."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        return _page(self, ctx)


class CommandGroup(TyperGroup):
    """A group of commands, likewise."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        return _page(self, ctx)


def _page(command: Command | CommandGroup, ctx: Any) -> str:
    page: Any = HelpPage()
    command.format_help(ctx, page)
    return str(page.getvalue())


def prepare(app: typer.Typer) -> None:
    """Give every command below `app` the common switches and a help page in Japanese."""
    _prepare_group(app.info)
    if app.registered_callback is not None:
        _prepare_group(app.registered_callback)
    for command in app.registered_commands:
        command.cls = Command
        command.options_metavar = _OPTIONS
        if command.callback is not None:
            command.callback = with_switches(command.callback)
    for group in app.registered_groups:
        _prepare_group(group)
        if group.typer_instance is not None:
            prepare(group.typer_instance)


def _prepare_group(info: Any) -> None:
    info.cls, info.options_metavar, info.subcommand_metavar = CommandGroup, _OPTIONS, _COMMAND
