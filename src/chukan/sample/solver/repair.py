"""Repair of records that break a condition: a directed edit, kept where fewer conditions are broken afterwards.

The start is already nearly right, so that little is left to do; a record that no edit repairs takes its free items from a record
that is whole. A condition that even so stays broken is the pack's error, and is named.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import PackError
from chukan.layouts.model import SIGNED_TYPES, Item
from chukan.sample.records.block import Setting
from chukan.sample.records.dates import is_term
from chukan.sample.records.typed import Bools, Ints, days, replaced
from chukan.sample.solver.constraints import Constraint, Evaluator
from chukan.sample.solver.edits import BLANK, REDRAW, Edit, EditProposer

_ROUNDS = 150
#: From this round on, dates after the day of the check and changes of a person's own data are allowed.
_LATE = 7
#: From this round on, a blank takes other values than the one that was drawn for it, and an item with codes any of them.
_STUCK = 30
_DONORS = 60
#: Records with another's values that are judged in one query.
_TRIALS = 2_000
#: Items with so many values, or fewer, sort donors by kin.
_FEW = 64
Columns = dict[str, pa.Array]


@dataclass
class Repairer:
    """Repairs the records of one layout.

    Args:
        setting: layout, day of the check, seed.
        frozen: items that keep their values whatever happens (keys, histories).
        fillable: items whose value others give (a person's name, 個人番号): they may be blanked and filled again.
        exchangeable: those of them that may, when nothing else helps, take another record's value.
    """

    setting: Setting
    frozen: frozenset[str]
    fillable: frozenset[str]
    constraints: tuple[Constraint, ...]
    exchangeable: frozenset[str] = frozenset()
    evaluator: Evaluator = field(init=False)

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.setting.layout, self.setting.as_of)

    def repair(
        self, columns: Columns, full: Columns, rng: np.random.Generator, *, frozen: frozenset[str] = frozenset()
    ) -> None:
        """Edit `columns` (typed, null = blank) until every constraint holds.

        Args:
            columns: one block's columns; changed in place.
            full: the same before optional items were blanked.
            rng: decides between changes.
            frozen: more items to keep.

        Raises:
            PackError: a constraint of the layout that no edit satisfies.
        """
        if not self.constraints:
            return
        work = BlockRepair(self, columns, full, rng, self.frozen | frozen)
        # gentle edits first, then copying; only what is left sees the drastic ones (days to come, another person's values)
        for rounds in (range(_LATE), range(_LATE, _ROUNDS)):
            work.run(rounds)
            work.copy_from_whole_records()
        work.check()


@dataclass
class BlockRepair:
    """The repair of one block of records."""

    of: Repairer
    columns: Columns
    full: Columns
    rng: np.random.Generator
    frozen: frozenset[str]
    broken: Bools = field(init=False)
    round: int = 0

    def __post_init__(self) -> None:
        self.layout = self.of.setting.layout
        self.broken = self.of.evaluator.broken(self.columns, self.of.constraints)
        # good sense weighs less than the layout: an edit that repairs a condition of the layout may break it
        self.weight = np.array([1.0 if c.of_layout else 0.3 for c in self.of.constraints])
        self.touching = {
            name: [n for n, c in enumerate(self.of.constraints) if name in c.reads] for name in self.layout.names
        }

    def run(self, rounds: range) -> None:
        """Propose changes for each broken constraint; good sense alone is not worth the later rounds."""
        worth = self.weight >= (1.0 if rounds.start else 0.0)
        for self.round in rounds:
            if not self.broken[:, worth].any():
                return
            for number in np.flatnonzero(self.broken.any(axis=0) & worth):
                rows = np.flatnonzero(self.broken[:, number])
                edit = self._edit(self.of.constraints[number])
                if len(rows) and edit:
                    self._try(rows, self._with_followers(edit) if self.round >= _LATE else edit)

    def _edit(self, constraint: Constraint) -> Edit | None:
        names = set(self.layout.names) - self.frozen
        fixed = names & self._fixed
        proposer = EditProposer(self.of.setting, frozenset(names - fixed), frozenset(fixed), self.rng)
        # the first round takes the likeliest edit; later ones vary it, make `when` false instead, or blank what is compared:
        # conditions that fight over one item (a sum and its bound) come right only where the edit is not always the same
        if self.round == 0:
            return proposer.propose(constraint.assertion.tree, want=True, first=True)
        way = self.rng.random()
        if way < 0.5 or self.round == 1:
            return proposer.propose(constraint.assertion.tree, want=True)
        if way < 0.75 and constraint.when is not None:
            return proposer.propose(constraint.when.tree, want=False)
        return proposer.blanks(constraint.assertion.tree)

    def _with_followers(self, edit: Edit) -> Edit:
        """Return an edit that also fills, by chance, what another value of its items may ask for.

        A residence status asks for a period and a card: filled alone it breaks more conditions than it repairs.
        """
        followers = {
            name
            for number in {n for name, what in edit.items() if what == REDRAW for n in self.touching[name]}
            if (when := self.of.constraints[number].when) is not None and set(edit) & set(when.reads)
            for name in set(self.of.constraints[number].assertion.reads) & set(self.layout.names) - self.frozen
        }
        chosen = [name for name in sorted(followers - set(edit)) if self.rng.random() < 0.5]
        return edit | dict.fromkeys(chosen, REDRAW)

    @property
    def _fixed(self) -> frozenset[str]:
        """Return the items that only take their own value now."""
        return self.of.fillable if self.round < _LATE else self.of.fillable - self.of.exchangeable

    def _try(self, rows: Ints, edit: Edit) -> None:
        """Apply `edit` to the rows where that breaks fewer constraints than before."""
        affected = np.array(sorted({n for name in edit for n in self.touching[name]}), dtype=np.int64)
        constraints = [self.of.constraints[n] for n in affected]
        needed = set(edit).union(*(c.reads for c in constraints))  # what an edit reads, its own constraint reads
        index = pa.array(rows)
        before = {name: self.columns[name].take(index) for name in sorted(needed & set(self.columns))}
        after, valid = self.changed(before, rows, edit)
        broken = self.of.evaluator.broken(after, constraints)
        # counted over all the conditions that read an edited item, so that an edit for one never wins by breaking two
        gain = (self.broken[np.ix_(rows, affected)] - broken.astype(np.float64)) @ self.weight[affected]
        # an edit that changes nothing for the better is taken now and then: a record leaves a dead end only sideways
        keep = valid & ((gain > 0) | ((gain == 0) & (self.round > 3) & (self.rng.random(len(rows)) < 0.4)))
        if not keep.any():
            return
        chosen = pa.array(np.flatnonzero(keep))
        for name in edit:
            self.columns[name] = replaced(self.columns[name], rows[keep], after[name].take(chosen))
        self.broken[np.ix_(rows[keep], affected)] = broken[keep]

    def changed(self, before: Columns, rows: Ints, edit: Edit) -> tuple[Columns, Bools]:
        """Return the rows' columns after an edit, and where the new values fit their items."""
        after, valid = dict(before), np.ones(len(rows), np.bool_)
        chance = pa.array(self.rng.random(len(rows)))
        for name, what in edit.items():
            item = self.layout.by_name[name]
            if what == BLANK:  # never of a required item: V01 would find what the sample made
                after[name] = pa.nulls(len(rows), before[name].type)
                valid &= item.required != "required"
            elif what == REDRAW:
                after[name] = self._redrawn(name, before[name], rows)
            else:
                value = self.of.evaluator.values({**before, "__u": chance}, what, _held_as(item))
                after[name] = value.cast(before[name].type)
                valid &= self._fits(item, after[name])
        return after, valid

    def _redrawn(self, name: str, column: pa.Array, rows: Ints) -> pa.Array:
        """Return new values: for blanks the one that was drawn for them, else that of a random record."""
        own = self.full[name].take(pa.array(rows))
        if name in self._fixed:  # a name or a number is its person's: it comes back as it was, never from somebody else
            return own
        given, comes_back = self.full[name], column.is_null()
        if (
            self.round >= _STUCK
        ):  # what was drawn, for it or for the few others, may be what no condition lets stand here
            codes = self.of.setting.code_values(self.layout.by_name[name])
            given = pa.array(codes, pa.string()).cast(column.type) if codes else given
            comes_back = pc.and_(comes_back, pa.array(self.rng.random(len(rows)) < 0.5))
        others = given.take(pa.array(self.rng.integers(0, len(given), len(rows))))
        return pc.if_else(comes_back, own, others)

    def _latest(self, item: Item) -> dt.date:
        """Return the last day that an item may hold: that of the check, but for terms, and where nothing else helps."""
        return self.of.setting.as_of if self.round < _LATE and not is_term(item) else dt.date(2150, 1, 1)

    def _fits(self, item: Item, column: pa.Array) -> Bools:
        """Return where a value is one that the item may hold; blank is not."""
        fits = column.is_valid()
        codes = self.layout.code_list(item)
        if codes is not None and codes.codes and not codes.any_value:
            known = pa.array(self.of.setting.code_values(item), pa.string()).cast(column.type)
            fits = pc.and_(fits, pc.is_in(column, value_set=known))
        elif item.type == "DATE":
            latest = self._latest(item)
            number = column.cast(pa.int32())
            inside = pc.and_(pc.greater_equal(number, days(dt.date(1870, 1, 1))), pc.less_equal(number, days(latest)))
            fits = pc.and_(fits, inside)
        elif item.is_number or item.type == "YEAR":
            low, high = item.range or (-1e18 if item.type in SIGNED_TYPES else 0.0, 1e18)
            size = column.cast(pa.float64())
            high = min(high, 10.0 ** min(item.length or 18, 18) - 0.5)
            low = max(low, -high)
            if item.type == "YEAR":
                low, high = 1900.0, min(high, float(self._latest(item).year))
            fits = pc.and_(fits, pc.and_(pc.greater_equal(size, low), pc.less_equal(size, high)))
        elif item.is_text:
            fits = pc.and_(fits, pc.less_equal(pc.utf8_length(column), self.of.setting.limit(item)))
        return np.asarray(pc.fill_null(fits, False).to_numpy(zero_copy_only=False), dtype=np.bool_)

    def copy_from_whole_records(self) -> None:
        """Give records that stay broken, as a last resort, the items that conditions read of one that is whole."""
        essential = self.weight >= 1.0
        rows = np.flatnonzero(self.broken[:, essential].any(axis=1))
        whole = np.flatnonzero(~self.broken.any(axis=1))
        if len(rows) == 0 or len(whole) == 0:
            return
        # all that conditions read, together: single items of a whole record would make no whole record here
        read = frozenset().union(*(c.reads for c in self.of.constraints)) & set(self.columns)
        result = {name: self.columns[name].take(pa.array(rows)) for name in sorted(read)}
        # what stays (a code in the key, say) decides which whole records can be copied from at all
        kin = self._kin(read & self.frozen)
        left, tried = np.arange(len(rows)), 0
        while len(left) and tried < _DONORS:
            # Several donors a record are tried in one query, which takes longer to plan than to run: few where many records
            # are left (the first will do for most of them), then all that are left to try.
            each = min(max(1, _TRIALS // len(left)), _DONORS - tried)
            repeated = np.repeat(left, each)
            # Donors that agree in what must stay, at first; later any.
            alike = np.resize(np.arange(tried, tried + each) % 3 < 2, len(repeated))
            donors = np.where(
                alike, self._donors(rows[repeated], whole, kin), self._donors(rows[repeated], whole, np.zeros_like(kin))
            )
            after = self._copied(rows[repeated], donors, read)
            broken = self.of.evaluator.broken(after, self.of.constraints)
            found = np.flatnonzero(~broken[:, essential].any(axis=1))
            # the first donor that made a record whole
            mended, first = np.unique(repeated[found], return_index=True)
            chosen = found[first]
            result = {n: replaced(column, mended, after[n].take(pa.array(chosen))) for n, column in result.items()}
            self.broken[rows[mended]] = broken[chosen]
            left = np.setdiff1d(left, mended)
            tried += each
        self.columns.update({n: replaced(self.columns[n], rows, column) for n, column in result.items()})

    def _kin(self, names: frozenset[str]) -> Ints:
        """Return a number for each record, the same for records with the same values of the items that have few."""
        kin = np.zeros(len(self.broken), np.int64)
        for name in sorted(names):
            encoded = pc.dictionary_encode(self.columns[name], null_encoding="encode")
            if len(encoded.dictionary) <= _FEW:
                kin = kin * len(encoded.dictionary) + encoded.indices.to_numpy(zero_copy_only=False)
                # numbered anew each time: the product of many dictionaries would not fit into 64 bits
                kin = np.unique(kin, return_inverse=True)[1].astype(np.int64)
        return kin

    def _donors(self, rows: Ints, whole: Ints, kin: Ints) -> Ints:
        """Return a random whole record for each of `rows`, of the same kin where there is one."""
        ordered = whole[np.argsort(kin[whole], kind="stable")]
        first, end = (np.searchsorted(kin[ordered], kin[rows], side=side) for side in ("left", "right"))
        # nobody of the same kin is whole: any whole record
        first, end = np.where(end > first, first, 0), np.where(end > first, end, len(ordered))
        donors: Ints = ordered[first + (self.rng.random(len(rows)) * (end - first)).astype(np.int64)]
        return donors

    def _copied(self, rows: Ints, donors: Ints, read: frozenset[str]) -> Columns:
        """Return what conditions read of the records at `rows`, with the free items of the records at `donors`."""
        index, given_by = pa.array(rows), pa.array(donors)
        after = {}
        for name in sorted(read):
            column = self.columns[name]
            given = column.take(index if name in self.frozen else given_by)
            if name in self.of.fillable and name not in self.frozen:
                given = pc.if_else(given.is_null(), pa.scalar(None, given.type), self.full[name].take(index))
            after[name] = given
        return after

    def check(self) -> None:
        """Raise unless all of the layout's constraints hold."""
        for number, constraint in enumerate(self.of.constraints):
            if constraint.of_layout and self.broken[:, number].any():
                raise PackError(
                    f"条件「{constraint.name}」を満たすデータを作れません（{int(self.broken[:, number].sum()):,} 件）",
                    place=self.layout.address,
                    hint="ほかの条件やコード表と矛盾していないか、business.yaml を確かめてください。",
                )


def _held_as(item: Item) -> str:
    """Return the SQL name of the type in which a column is held until it is written: see `arrow_type`."""
    if item.type == "DATE":
        return "DATE"
    if item.type in ("9", "S9", "YEAR"):
        return "BIGINT"
    return f"DECIMAL(18, {item.scale})" if item.is_decimal else "VARCHAR"
