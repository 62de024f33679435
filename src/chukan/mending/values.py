"""Values that break a rule, in the form that the rule offers: column by column, only where nothing else is lost by it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Batch
from chukan.layouts.model import DATE_TYPES, Item, Layout
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.values.buffers import Bools
from chukan.values.formats import number_format
from chukan.values.kernels import BLANKS, boolean

#: One mend may make way for another: a blank taken off, then the width. Nothing needs more.
_PASSES = 4
#: What numbers are called that name something, whatever a layout says of them: no amount, no count.
_NUMBERED = re.compile("(番号|番|コード|記号|ID|ＩＤ)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that was changed for one rule.

    Attributes:
        row: Of the batch, from 0.
    """

    row: int
    item: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class MendedBatch:
    """The values of a batch, mended.

    Attributes:
        table: As the batch's, with the new values.
        changes: In order of their rows; several of one value in the order in which they were made.
        left: Rule and item -> values that still break the rule.
        unread: Values with undecodable bytes, of items that a named rule is asked of.
    """

    table: pa.RecordBatch
    changes: tuple[Change, ...]
    left: Counter[tuple[str, str]]
    unread: int = 0


class ValueMender:
    """Mends the values of one layout's files. Keeps nothing between batches."""

    def __init__(self, compiled: CompiledRules, rules: Collection[str], untouched: Collection[str] = ()) -> None:
        """Prepare the checks.

        Args:
            compiled: the compiled layout: its checks find the values, and judge the new ones.
            rules: whose findings are mended.
            untouched: items that are never changed: what is read of them is not what is written.
        """
        self._layout = compiled.layout
        self._rules = rules
        self._checks = {name: _one_a_rule(checks) for name, checks in compiled.fields.items()}
        self._untouched = frozenset(untouched)

    def mend(self, batch: Batch) -> MendedBatch:
        """Return the mended values of a batch. Values with undecodable bytes stay as they are."""
        table, changes, left, unread = batch.table, [], Counter[tuple[str, str]](), 0
        for position, name in enumerate(table.schema.names):
            checks = self._checks.get(name, [])
            named = [check for check in checks if check.rule in self._rules]
            if not named:
                continue
            sound = np.ones(table.num_rows, bool)
            if name in batch.damaged:
                sound[batch.damaged[name]] = False
            unread += int((~sound).sum())
            values = table.column(position)
            if name not in self._untouched:
                for _ in range(_PASSES):
                    before, values, made = values, *self._pass(values, named, checks, sound)
                    changes += made
                    if values is before:
                        break
                if values is not table.column(position):
                    table = table.set_column(position, name, values)
            for check in named:
                if still := int((_failing(check, values) & sound).sum()):
                    left[check.rule, name] += still
        return MendedBatch(table, tuple(sorted(changes, key=lambda change: change.row)), left, unread)

    def _pass(
        self, values: pa.Array, named: Sequence[FieldCheck], checks: Sequence[FieldCheck], sound: Bools
    ) -> tuple[pa.Array, list[Change]]:
        """Apply each rule once; the same array comes back where nothing was changed."""
        changes: list[Change] = []
        for check in named:
            rows = np.flatnonzero(_failing(check, values) & sound)
            if not len(rows):
                continue
            picked = values.take(pa.array(rows)).dictionary_encode()
            offered = pa.array([*self._offers(check, picked.dictionary)], pa.string())
            good = self._improves(picked.dictionary, offered, check, checks)[picked.indices.to_numpy()]
            if not good.any():
                continue
            before = picked.dictionary_decode().filter(pa.array(good))
            after = offered.take(picked.indices.filter(pa.array(good)))
            chosen = np.zeros(len(values), bool)
            chosen[rows[good]] = True
            values = pc.replace_with_mask(values, pa.array(chosen), after)
            places = zip(rows[good].tolist(), before.to_pylist(), after.to_pylist(), strict=True)
            changes += [Change(row, check.item.name, check.rule, old, new) for row, old, new in places]
        return values, changes

    def _offers(self, check: FieldCheck, values: pa.Array) -> Iterator[str]:
        """Yield the form that the rule offers for each value; the value itself where it offers none that may be taken."""
        for value in values.to_pylist():
            offered = check.declared.mended(value)
            yield offered if offered is not None and may_become(value, offered, check.item, self._layout) else value

    @staticmethod
    def _improves(values: pa.Array, offered: pa.Array, check: FieldCheck, checks: Sequence[FieldCheck]) -> Bools:
        """Where a value differs, no longer breaks its rule, and breaks no other rule that it did not break before."""
        good = boolean(pc.not_equal(values, offered)) & ~_failing(check, offered)
        for other in checks if good.any() else ():
            if (check.rule, other.rule) != (
                "V02",
                "V09",
            ):  # V09 keeps silent of blanks as long as V02 speaks of the value
                good &= ~_failing(other, offered) | _failing(other, values)
        return good


def may_become(value: str, offered: str, item: Item, layout: Layout) -> bool:
    """Return whether a value may be written in another form without saying anything else.

    Of text only the width and the blanks at its ends may change, and of what identifies somebody not the length.

    Args:
        value: as it is in the file.
        offered: the other form.
        item: its item.
        layout: of the item.
    """
    if item.is_text and _meaning(value) != _meaning(offered):
        return False
    return not _identifies(item, layout) or len(value.strip(BLANKS)) == len(offered.strip(BLANKS))


def _meaning(text: str) -> str:
    """Return a text without what width and blanks at the ends make of it."""
    return unicodedata.normalize("NFKC", text).strip(BLANKS)


def _identifies(item: Item, layout: Layout) -> bool:
    """Return whether an item's values name a person, a body or a record."""
    if item.type in DATE_TYPES:
        return False
    named = item.key is not None or item.is_secret or item.has("fixed") or number_format(item.formats) is not None
    named = named or (not item.has("amount") and _NUMBERED.search(item.name) is not None)
    return named or any(item.name in reference.items for reference in layout.body.references)


def _failing(check: FieldCheck, values: pa.Array) -> Bools:
    found = check.failing(values)
    return np.zeros(len(values), bool) if found is None else boolean(found)


def _one_a_rule(checks: Sequence[FieldCheck]) -> list[FieldCheck]:
    """Return the checks in the order in which mends are applied, blanks first; the others behind."""
    order = ("V09", "V02", "V08", "V05")
    return sorted(checks, key=lambda check: order.index(check.rule) if check.rule in order else len(order))
