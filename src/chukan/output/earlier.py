"""Which files in a folder are the results of an earlier run: its document says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

IsResult = Callable[[str], bool]
"""Whether a file is a result, by its path in the folder."""


def earlier_results_of(document: Path, named: Callable[[dict[str, Any]], IsResult]) -> IsResult:
    """Return what tells whether a file beside `document` is a result of the run that wrote it.

    The document is looked at when it is first asked for: what a killed run left is put back by then.

    Args:
        document: The JSON document of the results.
        named: Returns, of the document, what tells its results; what it can't find there (KeyError, TypeError) makes it none.

    Returns:
        What is True for its results; for nothing where the document is none of chukan's: whatever is there is somebody else's.
    """

    @cache
    def known() -> IsResult:
        try:
            data = json.loads(document.read_text(encoding="utf-8"))
            return named(data) if data["tool"]["name"] == "chukan" else _nothing
        except (OSError, ValueError, KeyError, TypeError):
            return _nothing

    def is_result(path: str) -> bool:
        return known()(path)

    return is_result


def _nothing(path: str) -> bool:  # noqa: ARG001 - whatever it is
    return False
