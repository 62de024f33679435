"""Every record's class: what its own rules say, then what is attached to it, until nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from chukan.expressions.session import Session
from chukan.layouts.model import Layout
from chukan.reduction.classify.question import Question, Scene, ask
from chukan.reduction.classify.reading import BYTES, PART, RECORD
from chukan.reduction.classify.units import Relations, Unit, Upwards, condition_sql, key_sql, missing_referrers, relate
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Code, Reasons
from chukan.reduction.rules.settings import Trial

#: A record whose layout has no rule, and one that no rule is asked of.
NO_RULE = "削減の根拠になる規則がない"


def database(folder: Path, memory_limit: int, units: Iterable[Unit]) -> Session:
    """Open a private database within a memory limit; it is a file in `folder`, and so is what does not fit.

    Args:
        folder: a private folder that exists.
        memory_limit: bytes that DuckDB may use.
        units: whose spilled files it may read.
    """
    readable = [Path(spilled) for unit in units for spilled in unit.spilled]
    return Session(folder, memory_limit, readable, database="levels.duckdb", purpose="移行対象の分類")


class Classifier:
    """Classes of the records of one municipality, at one day, under one trial."""

    def __init__(
        self,
        session: Session,
        units: Sequence[Unit],
        retention: Retention,
        reasons: Reasons,
        all_layouts: Sequence[Layout],
    ) -> None:
        self._session, self._units, self._retention, self._reasons = session, units, retention, reasons
        self._all_layouts = all_layouts
        self._names = {x.path: f"{x.business_name} {x.name}" for x in (*all_layouts, *(u.layout for u in units))}
        self._by_address: Mapping[str, Unit] = {u.address: u for u in units}
        self.relations: Relations = relate(units, retention)

    @property
    def judged(self) -> list[Unit]:
        """The units that some rule is asked of; all others are migrated as they are."""
        return [u for u in self._units if u.asked]

    def classify(self, as_of: dt.date, trial: Trial) -> None:
        """Fill the table of each judged unit: ``own`` level, ``lvl`` after what is attached, ``why``, ``rule``, ``year``.

        Calling it again, with another day or trial, replaces the tables.
        """
        scene = Scene(as_of, trial, self._by_address, self._retention, self._reasons, self._names)
        for unit in self.judged:
            self._own_levels(unit, scene)
            self._floors(unit)
        for unit in self.judged:
            self._session.rows(f"UPDATE {unit.table} SET own = lvl WHERE own <> lvl")
        self._years_of_followers()
        self._spread("lvl", tell=True)

    def candidates_alone(self, rule: str) -> tuple[int, int]:
        """Records and bytes that would be candidates if no other rule made any."""
        records = size = 0
        for unit in self.judged:
            self._session.rows(
                f"UPDATE {unit.table} SET alt = CASE WHEN own = {CANDIDATE} AND rule IN ({_rule_numbers(unit, rule)}) THEN {CANDIDATE} ELSE {MUST} END"
            )
        self._spread("alt", tell=False)
        for unit in self.judged:
            found = self._session.rows(
                f"SELECT count(*), coalesce(sum({BYTES}), 0) FROM {unit.table} WHERE alt = {CANDIDATE}"
            )[0]
            records, size = records + found[0], size + int(found[1])
        return records, size

    def cells(self, unit: Unit) -> list[tuple[int, int, int, int, int, int | None, int, int]]:
        """Counts of a judged unit by part, level, own level, rule, reason and year: then records and bytes."""
        return self._session.rows(
            f"SELECT {PART}, lvl, own, rule, why, year, count(*), sum({BYTES})::BIGINT FROM {unit.table} GROUP BY ALL ORDER BY ALL"
        )

    def candidates(self, unit: Unit, part: int) -> Iterator[tuple[int, ...]]:
        """The record numbers of the candidates of one file, in order, in pieces."""
        for rows in self._session.chunks(
            f"SELECT {RECORD} FROM {unit.table} WHERE lvl = {CANDIDATE} AND {PART} = {part} ORDER BY 1"
        ):
            yield tuple(r[0] for r in rows)

    def _own_levels(self, unit: Unit, scene: Scene) -> None:
        questions = [ask(number, asked, unit, scene) for number, asked in enumerate(unit.asked)]
        keys = "".join(f", {key_sql(key, 'r.')} AS k{n}" for n, key in enumerate(self.relations.keys_of(unit)))
        filters = "".join(
            f", {condition_sql(text)} IS NOT FALSE AS m{n}" for n, text in enumerate(self.relations.filters_of(unit))
        )
        inner = "".join(
            f", {q.level} AS l{q.number}, {q.reason} AS w{q.number}, {q.year} AS y{q.number}" for q in questions
        )
        joins = " ".join(join for q in questions for join in q.joins)
        source = f"(SELECT *, DATE '{scene.as_of}' AS as_of FROM ({unit.source})) r"
        no_rule = scene.reasons.number("no_rule", NO_RULE)
        most = f"greatest({', '.join(f'l{q.number}' for q in questions)})" if len(questions) > 1 else "l0"
        names = "".join(f", k{n}" for n in range(len(self.relations.keys_of(unit))))
        names += "".join(f", m{n}" for n in range(len(self.relations.filters_of(unit))))
        deciding = [f"l{q.number}" for q, a in zip(questions, unit.asked, strict=True) if a.rule.decides]
        # a limitation period alone makes no candidate: some rule that decides must be asked of the record
        level = f"CASE WHEN coalesce({', '.join(deciding) or 'NULL'}) IS NULL THEN {MUST} ELSE {most} END"
        self._session.rows(
            f"CREATE OR REPLACE TABLE {unit.table} AS "
            f"SELECT {PART}, {RECORD}, {BYTES}, {level}::TINYINT AS own, {level}::TINYINT AS lvl, {MUST}::TINYINT AS alt, "
            f"{_first(questions, 'w', str(no_rule), most)}::SMALLINT AS why, {_first(questions, 'rule', '-1', most)}::SMALLINT AS rule, "
            f"{_any_year(questions)}::INTEGER AS year{names} "
            f"FROM (SELECT {PART}, {RECORD}, {BYTES}{inner}{keys}{filters} FROM {source} {joins})"
        )

    def _floors(self, unit: Unit) -> None:
        """What can't be seen makes no candidate: referring files that were not delivered, records that could not be read."""
        missing = missing_referrers(unit, self._all_layouts, self._by_address)
        if missing:
            more = f" ほか {len(missing) - 3}" if len(missing) > 3 else ""
            text = f"この記録を参照する移行ファイル（{'、'.join(self._names[m] for m in missing[:3])}{more}）が提出されていない"
            self._raise(unit, f"lvl = {CANDIDATE}", self._reasons.number("referrer_missing", text))
        hidden = {u.child.address for u in self.relations.upwards if u.parent is unit and u.child.hides(u.child_key)}
        hidden |= {
            member.address
            for g in self.relations.together
            if any(m is unit for m, _ in g.members)
            for member, key in g.members
            if member.hides(key)
        }
        if hidden:
            text = f"「{'」「'.join(self._names[h] for h in sorted(hidden))}」に読めない記録か足りない項目があり、つながりを確かめられない"
            self._raise(unit, f"lvl = {CANDIDATE}", self._reasons.number("referrer_unreadable", text))
        for group in self.relations.together:
            for member, key in group.members:
                if member is unit:
                    column = self._column(unit, key)
                    reason = self._reasons.number(
                        "no_group", f"どの{group.name}に属するか（{'・'.join(key)}）が分からない"
                    )
                    self._raise(unit, f"lvl = {CANDIDATE} AND {column} IS NULL", reason)

    def _raise(self, unit: Unit, where: str, reason: int) -> None:
        self._session.rows(f"UPDATE {unit.table} SET lvl = {CHECK}, why = {reason} WHERE {where}")

    def _column(self, unit: Unit, key: tuple[str, ...]) -> str:
        return f"k{self.relations.keys_of(unit).index(key)}"

    def _years_of_followers(self) -> None:
        """A record without a date of its own is counted under the year of what it follows."""
        for _ in range(3):  # followers of followers
            for down in self.relations.downwards:
                if down.followed.asked:
                    k, own = (
                        self._column(down.followed, down.followed_key),
                        self._column(down.follower, down.follower_key),
                    )
                    self._session.rows(
                        f"UPDATE {down.follower.table} SET year = f.year FROM (SELECT {k} AS k, max(year) AS year FROM {down.followed.table} "
                        f"WHERE year IS NOT NULL GROUP BY 1) f WHERE {down.follower.table}.{own} = f.k AND {down.follower.table}.year IS NULL"
                    )

    def _spread(self, column: str, *, tell: bool) -> None:
        """Raise what is attached to a record that stays, until nothing changes. Levels only rise, so it ends."""
        sum(self._from_unjudged(column, tell=tell))
        while sum((*self._up(column, tell=tell), *self._down(column, tell=tell), *self._as_a_whole(column, tell=tell))):
            pass

    def _from_unjudged(self, column: str, *, tell: bool) -> Iterator[int]:
        """What records without a rule refer to: they all stay, so once is enough."""
        for up in self.relations.upwards:
            if not up.child.asked:
                held = f"SELECT DISTINCT {key_sql(up.child_key)} AS k, {MUST} AS lvl FROM ({up.child.source})"
                yield self._lift_parent(up, held, column, tell=tell)

    def _up(self, column: str, *, tell: bool) -> Iterator[int]:
        for up in self.relations.upwards:
            if up.child.asked:
                k = self._column(up.child, up.child_key)
                held = f"SELECT {k} AS k, max({column}) AS lvl FROM {up.child.table} WHERE {column} > {CANDIDATE} GROUP BY 1"
                yield self._lift_parent(up, held, column, tell=tell)

    def _lift_parent(self, up: Upwards, held: str, column: str, *, tell: bool) -> int:
        why = self._told("referred", f"これを参照する「{self._names[up.child.address]}」の記録が残る", tell=tell)
        return self._lift(up.parent, self._column(up.parent, up.parent_key), held, column, why)

    def _down(self, column: str, *, tell: bool) -> Iterator[int]:
        for down in self.relations.downwards:
            if not down.followed.asked:
                held = f"SELECT DISTINCT {key_sql(down.followed_key)} AS k, {MUST} AS lvl FROM ({down.followed.source})"
            else:
                among = (
                    "" if down.among is None else f" AND m{self.relations.filters_of(down.followed).index(down.among)}"
                )
                k = self._column(down.followed, down.followed_key)
                held = f"SELECT {k} AS k, max({column}) AS lvl FROM {down.followed.table} WHERE {column} > {CANDIDATE}{among} GROUP BY 1"
            why = self._told("followed", f"もとになる「{self._names[down.followed.address]}」の記録が残る", tell=tell)
            yield self._lift(down.follower, self._column(down.follower, down.follower_key), held, column, why)

    def _as_a_whole(self, column: str, *, tell: bool) -> Iterator[int]:
        for group in self.relations.together:
            parts = [
                f"SELECT {self._column(u, key)} AS k, {column} AS lvl FROM {u.table} WHERE {column} > {CANDIDATE}"
                for u, key in group.members
            ]
            held = f"SELECT k, max(lvl) AS lvl FROM ({' UNION ALL '.join(parts)}) GROUP BY 1"
            why = self._told("group", f"同じ{group.name}に残る記録がある", tell=tell)
            for unit, key in group.members:
                yield self._lift(unit, self._column(unit, key), held, column, why)

    def _told(self, code: Code, text: str, *, tell: bool) -> str:
        return f", why = {self._reasons.number(code, text)}" if tell else ""

    def _lift(self, unit: Unit, key: str, held: str, column: str, why: str) -> int:
        """Raise the records of a unit to the level of what holds them; answers how many rose."""
        table = unit.table
        answer = self._session.rows(
            f"UPDATE {table} SET {column} = h.lvl{why} FROM ({held}) h WHERE {table}.{key} = h.k AND {table}.{column} < h.lvl"
        )
        return int(answer[0][0])


def _rule_numbers(unit: Unit, rule: str) -> str:
    """The places of a rule among those of a unit, for SQL's IN."""
    return ", ".join(str(n) for n, a in enumerate(unit.asked) if a.rule.id == rule) or "-2"


def _first(questions: Sequence[Question], what: str, otherwise: str, most: str) -> str:
    """Of the rules that hold a record highest, the first one's `what`."""
    answers = [
        f"WHEN l{q.number} = {most} THEN {q.number if what == 'rule' else f'{what}{q.number}'}" for q in questions
    ]
    return f"CASE WHEN {most} IS NULL THEN {otherwise} {' '.join(answers)} END"


def _any_year(questions: Sequence[Question]) -> str:
    """The year of the event by the first rule that is asked of the record and has one."""
    years = [f"CASE WHEN l{q.number} IS NOT NULL THEN y{q.number} END" for q in questions]
    return f"coalesce({', '.join(years)})" if len(years) > 1 else years[0]
