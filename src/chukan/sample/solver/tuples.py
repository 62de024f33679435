"""Key tuples that never repeat, and that satisfy the conditions on keys alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from chukan.errors import UsageError
from chukan.sample.records.block import Setting
from chukan.sample.records.keys import key_maker
from chukan.sample.records.typed import Ints
from chukan.sample.solver.constraints import Constraint, Evaluator
from chukan.sample.solver.repair import Repairer

_ENOUGH = 1 << 40
"""Capacities are counted up to here."""
_FEW = 20_000
"""So many values of a key item can be tried one by one."""


@dataclass(frozen=True)
class KeyPart:
    """Items of a key that get their values together: one item, or all the items of a reference.

    Attributes:
        make: Indices 0..capacity-1 to values; may hold more columns than `names`.
        linked: True when the values are another file's: they must not be changed afterwards.
    """

    names: tuple[str, ...]
    capacity: int
    make: Callable[[Ints], dict[str, pa.Array]]
    linked: bool = False


def own_part(name: str, setting: Setting) -> KeyPart:
    """Return the part of a key item that refers to nothing."""
    maker = key_maker(setting.layout.by_name[name], setting)
    return KeyPart((name,), maker.capacity, lambda index: {name: maker.make(index)})


@dataclass(frozen=True)
class TupleMaker:
    """Unique tuples of key items.

    The main part takes a new value for each group of `fan` numbers, the `telling` ones tell a group's members apart;
    the others are loose: they may be anything.

    Attributes:
        constraints: Those that read key items only.
    """

    setting: Setting
    parts: tuple[KeyPart, ...]
    main: int
    telling: tuple[int, ...]
    fan: int
    constraints: tuple[Constraint, ...]

    @property
    def most(self) -> int:
        """The number of different tuples."""
        return self.parts[self.main].capacity * math.prod(self.parts[n].capacity for n in self.telling)

    def columns(self, index: Ints, rng: np.random.Generator) -> dict[str, pa.Array]:
        """Return the items' values for these numbers; different numbers give different tuples."""
        group, member = index // self.fan, index % self.fan
        total = math.prod(self.parts[n].capacity for n in self.telling)
        # the members of a group are spread evenly over the telling values, and each group starts elsewhere (by steps of a
        # prime): else every group would use the same few values, and the others would never occur
        mixed = (member * (total // self.fan) + group * 7919) % total
        values = self.parts[self.main].make(group)
        for n in self.telling:  # a number in a mixed radix: one digit for each telling part
            values.update(self.parts[n].make(mixed % self.parts[n].capacity))
            mixed = mixed // self.parts[n].capacity
        fixed = {self.main, *self.telling}
        for n, part in enumerate(self.parts):
            if n not in fixed:
                values.update(part.make(rng.integers(0, min(part.capacity, 1 << 23), len(index))))
        if self.constraints:
            # only what is neither counted nor another file's may be edited: the tuples stay different
            loose = {
                name for n, part in enumerate(self.parts) if n not in fixed and not part.linked for name in part.names
            }
            Repairer(self.setting, frozenset(set(values) - loose), frozenset(), self.constraints).repair(
                values, dict(values), rng
            )
        return values


def tuple_maker(
    parts: Sequence[KeyPart], count: int, setting: Setting, constraints: Sequence[Constraint]
) -> TupleMaker:
    """Return a maker of `count` different tuples.

    Args:
        parts: what the key is made of.
        count: how many tuples there will be.
        setting: the layout and its surroundings.
        constraints: conditions of the layout; those on the key alone will hold.

    Raises:
        UsageError: there are not so many; says how many there are.
    """
    parts = [_allowed(part, setting, constraints) for part in parts]
    names = {name for part in parts for name in part.names}
    within = tuple(c for c in constraints if c.of_layout and c.reads and c.reads <= names)
    read = frozenset().union(*(c.reads for c in within))
    # the largest part counts the groups, so that the fewest values of the others have to tell their members apart
    main = max(range(len(parts)), key=lambda n: min(parts[n].capacity, _ENOUGH))
    # parts that a condition reads come last, as do another file's: their values can be spared for what conditions want
    others = sorted(
        (n for n in range(len(parts)) if n != main),
        key=lambda n: (bool(read & set(parts[n].names)), parts[n].linked, -parts[n].capacity),
    )
    unread = max((parts[n].capacity for n in others if not read & set(parts[n].names)), default=1)
    # two to a group where that is free of conditions: a sample in which one part alone
    # is unique would not show that the key has several
    fan = max(min(2, unread), -(-count // parts[main].capacity))
    telling: list[int] = []
    while math.prod(parts[n].capacity for n in telling) < fan and len(telling) < len(others):
        telling.append(others[len(telling)])
    maker = TupleMaker(
        setting=setting, parts=tuple(parts), main=main, telling=tuple(telling), fan=fan, constraints=within
    )
    if count > maker.most:
        raise UsageError(
            f"「{'・'.join(n for part in parts for n in part.names)}」の値は {maker.most:,} 通りまでで、{count:,} 件は作れません",
            place=setting.layout.address,
            hint="件数を減らしてください。",
        )
    return maker


def _allowed(part: KeyPart, setting: Setting, constraints: Sequence[Constraint]) -> KeyPart:
    """Return the part without the values that a condition on it alone forbids."""
    alone = [c for c in constraints if c.of_layout and c.reads and c.reads <= set(part.names)]
    if not alone or part.capacity > _FEW:
        return part
    # tried one by one beforehand: the repair may not touch keys, and a value forbidden by itself would break every record
    every = part.make(np.arange(part.capacity))
    good = np.flatnonzero(~Evaluator(setting.layout, setting.as_of).broken(every, alone).any(axis=1))
    if len(good) in (0, part.capacity):
        return part
    return replace(part, capacity=len(good), make=lambda index: part.make(good[index]))
