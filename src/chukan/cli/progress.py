"""How far the work is: a bar on stderr where that is a terminal, or lines of JSON for programs."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.verification.progress import Step

_LOG = logging.getLogger(__name__)
Report = Callable[[str, int, int], None]
#: Seconds between two lines of JSON of one file.
_EVERY = 0.5
_MEGA = 1_000_000


@contextmanager
def progress(*, shown: bool = True, of_bytes: bool = True) -> Iterator[Report | None]:
    """Yield a reporter for long work, counted in bytes or in records; None where nobody would see it or wants it."""
    if not _is_wanted(shown=shown):
        yield None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    from chukan.cli.tables import Screen

    class Bytes(DownloadColumn):
        def render(self, task: Task) -> Text:
            """Nothing where nobody knows how much there is."""
            return super().render(task) if task.total or task.completed else Text()

    count = Bytes() if of_bytes else MofNCompleteColumn()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=Screen(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total or None)
            bar.update(tasks[what], completed=done)  # type: ignore[arg-type]

        yield report


class Told(Protocol):
    """Takes how far a verification is."""

    def __call__(self, step: Step, /) -> None:
        """Take it."""
        ...


@contextmanager
def following() -> Iterator[Told | None]:
    """Yield what tells how far a verification is: files, records, MB/s, time left; None where nobody wants it."""
    if switches().progress == "json":
        lines = JsonLines()
        yield lines
        lines.end()
        return
    if not _is_wanted():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    from chukan.cli.tables import Screen

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[facts]}", markup=False),
    )
    with Progress(*columns, console=Screen(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, facts="")
        started = time.monotonic()

        def tell(step: Step) -> None:
            facts = "・".join(in_words(step, time.monotonic() - started))
            bar.update(task, description=step.what, completed=step.done, total=step.total or None, facts=facts)

        yield tell


def in_words(step: Step, elapsed: float) -> Iterator[str]:
    """Yield what a person wants to know of a step.

    Args:
        step: how far the work is.
        elapsed: seconds since it began.
    """
    if step.file:
        yield f"{step.file}/{step.files} ファイル"
    yield f"{step.records:,} 件"
    if elapsed > 0 and step.file:
        yield f"{step.done / _MEGA / elapsed:.0f} MB/秒"
    if (left := seconds_left(step, elapsed)) is not None and step.file:
        minutes, seconds = divmod(round(left), 60)
        yield f"残り約 {minutes} 分 {seconds:02d} 秒" if minutes else f"残り約 {seconds} 秒"


def seconds_left(step: Step, elapsed: float) -> float | None:
    """Return the seconds that reading the rest takes at the speed so far; None where nobody can tell."""
    if not step.total or not step.done or elapsed <= 0:
        return None
    return max(0, step.total - step.done) * elapsed / step.done


def tell(text: str) -> None:
    """Say on stderr what happens meanwhile, and leave it in the log."""
    _LOG.warning("%s", text)
    print(f"chukan: {text}", file=sys.stderr, flush=True)


class JsonLines:
    """One JSON object a line on stderr, as `docs/progress.schema.json` says: each file's beginning and end, and now and then."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()
        self._step: Step | None = None
        self._told: Step | None = None

    def __call__(self, step: Step) -> None:
        """Take how far the work is; not every step is told."""
        now = time.monotonic()
        before, self._step = self._step, step
        if before is None or (before.file, before.what) != (step.file, step.what):
            if before is not None and before != self._told:
                self._print("progress", before)
            self._print("progress", step)
        elif now - self._last >= _EVERY:
            self._print("progress", step)

    def end(self) -> None:
        """Tell that all is done."""
        if self._step is not None:
            self._print("end", self._step)

    def _print(self, event: str, step: Step) -> None:
        from json import dumps

        self._last, self._told = time.monotonic(), step
        elapsed = self._last - self._started
        left = seconds_left(step, elapsed)
        line = {
            "event": event,
            "what": step.what,
            "file": step.file,
            "files": step.files,
            "records": step.records,
            "bytes": step.done,
            "total_bytes": step.total or None,
            "seconds": round(elapsed, 3),
            "seconds_left": None if left is None else round(left, 1),
        }
        print(dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)


def _is_wanted(*, shown: bool = True) -> bool:
    unwanted = switches().no_progress or switches().quiet or switches().progress == "json"
    return shown and not unwanted and sys.stderr.isatty()
