"""What a check is: the contract between `rules` and `verification`.

A check looks at one whole column (or one whole batch) and answers with a mask.
Counting is the caller's: masks make exact counts cheap and a bounded sample possible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from chukan.agreement import Agreement
from chukan.layouts.model import Item, Layout
from chukan.severity import NOTHING_CHOSEN, Severities, Severity

if TYPE_CHECKING:
    import pandera.pandas as pa_schema
    import pyarrow as pa

    from chukan.rules.records import RecordRules


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a layout is checked, beside the layout itself."""

    agreement: Agreement = field(default_factory=Agreement)
    dates: str = "yyyymmdd"
    """The date form in force: agreed, or what intake detected."""
    encoding: str = "cp932"
    """The encoding in force; decides byte lengths when the agreement counts bytes."""
    as_of: dt.date = field(default_factory=dt.date.today)
    severities: Severities = NOTHING_CHOSEN
    """As the project says; a plain mapping of rule id -> error | warning | info | off will do, and is validated."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severities", Severities(self.severities))


class FieldCheck(Protocol):
    """One rule for one item."""

    @property
    def rule(self) -> str:
        """V01 to V12."""
        ...

    @property
    def item(self) -> Item:
        """The item that it looks at."""
        ...

    @property
    def severity(self) -> Severity:
        """What a finding of it weighs, after the project's own severities."""
        ...

    @property
    def ground(self) -> str:
        """The basis of what it asks for; "" = it rests on the file itself or on the agreement."""
        ...

    @property
    def repeats(self) -> bool:
        """True when it pays to ask it of the distinct values only (dates, codes)."""
        ...

    def failing(self, values: pa.Array) -> pa.Array | None:
        """A boolean mask (no nulls), True where the rule is broken; None when nowhere.

        `values` is a pa.string() array; blank is "" or null. A value with a DAMAGE mark is not
        this check's business: the caller leaves such rows out.
        """
        ...

    def message(self, value: str, *, show: bool) -> str:
        """Why `value` breaks the rule and what to do, in Japanese.

        `show` is True when the user asked for values; otherwise the message holds nothing that
        tells the value (lengths, kinds of characters and code values of up to four half-width characters are fine).
        """
        ...


@dataclass(frozen=True)
class RuleSet:
    """All the checks of one layout under one agreement."""

    layout: Layout
    settings: Settings
    fields: Mapping[str, tuple[FieldCheck, ...]]
    records: RecordRules
    could_not_run: Mapping[str, str] = field(default_factory=dict)
    """Rule id -> why it could not run (a record rule names an item that the layout lacks)."""

    @property
    def schema(self) -> pa_schema.DataFrameSchema:
        """The same checks as a pandera schema."""
        from chukan.rules.schema import to_schema

        return to_schema(self)
