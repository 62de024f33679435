"""The progress bar: on stderr, only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chukan.cli.switches import switches

Report = Callable[[str, int, int], None]


@contextmanager
def progress(*, shown: bool = True, of_bytes: bool = True) -> Iterator[Report | None]:
    """Yield a reporter for long work, counted in bytes or in records; None where nobody would see it or wants it."""
    unwanted = switches().no_progress or switches().quiet
    if not shown or unwanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
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

    class Bytes(DownloadColumn):
        def render(self, task: Task) -> Text:
            """Nothing where nobody knows how much there is."""
            return super().render(task) if task.total or task.completed else Text()

    count = Bytes() if of_bytes else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total or None)
            bar.update(tasks[what], completed=done)  # type: ignore[arg-type]

        yield report
