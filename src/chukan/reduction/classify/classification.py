"""The class of every record: what its own rules say, what nobody saw that may refer to it, and what is linked to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from chukan.expressions.names import literal
from chukan.expressions.session import Session
from chukan.layouts.model import Layout
from chukan.reduction.classify.columns import BYTES, CLASSIFIED, PART, RECORD, SECRET
from chukan.reduction.classify.propagation import Propagation
from chukan.reduction.classify.retention_query import (
    RetentionContext,
    RetentionQuery,
    build_query,
    level_of,
    reason_of,
    with_days,
)
from chukan.reduction.classify.units import Relations, Unit, condition_sql, key_sql, missing_referrers, relate
from chukan.reduction.classify.unseen import Unseen
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.reasons import CANDIDATE, MUST, Reasons
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
        self._links = Propagation(session, self.relations, reasons, self._names)

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
        unseen = Unseen(self._session, self.relations, self._reasons, self._names)
        for unit in self.judged:
            unseen.check(unit, missing_referrers(unit, self._all_layouts, self._by_address))
        for unit in self.judged:
            self._session.rows(f"UPDATE {unit.table} SET {CLASSIFIED.own} = {CLASSIFIED.level}")
        self._links.hand_on_years()
        self._links.spread(CLASSIFIED.level, explain=True)

    def candidates_alone(self, rule: str) -> tuple[int, int]:
        """Return how many records, and bytes, would be candidates if no other rule made any."""
        records = size = 0
        for unit in self.judged:
            self._session.rows(
                f"UPDATE {unit.table} SET {CLASSIFIED.alone} = CASE WHEN {CLASSIFIED.own} = {CANDIDATE} "
                f"AND {CLASSIFIED.rule} IN ({_rule_numbers(unit, rule)}) THEN {CANDIDATE} ELSE {MUST} END"
            )
        self._links.spread(CLASSIFIED.alone, explain=False)
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
