"""Which records of a batch a change touches: each change becomes a probe, and a probe returns masks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pandera.api.base.checks import CheckResult

from chukan.authoring.change import Change
from chukan.intake.batch import Batch
from chukan.layouts.codes import ANY, MORE
from chukan.layouts.model import Layout
from chukan.rules.checks import FieldCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.records import RecordCheck
from chukan.values.buffers import Bools
from chukan.values.kernels import BLANKS
from chukan.verification.records import damaged_rows, failing_rows

#: Property of an item -> the rules that a change of it may break; the others are properties of their own.
_RULES_OF = {
    "required": frozenset({"V01"}),
    "code": frozenset({"V04"}),
    "length": frozenset({"V03", "V05", "V08"}),
    "scale": frozenset({"V03", "V08"}),
}
_NOT_OF_A_TYPE = frozenset({"V01", "V04"})


class Touched(NamedTuple):
    """What a probe found in one batch.

    Attributes:
        newly: Records that fit the old side and not the new one.
        already: Records that fit neither.
        item: Whose values are examples.
    """

    newly: Bools
    already: Bools
    item: str


@dataclass
class Sides:
    """One batch as both sides see it, with the masks that several probes need."""

    batch: Batch
    old: CompiledRules
    new: CompiledRules
    tables: dict[str, pa.RecordBatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        table = self.batch.table
        blank = pa.nulls(table.num_rows, table.schema.types[0] if table.schema.types else pa.string())
        names = self.new.layout.names
        there = set(table.schema.names)
        columns = [table.column(name) if name in there else blank for name in names]
        self.tables["old"] = table
        self.tables["new"] = pa.RecordBatch.from_arrays(columns, names=list(names))

    @property
    def rows(self) -> int:
        """Records of the batch."""
        return int(self.batch.table.num_rows)

    def nothing(self) -> Bools:
        """Return a mask without a record."""
        return np.zeros(self.rows, bool)

    def failing(self, side: str, checks: Iterable[FieldCheck | RecordCheck], reads: Sequence[str]) -> Bools:
        """Return where one of the checks fails; damaged values are left out, as F03 reports them."""
        damaged = damaged_rows(self.batch, reads)
        found = self.nothing()
        for check in checks:
            rows = failing_rows(_asked(check, self.tables[side]), damaged)
            if rows is not None:
                found |= rows
        return found


def _asked(check: FieldCheck | RecordCheck, table: pa.RecordBatch) -> CheckResult:
    """Return what a check says of a table; of a column that the table lacks it says nothing."""
    if isinstance(check, RecordCheck):
        return check(table)
    named = check.item.name in table.schema.names
    return check(table.column(check.item.name) if named else pa.array([], pa.string()))


Probe = Callable[[Sides], Touched]


def probe_of(change: Change, old: Layout, new: Layout) -> Probe | str:
    """Return what counts the records that a change touches, or a sentence that says why nothing in one record can.

    Args:
        change: of `diff_layouts(old, new)`.
        old: the layout that the file was made for.
        new: the layout that it is to fit.
    """
    if change.what == "item":
        return _of_item(change, new)
    if change.what == "code":
        return _of_code(change, old, new)
    if change.kind in ("removed", "moved") or change.what in ("code_list", "layout"):
        return _nowhere
    if change.what == "required_when":
        return _failing_fields(change.name, frozenset({"V01"}))
    if change.what == "rule":
        return _failing_rule(change.name)
    return "1件の記録だけでは数えられません"


def _of_item(change: Change, new: Layout) -> Probe | str:
    if change.kind == "moved":
        return "ファイル全体の並びの違いです。見出しがあれば、値は変わりません"
    if change.kind == "removed":
        return _filled(change.name)
    if change.kind == "added":
        required = new.by_name[change.name].required != "optional"
        return _failing_fields(change.name, frozenset({"V01"})) if required else _nowhere
    return _nowhere if change.effect == "words" else _failing_fields(change.name, _RULES_OF.get(change.field))


def _of_code(change: Change, old: Layout, new: Layout) -> Probe:
    list_id = change.place.removeprefix("codes/")
    names = [
        i.name for i in new.items if i.code == list_id and i.name in old.by_name and old.by_name[i.name].code == list_id
    ]
    if change.kind == "added" or not change.touches:
        return _nowhere
    if change.name in (ANY, MORE):
        return _any_of([_failing_fields(name, frozenset({"V04"})) for name in names])
    return _equal(names, change.name)


def _nowhere(sides: Sides) -> Touched:
    return Touched(sides.nothing(), sides.nothing(), "")


def _failing_fields(item: str, rules: frozenset[str] | None) -> Probe:
    """Return the records whose value breaks these rules of the new side and none of the same of the old; None = all of values."""

    def asked(compiled: CompiledRules) -> list[FieldCheck | RecordCheck]:
        checks = compiled.fields.get(item, ())
        values = [c for c in checks if (c.rule in rules if rules is not None else c.rule not in _NOT_OF_A_TYPE)]
        conditional = [c for c in compiled.records if c.rule == "V01" and c.items[:1] == (item,)]
        return [*values, *(conditional if rules and "V01" in rules else [])]

    def probe(sides: Sides) -> Touched:
        new = sides.failing("new", asked(sides.new), [item])
        old = sides.failing("old", asked(sides.old), [item])
        return Touched(new & ~old, new & old, item)

    return probe


def _failing_rule(name: str) -> Probe:
    def asked(rules: CompiledRules) -> list[RecordCheck]:
        return [check for check in rules.records if check.id == name]

    def probe(sides: Sides) -> Touched:
        checks = asked(sides.new)
        reads = [item for check in checks for item in check.reads]
        new = sides.failing("new", checks, reads)
        old = sides.failing("old", asked(sides.old), reads)
        item = checks[0].items[0] if checks and checks[0].items else ""
        return Touched(new & ~old, new & old, item)

    return probe


def _filled(item: str) -> Probe:
    def probe(sides: Sides) -> Touched:
        return Touched(_is_filled(sides, item), sides.nothing(), item)

    return probe


def _is_filled(sides: Sides, item: str) -> Bools:
    table = sides.batch.table
    if item not in table.schema.names:
        return sides.nothing()
    trimmed = pc.utf8_trim(pc.fill_null(table.column(item), ""), BLANKS)
    filled: Bools = pc.not_equal(trimmed, "").to_numpy(zero_copy_only=False)
    return filled


def _equal(items: Sequence[str], code: str) -> Probe:
    def probe(sides: Sides) -> Touched:
        table, found, first = sides.batch.table, sides.nothing(), ""
        for item in items:
            if item in table.schema.names:
                same: Bools = pc.fill_null(pc.equal(table.column(item), code), False).to_numpy(zero_copy_only=False)
                first = first or (item if same.any() else "")
                found |= same
        return Touched(found, sides.nothing(), first or (items[0] if items else ""))

    return probe


def _any_of(probes: Sequence[Probe]) -> Probe:
    def probe(sides: Sides) -> Touched:
        newly, already, item = sides.nothing(), sides.nothing(), ""
        for one in probes:
            touched = one(sides)
            item = item or (touched.item if touched.newly.any() else "")
            newly |= touched.newly
            already |= touched.already
        return Touched(newly, already & ~newly, item)

    return probe
