"""Who decides the values of an item: the key, other records, other files, or the record itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chukan.layouts.model import Layout
from chukan.sample.deliveries.links import Link
from chukan.sample.records.meaning import ItemMeaning
from chukan.sample.records.shape import Shape
from chukan.sample.records.values import is_identifier


@dataclass(frozen=True)
class Roles:
    """The items of a layout by what decides their values. All of these are sets of names.

    Attributes:
        meanings: What each item means, by name.
        links: The references whose parents are known.
    """

    layout: Layout
    shape: Shape
    meanings: Mapping[str, ItemMeaning]
    links: Sequence[Link]

    @cached_property
    def ordered(self) -> Link | None:
        """The reference that makes these records, each parent one or several; None = they are made freely."""
        return next((link for link in self.links if link.ordered), None)

    @cached_property
    def unique(self) -> frozenset[str]:
        """Items whose values must not repeat among some records."""
        names = {name for declaration in self.layout.body.declarations for name in declaration.distinct}
        return frozenset(name for name in names if not self.layout.by_name[name].code)

    @cached_property
    def structural(self) -> frozenset[str]:
        """Items that keys and histories decide."""
        names = {*self.shape.entity, *self.shape.alone, self.shape.number}
        names.update(name for declaration in self.layout.body.declarations for name in declaration.determined)
        return frozenset(n for n in names if n is not None)

    @cached_property
    def decided(self) -> frozenset[str]:
        """Items whose values others decide; they may only be blanked."""
        own = {n for n, what in self.meanings.items() if what.of_person or is_identifier(what)}
        linked = {n for link in self.links for n in link.reference.items}
        return frozenset(own | self.unique | linked | set(self.self_references))

    @cached_property
    def settled(self) -> frozenset[str]:
        """Items that a record does not decide by itself."""
        return self.structural | self.decided

    @cached_property
    def exchangeable(self) -> frozenset[str]:
        """Those of `decided` that another record's value does not spoil: no number of one's own, no part of a longer reference."""
        parts = {n for link in self.links if len(link.reference.items) > 1 for n in link.reference.items}
        single = {n for link in self.links if len(link.reference.items) == 1 for n in link.reference.items}
        own = {n for n in self.decided if is_identifier(self.meanings[n])} - single - set(self.self_references)
        return self.decided - self.unique - parts - own

    @cached_property
    def names_its_maker(self) -> frozenset[str]:
        """Items by which these records name those that they were made from: a household's head is known."""
        makers = set(self.ordered.reference.to) if self.ordered is not None else set()
        return frozenset(
            n for r in self.layout.body.references if makers & set(map(self.layout.target, r.to)) for n in r.items
        )

    @cached_property
    def self_references(self) -> dict[str, str]:
        """Item -> key item of this very layout."""
        return {
            r.items[0]: r.parent_key[0]
            for r in self.layout.references_to(self.layout.path)
            if len(r.items) == 1 and r.items[0] not in self.layout.key
        }
