"""Records that could not be read: what they may belong to.

Their bytes are known all the same. A record that was cut or shifted still holds the number of the household or the
account that it belongs to, unless it ends before that field, or its text can't be decoded: then it may belong to any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chukan.intake.batch import FileFacts, Rejected
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.records.block import Plan
from chukan.intake.records.split import split

#: More unreadable records, or more of their text, than these hold everything back: each is looked for in each candidate.
MOST, MOST_BYTES = 100, 64 << 10


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A record that could not be read.

    Attributes:
        line: Where it begins, from 1.
        text: All of it; "" where it can't be decoded.
        reach: The items whose field it has.
    """

    line: int
    text: str
    reach: frozenset[str]


class UnreadRecords:
    """The records of one file that could not be read, while it is read."""

    def __init__(self, facts: FileFacts, plan: Plan) -> None:
        self._facts, self._plan = facts, plan
        self._found: list[UnreadRecord] = []
        self._bytes = 0

    def add(self, rejected: Iterable[Rejected]) -> None:
        """Add what a block could not read; only the first ones are looked at."""
        for one in rejected:
            self._bytes += len(one.raw)
            if len(self._found) > MOST or self._bytes > MOST_BYTES:
                return
            self._found.append(UnreadRecord(one.line, self._text(one.raw), self._reach(one.raw)))

    @property
    def found(self) -> tuple[UnreadRecord, ...] | None:
        """All of them; None where they are too many to be looked for."""
        return None if len(self._found) > MOST or self._bytes > MOST_BYTES else tuple(self._found)

    def _text(self, raw: bytes) -> str:
        if self._facts.encoding == "utf-16":
            return ""  # which bytes come first is told at the beginning of the file only
        try:
            text = raw.decode(self._facts.encoding)
        except (UnicodeDecodeError, LookupError):
            return ""
        return "" if "\0" in text else text

    def _reach(self, raw: bytes) -> frozenset[str]:
        plan = self._plan
        if isinstance(plan, FixedPlan):
            return frozenset(span.item for span in plan.spans if span.end <= len(raw))
        if not isinstance(plan, DelimitedPlan) or self._facts.encoding.startswith("utf-16"):
            return frozenset()
        fields = len(split(raw, plan.rules.delimiter, plan.rules.quote).fields)
        return frozenset(plan.labels[:fields])
