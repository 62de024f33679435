"""How far the work is: a bar on stderr where that is a terminal, or lines of JSON for programs."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
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
        watch = Stopwatch()

        def tell(step: Step) -> None:
            facts = "・".join(in_words(step, watch.reading(step)))
            bar.update(task, description=step.what, completed=step.done, total=step.total or None, facts=facts)

        yield tell


class Stopwatch:
    """Seconds since a run began, and since the first of its files did: what comes before has a speed of its own."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._reading: float | None = None

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self._started

    def reading(self, step: Step) -> float:
        """Return the seconds since the first file was begun."""
        if self._reading is None and step.file:
            self._reading = time.monotonic()
        return 0.0 if self._reading is None else time.monotonic() - self._reading


@contextmanager
def following_files(files: Sequence[tuple[str, int]]) -> Iterator[Report | None]:
    """Yield what tells how far work is that counts bytes, in the words of `following`; None where nobody wants it.

    Args:
        files: what is read, in this order, each with its bytes; 0 = nobody knows.
    """
    with following() as told:
        if told is None:
            yield None
            return
        from chukan.verification.progress import Follower

        names = [name for name, _ in files]
        follower, at, before = Follower([size for _, size in files], follow=told), -1, 0

        def report(what: str, done: int, _: int) -> None:
            nonlocal at, before
            if what not in names:
                follower.prepares(what)
                return
            if at < 0 or names[at] != what or done < before:
                at = names.index(what, at + 1) if what in names[at + 1 :] else names.index(what)
                follower.begins(at, what)
            before = done
            follower.read(done)

        yield report


def in_words(step: Step, elapsed: float) -> Iterator[str]:
    """Yield what a person wants to know of a step.

    Args:
        step: how far the work is.
        elapsed: seconds since the first file was begun.
    """
    if step.file:
        yield f"{step.file}/{step.files} ファイル"
    if step.records:
        yield f"{step.records:,} 件"
    if elapsed > 0 and step.file:
        yield f"{(step.done - step.unread) / _MEGA / elapsed:.0f} MB/秒"
    if (left := seconds_left(step, elapsed)) is not None and step.file:
        minutes, seconds = divmod(round(left), 60)
        yield f"残り約 {minutes} 分 {seconds:02d} 秒" if minutes else f"残り約 {seconds} 秒"


def seconds_left(step: Step, elapsed: float) -> float | None:
    """Return the seconds that reading the rest takes at the speed so far; None where nobody can tell.

    Args:
        step: how far the work is.
        elapsed: seconds since the first file was begun.
    """
    read = step.done - step.unread
    if step.total and step.done >= step.total:
        return 0.0
    if not step.total or read <= 0 or elapsed <= 0:
        return None
    return (step.total - step.done) * elapsed / read


def tell(text: str) -> None:
    """Say on stderr what happens meanwhile, and leave it in the log."""
    _LOG.warning("%s", text)
    print(f"chukan: {text}", file=sys.stderr, flush=True)


class JsonLines:
    """One JSON object a line on stderr, as `docs/progress.schema.json` says: each file's beginning and end, and now and then."""

    def __init__(self) -> None:
        self._last, self._watch = time.monotonic(), Stopwatch()
        self._step: Step | None = None
        self._told: Step | None = None

    def __call__(self, step: Step) -> None:
        """Take how far the work is; not every step is told."""
        now = time.monotonic()
        self._watch.reading(step)
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
        left = seconds_left(step, self._watch.reading(step))
        line = {
            "event": event,
            "what": step.what,
            "file": step.file,
            "files": step.files,
            "records": step.records,
            "bytes": step.done,
            "total_bytes": step.total or None,
            "seconds": round(self._watch.elapsed(), 3),
            "seconds_left": None if left is None else round(left, 1),
        }
        print(dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)


def _is_wanted(*, shown: bool = True) -> bool:
    unwanted = switches().no_progress or switches().quiet or switches().progress == "json"
    return shown and not unwanted and sys.stderr.isatty()
