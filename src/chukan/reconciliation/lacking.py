"""Values that the conversion tables lack: how often, and where first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.plan import ItemPlan
from chukan.values.kernels import boolean, nothing_written

Lack = tuple[str, str, dict[str, tuple[int, int]]]
"""Rule, item, and what some records have and its table lacks: value -> how often, and the first record."""
_MOST = 1_000
"""Different values that a table lacks, of one rule and item; more of them are one wrong table."""


@dataclass
class Lacking:
    """Values that the tables lack, of one side.

    Attributes:
        found: (rule, item) -> value -> how often, and the first record with it; at most so many different ones, in the
            order in which they first occur.
        more: (rule, item) -> how many further values, and the first record.
    """

    found: dict[tuple[str, str], dict[str, tuple[int, int]]] = field(default_factory=dict)
    more: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, rule: str, item: str, values: dict[str, tuple[int, int]]) -> None:
        """Take in what a block lacks: value -> how often, and the first record."""
        key = (rule, item)
        known = self.found.setdefault(key, {})
        for value, (count, first) in values.items():
            if value in known:
                known[value] = (known[value][0] + count, known[value][1])
            elif len(known) < _MOST:
                known[value] = (count, first)
            else:
                before = self.more.get(key, (0, first))
                self.more[key] = (before[0] + count, before[1])


def lacks_of(
    one: ItemPlan, values: pa.Array, records: pa.Array, unknown: tuple[str, ...], known: frozenset[str]
) -> Iterator[Lack]:
    """Yield what the tables of an item lack.

    Args:
        one: the item.
        values: as delivered.
        records: the record number of each.
        unknown: the agreed forms of an unknown day.
        known: the old codes of its table, in the form in which values are compared.
    """
    for rule in one.normalisers:
        if isinstance(rule, Characters) and (found := rule.unmapped(values, records)):
            yield rule.id, one.item.name, found
    if not isinstance(one.conversion, Codes):
        return
    plain = one.normal(values, "delivered", unknown, len(one.normalisers))
    rows = ~boolean(pc.is_in(plain, value_set=pa.array(sorted(known), pa.string()))) & ~nothing_written(plain)
    if not rows.any():
        return
    encoded = plain.filter(pa.array(rows)).dictionary_encode()
    at = records.filter(pa.array(rows)).to_numpy()
    codes = encoded.indices.to_numpy()
    counts = np.bincount(codes, minlength=len(encoded.dictionary))
    _, first = np.unique(codes, return_index=True)
    yield (
        one.conversion.id,
        one.item.name,
        {
            value: (int(count), int(at[place]))
            for value, count, place in zip(encoded.dictionary.to_pylist(), counts, first, strict=True)
        },
    )
