"""The class of every record: what its own rules say, then what is linked to it, until nothing changes.

Levels only rise (candidate < check < must), so the propagation ends, and its result does not depend on the order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from chukan.expressions.names import literal
from chukan.expressions.session import Session
from chukan.layouts.model import Layout
from chukan.reduction.classify.columns import BYTES, CLASSIFIED, PART, RECORD, SECRET
from chukan.reduction.classify.retention_query import (
    RetentionContext,
    RetentionQuery,
    build_query,
    level_of,
    reason_of,
    with_days,
)
from chukan.reduction.classify.units import Relations, Unit, Upwards, condition_sql, key_sql, missing_referrers, relate
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.needs import Key
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Code, Reasons
from chukan.reduction.rules.settings import Trial

#: A record whose layout has no rule, and one to which no rule applies.
NO_RULE = "削減の根拠になる規則がない"

#: The highest level that a rule gives a record; NULL where none applies.
_HIGHEST = "highest"


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
        """The units to which some rule applies; all others are migrated as they are."""
        return [u for u in self._units if u.rules]

    def classify(self, as_of: dt.date, trial: Trial) -> None:
        """Fill the table of each judged unit (`ClassificationColumns`).

        Calling it again, with another day or trial, replaces the tables.
        """
        context = RetentionContext(
            as_of=as_of,
            trial=trial,
            units=self._by_address,
            retention=self._retention,
            reasons=self._reasons,
            names=self._names,
        )
        for unit in self.judged:
            self._own_levels(unit, context)
            self._check_visibility(unit)
        for unit in self.judged:
            self._session.rows(f"UPDATE {unit.table} SET {CLASSIFIED.own} = {CLASSIFIED.level}")
        self._years_of_followers()
        self._propagate(CLASSIFIED.level, explain=True)

    def candidates_alone(self, rule: str) -> tuple[int, int]:
        """Return how many records, and bytes, would be candidates if no other rule made any."""
        records = size = 0
        for unit in self.judged:
            self._session.rows(
                f"UPDATE {unit.table} SET {CLASSIFIED.alone} = CASE WHEN {CLASSIFIED.own} = {CANDIDATE} "
                f"AND {CLASSIFIED.rule} IN ({_rule_numbers(unit, rule)}) THEN {CANDIDATE} ELSE {MUST} END"
            )
        self._propagate(CLASSIFIED.alone, explain=False)
        for unit in self.judged:
            found = self._session.rows(
                f"SELECT count(*), coalesce(sum({BYTES}), 0) FROM {unit.table} WHERE {CLASSIFIED.alone} = {CANDIDATE}"
            )[0]
            records, size = records + found[0], size + int(found[1])
        return records, size

    def cells(self, unit: Unit) -> list[tuple[int, int, int, int, int, int | None, int, int]]:
        """Return rows of file, level, own level, rule, reason, year, number of records, and their bytes."""
        return self._session.rows(
            f"SELECT {PART}, {CLASSIFIED.level}, {CLASSIFIED.own}, {CLASSIFIED.rule}, {CLASSIFIED.reason}, {CLASSIFIED.year}, "
            f"count(*), sum({BYTES})::BIGINT FROM {unit.table} GROUP BY ALL ORDER BY ALL"
        )

    def candidates(self, unit: Unit, part: int) -> Iterator[tuple[int, ...]]:
        """Yield the record numbers of the candidates of one file, in order, chunk by chunk."""
        for rows in self._session.chunks(
            f"SELECT {RECORD} FROM {unit.table} WHERE {CLASSIFIED.level} = {CANDIDATE} AND {PART} = {part} ORDER BY 1"
        ):
            yield tuple(r[0] for r in rows)

    def secret_candidates(self, unit: Unit, part: int) -> int:
        """Return how many candidates of one file with a 個人番号 column have a 個人番号."""
        spill = next(f.spill for f in unit.files if f.index == part)
        if spill is None or not unit.rules:
            return 0
        found = self._session.rows(
            f"SELECT count(*) FROM {unit.table} t JOIN read_parquet({literal(str(spill))}) s ON s.{RECORD} = t.{RECORD} "
            f"WHERE t.{PART} = {part} AND t.{CLASSIFIED.level} = {CANDIDATE} AND s.{SECRET}"
        )
        return int(found[0][0])

    def _own_levels(self, unit: Unit, context: RetentionContext) -> None:
        """Create the table of a unit with the level of each record by its own rules.

        A query inside a query for each step, as DuckDB evaluates an expression as often as it is written: the day after
        which a rule's period begins; what comes out of each rule (`RuleColumns`), the links and the conditions; the level
        by each rule; the highest of them; and last, of the rules that apply to a record, the one that holds it highest.
        """
        queries = [build_query(number, applied, unit, context) for number, applied in enumerate(unit.rules)]
        keys = [CLASSIFIED.key(n) for n in range(len(self.relations.keys_of(unit)))]
        filters = [CLASSIFIED.among(n) for n in range(len(self.relations.filters_of(unit)))]
        outcomes = [PART, RECORD, BYTES]
        for q in queries:
            outcomes += [f"{q.outcome} AS {q.columns.outcome}", f"{q.year} AS {q.columns.year}"]
        outcomes += [
            f"{key_sql(key, 'r.')} AS {name}" for key, name in zip(self.relations.keys_of(unit), keys, strict=True)
        ]
        # a condition that can't be evaluated is taken to hold: what it excludes could not hold a record back
        outcomes += [
            f"{condition_sql(text)} IS NOT FALSE AS {name}"
            for text, name in zip(self.relations.filters_of(unit), filters, strict=True)
        ]
        levels = _select(
            ["*", *(f"{level_of(q.columns.outcome)} AS {q.columns.level}" for q in queries)],
            f"({_select(outcomes, f'({with_days(queries, unit, context)}) r')})",
        )
        highest = _select(
            ["*", f"greatest({', '.join(q.columns.level for q in queries)}) AS {_HIGHEST}"], f"({levels})"
        )
        # a limitation period alone makes no candidate: some rule that decides must apply to the record
        deciding = [q.columns.level for q, a in zip(queries, unit.rules, strict=True) if a.rule.decides]
        level = f"CASE WHEN coalesce({', '.join(deciding) or 'NULL'}) IS NULL THEN {MUST} ELSE {_HIGHEST} END"
        no_rule = context.reasons.number("no_rule", NO_RULE)
        reason = _of_highest(queries, {q.number: reason_of(q.columns.outcome) for q in queries}, str(no_rule))
        rule = _of_highest(queries, {q.number: str(q.number) for q in queries}, "-1")
        outer = [
            PART,
            RECORD,
            BYTES,
            f"{level}::TINYINT AS {CLASSIFIED.own}",
            f"{level}::TINYINT AS {CLASSIFIED.level}",
            f"{MUST}::TINYINT AS {CLASSIFIED.alone}",
            f"{reason}::SMALLINT AS {CLASSIFIED.reason}",
            f"{rule}::SMALLINT AS {CLASSIFIED.rule}",
            f"{_any_year(queries)}::INTEGER AS {CLASSIFIED.year}",
            *keys,
            *filters,
        ]
        self._session.rows(f"CREATE OR REPLACE TABLE {unit.table} AS {_select(outer, f'({highest})')}")

    def _check_visibility(self, unit: Unit) -> None:
        """Check candidates that something unseen may refer to: files not delivered, records that could not be read."""
        missing = missing_referrers(unit, self._all_layouts, self._by_address)
        if missing:
            more = f" ほか {len(missing) - 3}" if len(missing) > 3 else ""
            text = f"この記録を参照する移行ファイル（{'、'.join(self._names[m] for m in missing[:3])}{more}）が提出されていない"
            self._check(unit, f"{CLASSIFIED.level} = {CANDIDATE}", self._reasons.number("referrer_missing", text))
        self._check_unread(unit)
        for group in self.relations.together:
            for member in group.members:
                if member.unit is unit and group.strict:
                    text = f"どの{group.name}に属するか（{'・'.join(member.key)}）が分からない"
                    unknown = f"{self._column(unit, member.key)} IS NULL{self._among(unit, member.when)}"
                    self._check(
                        unit, f"{CLASSIFIED.level} = {CANDIDATE} AND {unknown}", self._reasons.number("no_group", text)
                    )

    def _check_unread(self, unit: Unit) -> None:
        """Check candidates that a record which could not be read may refer to, or belong together with."""
        hidden: dict[str, tuple[Unit, list[str]]] = {}
        for up in self.relations.upwards:
            if up.parent is unit:
                self._hidden(up.child, up.child_key, self._column(unit, up.parent_key), "", hidden)
        for group in self.relations.together:
            own = [m for m in group.members if m.unit is unit]
            for mine in own if group.strict else ():
                for member in group.members:
                    column = self._column(unit, mine.key)
                    self._hidden(member.unit, member.key, column, self._among(unit, mine.when), hidden)
        for other, conditions in hidden.values():
            text = f"「{self._names[other.address]}」に読めない記録か足りない項目があり{other.unseen}、つながりを確かめられない"
            where = f"{CLASSIFIED.level} = {CANDIDATE} AND ({' OR '.join(conditions)})"
            self._check(unit, where, self._reasons.number("referrer_unreadable", text))

    def _hidden(
        self, other: Unit, items: Key, column: str, among: str, found: dict[str, tuple[Unit, list[str]]]
    ) -> None:
        """Add the condition under which a record of another unit that is not seen may have the link in `column`."""
        condition = other.may_hide(items, column)
        if condition is not None:
            found.setdefault(other.address, (other, []))[1].append(f"(({condition}){among})")

    def _check(self, unit: Unit, where: str, reason: int) -> None:
        self._session.rows(
            f"UPDATE {unit.table} SET {CLASSIFIED.level} = {CHECK}, {CLASSIFIED.reason} = {reason} WHERE {where}"
        )

    def _column(self, unit: Unit, key: tuple[str, ...]) -> str:
        return CLASSIFIED.key(self.relations.keys_of(unit).index(key))

    def _among(self, unit: Unit, when: str | None) -> str:
        """Return a condition on a unit's records as a further term of a WHERE clause."""
        if when is None:
            return ""
        return f" AND {unit.table}.{CLASSIFIED.among(self.relations.filters_of(unit).index(when))}"

    def _years_of_followers(self) -> None:
        """Count records without a date of their own under the year of what they follow."""
        for _ in range(3):  # followers of followers
            for down in self.relations.downwards:
                if down.followed.rules:
                    table, year = down.follower.table, CLASSIFIED.year
                    key = self._column(down.followed, down.followed_key)
                    own = self._column(down.follower, down.follower_key)
                    self._session.rows(
                        f"UPDATE {table} SET {year} = followed.{year} FROM (SELECT {key} AS link, max({year}) AS {year} "
                        f"FROM {down.followed.table} WHERE {year} IS NOT NULL GROUP BY 1) followed "
                        f"WHERE {table}.{own} = followed.link AND {table}.{year} IS NULL"
                    )

    def _propagate(self, column: str, *, explain: bool) -> None:
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
                key = self._column(up.child, up.child_key)
                held = (
                    f"SELECT {key} AS link, max({column}) AS level FROM {up.child.table} "
                    f"WHERE {column} > {CANDIDATE} GROUP BY 1"
                )
                yield self._raise_parents(up, held, column, explain=explain)

    def _raise_parents(self, up: Upwards, held: str, column: str, *, explain: bool) -> int:
        why = self._set_reason(
            "referred", f"これを参照する「{self._names[up.child.address]}」の記録が残る", explain=explain
        )
        return self._raise_levels(up.parent, self._column(up.parent, up.parent_key), held, column, why)

    def _down(self, column: str, *, explain: bool) -> Iterator[int]:
        for down in self.relations.downwards:
            if not down.followed.rules:
                held = f"SELECT DISTINCT {key_sql(down.followed_key)} AS link, {MUST} AS level FROM ({down.followed.source})"
            else:
                among = self._among(down.followed, down.among)
                key = self._column(down.followed, down.followed_key)
                held = (
                    f"SELECT {key} AS link, max({column}) AS level FROM {down.followed.table} "
                    f"WHERE {column} > {CANDIDATE}{among} GROUP BY 1"
                )
            why = self._set_reason(
                "followed", f"もとになる「{self._names[down.followed.address]}」の記録が残る", explain=explain
            )
            yield self._raise_levels(down.follower, self._column(down.follower, down.follower_key), held, column, why)

    def _as_a_whole(self, column: str, *, explain: bool) -> Iterator[int]:
        for group in self.relations.together:
            parts = [
                f"SELECT {self._column(m.unit, m.key)} AS link, {column} AS level FROM {m.unit.table} "
                f"WHERE {column} > {CANDIDATE}{self._among(m.unit, m.when)}"
                for m in group.members
            ]
            held = f"SELECT link, max(level) AS level FROM ({' UNION ALL '.join(parts)}) GROUP BY 1"
            why = self._set_reason("group", f"同じ{group.name}に残る記録がある", explain=explain)
            for m in group.members:
                among = self._among(m.unit, m.when)
                yield self._raise_levels(
                    unit=m.unit, key=self._column(m.unit, m.key), held=held, column=column, why=why, among=among
                )

    def _set_reason(self, code: Code, text: str, *, explain: bool) -> str:
        return f", {CLASSIFIED.reason} = {self._reasons.number(code, text)}" if explain else ""

    def _raise_levels(self, unit: Unit, key: str, held: str, column: str, why: str, among: str = "") -> int:
        """Raise the records of a unit to the level of what holds them, and return how many rose."""
        table = unit.table
        answer = self._session.rows(
            f"UPDATE {table} SET {column} = held.level{why} FROM ({held}) held "
            f"WHERE {table}.{key} = held.link AND {table}.{column} < held.level{among}"
        )
        return int(answer[0][0])


def _rule_numbers(unit: Unit, rule: str) -> str:
    """Return the indices of a rule among those of a unit, for SQL's IN; -2, which no record has, when there is none."""
    return ", ".join(str(n) for n, a in enumerate(unit.rules) if a.rule.id == rule) or "-2"


def _select(columns: Sequence[str], source: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {source}"


def _of_highest(queries: Sequence[RetentionQuery], values: Mapping[int, str], otherwise: str) -> str:
    """Return the value, by the rule's number, of the first rule that holds a record highest; `otherwise` for none."""
    answers = [f"WHEN {q.columns.level} = {_HIGHEST} THEN {values[q.number]}" for q in queries]
    return f"CASE WHEN {_HIGHEST} IS NULL THEN {otherwise} {' '.join(answers)} END"


def _any_year(queries: Sequence[RetentionQuery]) -> str:
    """Return the year of the event by the first rule that applies to the record and has one."""
    years = [f"CASE WHEN {q.columns.level} IS NOT NULL THEN {q.columns.year} END" for q in queries]
    return f"coalesce({', '.join(years)})" if len(years) > 1 else years[0]
