"""What integrity is given and what it answers: the contract with `verification`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chukan.expressions.types import DateForms
from chukan.layouts.model import Layout
from chukan.severity import Severity

#: Columns that every spill has beside the items: data record number and physical line, both int64.
RECORD, LINE = "__record", "__line"


@dataclass(frozen=True, slots=True)
class Part:
    """One delivered file of a layout. A layout may come in several."""

    index: int
    """Its place among the files of the verification; outcomes name it."""
    municipality: str
    layout: Layout
    file: str
    """How results name it."""
    columns: tuple[str, ...]
    """The layout items that the file has; none = it could not be read at all."""
    spill: Path | None
    """Parquet with RECORD, LINE and the needed columns as strings (blank = ""); None = no record could be read."""
    forms: DateForms = field(default_factory=DateForms)
    """How its days are written."""
    sha256: str = ""
    records: int = 0
    """Records read and rejected."""
    rejected: int = 0
    """Of these, how many could not be read: no spill has them."""
    totals: Mapping[str, int] = field(default_factory=dict)
    expected_records: int | None = None
    expected_totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of an outcome."""

    record: int
    """0 = the file as a whole."""
    line: int
    value: str = ""
    """As it stands in the file; `verification` masks it."""
    note: str = ""
    """Added to the outcome's message for this place; holds no value."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule that does not hold, in one part."""

    rule: str
    item: str
    severity: Severity
    part: int
    count: int
    message: str
    """Japanese; holds no value of a record."""
    hits: tuple[Hit, ...] = ()
    """At most the sample limit, by record."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A rule that could not run for a part, and why."""

    rule: str
    part: int
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that integrity has to say."""

    outcomes: tuple[Outcome, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()
