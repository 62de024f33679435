"""What a file shows that nobody told anything about, found in one pass over it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chukan.agreement import Agreement
from chukan.intake.batch import Account, Anomaly, Gaiji
from chukan.intake.encoding.decode import decode
from chukan.intake.fit import Fit
from chukan.intake.mapping import Proposal
from chukan.intake.opening.dialect import date_form_of
from chukan.intake.opening.names import fold
from chukan.intake.reader import FileReader
from chukan.intake.records.rules import LARGEST
from chukan.intake.records.split import MOST_FIELDS, split
from chukan.values.date_forms import date_pattern
from chukan.values.masking import column_name

#: Records that the ranking looks at.
LOOKED_AT = 300
#: Different numbers of fields that are told.
_WIDTHS = 20


@dataclass(frozen=True)
class Inspection:
    """All that a file shows. Holds no value of a record.

    Attributes:
        form: csv or fixed.
        newlines: How many lines end with each: crlf, lf, cr, none.
        columns: The names in the header; none without one.
        records: All of them, the rejected ones too.
        widths: Number of fields (bytes of a record, for fixed width) and how many records have it, most frequent first; of a record with quotes at most `MOST_FIELDS` are counted.
        damaged_values: Values with bytes that the encoding does not define.
        control_values: Values with control characters.
        end_marks: 0x1A and NUL at the end, in bytes.
        anomalies: The first reading problems.
    """

    path: str
    bytes: int
    sha256: str
    encoding: str
    confidence: float
    reason: str
    bom: bool
    form: str
    newline: str
    newlines: tuple[tuple[str, int], ...]
    delimiter: str | None
    quoting: str | None
    header: bool
    columns: tuple[str, ...]
    dates: str | None
    records: int
    rejected: int
    widths: tuple[tuple[int, int], ...]
    record_length: int | None
    gaiji: tuple[Gaiji, ...]
    damaged_values: int
    control_values: int
    newlines_in_values: int
    end_marks: int
    blank_lines: int
    account: Account
    fits: tuple[Fit, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    """The first reading problems."""
    skipped: int = 0
    """Records above the header."""
    proposals: tuple[Proposal, ...] = ()
    """For the columns that the best layout calls otherwise."""
    is_guess: bool = False
    """Fixed width without newlines: the record length is that of the layout that suits best, no more."""


@dataclass
class OnePass:
    """One pass over a file.

    Attributes:
        reader: Of the file.
        agreement: What it is read by.
        names: Of the items of all layouts, folded: a column of another name is called by its number, it may be a value.
        columns: The first values of each column.
    """

    reader: FileReader
    agreement: Agreement
    names: frozenset[str]
    columns: list[list[str]] = field(default_factory=list)

    def inspection(self, path: str, confidence: float, reason: str, *, first_only: bool = False) -> Inspection:
        """Read the file, and return what it shows; with `first_only` what its first records show.

        Args:
            path: what the file is called.
            confidence: how sure its encoding is, from 0 to 1.
            reason: why it is that one.
            first_only: counts, digest and account are not those of the file.
        """
        reader = self.reader
        widths: Counter[int] = Counter()
        anomalies: list[Anomaly] = []
        damaged = control = multiline = 0
        for batch in reader:
            self._look_at(batch.table.columns)
            if batch.table.num_rows:
                widths[reader.facts.record_length or batch.table.num_columns] += batch.table.num_rows
            for rejected in batch.rejected:
                if reader.facts.delimiter is None or rejected.size < LARGEST:  # a piece has no number of fields
                    widths[rejected.fields or self._width(rejected.raw)] += rejected.records
            damaged += sum(len(rows) for rows in batch.damaged.values())
            control += sum(anomaly.count for anomaly in batch.anomalies if anomaly.rule == "F05" and anomaly.item)
            multiline += batch.summary.counts.get("folded_records", 0)
            anomalies += batch.anomalies[: max(0, 20 - len(anomalies))]
            if first_only and batch.table.num_rows:
                break
        if not first_only:
            reader.account.check()
        facts, counts = reader.facts, reader.counts
        return Inspection(
            path=path,
            bytes=reader.account.total_bytes,
            sha256=reader.sha256,
            encoding=facts.encoding,
            confidence=confidence,
            reason=reason,
            bom=facts.bom,
            form=facts.format,
            newline=facts.newline,
            newlines=tuple(
                (k, counts[f"newline_{k}"]) for k in ("crlf", "lf", "cr", "none") if f"newline_{k}" in counts
            ),
            delimiter=facts.delimiter,
            quoting=facts.quoting,
            header=facts.header,
            columns=self._names() if facts.header else (),
            dates=self._dates(),
            records=reader.account.total_records,
            rejected=reader.account.rejected_records,
            widths=tuple(widths.most_common(_WIDTHS)),
            record_length=facts.record_length,
            gaiji=reader.gaiji,
            damaged_values=damaged,
            control_values=control,
            newlines_in_values=multiline,
            end_marks=counts.get("end_marks", 0),
            blank_lines=counts.get("blank_lines", 0),
            account=reader.account,
            anomalies=tuple(self._without_names(anomaly) for anomaly in (*reader.anomalies, *anomalies)),
            skipped=facts.skipped,
        )

    def _names(self) -> tuple[str, ...]:
        """Return the names of the columns; those that no layout knows may be values."""
        found = self.reader.facts.columns + self.reader.facts.extra
        return tuple(
            name if fold(_AGAIN.sub("", name)) in self.names else column_name(name, n, ())
            for n, name in enumerate(found, 1)
        )

    def _without_names(self, anomaly: Anomaly) -> Anomaly:
        """Return an anomaly that calls the columns what `_names` calls them."""
        facts = self.reader.facts
        item, message = anomaly.item, anomaly.message
        for name, shown in zip(facts.columns + facts.extra, self._names(), strict=True) if facts.header else ():
            item = shown if item == name else item
            message = message.replace(f"「{name}」", f"「{shown}」")
        return replace(anomaly, item=item, message=message)

    def _look_at(self, columns: Sequence[object]) -> None:
        if not self.columns:
            self.columns = [[] for _ in columns]
        for kept, column in zip(self.columns, columns, strict=True):
            if len(kept) < LOOKED_AT:
                kept.extend(column.slice(0, LOOKED_AT - len(kept)).to_pylist())  # type: ignore[attr-defined]

    def _width(self, raw: bytes) -> int:
        facts = self.reader.facts
        if facts.delimiter is None:
            return len(raw)
        text = decode(raw, facts.encoding).encode()
        if b'"' not in text:
            return text.count(facts.delimiter.encode()) + 1
        return len(split(text, ord(facts.delimiter), ord('"') if self.agreement.quote else None, MOST_FIELDS).fields)

    def _dates(self) -> str | None:
        """Return the form of the columns whose values are all plausible dates."""
        dated = [values for values in self.columns if _are_dates(values)]
        return date_form_of(value for values in dated for value in values)


def _are_dates(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and all(_PLAUSIBLE_DATE.fullmatch(value) for value in filled)


#: How the second column of a name is called.
_AGAIN = re.compile(r"#[0-9]+\Z")
_PLAUSIBLE_DATE = re.compile(date_pattern(unknown=True, plausible=True))
