"""The input and the result of integrity: the contract with `verification`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chukan.expressions.types import DateForms
from chukan.layouts.model import Layout
from chukan.severity import Severity

#: Columns that every spill has beside the items: data record number and physical line, both int64.
RECORD, LINE = "__record", "__line"


@dataclass(frozen=True, slots=True)
class SpilledFile:
    """One delivered file of a layout. A layout may come in several.

    Attributes:
        index: Its place among the files of the verification; violations name it.
        name: How results name it.
        columns: The layout items that the file has; none = it could not be read at all.
        spill: Parquet with RECORD, LINE and the needed columns as strings (blank = ""); None = no record could be read.
        forms: How its days are written.
        key: The items that identify a record; () = none do.
        records: Records read and rejected.
        rejected: Of these, how many could not be read: no spill has them.
    """

    index: int
    municipality: str
    layout: Layout
    name: str
    columns: tuple[str, ...]
    spill: Path | None
    forms: DateForms = field(default_factory=DateForms)
    sha256: str = ""
    records: int = 0
    rejected: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)
    expected_records: int | None = None
    expected_totals: Mapping[str, int] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    estimates: str | None = None
    """The most that a finding weighs which rests on an estimate, as its agreement says; None = nobody said."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a violation weighs, and why."""

    severity: Severity
    ground: str = ""
    """The basis of what the rule asks for; "" = it rests on the file or the delivery note."""


@dataclass(frozen=True, slots=True)
class Location:
    """One record, or the file as a whole, where a rule does not hold.

    Attributes:
        record: 0 = the file as a whole.
        value: As it is in the file; `verification` masks it.
        note: Added to the violation's message for this place; holds no value.
        key: The values of the items that identify the record, in the order of `SpilledFile.key`.
    """

    record: int
    line: int
    value: str = ""
    note: str = ""
    key: tuple[str, ...] = ()


#: Takes a file's index, a rule, an item and a check; returns what tells whether a sheet lists the finding of a record by
#: its key values, or None when nothing is listed there.
Listed = Callable[[int, str, str, str], Callable[[tuple[str, ...]], bool] | None]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that does not hold, in one file.

    Attributes:
        message: Japanese; holds no value of a record.
        locations: At most the sample limit, by record.
        check: Which of several checks of one rule and item it is; stays the same whatever the figures are.
        listed: The records that a sheet lists, all of them: the first of each key, and how many there are.
    """

    rule: str
    item: str
    severity: Severity
    file: int
    count: int
    message: str
    locations: tuple[Location, ...] = ()
    ground: str = ""
    check: str = ""
    listed: tuple[tuple[Location, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not run for a file, and why.

    Attributes:
        counterparts: BUSINESS/LAYOUT of every counterpart of which no file is in the verification; only where nothing else is lacking.
    """

    rule: str
    file: int
    why: str
    counterparts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntegrityResult:
    """All violations, and all rules that could not run."""

    violations: tuple[Violation, ...] = ()
    skipped: tuple[Skipped, ...] = ()
