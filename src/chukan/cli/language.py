"""The language of the screens: Japanese, or English with `--lang en` (or CHUKAN_LANG=en)."""

from __future__ import annotations

import os
from collections.abc import Sequence

from chukan.errors import UsageError, did_you_mean

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


def check_environment() -> None:
    """Refuse a language of the environment that the screens have not.

    Raises:
        UsageError: ``CHUKAN_LANG`` names one.
    """
    given = os.environ.get("CHUKAN_LANG", "")
    if given and not given.lower().startswith(LANGUAGES):
        raise UsageError(
            f"環境変数 CHUKAN_LANG の「{given}」は使えません",
            hint=did_you_mean(given, LANGUAGES) or f"使える値: {'、'.join(LANGUAGES)}",
        )


def current() -> str:
    """Return the language that was chosen: one of `LANGUAGES`."""
    return _current


def t(ja: str, en: str) -> str:
    """Return the text in the language of the screens."""
    return en if _current == "en" else ja
