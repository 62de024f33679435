"""The names of the columns in the SQL of a classification, which several modules build together.

Three kinds of tables have them: the spilled records of a file (``record``, ``bytes``, ``file``), the classification of
a unit (one row a record; ``CLASSIFIED`` and, for its links, `key` and `among`), and the queries that a rule joins
(``JOINED``).
"""

from __future__ import annotations

from dataclasses import dataclass

RECORD, BYTES, PART, SECRET = "__record", "__bytes", "__part", "__secret"
"""Of the spilled records: the record's number in its file, its bytes with the newline, the file's index, whether it has a 個人番号
(only in files with such a column).

The underscores keep them apart from the items, whose columns have the items' own names.
"""


@dataclass(frozen=True, slots=True)
class ClassificationColumns:
    """Of the table that holds the classification of a unit's records.

    Attributes:
        own: The level by the record's own rules.
        level: The level after what is linked to the record was considered: at least `own`.
        alone: The level if one single rule made candidates; scratch, filled for each rule in turn.
        reason: The number of the reason (`chukan.reduction.rules.reasons.Reasons`) for `level`.
        rule: The index of the deciding rule among those of the unit; -1 = no rule applies.
        year: The year of the record's event; NULL where it is unknown.
    """

    own: str = "own_level"
    level: str = "level"
    alone: str = "level_alone"
    reason: str = "reason"
    rule: str = "rule"
    year: str = "event_year"

    @staticmethod
    def key(number: int) -> str:
        """Return the column of the unit's link of that number (`Relations.keys_of`); NULL = no link."""
        return f"key_{number}"

    @staticmethod
    def among(number: int) -> str:
        """Return the column of the unit's condition of that number (`Relations.filters_of`)."""
        return f"among_{number}"


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """Of the queries that evaluate all the rules of a unit: the answers of the rule of that number."""

    number: int

    @property
    def day(self) -> str:
        """The day after which the period begins."""
        return f"__day_{self.number}"

    @property
    def outcome(self) -> str:
        """The level and the number of its reason in one (`chukan.reduction.classify.retention_query.outcome`)."""
        return f"outcome_{self.number}"

    @property
    def level(self) -> str:
        """The level; NULL where the rule does not apply to the record."""
        return f"level_{self.number}"

    @property
    def year(self) -> str:
        """The year of the event by this rule."""
        return f"year_{self.number}"

    def joined(self, number: int) -> str:
        """Return the name of a query over related records that the rule joins."""
        return f"__joined_{self.number}_{number}"


@dataclass(frozen=True, slots=True)
class JoinedColumns:
    """Of a query over related records, one row a link.

    Attributes:
        against: TRUE where a related record keeps the record from being a candidate.
        unclear: TRUE where that can't be known of a related record.
        unreadable: TRUE where a related record has a date that can't be read.
    """

    link: str = "link"
    against: str = "against"
    unclear: str = "unclear"
    day: str = "latest_day"
    unreadable: str = "unreadable"


CLASSIFIED = ClassificationColumns()
JOINED = JoinedColumns()
