"""What is linked to a record that stays, stays too: levels go along the links until nothing changes.

Levels only rise (candidate < check < must), so that it ends, and its result does not depend on the order.
"""

from __future__ import annotations

from collections.abc import Iterator

from chukan.reduction.classify.columns import CLASSIFIED
from chukan.reduction.classify.linked import Linked
from chukan.reduction.classify.units import Unit, Upwards, key_sql
from chukan.reduction.rules.reasons import CANDIDATE, MUST, Code


class Propagation(Linked):
    """Hands levels and years on, along the links of one municipality."""

    def hand_on_years(self) -> None:
        """Count records without a date of their own under the year of what they follow."""
        for _ in range(3):  # followers of followers
            for down in self.relations.downwards:
                if down.followed.rules:
                    table, year = down.follower.table, CLASSIFIED.year
                    key = self.relations.column(down.followed, down.followed_key)
                    own = self.relations.column(down.follower, down.follower_key)
                    self.session.rows(
                        f"UPDATE {table} SET {year} = followed.{year} FROM (SELECT {key} AS link, max({year}) AS {year} "
                        f"FROM {down.followed.table} WHERE {year} IS NOT NULL GROUP BY 1) followed "
                        f"WHERE {table}.{own} = followed.link AND {table}.{year} IS NULL"
                    )

    def spread(self, column: str, *, explain: bool) -> None:
        """Raise what is linked to a record that stays, until nothing changes.

        Args:
            column: the level that is raised.
            explain: also record the reason.
        """
        sum(self._from_unjudged(column, explain=explain))
        while sum(
            (
                *self._up(column, explain=explain),
                *self._down(column, explain=explain),
                *self._as_a_whole(column, explain=explain),
            )
        ):
            pass

    def _from_unjudged(self, column: str, *, explain: bool) -> Iterator[int]:
        """Raise what records without a rule refer to: those all stay, so once is enough. Yield how many rose."""
        for up in self.relations.upwards:
            if not up.child.rules:
                held = f"SELECT DISTINCT {key_sql(up.child_key)} AS link, {MUST} AS level FROM ({up.child.source})"
                yield self._raise_parents(up, held, column, explain=explain)

    def _up(self, column: str, *, explain: bool) -> Iterator[int]:
        for up in self.relations.upwards:
            if up.child.rules:
                key = self.relations.column(up.child, up.child_key)
                held = (
                    f"SELECT {key} AS link, max({column}) AS level FROM {up.child.table} "
                    f"WHERE {column} > {CANDIDATE} GROUP BY 1"
                )
                yield self._raise_parents(up, held, column, explain=explain)

    def _raise_parents(self, up: Upwards, held: str, column: str, *, explain: bool) -> int:
        why = self._set_reason(
            "referred", f"これを参照する「{self.names[up.child.address]}」の記録が残る", explain=explain
        )
        return self._raise_levels(up.parent, self.relations.column(up.parent, up.parent_key), held, column, why)

    def _down(self, column: str, *, explain: bool) -> Iterator[int]:
        for down in self.relations.downwards:
            if not down.followed.rules:
                held = f"SELECT DISTINCT {key_sql(down.followed_key)} AS link, {MUST} AS level FROM ({down.followed.source})"
            else:
                among = self.relations.among(down.followed, down.among)
                key = self.relations.column(down.followed, down.followed_key)
                held = (
                    f"SELECT {key} AS link, max({column}) AS level FROM {down.followed.table} "
                    f"WHERE {column} > {CANDIDATE}{among} GROUP BY 1"
                )
            why = self._set_reason(
                "followed", f"もとになる「{self.names[down.followed.address]}」の記録が残る", explain=explain
            )
            yield self._raise_levels(
                down.follower, self.relations.column(down.follower, down.follower_key), held, column, why
            )

    def _as_a_whole(self, column: str, *, explain: bool) -> Iterator[int]:
        for group in self.relations.together:
            parts = [
                f"SELECT {self.relations.column(m.unit, m.key)} AS link, {column} AS level FROM {m.unit.table} "
                f"WHERE {column} > {CANDIDATE}{self.relations.among(m.unit, m.when)}"
                for m in group.members
            ]
            held = f"SELECT link, max(level) AS level FROM ({' UNION ALL '.join(parts)}) GROUP BY 1"
            why = self._set_reason("group", f"同じ{group.name}に残る記録がある", explain=explain)
            for m in group.members:
                among = self.relations.among(m.unit, m.when)
                yield self._raise_levels(
                    unit=m.unit,
                    key=self.relations.column(m.unit, m.key),
                    held=held,
                    column=column,
                    why=why,
                    among=among,
                )

    def _set_reason(self, code: Code, text: str, *, explain: bool) -> str:
        return f", {CLASSIFIED.reason} = {self.reasons.number(code, text)}" if explain else ""

    def _raise_levels(self, unit: Unit, key: str, held: str, column: str, why: str, among: str = "") -> int:
        """Raise the records of a unit to the level of what holds them, and return how many rose."""
        table = unit.table
        answer = self.session.rows(
            f"UPDATE {table} SET {column} = held.level{why} FROM ({held}) held "
            f"WHERE {table}.{key} = held.link AND {table}.{column} < held.level{among}"
        )
        return int(answer[0][0])
