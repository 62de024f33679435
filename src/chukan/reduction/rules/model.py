"""Retention rules and the records to which they apply: the models of ``layouts/retention``.

Kinds are kept apart because they mean different things: a statute that makes somebody keep a record, a
limitation period after which a claim can't be made any more (no duty to keep), a municipality's own
practice, and the storage ban of 番号法20条, which forbids keeping.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from chukan.documents import Document

Kind = Literal["statutory_retention", "limitation_period", "local_practice", "storage_restriction"]
Default = Literal["law", "floor", "setting", "own_rule", "never", "fact"]
StartType = Literal[
    "event", "fiscal_year_end", "following_year", "legal_due_date", "completion", "term_of_office", "follows", "never"
]
YearEnd = Literal["fiscal_year", "year", "later_year"]
"""``later_year``: the later one of the two, where towns count either way (a year of leave)."""

KIND_JA: dict[Kind, str] = {
    "statutory_retention": "法定保存",
    "limitation_period": "期間制限・時効",
    "local_practice": "団体の定め",
    "storage_restriction": "保管制限",
}
SELF = "self"
"""The name of a layout in its own entry."""


class RetentionRule(Document):
    """One row of ``rules.csv``.

    Attributes:
        default: ``law``: its years decide by themselves. ``floor``: nothing is a candidate before they are over, but they make no candidate. ``setting``: the municipality must set the years. ``own_rule``: the years and the name of its own rule, also in a trial. ``never``: no candidate, ever. ``fact``: applies to no layout.
        ask: What the municipality must decide.
    """

    id: str
    business: str
    record_class: str
    kind: Kind
    law: str
    default: Default
    years: int | None = None
    period: str = ""
    start: str = ""
    in_force_since: str = ""
    prior: str = ""
    candidate: str = ""
    ask: str = ""
    provenance: Literal["seen", "partly", "background"] = "background"
    confidence: Literal["high", "medium", "low"] = "low"
    source: str = ""
    note: str = ""

    @property
    def decides(self) -> bool:
        """True when the end of its period may make a candidate."""
        return self.default in ("law", "setting", "own_rule")

    @property
    def must_be_set(self) -> bool:
        """True when the municipality must set its years."""
        return self.default in ("setting", "own_rule")


class Also(Document):
    """A date of the start in records of another layout; the latest of all counts.

    Attributes:
        by: The record's own item -> the other layout's.
        required: A record without such a date has no date.
    """

    layout: str
    by: dict[str, str]
    items: tuple[str, ...]
    when: str | None = None
    required: bool = False


class PeriodStart(Document):
    """When a period begins: the latest of some dates.

    Attributes:
        items: Dates of the record itself; without any of them there is no start.
        later: Dates that can put the start off, but never make one.
        from_end_of: The period is counted from the end of the year that holds the date.
        until_end_of: The period lasts until the end of the year in which it would be over.
        complete_without: ``completion`` with `also`: when none of these dates is needed (nothing was due).
        layout: ``follows``: the layout that is followed.
    """

    type: StartType
    items: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    from_end_of: YearEnd | None = None
    until_end_of: YearEnd | None = None
    margin_days: int = 0
    complete_without: str | None = None
    layout: str = ""
    by: dict[str, str] = {}
    among: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> PeriodStart:
        if self.type == "follows" and not (self.layout and self.by):
            raise ValueError("type: follows には layout と by が要ります")
        if self.type not in ("follows", "never") and not self.items:
            raise ValueError("起算日の項目（items）が要ります")
        return self

    @property
    def counted_from(self) -> YearEnd | None:
        """The year end from which the period is counted, also where it follows from the type."""
        by_type: dict[StartType, YearEnd] = {"fiscal_year_end": "fiscal_year", "following_year": "year"}
        return by_type.get(self.type, self.from_end_of)


class Requirement(Document):
    """What must be true of a record before it may be a candidate.

    Attributes:
        message: Why a record is kept when the condition is false.
    """

    id: str
    that: str
    message: str


class RetentionCondition(Document):
    """What must not be true of any related record."""

    id: str
    layout: str
    none: str
    message: str


class Use(Document):
    """A condition, and how a record's related ones are found.

    Attributes:
        blank_is_fine: A blank link means that there is nothing to be related to, not that it is unknown.
    """

    use: str
    by: dict[str, str]
    blank_is_fine: bool = False


class LayoutEntry(Document):
    """The application of rules to layouts.

    Attributes:
        kept_until: A date of the record until which its source says that it is kept: on that day and before it stays.
    """

    rules: tuple[str, ...]
    layouts: tuple[str, ...]
    when: str | None = None
    start: PeriodStart
    requires: tuple[Requirement, ...] = ()
    related: tuple[Use, ...] = ()
    kept_until: str | None = None


class MovesTogether(Document):
    """Records that only move as a whole: a household, a tax account.

    Attributes:
        setting: The setting that a municipality may switch it off by, if any.
        members: The items that name the group, by BUSINESS/LAYOUT.
        when: Which records of a layout belong to it, by BUSINESS/LAYOUT; left out = all of them.
    """

    id: str
    name: str
    law: str = ""
    setting: str = ""
    members: dict[str, tuple[str, ...]]
    when: dict[str, str] = {}


class RetentionFile(Document):
    """One YAML file of ``layouts/retention``."""

    conditions: tuple[RetentionCondition, ...] = ()
    applies: tuple[LayoutEntry, ...] = ()
    groups: tuple[MovesTogether, ...] = Field(default=())
