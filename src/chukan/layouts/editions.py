"""Editions of a pack: what holds from one to another, and that nothing is there twice in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from chukan.errors import PackError


def applies(edition: str, editions: Sequence[str], since: str | None, until: str | None, place: str) -> bool:
    """Return True when what holds from `since` to `until` (both included) holds in an edition.

    Args:
        edition: One of the pack's.
        editions: All of the pack's, oldest first.
        since: The first edition; None = from the beginning.
        until: The last edition; None = to the end.
        place: Where it is stated, for the error.

    Raises:
        PackError: it names an edition that the pack does not have.
    """
    for name in (since, until):
        if name is not None and name not in editions:
            hint = f"ある版: {', '.join(editions)}"
            raise PackError(f"知らない版「{name}」が since / until にあります", place=place, hint=hint)
    first = 0 if since is None else editions.index(since)
    last = len(editions) if until is None else editions.index(until)
    return first <= editions.index(edition) <= last


def refuse_twins(names: Iterable[str], what: str, edition: str, place: str) -> None:
    """Raise for a name that two rows of one table have in one edition.

    Args:
        names: The names of the rows that hold in the edition.
        what: What the rows are, in Japanese.
        edition: The edition.
        place: The table, for the error.

    Raises:
        PackError: two rows have one name.
    """
    twins = [name for name, count in Counter(names).items() if count > 1]
    if twins:
        raise PackError(
            f"{what}「{twins[0]}」が版 {edition} に二度あります",
            place=place,
            hint="since と until で、同じ版に一つだけになるようにしてください。",
        )
