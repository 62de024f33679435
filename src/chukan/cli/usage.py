"""A mistake on the command line in the user's language: what is wrong, and the next step."""

from __future__ import annotations

import re

import typer

from chukan.cli import language
from chukan.errors import nearest

#: What the parser says -> what we say.
_SENTENCES = (
    (r"No such command '(.+?)'.*", r"コマンド「\1」はありません"),
    (r"Got unexpected extra arguments? ?(?:\(s\) )?\((.+)\)", r"余分な引数があります: \1"),
    (r"Option '(.+?)' requires an argument\.?", r"\1 に値が指定されていません"),
    (r"Option '(.+?)' does not take a value\.?", r"\1 は値を取りません"),
    (r"Input should be greater than or equal to (\S+)", r"\1 以上で指定してください"),
    (r"Input should be less than or equal to (\S+)", r"\1 以下で指定してください"),
    (r"Input should be a valid integer.*", "整数で指定してください"),
    (r"Input should be a valid number.*", "数で指定してください"),
)


def message_of(e: typer.TyperException) -> str:
    """Return the message for stderr; where a command is missing, the help page."""
    kind = type(e).__name__
    if kind == "NoArgsIsHelpError":
        return e.message
    if language.current() == "en":
        return f"chukan: {e.format_message()}\nNext: see --help."
    return f"chukan: {_what(e, kind)}\n次の一手: {_near(e) or '--help で使い方を確かめてください。'}"


def _what(e: typer.TyperException, kind: str) -> str:
    if kind == "NoSuchOption":
        return f"知らないオプション {getattr(e, 'option_name', '')} があります"
    if kind == "MissingParameter":
        name = _parameter(e)
        return f"{name} が指定されていません" if name.startswith("-") else f"「{name}」が指定されていません"
    if kind == "BadParameter":
        return f"{_parameter(e)} の値が正しくありません: {_translated(e.message)}"
    return _translated(e.format_message())


def _parameter(e: typer.TyperException) -> str:
    """Return an option as it is written, an argument as the help shows it."""
    param = getattr(e, "param", None)
    options = [o for o in getattr(param, "opts", ()) if o.startswith("-")]
    return (
        options[0] if options else (getattr(param, "metavar", None) or getattr(param, "name", None) or "").rstrip(".")
    )


def _near(e: typer.TyperException) -> str | None:
    """Return a hint with the option or command that was meant, if one is near."""
    option = getattr(e, "option_name", None)
    found = nearest(option, getattr(e, "possibilities", None) or (), cutoff=0.6) if option else None
    if found is None and (meant := re.search(r"Did you mean '(.+?)'", e.message)):
        found = meant[1]
    return f"「{found}」ではありませんか。" if found else None


def _translated(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message):
            return match.expand(sentence)
    return message
