"""The switches that every command takes: --quiet, --verbose, --no-progress, --progress, --lang, --log-file. Declared here only."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from chukan import __version__
from chukan.cli import log
from chukan.cli import options as o
from chukan.cli.language import LANGUAGES
from chukan.errors import UsageError, did_you_mean


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches of one command line."""

    quiet: bool = False
    verbose: bool = False
    no_progress: bool = False
    progress: str = "auto"
    lang: str = LANGUAGES[0]
    log_file: Path | None = None


#: How a check tells how far it is.
PROGRESS = ("auto", "json")
_LOG = logging.getLogger(__name__)
_DECLARED = {
    "quiet": o.Quiet,
    "verbose": o.Verbose,
    "no_progress": o.NoProgress,
    "progress": o.Progress,
    "lang": o.Lang,
    "log_file": o.LogFile,
}
_chosen = Switches()


def switches() -> Switches:
    """Return the switches of the command that runs."""
    return _chosen


def choose(**given: Any) -> None:
    """Remember the switches of the command that begins.

    Raises:
        UsageError: the screens have no such language.
    """
    global _chosen  # noqa: PLW0603 - one a run
    _chosen = Switches(**given)
    if _chosen.lang not in LANGUAGES:
        raise UsageError(
            f"--lang の「{_chosen.lang}」は使えません",
            hint=did_you_mean(_chosen.lang, LANGUAGES) or f"使える値: {'、'.join(LANGUAGES)}",
        )
    if _chosen.progress not in PROGRESS:
        raise UsageError(
            f"--progress の「{_chosen.progress}」は使えません",
            hint=did_you_mean(_chosen.progress, PROGRESS) or f"使える値: {'、'.join(PROGRESS)}",
        )
    log.append_to(_chosen.log_file)


def with_switches(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the switches that it does not declare itself added to its signature."""
    signature = inspect.signature(command, eval_str=True)
    own = signature.parameters
    added = [
        inspect.Parameter(
            f.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=f.default, annotation=_DECLARED[f.name]
        )
        for f in fields(Switches)
        if f.name not in own
    ]

    @functools.wraps(command)
    def run(**given: Any) -> Any:
        choose(**{f.name: given[f.name] for f in fields(Switches) if f.name in given})
        _LOG.info("開始 chukan %s %s", __version__, command.__name__)
        return command(**{name: value for name, value in given.items() if name in own})

    parameters = [*own.values(), *added]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run
