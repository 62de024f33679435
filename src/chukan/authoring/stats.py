"""How much a pack holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chukan.layouts.basis import Basis
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack


@dataclass(frozen=True, slots=True)
class BusinessStats:
    """One business of a pack in one edition.

    Attributes:
        layouts: (slug, Japanese name, number of items).
    """

    business: str
    number: int | None
    name: str
    family: str
    verified: bool
    layouts: tuple[tuple[str, str, int], ...]
    items: int
    rules: int
    references: int


@dataclass(frozen=True, slots=True)
class PackStats:
    """A pack in one edition.

    Attributes:
        bases: What the items rest on: basis -> number of items.
    """

    pack: str
    name: str
    authority: str
    extends: str | None
    editions: tuple[str, ...]
    edition: str
    businesses: tuple[BusinessStats, ...]
    layouts: int
    items: int
    code_lists: int
    code_values: int
    rules: int
    references: int
    bases: dict[Basis, int]


def pack_stats(pack: Pack, edition: str | None = None) -> PackStats:
    """Return counts of one edition. Code lists are those that some item names.

    Args:
        pack: the pack.
        edition: None = the default one.

    Raises:
        LayoutNotFound: the pack does not have the edition.
        PackError: a file of the pack is wrong.
    """
    edition = pack.edition(edition)
    layouts = of_pack(pack, edition)
    by_business: dict[str, list[Layout]] = {}
    for layout in layouts:
        by_business.setdefault(layout.business, []).append(layout)
    codes = {c.id: c for layout in layouts for c in layout.codes.values()}
    businesses = tuple(
        BusinessStats(
            business=entry.business,
            number=entry.number,
            name=entry.name,
            family=entry.family,
            verified=entry.verified,
            layouts=tuple((y.slug, y.name, len(y.items)) for y in by_business.get(entry.business, ())),
            items=sum(len(y.items) for y in by_business.get(entry.business, ())),
            rules=sum(len(y.body.rules) for y in by_business.get(entry.business, ())),
            references=sum(len(y.body.references) for y in by_business.get(entry.business, ())),
        )
        for entry in pack.businesses
    )
    return PackStats(
        pack=pack.name,
        name=pack.document.name,
        authority=pack.origin.authority,
        extends=pack.document.extends,
        editions=pack.editions,
        edition=edition,
        businesses=businesses,
        layouts=len(layouts),
        items=sum(b.items for b in businesses),
        code_lists=len(codes),
        code_values=sum(len(c.values) for c in codes.values()),
        rules=sum(b.rules for b in businesses),
        references=sum(b.references for b in businesses),
        bases=dict(Counter(i.basis for layout in layouts for i in layout.items).most_common()),
    )
