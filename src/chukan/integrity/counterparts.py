"""The tables that a table's records are compared with: which can be looked at, and why others cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.integrity.context import IntegrityContext
from chukan.integrity.model import SpilledFile
from chukan.integrity.naming import named
from chukan.integrity.views import FILE, Table
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Layout


@dataclass(frozen=True)
class Counterparts:
    """The tables that a table is compared with.

    Attributes:
        found: The tables with the items that are needed: the place in what was sought, and the table.
        missing: Why some of them cannot be looked at, as half sentences.
        outside: BUSINESS/LAYOUT of those that no file is of; () where a file is there and cannot be used.
    """

    found: tuple[tuple[int, Table], ...]
    missing: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The counterparts that are there, as tables."""
        return tuple(table for _, table in self.found)


def compares_within(declared: Declaration, layout: Layout) -> bool:
    """Return True when all that a declaration compares with is the layout itself: one file suffices.

    Args:
        declared: A declaration of the layout.
        layout: The layout.
    """
    return {layout.target(target.to) for target in declared.targets} == {layout.path}


def find_counterparts(
    context: IntegrityContext, table: Table, sought: Sequence[tuple[str, Callable[[Layout], Iterable[str]]]], label: str
) -> Counterparts:
    """Return the tables of the same municipality that a table is compared with.

    Args:
        context: The session with all tables.
        table: The table to check.
        sought: BUSINESS/LAYOUT, and a function that returns the items that it must have.
        label: What messages call them, e.g. 参照先.
    """
    found: list[tuple[int, Table]] = []
    absent: dict[str, list[str]] = {}
    outside: list[str] = []
    unusable = False
    for place, (address, needs) in enumerate(sought):
        tables = context.tables_of(table.municipality, address)
        if not tables:
            absent.setdefault(context.why_absent(table.municipality, address), []).append(address)
            outside.append(address)
        for other in tables:
            lacking = other.first_lacking(tuple(needs(other.layout)))
            if lacking:
                file, why = lacking
                absent.setdefault(why, []).append(file.name)
                unusable = True
            else:
                found.append((place, other))
    missing = tuple(f"{label}のファイル（{'、'.join(files)}）{why}" for why, files in absent.items())
    return Counterparts(tuple(found), missing, () if unusable else tuple(outside))


def skip_uncompared(
    context: IntegrityContext, rule: str, files: Sequence[SpilledFile], rows: str, others: Counterparts, what: str
) -> None:
    """Note for each file with such rows that the rule could not run, and for how many.

    Args:
        context: Where it is noted.
        rule: The rule.
        files: The files of the table.
        rows: A query with FILE: the records that would have been compared.
        others: Why they cannot be.
        what: What cannot be checked, e.g. 宛名番号の相手.
    """
    counts = context.session.rows(f"SELECT {FILE}, count(*) FROM ({rows}) GROUP BY {FILE}")
    for file, count in counts:
        owner = [p for p in files if p.index == file]
        why = f"{'、'.join(others.missing)}ため、{what}を確かめられません（{count:,}件）"
        context.skip(rule, owner, why, others.outside)


def reads_in(text: str | None, layout: Layout) -> tuple[str, ...]:
    """Return the items that an expression reads of a layout, in its own spelling, and names that are no items of it.

    Args:
        text: The expression; None reads nothing.
        layout: The layout.

    Raises:
        PackError: It is no expression over one record.
    """
    if text is None:
        return ()
    expression = vet(text, layout.by_name, PackError, layout.address)
    return (*expression.reads, *expression.unknown)


def unread(tables: Iterable[Table], beside: Layout, where: str) -> str:
    """Return a sentence where some of the counterparts' records could not be read: what is missed may be among them.

    Args:
        tables: The counterparts.
        beside: The layout from which they are seen.
        where: The end of the sentence, e.g. 相手がその中にいることもあります.
    """
    rejected = {named(p.layout, beside): sum(f.rejected for f in p.files) for p in tables}
    counts = "、".join(f"{name}に{count:,}件" for name, count in rejected.items() if count)
    return f"読み取れなかったレコードが{counts}あり、{where}。" if counts else ""
