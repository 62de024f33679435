"""The result of `chukan.impact`: frozen values that screen and JSON show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chukan.authoring.change import Change


@dataclass(frozen=True, slots=True)
class Example:
    """One record that a change touches.

    Attributes:
        record: Its number, from 1.
        line: The physical line on which it begins.
        value: Masked as results mask it; never 個人番号.
    """

    record: int
    line: int
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class ChangeImpact:
    """What one change does to the records of a file.

    Attributes:
        records: Records that fit the old side and not the new one; None = it can't be counted in this file.
        already: Records that fit neither side.
        why: Why it can't be counted; "" = it was.
    """

    change: Change
    records: int | None
    already: int = 0
    examples: tuple[Example, ...] = ()
    why: str = ""

    @property
    def touches(self) -> bool:
        """True when some record is touched, or nobody could tell though the change may touch some."""
        return bool(self.records) or (self.records is None and self.change.touches)


@dataclass(frozen=True, slots=True)
class Impact:
    """What the changes between two layouts do to one file.

    Attributes:
        old: Address of the layout that the file was made for.
        new: Address of the layout that it is to fit.
        account: Where every byte and record of the file went.
        agreement: How it was read: key of the agreement to value, agreed or detected.
        undecided: Those keys that were detected, not agreed.
        problems: Reading problems under the old layout: rule id to number of places.
        form: What becomes of the file's columns: a sentence; "" when they stay.
        touched: Records that at least one counted change touches, those across records (keys, histories ...) aside.
        changes: One entry a change, in the order of the diff.
    """

    file: str
    sha256: str
    old: str
    old_digest: str
    new: str
    new_digest: str
    statements: tuple[str, ...]
    as_of: str
    account: Mapping[str, int]
    agreement: Mapping[str, Any]
    undecided: tuple[str, ...]
    problems: Mapping[str, int]
    form: str
    touched: int
    changes: tuple[ChangeImpact, ...]

    @property
    def touches(self) -> bool:
        """True when something is to be done before the file fits, or nobody could tell."""
        return any(c.touches for c in self.changes) or bool(self.problems or self.form)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able tree."""
        return {**asdict(self), "touches": self.touches}
