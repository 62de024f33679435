"""Candidates that something nobody saw may refer to: a file that was not delivered, a record that could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from chukan.reduction.classify.columns import CLASSIFIED
from chukan.reduction.classify.linked import Linked
from chukan.reduction.classify.units import Unit
from chukan.reduction.rules.needs import Key
from chukan.reduction.rules.reasons import CANDIDATE, CHECK


class Unseen(Linked):
    """Finds the candidates of one municipality that are to be looked at for what was not seen."""

    def check(self, unit: Unit, missing: Sequence[str]) -> None:
        """Make of the candidates of a unit what is to be looked at where something unseen may refer to them.

        Args:
            unit: with its levels by its own rules.
            missing: the addresses of layouts that refer to it and of which no file was delivered.
        """
        if missing:
            more = f" ほか {len(missing) - 3}" if len(missing) > 3 else ""
            text = f"この記録を参照する移行ファイル（{'、'.join(self.names[m] for m in missing[:3])}{more}）が提出されていない"
            self._look_at(unit, f"{CLASSIFIED.level} = {CANDIDATE}", self.reasons.number("referrer_missing", text))
        self._unread(unit)
        for group in self.relations.together:
            for member in group.members:
                if member.unit is unit and group.strict:
                    text = f"どの{group.name}に属するか（{'・'.join(member.key)}）が分からない"
                    unknown = (
                        f"{self.relations.column(unit, member.key)} IS NULL{self.relations.among(unit, member.when)}"
                    )
                    self._look_at(
                        unit, f"{CLASSIFIED.level} = {CANDIDATE} AND {unknown}", self.reasons.number("no_group", text)
                    )

    def _unread(self, unit: Unit) -> None:
        """Check candidates that a record which could not be read may refer to, or belong together with."""
        hidden: dict[str, tuple[Unit, list[str]]] = {}
        for up in self.relations.upwards:
            if up.parent is unit:
                self._hidden(up.child, up.child_key, self.relations.column(unit, up.parent_key), "", hidden)
        for group in self.relations.together:
            own = [m for m in group.members if m.unit is unit]
            for mine in own if group.strict else ():
                for member in group.members:
                    column = self.relations.column(unit, mine.key)
                    self._hidden(member.unit, member.key, column, self.relations.among(unit, mine.when), hidden)
        for other, conditions in hidden.values():
            text = f"「{self.names[other.address]}」に読めない記録か足りない項目があり{other.unseen}、つながりを確かめられない"
            where = f"{CLASSIFIED.level} = {CANDIDATE} AND ({' OR '.join(conditions)})"
            self._look_at(unit, where, self.reasons.number("referrer_unreadable", text))

    def _hidden(
        self, other: Unit, items: Key, column: str, among: str, found: dict[str, tuple[Unit, list[str]]]
    ) -> None:
        """Add the condition under which a record of another unit that is not seen may have the link in `column`."""
        condition = other.may_hide(items, column)
        if condition is not None:
            found.setdefault(other.address, (other, []))[1].append(f"(({condition}){among})")

    def _look_at(self, unit: Unit, where: str, reason: int) -> None:
        self.session.rows(
            f"UPDATE {unit.table} SET {CLASSIFIED.level} = {CHECK}, {CLASSIFIED.reason} = {reason} WHERE {where}"
        )
