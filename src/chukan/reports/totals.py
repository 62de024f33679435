"""What the delivery note says of a file, beside what the file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chukan.verification.result import FileResult


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of one file."""

    file: FileResult
    what: str
    expected: int | None
    """None = the note says nothing of it."""
    found: int

    @property
    def difference(self) -> int | None:
        """How much more the file holds; None = there is nothing to compare with."""
        return None if self.expected is None else self.found - self.expected

    @property
    def word(self) -> str:
        """The outcome in a word."""
        if self.expected is None:
            return "納品書に記載なし"
        return "一致" if self.expected == self.found else "不一致"


def compared(files: Iterable[FileResult]) -> Iterator[Compared]:
    """The record count, where the note has one, and every amount."""
    for f in files:
        if f.expected_records is not None:
            yield Compared(f, "レコード件数", f.expected_records, f.records.total)
        for name in dict.fromkeys([*f.expected_totals, *f.totals]):
            yield Compared(f, f"{name}の合計（円）", f.expected_totals.get(name), f.totals.get(name, 0))
