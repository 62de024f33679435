"""The language of the screens: Japanese, or English with `--lang en` (or CHUKAN_LANG=en)."""

from __future__ import annotations

import os
from collections.abc import Sequence

#: The languages of the screens; the first is the default.
LANGUAGES = ("ja", "en")

_current = LANGUAGES[0]


def use(arguments: Sequence[str]) -> None:
    """Choose the language by the command line, or by the environment where it says nothing.

    Help texts are fixed when the modules of the commands are imported, so this comes before.

    Args:
        arguments: the command line without the program's name.
    """
    global _current  # noqa: PLW0603 - one a process
    _current = "en" if _wanted(arguments).lower().startswith("en") else LANGUAGES[0]


def _wanted(arguments: Sequence[str]) -> str:
    for argument, after in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--lang":
            return after
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return os.environ.get("CHUKAN_LANG", "")


def current() -> str:
    """Return the language that was chosen: one of `LANGUAGES`."""
    return _current


def t(ja: str, en: str) -> str:
    """Return the text in the language of the screens."""
    return en if _current == "en" else ja
