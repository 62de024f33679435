"""Which language the screens speak: Japanese, or English with `--lang en` (or CHUKAN_LANG=en).

Help texts are fixed when the commands are imported, so the choice is read from the arguments first.
"""

from __future__ import annotations

import os
import sys

#: What the screens speak; the first is what they speak unless told otherwise.
LANGUAGES = ("ja", "en")


def chosen(arguments: list[str] | None = None) -> str:
    """Return the language of the screen: "ja" or "en"."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return "en" if arguments[i + 1] == "en" else "ja"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "ja"
    return "en" if os.environ.get("CHUKAN_LANG", "").lower().startswith("en") else "ja"


LANGUAGE = chosen()


def t(ja: str, en: str) -> str:
    """The text in the language chosen."""
    return en if LANGUAGE == "en" else ja
