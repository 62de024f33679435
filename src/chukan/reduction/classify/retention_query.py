"""One retention rule applied to one unit, as SQL: the level of each record, the reason, and the year of its event.

The order is what makes it safe: anything that makes a record stay is looked at first, then anything that is not known,
and only what is left is a candidate. So every condition is written in three-valued logic: ``IS FALSE`` where it surely
does not hold, ``IS NULL`` where an item is blank or can't be read, which is never taken for a yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chukan.reduction.classify.columns import JOINED, RuleColumns
from chukan.reduction.classify.periods import fiscal_year, latest, period_end
from chukan.reduction.classify.reading import date_columns
from chukan.reduction.classify.units import Unit, condition_sql, key_sql
from chukan.reduction.rules.in_force import start_in_force, years_of
from chukan.reduction.rules.load import AppliedRule, Retention
from chukan.reduction.rules.model import Also, PeriodStart, Use
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, MUST, Code, Reasons
from chukan.reduction.rules.settings import BY_BOUNDARY, OLD_YEARS, Trial

#: CANDIDATE, CHECK and MUST.
_LEVELS = 3


@dataclass(frozen=True)
class RetentionContext:
    """What a classification of one municipality depends on, beside the records: the day, the trial, the other units.

    Attributes:
        units: By BUSINESS/LAYOUT.
        names: What a layout is called on screen, by BUSINESS/LAYOUT.
    """

    as_of: dt.date
    trial: Trial
    units: Mapping[str, Unit]
    retention: Retention
    reasons: Reasons
    names: Mapping[str, str]

    def name(self, layout: str) -> str:
        """Return the name of a layout on screen: 「住民基本台帳 住民」."""
        return self.names.get(layout, layout)


@dataclass
class RetentionQuery:
    """The SQL of one rule of one unit: expressions over the unit's source, whose alias is ``r``.

    Attributes:
        number: The rule's index among those of the unit; names the columns and the joins.
        joins: By name, what a LEFT JOIN of related records joins.
        day: The day after which the period begins, over the source and the joins.
        outcome: Level and reason (`outcome`), over the source, the joins (each a STRUCT) and the day; NULL where the rule
            does not apply to a record.
        year: The year of the event, over the same.
    """

    number: int
    joins: dict[str, str] = field(default_factory=dict)
    day: str = "NULL::DATE"
    outcome: str = ""
    year: str = "NULL::INTEGER"

    @property
    def columns(self) -> RuleColumns:
        """The names under which the expressions are selected."""
        return RuleColumns(self.number)


def outcome(level: int, reason: int) -> int:
    """Return a level and the number of its reason in one, so that the conditions of a rule are evaluated once for both."""
    return reason * _LEVELS + level


def level_of(outcome: str) -> str:
    """Return the level of an outcome, as SQL."""
    return f"{outcome} % {_LEVELS}"


def reason_of(outcome: str) -> str:
    """Return the number of the reason of an outcome, as SQL."""
    return f"{outcome} // {_LEVELS}"


def build_query(number: int, applied: AppliedRule, unit: Unit, context: RetentionContext) -> RetentionQuery:
    """Build the SQL of a rule.

    Args:
        number: the rule's index among those of the unit.
        applied: the rule, with where it begins to count for the unit's layout.
        unit: whose records are classified.
        context: day, trial, and the units that may hold related records.
    """
    return _Builder(number, applied, unit, context).build()


def with_days(queries: Sequence[RetentionQuery], unit: Unit, context: RetentionContext) -> str:
    """Return a query of a unit's source with what the rules join, each a STRUCT, and the days of the rules.

    Args:
        queries: the rules of the unit.
        unit: whose records are classified.
        context: the day.
    """
    joins = {name: join for query in queries for name, join in query.joins.items()}
    columns = ("r.*", *joins, *(f"{query.day} AS {query.columns.day}" for query in queries))
    joined = " ".join(f"LEFT JOIN {join}" for join in joins.values())
    return (
        f"SELECT {', '.join(columns)} FROM (SELECT *, DATE '{context.as_of}' AS as_of FROM ({unit.source})) r {joined}"
    )


class _Builder:
    """Collects the conditions of a rule, each with its reason, in the order in which they are tried."""

    def __init__(self, number: int, applied: AppliedRule, unit: Unit, context: RetentionContext) -> None:
        self._query = RetentionQuery(number)
        self._applied, self._unit, self._context = applied, unit, context
        self._musts: list[tuple[str, int]] = []
        """Conditions under which a record must be migrated."""
        self._checks: list[tuple[str, int]] = []
        """Conditions under which a person must look: all of them come after all of the musts."""

    def build(self) -> RetentionQuery:
        applied, rule = self._applied, self._applied.rule
        setting = self._unit.settings.rules.get(rule.id)
        if rule.default == "never" or applied.start.type == "never":
            self._must("TRUE", "never", f"{rule.record_class}は候補にしない")
        # reasons that concern the rule as a whole come first: they are what people should read of such a record
        if setting is not None and not setting.use:
            self._must("TRUE", "off", f"団体が規則 {rule.id} を使わないと決めた")
        if applied.entry.kept_until is not None:
            self._kept_until(applied.entry.kept_until)
        for requirement in applied.entry.requires:
            self._must(f"{condition_sql(requirement.that)} IS FALSE", "stands_against", requirement.message)
            self._check(
                f"{condition_sql(requirement.that)} IS NULL",
                "unknown",
                f"「{requirement.message}」かどうかの項目が空欄か読めない",
            )
        for use in applied.entry.related:
            self._related(use)
        if applied.entry.when is not None:
            self._check(
                f"{condition_sql(applied.entry.when)} IS NULL",
                "scope",
                "どの規則に当たるかを決める項目が空欄か読めない",
            )
        if applied.start.type == "follows":
            self._follows(applied.start)
        elif applied.start.type != "never":
            self._period(applied.start)
        self._assemble()
        return self._query

    def _name(self, layout: str) -> str:
        return self._context.name(layout)

    def _must(self, sql: str, code: Code, text: str) -> None:
        self._musts.append((sql, self._context.reasons.number(code, text)))

    def _check(self, sql: str, code: Code, text: str) -> None:
        self._checks.append((sql, self._context.reasons.number(code, text)))

    def _assemble(self) -> None:
        # CASE answers with the first condition that is TRUE: musts, then checks, then what is left is a candidate.
        # Where the rule's `when` is FALSE the answer is NULL: the rule does not apply, and another may decide.
        over = self._context.reasons.number("over", "期間が満了し、残す理由がない")
        where = self._applied.entry.when
        whens = [] if where is None else [f"WHEN {condition_sql(where)} IS FALSE THEN NULL"]
        for level, conditions in ((MUST, self._musts), (CHECK, self._checks)):
            whens += [f"WHEN {sql} THEN {outcome(level, reason)}" for sql, reason in conditions]
        otherwise = str(outcome(CANDIDATE, over))
        self._query.outcome = f"CASE {' '.join(whens)} ELSE {otherwise} END" if whens else otherwise

    def _joined(self, query: str, own: tuple[str, ...]) -> str:
        """Join a query over related records by its link, and return its name."""
        name = self._query.columns.joined(len(self._query.joins))
        self._query.joins[name] = f"({query}) {name} ON {name}.{JOINED.link} = {key_sql(own, 'r.')}"
        return name

    def _source(self, unit: Unit) -> str:
        return f"(SELECT *, DATE '{self._context.as_of}' AS as_of FROM ({unit.source}))"

    def _vouched(self, layout: str) -> bool:
        """Return whether the municipality declares that it has no such records, so that none are missing."""
        return any(a.covers(layout) for a in self._unit.settings.absent)

    def _related(self, use: Use) -> None:
        """Keep records with a related record that keeps them, and those whose related records can't all be seen."""
        related = self._context.retention.related(use)
        condition = related.condition
        other = self._context.units.get(condition.layout)
        if other is None:
            if not self._vouched(condition.layout):
                self._check(
                    "TRUE",
                    "not_delivered",
                    f"「{condition.message}」かを確かめる「{self._name(condition.layout)}」が提出されていない",
                )
            return
        # grouped before it is joined: a record with three related ones must stay one row, and one of three is enough to keep
        # it. bool_or keeps "one surely stands against it" and "of one nobody knows" apart
        broken = condition_sql(condition.none)
        query = (
            f"SELECT {key_sql(tuple(related.by.values()))} AS {JOINED.link}, "
            f"bool_or({broken} IS TRUE) AS {JOINED.against}, bool_or({broken} IS NULL) AS {JOINED.unclear} "
            f"FROM {self._source(other)} GROUP BY 1"
        )
        own = tuple(related.by)
        alias = self._joined(query, own)
        # no related record gives NULL for both, which neither keeps nor checks: nothing is in the way
        self._must(f"{alias}.{JOINED.against}", "related_against", condition.message)
        self._check(
            f"{alias}.{JOINED.unclear}",
            "unknown",
            f"「{condition.message}」かどうかの項目（{self._name(condition.layout)}）が空欄か読めない",
        )
        # a record that could not be read, or whose key is damaged, may be the related one that is looked for
        hidden = other.may_hide(tuple(related.by.values()), key_sql(own, "r."))
        if hidden is not None:
            self._check(
                hidden,
                "referrer_unreadable",
                f"「{self._name(condition.layout)}」に読めない記録か足りない項目があり{other.unseen}、「{condition.message}」かを確かめられない",
            )
        if not related.blank_is_fine:
            self._check(
                f"{key_sql(own, 'r.')} IS NULL",
                "unknown",
                f"「{condition.message}」かを確かめる項目（{'・'.join(own)}）が空欄か読めない",
            )

    def _kept_until(self, item: str) -> None:
        """Keep records whose source says until when it keeps them, up to and on that day."""
        day, unreadable = date_columns(self._unit.needs, item)
        # that day itself still keeps it, as the last day of every other period does
        self._must(f"r.{day} >= DATE '{self._context.as_of}'", "kept_until", f"移行元が{item}を基準日以後としている")
        self._check(f"r.{unreadable}", "bad_date", f"{item}が日付として読めない")

    def _follows(self, start: PeriodStart) -> None:
        """Check records that have no date of their own and don't find the record they follow.

        That they stay as long as the record they follow is seen to later, by `Downwards`.
        """
        other = self._context.units.get(start.layout)
        years = years_of(self._applied, self._unit.settings, self._context.trial)
        if other is None:
            self._check("TRUE", "not_delivered", f"従うべき「{self._name(start.layout)}」が提出されていない")
        else:
            among = "" if start.among is None else f"WHERE {condition_sql(start.among)} IS TRUE"
            # DISTINCT, as a key that occurs twice would double the record that follows it
            query = f"SELECT DISTINCT {key_sql(tuple(start.by.values()))} AS {JOINED.link} FROM {self._source(other)} {among}"
            alias = self._joined(query, tuple(start.by))
            self._check(
                f"{alias}.{JOINED.link} IS NULL",
                "not_found",
                f"従うべき「{self._name(start.layout)}」の記録が見当たらない",
            )
            hidden = other.may_hide(tuple(start.by.values()), key_sql(tuple(start.by), "r."))
            if hidden is not None:
                text = f"従うべき「{self._name(start.layout)}」に読めない記録か足りない項目があり{other.unseen}、つながりを確かめられない"
                self._check(hidden, "referrer_unreadable", text)
        if years is None:
            self._check("TRUE", "not_set", self._not_set())

    def _period(self, start: PeriodStart) -> None:
        """Keep records whose period is not over, and check those whose first day is not known."""
        rule, as_of = self._applied.rule, self._context.as_of
        start = start_in_force(self._applied, self._unit.settings)
        days, bad = self._own_dates(start.items)
        own = len(days)
        for also in start.also:
            self._also(also, days, bad)
        # the period begins after the latest of the days: a record is complete only with the last event
        day = latest(days)
        if start.later:
            # these days put the beginning off, but alone they make none
            put_off, unsure = self._own_dates(start.later)
            day = f"CASE WHEN {day} IS NOT NULL THEN {latest([day, *put_off])} END"
            bad += unsure
        self._query.day, day = day, f"r.{self._query.columns.day}"
        fiscal = start.counted_from in ("fiscal_year", "later_year")
        self._query.year = fiscal_year(day) if fiscal else f"year({day})"
        if start.complete_without is not None:
            never = " AND ".join(f"{d} IS NULL" for d in days[own:]) or "TRUE"
            sql = f"({never}) AND {condition_sql(start.complete_without)} IS NOT TRUE"
            self._check(sql, "no_date", "完結した日（収納・不納欠損・還付など）の記録がない")
        years = years_of(self._applied, self._unit.settings, self._context.trial)
        if years is not None:
            # a NULL day makes this NULL, not TRUE: the record falls through to the checks below and is no candidate
            end = period_end(day, years, start)
            still = f"DATE '{as_of}' <= {end}"
            if rule.id in BY_BOUNDARY:
                # 住民基本台帳法施行令34条: 150 years for what was removed on or after the boundary day; for what was
                # removed before it, the 5 years of the old law must have been over when the new one came into force
                boundary = self._unit.settings.boundary
                text = f"消除・改製の日が {boundary} 以後（{rule.law}、{years}年保存）"
                self._must(f"{day} >= DATE '{boundary}' AND {still}", "within", text)
                before = f"DATE '{as_of}' <= {period_end(day, OLD_YEARS, start)}"
                self._must(before, "within", f"改正前の保存期間（{OLD_YEARS}年）が満了していない")
            else:
                self._must(still, "within", f"{rule.id} の期間（{self._whose(years)} {years}年）が満了していない")
        # in this order, so that the reason is the one that somebody can act on: unreadable, absent, and last a readable day
        # beside an unreadable one that might be later
        self._check(
            f"{day} IS NULL AND ({' OR '.join(bad)})",
            "bad_date",
            f"起算日（{'・'.join(start.items)}）が日付として読めない",
        )
        self._check(f"{day} IS NULL", "no_date", f"起算日（{'・'.join(start.items)}）がない")
        self._check(
            " OR ".join(bad), "bad_date", f"起算日になりうる日付（{'・'.join(start.items)} ほか）に読めないものがある"
        )
        if years is None:
            self._check("TRUE", "not_set", self._not_set())

    def _whose(self, years: int) -> str:
        """Return who sets the years in force: the law, or the municipality, whose rule is never shown as law."""
        rule, setting = self._applied.rule, self._unit.settings.rules.get(self._applied.rule.id)
        if rule.id in self._context.trial.years:
            return "試算"
        if setting is not None and setting.years == years and (rule.must_be_set or years != rule.years):
            return f"団体の定め「{setting.name}」" if setting.name else "団体の定め"
        return rule.law

    def _not_set(self) -> str:
        rule = self._applied.rule
        return f"団体が {rule.id} の年数{'と自らの規程' if rule.default == 'own_rule' else ''}を設定していない"

    def _own_dates(self, items: Sequence[str]) -> tuple[list[str], list[str]]:
        pairs = [date_columns(self._unit.needs, item) for item in items]
        return [f"r.{day}" for day, _ in pairs], [f"r.{bad}" for _, bad in pairs]

    def _also(self, also: Also, days: list[str], bad: list[str]) -> None:
        """Add the dates of related records to `days`, and to `bad` whether one of them can't be read."""
        other = self._context.units.get(also.layout)
        if other is None:
            if also.required or not self._vouched(also.layout):
                self._check("TRUE", "not_delivered", f"完結した日を持つ「{self._name(also.layout)}」が提出されていない")
            return
        pairs = [date_columns(other.needs, item) for item in also.items]
        newest = latest([day for day, _ in pairs])
        # a condition that nobody can answer takes the day in: a later end keeps a record longer, never shorter
        where = "" if also.when is None else f"WHERE {condition_sql(also.when)} IS NOT FALSE"
        query = (
            f"SELECT {key_sql(tuple(also.by.values()))} AS {JOINED.link}, max({newest}) AS {JOINED.day}, "
            f"bool_or({' OR '.join(unreadable for _, unreadable in pairs)}) AS {JOINED.unreadable} "
            f"FROM {self._source(other)} {where} GROUP BY 1"
        )
        alias = self._joined(query, tuple(also.by))
        days.append(f"{alias}.{JOINED.day}")
        bad.append(f"coalesce({alias}.{JOINED.unreadable}, FALSE)")  # NULL where no related record is
        hidden = other.may_hide(tuple(also.by.values()), key_sql(tuple(also.by), "r."))
        if hidden is not None:
            self._check(
                hidden,
                "referrer_unreadable",
                f"「{self._name(also.layout)}」に読めない記録か足りない項目があり{other.unseen}、完結した日を確かめられない",
            )
        if also.required:
            self._check(
                f"{alias}.{JOINED.day} IS NULL",
                "no_date",
                f"「{self._name(also.layout)}」に起算日（{'・'.join(also.items)}）がない",
            )
