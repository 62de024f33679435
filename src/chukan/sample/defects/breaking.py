"""Defects of the R family: records in which exactly one record rule, or one requirement by condition, is broken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from chukan.sample.records.block import Setting
from chukan.sample.records.typed import Ints
from chukan.sample.solver.constraints import Constraint, constraints_of
from chukan.sample.solver.edits import BLANK, EditProposer
from chukan.sample.solver.repair import BlockRepair, Columns, Repairer

_TRIES = 24


@dataclass(frozen=True)
class Broken:
    """A record with one broken rule.

    Attributes:
        values: The changed items' new values, typed.
    """

    row: int
    values: dict[str, pa.Scalar]
    item: str
    rule: str
    kind: str


@dataclass
class Breaker:
    """Finds changes that break one rule of a layout.

    Args:
        setting: the layout and its surroundings.
        frozen: items that must keep their values.
    """

    setting: Setting
    frozen: frozenset[str]
    _repairer: Repairer = field(init=False)
    _targets: list[Constraint] = field(init=False)

    def __post_init__(self) -> None:
        layout = self.setting.layout
        constraints = tuple(c for c in constraints_of(layout) if c.of_layout)
        self._repairer = Repairer(self.setting, self.frozen, frozenset(), constraints)
        self._targets = [c for c in constraints if c.reads - self.frozen]
        self._rules = {rule.id: rule for rule in layout.body.rules}

    def break_records(self, columns: Columns, rng: np.random.Generator) -> list[Broken]:
        """Return one broken rule for each record, as far as one can be had; records are left out where not."""
        rows = len(next(iter(columns.values())))
        if not self._targets or rows == 0:
            return []
        block = BlockRepair(self._repairer, dict(columns), dict(columns), rng, self.frozen)
        block.round = _TRIES  # any day and any value that the items may hold
        found: list[Broken] = []
        left = np.arange(rows)
        for turn in range(_TRIES):
            if len(left) == 0:
                break
            # Each record tries another rule in each turn, so that all rules get their share.
            choice = (left + turn) % len(self._targets)
            done: set[int] = set()
            for number in np.unique(choice):
                broken = self._broken(block, left[choice == number], self._targets[number])
                found.extend(broken)
                done |= {b.row for b in broken}
            left = np.array([row for row in left if row not in done], dtype=np.int64)
        return found

    def _broken(self, block: BlockRepair, rows: Ints, target: Constraint) -> list[Broken]:
        """Return the records of `rows` in which an edit breaks `target` and nothing else."""
        free = frozenset(self.setting.layout.names) - self.frozen
        proposer = EditProposer(self.setting, free, frozenset(), block.rng)
        if target.required is not None:
            edit = {target.required: BLANK} if target.required in free else None
        else:
            edit = proposer.propose(target.assertion.tree, want=False)
        if not edit:
            return []
        before = {name: column.take(pa.array(rows)) for name, column in block.columns.items()}
        after, valid = block.changed(before, rows, edit)
        broken = self._repairer.evaluator.broken(after, self._repairer.constraints)
        place = self._repairer.constraints.index(target)
        alone = valid & broken[:, place] & (broken.sum(axis=1) == 1)
        item, rule = self._reported_at(target)
        return [
            Broken(int(rows[n]), {name: after[name][n] for name in edit}, item, rule, self._name(target))
            for n in np.flatnonzero(alone)
        ]

    def _reported_at(self, target: Constraint) -> tuple[str, str]:
        """Return where the finding points, and which rule finds it."""
        if target.required is not None:
            return target.required, "V01"
        rule = self._rules[target.name]
        return (rule.items[0] if rule.items else ""), rule.rule

    def _name(self, target: Constraint) -> str:
        return "required_by_condition" if target.required is not None else f"broken_{target.name}"
