"""A small table that fixtures are made from: change a value, then write it in the wrong way."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from chukan.agreement import Agreement, load_agreement
from chukan.intake.writing.fixed import FixedForm
from chukan.layouts.library import Library
from chukan.sample.records.generate import generate

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
AS_OF = dt.date(2026, 11, 23)
ROWS = 12


@dataclass(frozen=True)
class Table:
    """Column names and records, all of them strings."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def where(self, **wanted: str) -> int:
        """Return the first record, from 0, that holds these values; "*" = any value but a blank."""
        for number, row in enumerate(self.rows):
            values = dict(zip(self.names, row, strict=True))
            if all(values[k] == v or (v == "*" and values[k] != "") for k, v in wanted.items()):
                return number
        raise LookupError(f"no record has {wanted}: choose another seed")

    def value(self, row: int, item: str) -> str:
        """Return the value of an item of a record, from 0."""
        return self.rows[row][self.names.index(item)]

    def put(self, row: int, **values: str) -> Table:
        """With other values in one record."""
        changed = [values.get(name, old) for name, old in zip(self.names, self.rows[row], strict=True)]
        return replace(self, rows=(*self.rows[:row], tuple(changed), *self.rows[row + 1 :]))

    def columns(self, names: tuple[str, ...]) -> Table:
        """Return the table with the columns in this order; a name given twice is a column twice."""
        places = [self.names.index(name) for name in names]
        return Table(names, tuple(tuple(row[place] for place in places) for row in self.rows))

    def named(self, **new: str) -> Table:
        """With other names in the header."""
        return replace(self, names=tuple(new.get(name, name) for name in self.names))

    def text(self, newline: str = "\r\n") -> str:
        """As CSV with a header, quotes only where they are needed."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator=newline)
        writer.writerow(self.names)
        writer.writerows(self.rows)
        return file.getvalue()

    def cp932(self) -> bytes:
        """Return the table as bytes under the agreement `cp932.yaml`."""
        return self.text().encode("cp932")


def fixed_records(table: Table, address: str, agreement: str) -> list[bytes]:
    """Return the records in fixed width, without newlines, as under an agreement of the fixtures."""
    agreed = load_agreement(FIXTURES / "agreements" / f"{agreement}.yaml")
    batch = pa.record_batch([list(column) for column in zip(*table.rows, strict=True)], names=list(table.names))
    return list(FixedForm(Library().layout(f"mic@2.7/{address}"), agreed, "cp932").records(batch))


def base(name: str) -> Table:
    """Return a good file of the fixtures: what the others are made from."""
    text = (FIXTURES / "good" / name).read_bytes().decode("cp932")
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    return Table(tuple(names), tuple(map(tuple, rows)))


def synthetic(address: str, *, seed: int, rows: int = ROWS) -> Table:
    """Return records of a layout that satisfy every rule. The people in them do not exist."""
    layout = Library().layout(f"mic@2.7/{address}")
    batches = list(generate(layout, rows, seed=seed, agreement=Agreement(), as_of=AS_OF))
    records = [tuple(row.values()) for batch in batches for row in batch.to_pylist()]
    return Table(layout.names, tuple(records))
