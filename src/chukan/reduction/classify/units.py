"""A unit: all the records of one layout in one municipality, whatever the number of files, as DuckDB sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chukan.errors import PackError
from chukan.expressions.names import guarded, literal, quoted
from chukan.expressions.types import sql_type
from chukan.expressions.vetting import vet
from chukan.layouts.model import Layout
from chukan.output.text import listed
from chukan.reduction.classify.columns import BYTES, CLASSIFIED, PART, RECORD
from chukan.reduction.classify.damage import may_belong
from chukan.reduction.classify.reading import ReadFile, date_columns, value_column
from chukan.reduction.rules.load import AppliedRule, Retention
from chukan.reduction.rules.needs import Key, Needs, links_of
from chukan.reduction.rules.settings import LocalSettings


@dataclass(frozen=True, eq=False)
class Unit:
    """The records of one layout in one municipality.

    Attributes:
        rules: The rules that apply to its layout; none = its records are migrated.
    """

    index: int
    municipality: str
    layout: Layout
    needs: Needs
    files: tuple[ReadFile, ...]
    rules: tuple[AppliedRule, ...]
    settings: LocalSettings

    @property
    def address(self) -> str:
        """The address of the layout: BUSINESS/LAYOUT."""
        return self.layout.path

    @property
    def table(self) -> str:
        """The table of its records' levels."""
        return f"s{self.index}"

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return sum(f.rejected for f in self.files)

    def may_hide(self, items: Key, own: str) -> str | None:
        """Return SQL for whether a record of this unit that is not seen may have the link `own`; None = all are seen.

        A record that could not be read may belong to what its text names, and one with a damaged link to what fits the
        rest of it. Where the text ends before the items, or an item is missing in the file, it may belong to anything.

        Args:
            items: Of this unit, whose values make the link.
            own: SQL of the link that is looked for, as `key_sql` makes it.
        """
        names, found = set(items), list[str]()
        whole = [own] if len(items) == 1 else [f"split_part({own}, chr(31), {n + 1})" for n in range(len(items))]
        # a day is written one way in the file and another one here
        parts = [p for p, name in zip(whole, items, strict=True) if self.layout.by_name[name].type != "DATE"]
        for file in self.files:
            if names & file.unknown or (file.rejected and file.unread is None):
                return "TRUE"
            for record in file.unread or ():
                if not record.text or not parts or not names <= record.reach:
                    return "TRUE"
                found.append(f"({' AND '.join(map(record.may_name, parts))})")
            for hurt in file.damaged:
                if names & hurt.hurt and (fits := may_belong(hurt, items, whole)) is not None:
                    if not fits:
                        return "TRUE"
                    found.append(f"({fits})")
        return " OR ".join(found) or None

    @property
    def unseen(self) -> str:
        """Where its records are that could not be read, for a reason: 「（a.csv の 3 行目）」; "" = there is none."""
        places = [f"{f.target.shown} の {record.line:,} 行目" for f in self.files for record in f.unread or ()]
        places += [f"{f.target.shown} の {f.rejected:,} 件" for f in self.files if f.rejected and f.unread is None]
        places += [f"{f.target.shown} の {hurt.record:,} 件目" for f in self.files for hurt in f.damaged]
        return f"（{listed(places)}）" if places else ""

    @property
    def spilled(self) -> list[str]:
        """The spilled files."""
        return [str(f.spill) for f in self.files if f.spill is not None]

    @cached_property
    def source(self) -> str:
        """A query with the record, its bytes and file, and the needed items under their own names, typed."""
        if not self.spilled:
            return self._nothing
        places = ", ".join(literal(p) for p in self.spilled)
        columns = [RECORD, BYTES, PART]
        for name in self.needs.values:
            item = self.layout.by_name[name]
            columns.append(f"CAST({value_column(self.needs, name)} AS {sql_type(item)}) AS {quoted(name)}")
        for name in self.needs.dates:
            columns += date_columns(self.needs, name)
        return f"SELECT {', '.join(columns)} FROM read_parquet([{places}])"

    @property
    def _nothing(self) -> str:
        columns = [f"0::BIGINT AS {RECORD}", f"0::BIGINT AS {BYTES}", f"0::INTEGER AS {PART}"]
        columns += [f"NULL::{sql_type(self.layout.by_name[n])} AS {quoted(n)}" for n in self.needs.values]
        for name in self.needs.dates:
            day, bad = date_columns(self.needs, name)
            columns += [f"NULL::DATE AS {day}", f"FALSE AS {bad}"]
        return f"SELECT {', '.join(columns)} WHERE FALSE"


def key_sql(items: Key, prefix: str = "") -> str:
    """One text for a link, blanks around its parts left off; NULL where a part of it is blank."""
    names = [f"{prefix}{quoted(n)}" for n in items]
    texts = [f"trim(CAST({n} AS VARCHAR), ' \u3000')" for n in names]
    if len(names) == 1:
        return texts[0]
    blank = " OR ".join(f"{n} IS NULL" for n in names)
    joined = ", ".join(texts)
    return f"CASE WHEN {blank} THEN NULL ELSE concat_ws(chr(31), {joined}) END"


def condition_sql(text: str) -> str:
    """Return SQL for a condition that was vetted when the rules were loaded; its own failure is NULL: unknown."""
    return guarded(vet(text, (), PackError, text).sql)


@dataclass(frozen=True)
class Upwards:
    """A reference: the parent is not a candidate unless the child is."""

    child: Unit
    child_key: Key
    parent: Unit
    parent_key: Key


@dataclass(frozen=True)
class Downwards:
    """A record without a date of its own follows others."""

    follower: Unit
    follower_key: Key
    followed: Unit
    followed_key: Key
    among: str | None


@dataclass(frozen=True)
class Member:
    """The records of a unit that belong to groups by the items of a key.

    Attributes:
        when: Only those for which it is not FALSE; None = all of them.
    """

    unit: Unit
    key: Key
    when: str | None = None


@dataclass(frozen=True)
class Together:
    """Records that move as a whole.

    Attributes:
        strict: A record whose group is not known is no candidate. False for histories: without its key none is one.
    """

    name: str
    members: tuple[Member, ...]
    strict: bool = True


@dataclass(frozen=True)
class Relations:
    """All the links of one municipality."""

    upwards: tuple[Upwards, ...]
    downwards: tuple[Downwards, ...]
    together: tuple[Together, ...]

    def keys_of(self, unit: Unit) -> tuple[Key, ...]:
        """Return the links that the table of a unit must hold."""
        keys: dict[Key, None] = {}
        for up in self.upwards:
            if up.child is unit:
                keys[up.child_key] = None
            if up.parent is unit:
                keys[up.parent_key] = None
        for down in self.downwards:
            if down.follower is unit:
                keys[down.follower_key] = None
            if down.followed is unit:
                keys[down.followed_key] = None
        for group in self.together:
            keys.update((member.key, None) for member in group.members if member.unit is unit)
        return tuple(keys)

    def filters_of(self, unit: Unit) -> tuple[str, ...]:
        """Return the conditions on a unit's records: `among` of its followers, `when` of its groups."""
        found = [d.among for d in self.downwards if d.followed is unit]
        found += [m.when for group in self.together for m in group.members if m.unit is unit]
        return tuple(dict.fromkeys(text for text in found if text))

    def column(self, unit: Unit, key: Key) -> str:
        """Return the column of a unit's table that holds a link."""
        return CLASSIFIED.key(self.keys_of(unit).index(key))

    def among(self, unit: Unit, when: str | None) -> str:
        """Return a condition on a unit's records as a further term of a WHERE clause."""
        return "" if when is None else f" AND {unit.table}.{CLASSIFIED.among(self.filters_of(unit).index(when))}"


def relate(units: Sequence[Unit], retention: Retention) -> Relations:
    """Return the links between the units of one municipality."""
    by_address = {u.address: u for u in units}
    upwards = [
        Upwards(child, items, by_address[parent], key)
        for child in units
        for items, parent, key in links_of(child.layout)
        if parent in by_address and by_address[parent].rules
    ]
    downwards = {
        Downwards(unit, tuple(a.start.by), by_address[a.start.layout], tuple(a.start.by.values()), a.start.among)
        for unit in units
        for a in unit.rules
        if a.start.type == "follows" and a.start.layout in by_address
    }
    together = []
    for group in retention.groups:
        if group.setting and units and getattr(units[0].settings, group.setting) is False:
            continue
        members = tuple(
            Member(by_address[a], key, group.when.get(a))
            for a, key in group.members.items()
            if a in by_address and by_address[a].rules
        )
        if members:
            together.append(Together(group.name, members))
    together += [history for unit in units if (history := _history(unit, together)) is not None]
    in_order = sorted(downwards, key=lambda d: (d.follower.index, d.followed.index, d.follower_key))
    return Relations(tuple(upwards), tuple(in_order), tuple(together))


def _history(unit: Unit, together: Sequence[Together]) -> Together | None:
    """Return the histories of a unit's layout as groups; None where it has none, or where a group holds them already.

    A history of which a part is archived would have gaps in its numbers, and what is migrated would not verify (K03).
    """
    declared = unit.layout.body.history
    if not unit.rules or declared is None:
        return None
    held = (m for group in together for m in group.members if m.unit is unit and m.when is None)
    if any(set(m.key) <= set(declared.of) for m in held):
        return None
    return Together(f"{unit.layout.name}の履歴", (Member(unit, declared.of),), strict=False)


def missing_referrers(unit: Unit, all_layouts: Iterable[Layout], delivered: Mapping[str, Unit]) -> list[str]:
    """Return the layouts that refer to a unit's records but were not delivered, nor vouched for."""
    found = []
    for layout in all_layouts:
        there = layout.path
        if there in delivered or any(a.covers(there) for a in unit.settings.absent):
            continue
        if any(parent == unit.address for _, parent, _ in links_of(layout)):
            found.append(there)
    return found
