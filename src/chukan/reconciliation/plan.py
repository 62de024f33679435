"""What is compared of a pair of files, and in which form: items, key, and the rules of equality of each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import ProjectError
from chukan.layouts.model import Item, Layout
from chukan.reconciliation.equalities.base import Column, Equality, Normaliser, SideName
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.equalities.derived import Derived
from chukan.reconciliation.equalities.renumbering import Renumbering
from chukan.reconciliation.rules_file import Rules


@dataclass(frozen=True)
class ItemPlan:
    """How one item is compared.

    Attributes:
        normalisers: in the order of the rules file; applied to both sides.
        conversion: the table from old to new; applied to the delivered side, behind the normalisers.
        derived: the rule that says that its differences are none.
    """

    item: Item
    normalisers: tuple[Normaliser, ...] = ()
    conversion: Codes | Renumbering | None = None
    derived: Derived | None = None

    @property
    def is_plain(self) -> bool:
        """True when it is compared character by character."""
        return not self.normalisers and self.conversion is None

    def normal(self, values: pa.Array, side: SideName, unknown: tuple[str, ...], upto: int | None = None) -> pa.Array:
        """Return a column in the form in which it is compared, but for a renumbering.

        Args:
            values: strings without nulls, as in the file.
            side: whose they are.
            unknown: the agreed forms of an unknown day on that side.
            upto: only so many of the normalisers, and no conversion; None = everything.
        """
        column = Column(self.item, side, unknown)
        for rule in self.normalisers[:upto]:
            values = rule.normal(values, column)
        if upto is None and side == "delivered" and isinstance(self.conversion, Codes):
            return self._converted(values, unknown)
        return values

    def _converted(self, values: pa.Array, unknown: tuple[str, ...]) -> pa.Array:
        old, new = self._tables(unknown)
        found = pc.index_in(values, value_set=old)
        return pc.coalesce(new.take(found), values)

    def _tables(self, unknown: tuple[str, ...]) -> tuple[pa.Array, pa.Array]:
        """Return the old codes in the form in which delivered values are compared, and the new ones likewise."""
        pairs = self.conversion.pairs if isinstance(self.conversion, Codes) else {}
        whole = len(self.normalisers)
        old = self.normal(pa.array(list(pairs), pa.string()), "delivered", unknown, whole)
        new = self.normal(pa.array(list(pairs.values()), pa.string()), "loaded", unknown, whole)
        return old, new

    def table(self, unknown: tuple[str, ...]) -> dict[str, str]:
        """Return the code table in the form in which values are compared: old -> new; {} = there is none.

        Raises:
            ProjectError: under the other rules of the item two old codes are one, and have different new ones.
        """
        old, new = self._tables(unknown)
        found: dict[str, str] = {}
        for one, other in zip(old.to_pylist(), new.to_pylist(), strict=True):
            if found.setdefault(one, other) != other:
                raise ProjectError(
                    f"項目「{self.item.name}」の変換表で、違う「新」になる二つの「旧」が、ほかの規則のもとで同じになります",
                    place=f"規則「{self.conversion.id if self.conversion else ''}」",
                    hint="項目の規則（空白・ゼロ埋めなど）を外すか、変換表の「旧」を確かめてください。",
                )
        return found


@dataclass(frozen=True)
class Plan:
    """What is compared of one pair.

    Attributes:
        items: those that both sides have, in the order of the delivered layout.
        key: the items by which records are found.
        by_content: True = neither a key nor a rule names the items: a record is found by all of its values.
        not_compared: items that only one side has and no rule is about.
        rules: all that are about the layout.
    """

    layout: Layout
    items: tuple[ItemPlan, ...]
    key: tuple[str, ...]
    by_content: bool
    not_compared: tuple[str, ...]
    rules: tuple[Equality, ...]
    count_by: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, ItemPlan]:
        """Item -> how it is compared."""
        return {plan.item.name: plan for plan in self.items}

    @property
    def names(self) -> tuple[str, ...]:
        """The items that are read of both sides."""
        return tuple(self.by_name)

    @property
    def compared(self) -> tuple[str, ...]:
        """The items whose differences are looked for."""
        return tuple(name for name, plan in self.by_name.items() if plan.derived is None)


def plan_of(layout: Layout, delivered: Sequence[str], loaded: Sequence[str], rules: Rules) -> Plan:
    """Return what is compared.

    Args:
        layout: of the delivered side; items of the loaded one are found by their names.
        delivered: the columns of the delivered file, as items.
        loaded: those of the loaded one.
        rules: the rules of equality in force.
    """
    own = rules.of(layout)
    both = [item for item in layout.items if item.name in delivered and item.name in loaded]
    derived = {
        item.name: rule for rule in own if isinstance(rule, Derived) for item in layout.items if rule.applies(item)
    }
    wanted = rules.named(rules.key, layout) or layout.key
    there = {item.name for item in both} - derived.keys()
    key = tuple(name for name in wanted if name in there)
    whole = bool(wanted) and len(key) == len(wanted)
    one_sided = [name for name in dict.fromkeys((*layout.names, *loaded)) if (name in delivered) != (name in loaded)]
    items = tuple(_item(item, own, derived.get(item.name)) for item in both)
    return Plan(
        layout=layout,
        items=items,
        key=key if whole else tuple(item.name for item in both if item.name in there),
        by_content=not whole,
        not_compared=tuple(name for name in one_sided if name not in derived),
        rules=own,
        count_by=tuple(n for n in rules.named(rules.count_by, layout) if n in {item.name for item in both}),
    )


def _item(item: Item, rules: Sequence[Equality], derived: Derived | None) -> ItemPlan:
    if derived is not None:
        return ItemPlan(item, derived=derived)
    return ItemPlan(
        item,
        tuple(rule for rule in rules if isinstance(rule, Normaliser) and rule.applies(item)),
        next((rule for rule in rules if isinstance(rule, Codes | Renumbering) and rule.applies(item)), None),
    )
