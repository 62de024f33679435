"""What many differences have in common: lost zeros, another width, new numbers. One cause, told once, before its symptoms."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from chukan.expressions.session import Session
from chukan.integrity.model import RECORD
from chukan.output.text import listed
from chukan.reconciliation.comparing import Compared, Unknowns
from chukan.reconciliation.equalities import KINDS, Normaliser
from chukan.reconciliation.equalities.base import Column, SideName
from chukan.reconciliation.matching import ONLY_DELIVERED, ONLY_LOADED
from chukan.reconciliation.plan import ItemPlan, Plan
from chukan.reconciliation.store import Stored

_WRITTEN = {"agreed_by": "-", "why": "-", "items": ("*",), "id": "-"}
#: How values may be written otherwise: (kind, its keys), the simplest first.
_WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("blanks", {}),
    ("zeros", {}),
    ("width", {}),
    ("dates", {}),
    ("eras", {}),
    ("blanks", {"where": "anywhere"}),
)
_CHECK = "移行先の事業者は取込みでの変換を確かめてください。"
#: Of fewer differences nothing can be told; so many are looked at; and this share of them has the cause.
_FEWEST, _MOST, _SHARE = 10, 2_000, 0.9
#: A code is one of few values; numbers that are all different are no codes.
_CODES = 200
_ROWS = 1 << 16


@dataclass(frozen=True, slots=True)
class CommonCause:
    """What many differences of a pair of files have in common.

    Attributes:
        kind: the kind of rule of equality that would explain them.
        item: the item; "" = the key.
        message: in Japanese; holds no value.
    """

    kind: str
    item: str
    message: str


def causes_of(
    session: Session, sides: tuple[Stored, Stored], plan: Plan, compared: Compared, unknown: Unknowns
) -> list[CommonCause]:
    """Return what explains many differences at once: first of the keys, then of each item.

    Only the first of them are looked at, as many on every machine: a cause is what is to be looked into, no verdict.

    Args:
        session: has the tables of `chukan.reconciliation.matching` and of `compared`.
        sides: the delivered and the loaded side.
        plan: what was compared.
        compared: the items that differ.
        unknown: the forms of an unknown day.
    """
    found = list(_of_keys(session, sides, plan, unknown))
    for name, table in compared.different.items():
        found += _of_item(session, plan.by_name[name], table, unknown)
    return found


def _of_keys(session: Session, sides: tuple[Stored, Stored], plan: Plan, unknown: Unknowns) -> Iterator[CommonCause]:
    """Yield why keys of one side are not on the other."""
    here, there = (int(session.one(f"SELECT count(*) FROM {table}")) for table in (ONLY_DELIVERED, ONLY_LOADED))
    if min(here, there) < _FEWEST:
        return
    some = next(_batches(session, sides[0], ONLY_DELIVERED, plan.key, limit=_MOST))
    ways = list(_ways([plan.by_name[name] for name in plan.key]))
    wanted = [way.written(some, "delivered", unknown.delivered) for way in ways]
    left = [set(keys) for keys in wanted]
    for batch in _batches(session, sides[1], ONLY_LOADED, plan.key):  # all of them, and once
        for way, keys in zip(ways, left, strict=True):
            keys.difference_update(way.written(batch, "loaded", unknown.loaded))
    for way, looked_for, lost in zip(ways, wanted, left, strict=True):
        looked, alike = len(looked_for), sum(key not in lost for key in looked_for)
        if alike >= _SHARE * looked:
            what = "値" if plan.by_content else "キー"
            yield CommonCause(
                way.kinds,
                "",
                f"移行先にないとされた {here:,} 件の大半は、{what}の{way.named}を{way.words}の違いを除いて比べると、移行先に見つかります"
                f"（調べた {looked:,} 件のうち {alike:,} 件）。{_CHECK}違ってよいと合意するなら、団体は突合の規則に {way.kinds}"
                f"（items は{way.named}）を書いてください。",
            )
            return
    if not plan.by_content:
        yield from _renumbered(session, sides, plan, here)


def _renumbered(session: Session, sides: tuple[Stored, Stored], plan: Plan, here: int) -> Iterator[CommonCause]:
    """Yield that records are there under other keys: all else in them is alike."""
    tries = [*((name,) for name in plan.key if len(plan.key) > 1), plan.key]
    for dropped in tries:
        rest = [name for name in plan.compared if name not in dropped]
        if not rest:
            continue
        hashes = [
            f"SELECT s.{RECORD} AS r, hash({', '.join(f's.{side.form(name)}' for name in rest)}) AS c FROM {side.source} s"
            f" SEMI JOIN {table} o ON o.r = s.{RECORD}"
            for side, table in zip(sides, (ONLY_DELIVERED, ONLY_LOADED), strict=True)
        ]
        looked, kinds, alike = session.rows(
            f"WITH sample AS ({hashes[0]} ORDER BY r LIMIT {_MOST})"
            f" SELECT count(*), count(DISTINCT c), count(*) FILTER (c IN (SELECT c FROM ({hashes[1]}))) FROM sample"
        )[0]
        if alike >= _SHARE * looked and 2 * kinds >= looked:
            which = listed([f"「{name}」" for name in dropped])
            yield CommonCause(
                "renumbering",
                "",
                f"移行先にないとされた {here:,} 件の大半は、キーの{which}のほかがすべて同じレコードが移行先にあります"
                f"（調べた {looked:,} 件のうち {alike:,} 件）。番号が付け替えられたと見られます。移行先の事業者は、旧番号と新番号の対照表を出してください。"
                f"団体は合意のうえ、突合の規則に renumbering（items は{which}）を書いてください。",
            )
            return


def _of_item(session: Session, one: ItemPlan, table: str, unknown: Unknowns) -> Iterator[CommonCause]:
    """Yield why most values of an item differ."""
    count = int(session.one(f"SELECT count(*) FROM {table}"))
    if count < _FEWEST:
        return
    rows = session.rows(f"SELECT x, y FROM {table} ORDER BY a LIMIT {_MOST}")
    x, y = (pa.array([row[n] for row in rows], pa.string()) for n in (0, 1))
    looked, name = len(rows), one.item.name
    head = f"項目「{name}」の違い {count:,} 件の大半は、"
    both = [pa.RecordBatch.from_arrays([values], names=[name]) for values in (x, y)]
    for way in _ways([one]):
        before = way.written(_formed(both[0], one, "delivered", unknown.delivered), "delivered", unknown.delivered)
        after = way.written(_formed(both[1], one, "loaded", unknown.loaded), "loaded", unknown.loaded)
        alike = sum(old == new for old, new in zip(before, after, strict=True))
        if alike >= _SHARE * looked:
            yield CommonCause(
                way.kinds,
                name,
                f"{head}{way.words}の違いです（調べた {looked:,} 件のうち {alike:,} 件）。{_CHECK}"
                f"違ってよいと合意するなら、団体は突合の規則に {way.kinds}（items は「{name}」）を書いてください。",
            )
            return
    pairs = dict(zip(x.to_pylist(), y.to_pylist(), strict=True))
    kept = sum(pairs[old] == new for old, new in rows)
    are_codes = one.item.code and one.conversion is None and len(set(pairs.values())) > 1 and len(pairs) <= _CODES
    if are_codes and kept >= _SHARE * looked:
        yield CommonCause(
            "codes",
            name,
            f"{head}移行元の同じコードがいつも移行先の同じコードになっています（調べた {looked:,} 件のうち {kept:,} 件）。コードが付け替えられたと"
            "見られます。移行先の事業者は、旧コードと新コードの対照表を出してください。"
            f"団体は合意のうえ、突合の規則に codes（items は「{name}」）を書いてください。",
        )


class _Way:
    """One way of writing some items otherwise, and what it changed so far.

    Args:
        items: whose values are written.
        rules: item -> the rules of equality that are tried on it.
    """

    def __init__(self, items: Sequence[ItemPlan], rules: Mapping[str, tuple[Normaliser, ...]]) -> None:
        self._items, self._rules = items, rules
        self._changed: dict[str, str] = {}
        self._changing: set[str] = set()

    def written(self, batch: pa.RecordBatch, side: SideName, unknown: tuple[str, ...]) -> list[str]:
        """Return the values of each record, written this way, as one text.

        Args:
            batch: the items of some records, in the form in which they were compared.
            side: whose they are.
            unknown: the agreed forms of an unknown day on that side.
        """
        parts = []
        for one in self._items:
            values = batch.column(one.item.name)
            for rule in self._rules.get(one.item.name, ()):
                after = rule.normal(values, Column(one.item, side, unknown))
                if not after.equals(values):
                    self._changed[rule.kind] = rule.label
                    self._changing.add(one.item.name)
                values = after
            parts.append(values)
        return list(pc.binary_join_element_wise(*parts, "\x1f").to_pylist())

    @property
    def kinds(self) -> str:
        """The kinds of rules that changed anything."""
        return "、".join(self._changed)

    @property
    def words(self) -> str:
        """These kinds in Japanese."""
        return "、".join(self._changed.values())

    @property
    def named(self) -> str:
        """The items that were changed."""
        return "".join(f"「{one.item.name}」" for one in self._items if one.item.name in self._changing)


def _ways(items: Sequence[ItemPlan]) -> Iterator[_Way]:
    """Yield each way of writing values otherwise; last all together."""
    together: dict[str, tuple[Normaliser, ...]] = {}
    for rule in _rules():
        own = {one.item.name: (rule,) for one in items if rule.may_name(one.item)}
        together = {name: (*together.get(name, ()), *own.get(name, ())) for name in together | own}
        if own:
            yield _Way(items, own)
    if together:
        yield _Way(items, together)


@cache
def _rules() -> tuple[Normaliser, ...]:
    found = (KINDS[kind].model_validate({**_WRITTEN, **keys, "kind": kind}) for kind, keys in _WAYS)
    return tuple(rule for rule in found if isinstance(rule, Normaliser))


def _formed(batch: pa.RecordBatch, one: ItemPlan, side: SideName, unknown: tuple[str, ...]) -> pa.RecordBatch:
    """Return raw values of an item in the form in which they were compared, but for new numbers."""
    return pa.RecordBatch.from_arrays([one.normal(batch.column(0), side, unknown)], names=[one.item.name])


def _batches(
    session: Session, stored: Stored, table: str, names: Sequence[str], limit: int | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the keys of records that have no counterpart, in the form in which they were compared."""
    columns = ", ".join(f"s.{stored.form(name)}" for name in names)
    rows = session.stream(
        f"SELECT {columns} FROM {stored.source} s SEMI JOIN {table} o ON o.r = s.{RECORD}"
        + (f" ORDER BY s.{RECORD} LIMIT {limit}" if limit else "")
    )
    while some := list(itertools.islice(rows, _ROWS)):
        yield pa.RecordBatch.from_arrays(
            [pa.array(column, pa.string()) for column in zip(*some, strict=True)], names=list(names)
        )
