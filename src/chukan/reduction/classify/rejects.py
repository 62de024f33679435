"""Records that could not be read: what they may belong to.

Their bytes are known all the same. A record that was cut or shifted still holds the number of the household or the
account that it belongs to, unless it ends before that field: then it may belong to any. A field that can't be decoded
may hold any number that fits the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chukan.expressions.names import literal
from chukan.intake.batch import FileFacts, Rejected
from chukan.intake.encoding.decode import decode, is_marked
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.records.block import Plan
from chukan.intake.records.split import split
from chukan.reduction.classify.damage import may_be, pattern_of

#: More unreadable records, or more of their text, than these hold everything back: each is looked for in each candidate.
MOST, MOST_BYTES = 100, 64 << 10


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A record that could not be read.

    Attributes:
        line: Where it begins, from 1.
        text: All of it; "" where it can't be decoded.
        reach: The items whose field it has.
        lost: Patterns (`chukan.reduction.classify.damage`) of the fields of which a part can't be decoded.
    """

    line: int
    text: str
    reach: frozenset[str]
    lost: tuple[str, ...] = ()

    def may_name(self, sql: str) -> str:
        """Return SQL for whether its text may hold the text that `sql` gives."""
        return f"({' OR '.join([f'contains({literal(self.text)}, {sql})', *(may_be(sql, p) for p in self.lost)])})"


class UnreadRecords:
    """The records of one file that could not be read, while it is read."""

    def __init__(self, facts: FileFacts, plan: Plan) -> None:
        self._facts, self._plan = facts, plan
        self._found: list[UnreadRecord] = []
        self._bytes = 0

    def add(self, rejected: Iterable[Rejected]) -> None:
        """Add what a block could not read; only the first ones are looked at."""
        for one in rejected:
            self._bytes += len(one.raw) if one.records == 1 else MOST_BYTES + 1
            if len(self._found) > MOST or self._bytes > MOST_BYTES:
                return
            text = self._text(one.raw)
            self._found.append(UnreadRecord(one.line, text, self._reach(one.raw), self._lost(text)))

    @property
    def found(self) -> tuple[UnreadRecord, ...] | None:
        """All of them; None where they are too many to be looked for."""
        return None if len(self._found) > MOST or self._bytes > MOST_BYTES else tuple(self._found)

    def _text(self, raw: bytes) -> str:
        if self._facts.encoding == "utf-16":
            return ""  # which bytes come first is told at the beginning of the file only
        try:
            text = decode(raw, self._facts.encoding)
        except LookupError:
            return ""
        # in fixed width nobody knows where the fields of such a record begin
        return "" if "\0" in text or (is_marked(text) and not isinstance(self._plan, DelimitedPlan)) else text

    def _lost(self, text: str) -> tuple[str, ...]:
        if not is_marked(text) or not isinstance(self._plan, DelimitedPlan):
            return ()
        rules = self._plan.rules
        quotes = "" if rules.quote is None else chr(rules.quote)
        fields = (part.strip(f"{quotes}\r\n \u3000") for part in text.split(chr(rules.delimiter)))
        return tuple(dict.fromkeys(pattern_of(part) for part in fields if is_marked(part)))

    def _reach(self, raw: bytes) -> frozenset[str]:
        plan = self._plan
        if isinstance(plan, FixedPlan):
            return frozenset(span.item for span in plan.spans if span.end <= len(raw))
        if not isinstance(plan, DelimitedPlan) or self._facts.encoding.startswith("utf-16"):
            return frozenset()
        fields = split(raw, plan.rules.delimiter, plan.rules.quote, keep=0).count
        return frozenset(plan.labels[:fields])
