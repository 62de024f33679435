"""What a target system might hold of a delivered file: the same records but for a handful of seeded differences, each of them listed.

For trying `chukan reconcile`: it must find exactly these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.intake.pinning import pinned
from chukan.intake.reader import open_file
from chukan.layouts.model import Item, Layout
from chukan.output.csv_file import write_csv
from chukan.sample.files.write import write

COLUMNS = ("record", "item", "rule", "kind")
_KINDS, _WEIGHTS = ("value", "missing", "added"), (0.6, 0.25, 0.15)
_NEXT = {"0": "1", "9": "8", "z": "y", "Z": "Y", "ん": "を", "ン": "ヲ", "ー": "ア"}
_SHIFTED = "字"
"""Takes the place of a character that has no neighbour of its own kind."""


@dataclass(frozen=True, slots=True)
class SeededDifference:
    """A difference between the two sides that was made on purpose.

    Attributes:
        record: Of the delivered file; of an added record that of the loaded file.
        item: The item that differs; "" = the whole record.
        rule: What `chukan reconcile` reports: M01 missing, M02 added, M03 another value.
    """

    record: int
    item: str
    rule: str
    kind: str


@dataclass
class LoadedSample:
    """What a target system might hold, as it was written.

    Attributes:
        records: Of the loaded file.
        list_path: Of the list of differences.
    """

    path: Path
    list_path: Path
    records: int = 0
    differences: list[SeededDifference] = field(default_factory=list)


def write_loaded(
    source: Path,
    layout: Layout,
    agreement: Agreement,
    out: Path,
    *,
    rate: float,
    seed: int = 1,
    others: Callable[[], Iterable[Layout]] = tuple,
) -> LoadedSample:
    """Write what a target system might hold of a file, and the list of the seeded differences beside it.

    Args:
        source: the delivered file.
        layout: of both files; it must have a key.
        agreement: of both; what it leaves out is detected in `source`.
        out: the loaded file; the list is ``out`` + ``.differences.csv``.
        rate: share of the records that differ, 0 to 1.
        seed: the same seed gives the same bytes.
        others: the layouts that `source` may be of instead.

    Raises:
        UsageError: the layout has no key or is not that of `source`, or the agreement is one that can't be written.
        InputError: `source` can't be read.
        OutputError: `out` can't be written.
    """
    if not layout.key:
        raise UsageError(
            f"「{layout.name}」にはキーがないため、違いを混ぜた移行先のファイルを作れません", place=layout.address
        )
    reader = open_file(source, layout, agreement, others=others)
    if reader.facts.wrong_layout:
        raise UsageError(
            f"見出しが別の移行ファイル定義（{reader.facts.wrong_layout}）のものです",
            place=str(source),
            hint="そのファイルの定義を指定してください。",
        )
    agreed = pinned(agreement, reader.facts)
    missing_keys = [name for name in layout.key if name not in reader.facts.columns]
    if missing_keys:
        raise UsageError(f"キーの列がありません: {'、'.join(missing_keys)}", place=str(source))
    made = LoadedSample(out, out.with_name(f"{out.name}.differences.csv"))
    seeder = _Seeder(layout, rate, np.random.default_rng(seed), made)
    made.records = write(out, layout, (seeder.changed(batch.table, batch.records) for batch in reader), agreed).records
    rows = ((one.record, one.item, one.rule, one.kind) for one in made.differences)
    write_csv(made.list_path, COLUMNS, rows)
    return made


class _Seeder:
    def __init__(self, layout: Layout, rate: float, random: np.random.Generator, made: LoadedSample) -> None:
        self._layout, self._rate, self._random, self._made = layout, rate, random, made
        self._written = 0
        self._keys: set[tuple[str, ...]] = set()

    def changed(self, table: pa.RecordBatch, records: pa.Array) -> pa.RecordBatch:
        """Return some records as the target system holds them."""
        rows = table.to_pylist()
        key = self._layout.key
        self._keys |= {tuple(row[name] for name in key) for row in rows}
        result = [new for row, number in zip(rows, records.to_pylist(), strict=True) for new in self._one(row, number)]
        return pa.RecordBatch.from_pylist(result, schema=table.schema)

    def _one(self, row: dict[str, str], number: int) -> Iterator[dict[str, str]]:
        kind = ""
        if self._random.random() < self._rate:
            kind = str(self._random.choice(_KINDS, p=_WEIGHTS))
        if kind == "missing":
            self._made.differences.append(SeededDifference(number, "", "M01", kind))
            return
        self._written += 1
        yield self._other(row, number) if kind == "value" else row
        if kind == "added" and (new := self._new(row)) is not None:
            self._written += 1
            self._made.differences.append(SeededDifference(self._written, "", "M02", kind))
            yield new

    def _other(self, row: dict[str, str], number: int) -> dict[str, str]:
        """Return a record with another value in one of its items."""
        items = [self._layout.by_name[name] for name, value in row.items() if value and name in self._layout.by_name]
        items = [item for item in items if item.key is None and _other_value(item, row[item.name]) != row[item.name]]
        if not items:
            return row
        item = items[int(self._random.integers(len(items)))]
        self._made.differences.append(SeededDifference(number, item.name, "M03", "value"))
        return {**row, item.name: _other_value(item, row[item.name])}

    def _new(self, row: dict[str, str]) -> dict[str, str] | None:
        """Return a record with a key that no record has; None where none was found."""
        first = self._layout.key[0]
        text = row[first]
        for _ in range(100):
            digits = "".join(str(d) for d in self._random.integers(0, 10, len(text)))
            new = {**row, first: f"9{digits[1:]}"}
            key = tuple(new[name] for name in self._layout.key)
            if text and key not in self._keys:
                self._keys.add(key)
                return new
        return None


def _other_value(item: Item, value: str) -> str:
    """Return a value of the same length and kind that is not the same."""
    last = value[-1]
    if item.is_number and not last.isdigit():
        return value
    new = _NEXT.get(last)
    if new is None and last.isalnum() and (last.isascii() or "ぁ" <= last <= "ヶ"):
        new = chr(ord(last) + 1)
    if new is None:
        new = "-" if last.isascii() and last != "-" else _SHIFTED if not last.isascii() and last != _SHIFTED else last
    return value[:-1] + new
