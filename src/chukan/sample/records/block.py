"""A block: some thousand records that are made together, with the skeleton that ties them.

Records of one *entity* (a person's history) and entities of one *unit* (a household) are side by side and never
in two blocks, so that everything that must agree is at hand and memory stays bounded.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.intake.writing.encode import can_encode, encoded
from chukan.layouts.model import Item, Layout
from chukan.sample.records.shape import Shape
from chukan.sample.records.typed import Bools, Ints

BLOCK_ROWS = 1 << 16

#: How many records an entity has (1 to 4), how many people a household has (1 to 5).
_HISTORY = (0.62, 0.24, 0.10, 0.04)
_HOUSEHOLD = (0.38, 0.28, 0.16, 0.13, 0.05)


@dataclass(frozen=True)
class Setting:
    """What all blocks of one file share.

    Attributes:
        home: The municipality's six-digit code.
    """

    layout: Layout
    agreement: Agreement
    as_of: dt.date
    home: str
    seed: int

    def __post_init__(self) -> None:
        if self.agreement.length_unit == "bytes" and (self.agreement.encoding or "").startswith("utf-16"):
            raise UsageError(
                "UTF-16 では半角も2バイトになり、桁数をバイトで数える移行条件に収まる合成データを作れません",
                place=self.layout.address,
                hint="移行条件の length_unit を chars にしてください。",
            )

    @property
    def salt(self) -> int:
        """A number of this layout's own, the same in all editions."""
        return zlib.crc32(self.layout.path.encode())

    def rng(self, *path: int) -> np.random.Generator:
        """Return a generator of random numbers that depends on seed, layout and `path` only."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, self.salt, *path])))

    def limit(self, item: Item) -> int:
        """Return the longest text of an item, in characters, under the agreed length unit."""
        length = 40 if item.length is None else item.length
        return max(length // self._wide, 1) if item.type in ("N", "XN") else length

    def too_small(self, item: Item) -> bool:
        """Return True for free text that has not even room for one wide character: only blank fits."""
        return item.type == "N" and not self.layout.code_list(item) and (item.length or 40) < self._wide

    @property
    def _wide(self) -> int:
        """What a wide character takes of an item's length."""
        if self.agreement.length_unit != "bytes":
            return 1
        return 3 if (self.agreement.encoding or "").startswith("utf-8") else 2

    def code_values(self, item: Item) -> list[str]:
        """Return the codes that an item may hold and the agreed form can write; a list of a municipality's own gets some.

        Empty = no code list, or none of its codes fits.
        """
        codes = self.layout.code_list(item)
        if codes is None:
            return []
        if codes.any_value and not codes.codes:
            width = min(item.length or 3, 3)
            return [f"{n:0{width}d}" for n in range(1, min(10**width, 6))]
        return [code for code in codes.codes if self._holds(item, code)]

    def _holds(self, item: Item, text: str) -> bool:
        encoding = self.agreement.encoding or "cp932"
        if item.length is not None and len(text) > item.length:
            return False
        if not can_encode(text, encoding):
            return False
        return self.agreement.length_unit != "bytes" or len(encoded(text, encoding)) <= (item.length or 99)


@dataclass
class SampleBlock:
    """Skeleton and columns of some consecutive records. Index arrays are int64.

    Attributes:
        first: Number of records before this block.
        entities: Number of each entity of the block in the whole file, from 0.
        unit_of: Each entity's unit, counted from 0 in the block.
        local: Each record's entity, counted from 0 in the block.
        sub: Each record's place within its entity, from 0.
        size: Each record's entity's number of records.
    """

    setting: Setting
    rng: np.random.Generator
    first: int
    entities: Ints
    unit_of: Ints
    local: Ints
    sub: Ints
    size: Ints
    columns: dict[str, pa.Array] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Number of records."""
        return len(self.local)

    @property
    def entity(self) -> Ints:
        """Each record's entity in the whole file."""
        return self.entities[self.local]

    @property
    def last(self) -> Bools:
        """True for the last record of each entity."""
        return np.equal(self.sub, self.size - 1)


def skeletons(setting: Setting, shape: Shape, rows: int, entities: int | None = None) -> Iterator[SampleBlock]:
    """Yield blocks of `rows` records in all (or of `entities` whole entities), without columns.

    Args:
        setting: Layout, agreement, day and seed.
        shape: How many records an entity has.
        rows: Records in all.
        entities: Whole entities in all; then `rows` does not count.
    """
    made, entities_made, number = 0, 0, 0
    if entities is not None:
        rows = entities * min(shape.most, len(_HISTORY))
    while made < rows and entities_made != entities:
        rng = setting.rng(number)
        want = min(BLOCK_ROWS, rows - made)
        per_unit = rng.choice(len(_HOUSEHOLD), want, p=_HOUSEHOLD) + 1 if shape.units else np.ones(want, np.int64)
        per_entity = np.ones(int(per_unit.sum()), np.int64)
        if shape.number is not None:
            per_entity = np.minimum(rng.choice(len(_HISTORY), len(per_entity), p=_HISTORY) + 1, shape.most)
        unit_of = np.repeat(np.arange(len(per_unit)), per_unit)
        ends = np.cumsum(per_entity)
        # Whole units while there are more blocks to come; the very last unit may be cut.
        count = int(np.searchsorted(ends, want, side="left")) + 1
        if rows - made > BLOCK_ROWS:
            while count < len(unit_of) and unit_of[count] == unit_of[count - 1]:
                count += 1
        if entities is not None:
            count = min(count, entities - entities_made)
        per_entity = per_entity[:count]
        if made + int(per_entity.sum()) > rows:
            per_entity[-1] -= made + int(per_entity.sum()) - rows
        local = np.repeat(np.arange(count), per_entity)
        starts = np.cumsum(per_entity) - per_entity
        yield SampleBlock(
            setting=setting,
            rng=rng,
            first=made,
            entities=entities_made + np.arange(count),
            unit_of=unit_of[:count],
            local=local,
            sub=np.arange(len(local)) - starts[local],
            size=per_entity[local],
        )
        made, entities_made, number = made + len(local), entities_made + count, number + 1
