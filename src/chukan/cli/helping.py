"""The help page in Japanese, also where the parser's own words are English."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from chukan.cli.language import t
from chukan.cli.switches import with_switches

#: What the parser says -> what we say. Only whole marks, so that no text of ours is touched.
_WORDS = tuple(
    (re.compile(pattern, re.MULTILINE), words)
    for pattern, words in (
        (r"^Usage: ", "使い方: "),
        (r"\[OPTIONS\]", "[オプション]"),
        (r"COMMAND \[ARGS\]\.\.\.", "コマンド [引数]..."),
        (r"^Options:$", "オプション:"),
        (r"^Arguments:$", "引数:"),
        (r"^Commands:$", "コマンド:"),
        (r"Show this message and exit\.", "このヘルプを表示して終了"),
        (r"Install completion for the current shell\.", "いまのシェルで補完を使えるようにする"),
        (
            r"Show completion for the current shell, to copy it or\s+customize the installation\.",
            "補完のスクリプトを表示（手で入れるとき）",
        ),
        (r"\[required\]", "[必須]"),
        (r"\[default: ", "[既定: "),
        (r"; x>=([0-9.]+)\]", r"、\1 以上]"),
        (r"; ([0-9.]+)<=x<=([0-9.]+)\]", r"、\1〜\2]"),
        (r"\[x>=([0-9.]+)\]", r"[\1 以上]"),
        # as wide as what they replace, for the columns of the page
        (r"<int range>", "<整数>     "),
        (r"<int>", "<整数>"),
        (r"<float range>", "<数>         "),
        (r"<path>", "<パス>"),
        (r"<list\[Path\]>", "<パス>      "),
        (r"<str>", "<文字列>"),
        (r"<list\[str\]>", "<文字列>   "),
    )
)


def in_japanese(text: str) -> str:
    """Return the help page with the parser's words in the language of the screens."""
    for pattern, words in _WORDS:
        text = pattern.sub(lambda match, words=words: t(match.expand(words), match[0]), text)  # type: ignore[misc]
    return text


class Command(TyperCommand):
    """A command whose help is in Japanese."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        return in_japanese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is in Japanese."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        return in_japanese(super().get_help(ctx))


def prepare(app: typer.Typer) -> None:
    """Give every command below `app` the common switches and a help page in Japanese."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
        if command.callback is not None:
            command.callback = with_switches(command.callback)
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance is not None:
            prepare(group.typer_instance)
