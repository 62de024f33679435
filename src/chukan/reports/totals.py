"""The totals of the delivery note, compared with those of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chukan.verification.result import FileResult

RECORDS = "レコード件数"


@dataclass(frozen=True, slots=True)
class ComparedTotal:
    """One number of one file.

    Attributes:
        expected: None = it is not in the note.
    """

    file: FileResult
    what: str
    expected: int | None
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


def compared(files: Iterable[FileResult]) -> Iterator[ComparedTotal]:
    """Yield the record count, where the note has one, and every amount: by file, then over the files of a table that came in several."""
    tables: dict[tuple[str, str, str | None], list[FileResult]] = {}
    for f in files:
        tables.setdefault((f.municipality, f.business, f.layout.layout), []).append(f)
        yield from _of_file(f)
    for parts in tables.values():
        if len(parts) > 1:
            yield from _of_table(parts)


def _of_file(f: FileResult) -> Iterator[ComparedTotal]:
    if f.expected_records is not None:
        yield ComparedTotal(f, RECORDS, f.expected_records, f.records.total)
    for name in dict.fromkeys([*f.expected_totals, *f.totals]):
        yield ComparedTotal(f, f"{name}の合計（円）", f.expected_totals.get(name), f.totals.get(name, 0))


def _of_table(parts: list[FileResult]) -> Iterator[ComparedTotal]:
    """Add up all parts; where the note lacks one of them, it has no total of the whole."""
    whole = replace(parts[0], path=f"{len(parts)}ファイルの計")
    sums: dict[str, list[ComparedTotal]] = {}
    for c in (c for part in parts for c in _of_file(part)):
        sums.setdefault(c.what, []).append(c)
    for what, found in sums.items():
        expected = [c.expected for c in found if c.expected is not None]
        records = sum(p.records.total for p in parts) if what == RECORDS else sum(c.found for c in found)
        yield ComparedTotal(whole, what, sum(expected) if len(expected) == len(parts) else None, records)
