"""What each item of a file looks like, as a result shows it: masked, and what is not plausible becomes a finding."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.file import FileOutcome
from chukan.verification.findings import about_whole, report
from chukan.verification.job import Job, Options
from chukan.verification.result import ItemProfile


def profile_rows(outcome: FileOutcome, job: Job, options: Options, watch: Watch) -> tuple[ItemProfile, ...]:
    """Return what each item of a file looks like. What is not plausible about it becomes a finding (S02).

    Args:
        outcome: The file; its tally grows.
        job: The severity of S02.
        options: Whether values may be shown; else they are masked.
        watch: What to look out for in the file.

    Returns:
        The items in file order; empty = no profile was made.
    """
    if outcome.profiler is None:
        return ()
    suspicions = dict(outcome.profiler.flags(outcome.target.municipality))
    severity = job.severities.of("S02", RULES["S02"].severity)
    if severity is not None:
        for item, message in suspicions.items():
            found = about_whole("S02", severity, truncate(message), watch.fingerprints, item=item)
            report(outcome.tally, watch, found)
    by_name = outcome.target.layout.by_name
    rows = []
    for p in outcome.profiler.items():
        known = by_name.get(p.item)
        codes = _open_codes(outcome.target.layout, known)
        visible = partial(_shown, item=known, codes=codes, show=options.show_values)
        end = partial(_end, item=known, codes=codes, show=options.show_values)
        rows.append(
            ItemProfile(
                p.item,
                p.filled,
                p.blank,
                p.distinct,
                minimum=end(p.minimum),
                maximum=end(p.maximum),
                frequent=tuple((visible(value), count) for value, count in p.frequent),
                note=suspicions.get(p.item, p.note),
            )
        )
    return tuple(rows)


def _open_codes(layout: Layout, item: Item | None) -> Collection[str]:
    """Return the codes that identify nobody: how often each occurs in a file may be shown, unless the item is personal."""
    if item is None or item.is_secret or item.has("personal"):
        return ()
    codes = layout.code_list(item)
    return codes.codes if codes else ()


def _shown(value: str, item: Item | None, codes: Collection[str], *, show: bool) -> str:
    """Return a code of the item's list as it is; any other value as it may be shown."""
    return value if value in codes else display(value, item, show=show)


def _end(value: str, item: Item | None, codes: Collection[str], *, show: bool) -> str:
    """Return the smallest or largest value: of a day that identifies no person by itself, the year is not masked."""
    if value and item is not None and not show and item.type in ("DATE", "YM", "YEAR") and not item.has("personal"):
        return f"{value[:4]}年"
    return _shown(value, item, codes, show=show)
