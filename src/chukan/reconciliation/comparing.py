"""Which items differ between the records of a pair, and which rule of equality explains it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from chukan.expressions.session import Session
from chukan.integrity.model import LINE, RECORD
from chukan.layouts.model import Item
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.matching import PAIRS
from chukan.reconciliation.plan import ItemPlan, Plan
from chukan.reconciliation.result import CodeFold, ItemDifferences
from chukan.reconciliation.store import Stored
from chukan.values.kernels import boolean
from chukan.verification.display import display

_SUSPECTS = "rec_suspects"
_VALUES = 2_000_000
"""Values of the suspects that are put side by side at once; of more, some items at a time, so that memory does not grow."""
_FEWEST = 3
"""Items that are looked at at once, however many suspects there are."""
_ROWS = 1 << 16


@dataclass(frozen=True)
class Unknowns:
    """The agreed forms of an unknown day, on both sides."""

    delivered: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()


@dataclass
class Compared:
    """What became of the items.

    Attributes:
        items: those that differ, in the order of the layout.
        different: item -> the temporary table of its differences: a, b (record numbers), l, m (their lines), x, y (values).
    """

    items: list[ItemDifferences] = field(default_factory=list)
    different: dict[str, str] = field(default_factory=dict)


def compare_items(session: Session, delivered: Stored, loaded: Stored, plan: Plan, unknown: Unknowns) -> Compared:
    """Compare the items of all pairs that are not alike.

    Args:
        session: has the tables of `chukan.reconciliation.matching`.
        delivered: the delivered side.
        loaded: the loaded side.
        plan: what is compared, and how.
        unknown: the forms of an unknown day.

    Returns:
        The items that differ; the tables of differences stay in the session.
    """
    found = Compared()
    suspects = session.keep(_SUSPECTS, f"SELECT a, b FROM {PAIRS} WHERE NOT same")
    if not suspects:
        return found
    size = max(_FEWEST, _VALUES // suspects)
    for start in range(0, len(plan.items), size):
        some = plan.items[start : start + size]
        _gather(session, delivered, loaded, some)
        for number, one in enumerate(some):
            differences = _of_item(session=session, one=one, number=number, start=start, unknown=unknown, found=found)
            if differences.different or differences.explained:
                found.items.append(differences)
    session.forget(_SUSPECTS, "rec_values")
    return found


def _gather(session: Session, delivered: Stored, loaded: Stored, items: Sequence[ItemPlan]) -> None:
    """Put the values of some items of the suspects side by side: x, y as in the file; u, v as compared."""
    names = [one.item.name for one in items]
    of_delivered = ", ".join(
        f"d.{delivered.raw(name)} AS x{n}, d.{delivered.form(name)} AS u{n}" for n, name in enumerate(names)
    )
    of_loaded = ", ".join(
        f"n.{loaded.raw(name)} AS y{n}, n.{loaded.form(name)} AS v{n}" for n, name in enumerate(names)
    )
    session.keep(
        "rec_values",
        f"SELECT p.a, p.b, d.{LINE} AS l, n.{LINE} AS m, {of_delivered}, {of_loaded} FROM {_SUSPECTS} p"
        f" JOIN {delivered.source} d ON d.{RECORD} = p.a JOIN {loaded.source} n ON n.{RECORD} = p.b",
    )


def _of_item(
    session: Session, one: ItemPlan, number: int, start: int, unknown: Unknowns, found: Compared
) -> ItemDifferences:
    name = one.item.name
    x, y, u, v = (f"{letter}{number}" for letter in "xyuv")
    explained, different = session.rows(
        f"SELECT count(*) FILTER ({x} <> {y} AND {u} = {v}), count(*) FILTER ({u} <> {v}) FROM rec_values"
    )[0]
    if one.derived is not None:
        return ItemDifferences(name, 0, {one.derived.id: int(different)} if different else {})
    if different:
        table = f"rec_different{start + number}"
        session.keep(table, f"SELECT a, b, l, m, {x} AS x, {y} AS y FROM rec_values WHERE {u} <> {v}")
        found.different[name] = table
    return ItemDifferences(name, int(different), _explained(session, one, number, unknown) if explained else {})


def _explained(session: Session, one: ItemPlan, number: int, unknown: Unknowns) -> dict[str, int]:
    """Count the explained differences of an item, each under the rule with which the two became equal."""
    rules = [*one.normalisers, *([one.conversion] if one.conversion else [])]
    x, y, u, v = (f"{letter}{number}" for letter in "xyuv")
    where = f"FROM rec_values WHERE {x} <> {y} AND {u} = {v}"
    if len(rules) == 1:
        return {rules[0].id: int(session.one(f"SELECT count(*) {where}"))}
    counts: dict[str, int] = {}
    for batch in _batches(session, f"SELECT {x}, {y}, count(*) {where} GROUP BY 1, 2"):
        left = batch
        for upto, rule in enumerate(rules, 1):
            last = upto == len(rules)
            if last:
                now = sum(left.column(2).to_pylist())
            else:
                before = one.normal(left.column(0), "delivered", unknown.delivered, upto)
                after = one.normal(left.column(1), "loaded", unknown.loaded, upto)
                equal = boolean(pc.equal(before, after))
                now = sum(left.column(2).filter(pa.array(equal)).to_pylist())
                left = left.filter(pa.array(~equal))
            if now:
                counts[rule.id] = counts.get(rule.id, 0) + now
    return {rule.id: counts[rule.id] for rule in rules if rule.id in counts}


def _batches(session: Session, sql: str) -> Iterator[pa.RecordBatch]:
    """Yield pairs of values with their number."""
    found = session.stream(sql)
    while rows := list(itertools.islice(found, _ROWS)):
        one, other, count = zip(*rows, strict=True)
        yield pa.RecordBatch.from_arrays(
            [pa.array(one, pa.string()), pa.array(other, pa.string()), pa.array(count, pa.int64())],
            names=["one", "other", "count"],
        )


def folds_of(
    session: Session, delivered: Stored, plan: Plan, unknown: tuple[str, ...], *, show: bool = False
) -> list[CodeFold]:
    """Return which codes of the old system became one of the new one, with the paired records that had them.

    Args:
        session: has the pairs.
        delivered: the delivered side.
        plan: has the tables.
        unknown: the forms of an unknown day of the delivered side.
        show: what tells of a person is not masked (個人番号 always is).
    """
    found = []
    for one in plan.items:
        if not isinstance(one.conversion, Codes):
            continue
        name = one.item.name
        whole = len(one.normalisers)
        table = one.table(unknown)
        counts: dict[str, dict[str, int]] = {}
        for batch in _batches(
            session,
            f"SELECT d.{delivered.raw(name)}, '', count(*) FROM {PAIRS} p JOIN {delivered.source} d ON d.{RECORD} = p.a"
            f" WHERE p.equal GROUP BY 1 ORDER BY 1",
        ):
            plain = one.normal(batch.column(0), "delivered", unknown, whole).to_pylist()
            for old, count in zip(plain, batch.column(2).to_pylist(), strict=True):
                new = table.get(old, old)
                if old:
                    codes = counts.setdefault(new, {})
                    codes[old] = codes.get(old, 0) + count
        found += [
            _fold(one.conversion.id, one.item, new, dict(sorted(old.items())), show=show)
            for new, old in sorted(counts.items())
            if len(old) > 1 and any(code in table for code in old)
        ]
    return found


def _fold(rule: str, item: Item, new: str, old: dict[str, int], *, show: bool) -> CodeFold:
    """Return a fold; a value that is no code and tells of a person is masked, and stays one of several."""
    if not item.is_secret and (item.code or not item.has("personal")):
        return CodeFold(rule, item.name, new, old)
    masked = [display(code, item, show=show) for code in old]
    labels = [f"{label}（その{n}）" if masked.count(label) > 1 else label for n, label in enumerate(masked, 1)]
    return CodeFold(rule, item.name, display(new, item, show=show), dict(zip(labels, old.values(), strict=True)))
