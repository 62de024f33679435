"""What can be said of a file that nobody told anything about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import readable, without_credentials
from chukan.intake.batch import Account, Anomaly, FileFacts, Gaiji
from chukan.intake.encoding.choice import SAMPLE, Choice, choose, guess
from chukan.intake.encoding.decode import decode
from chukan.intake.fit import Fit, fixed_forms, rank, rank_fixed
from chukan.intake.fit_positions import rank_with_room
from chukan.intake.lengths import find_record_length
from chukan.intake.mapping import Proposal, propose
from chukan.intake.opening.dialect import date_form_of
from chukan.intake.opening.names import fold
from chukan.intake.opening.sample import sample_records
from chukan.intake.reader import FileReader, open_file
from chukan.intake.records.rules import LARGEST
from chukan.intake.records.split import MOST_FIELDS, split
from chukan.intake.source.open_source import Source
from chukan.intake.source.signatures import refuse_binary
from chukan.layouts.model import Layout
from chukan.values.date_forms import date_pattern
from chukan.values.masking import column_name

#: Records that the ranking looks at.
_LOOKED_AT = 300
#: Different numbers of fields that are told.
_WIDTHS = 20
_WHOLE_RECORD = "レコード"


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


def inspect(
    path: str | Path, layouts: Iterable[Layout] = (), *, progress: Callable[[int], None] | None = None
) -> Inspection:
    """Look at a file without an agreement or a layout.

    Args:
        path: as for `open_file`.
        layouts: the ones to rank.
        progress: called with the bytes that were read so far.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
    """
    source = Source.of(path)
    head = source.head(SAMPLE)
    if source.sheet is None:
        refuse_binary(head, source.path)
    known = list(layouts)
    choice, whole = guess(source, head)
    found = _inspected(source, head, choice, known, progress)
    if found.damaged_values and not whole:  # the rest of the file does not bear the guess out
        other = choose(source, head, Agreement())
        if other.encoding != choice.encoding:
            return _inspected(source, head, other, known, progress)
        return replace(found, confidence=other.confidence, reason=other.reason)
    return found


def fits_of(path: str | Path, layouts: Iterable[Layout]) -> tuple[Fit, ...]:
    """Return the layouts that a file fits best by its first records, best first; `inspect` says it of the whole file.

    Args:
        path: as for `open_file`.
        layouts: the ones to rank.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
    """
    source = Source.of(path)
    head = source.head(SAMPLE)
    if source.sheet is None:
        refuse_binary(head, source.path)
    return _inspected(source, head, guess(source, head)[0], list(layouts), None, first_only=True).fits


def _inspected(
    source: Source,
    head: bytes,
    choice: Choice,
    known: Sequence[Layout],
    progress: Callable[[int], None] | None,
    *,
    first_only: bool = False,
) -> Inspection:
    """Return what one reading of the file shows, if it is in the encoding `choice`.

    With `first_only` only its first records are read: counts, digest and account are not those of the file.
    """
    data = head[choice.bom :]
    fixed = find_record_length(source, data, choice, known, whole=len(head) < SAMPLE)
    agreement = Agreement() if fixed is None else _fixed_agreement(data, fixed.length)
    decided = choice if source.sheet is None else None
    reader = open_file(source.path, None, agreement, progress=progress, keep=20, choice=decided)
    names = frozenset(fold(name) for layout in known for name in layout.names)
    unknown = known and reader.facts.header and not any(fold(c) in names for c in reader.facts.columns)
    if unknown and not _is_unlike_data(data, reader.facts, choice.encoding, whole=len(head) < SAMPLE):
        agreement = agreement.merged({"header": False})  # no layout has such names: it is the first record
        reader = open_file(source.path, None, agreement, progress=progress, keep=20, choice=decided)
    looked = _Looked(reader, agreement, names)
    found = looked.inspection(
        readable(without_credentials(source.path)), choice.confidence, choice.reason, first_only=first_only
    )
    if fixed is None:
        header = reader.facts.columns + reader.facts.extra if reader.facts.header else None
        fits = rank(known, header, looked.columns)
        best = next((layout for layout in known if header and fits and layout.address == fits[0].address), None)
        proposals = propose(best, header, looked.columns) if best is not None and header else ()
        return replace(found, fits=fits, proposals=proposals)
    fits, records = fixed.fits, looked.columns[0] if looked.columns else ()
    if not fits:
        forms = fixed_forms(known, choice.encoding)
        fits = rank_fixed(forms.get(fixed.length, ()), records, choice.encoding)
        fits = fits or rank_with_room(forms, fixed.length, records, choice.encoding)
    return replace(found, fits=fits, is_guess=fixed.is_guess)


def _is_unlike_data(data: bytes, facts: FileFacts, encoding: str, *, whole: bool) -> bool:
    """Return True when what was taken for a header is words above numbers: names, and no first record."""
    text = decode(data, encoding).encode()
    records = sample_records(text, facts.delimiter or ",", '"', "utf-8", whole=whole)[facts.skipped :]
    rest = records[1:]
    return any(
        not _NUMERIC.fullmatch(name)
        and 2 * sum(bool(_NUMERIC.fullmatch(r.values[column])) for r in rest if column < r.width) > len(rest)
        for column, name in enumerate(records[0].values if rest else ())
    )


_NUMERIC = re.compile(r"[-+]?[0-9]+(?:[./-][0-9]+)*")


@dataclass
class _Looked:
    """One pass over the file."""

    reader: FileReader
    agreement: Agreement
    names: frozenset[str]
    """Of the items of all layouts, folded."""
    columns: list[list[str]] = field(default_factory=list)
    """The first values of each column."""

    def inspection(self, path: str, confidence: float, reason: str, *, first_only: bool = False) -> Inspection:
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
        return tuple(name if fold(name) in self.names else column_name(name, n, ()) for n, name in enumerate(found, 1))

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
            if len(kept) < _LOOKED_AT:
                kept.extend(column.slice(0, _LOOKED_AT - len(kept)).to_pylist())  # type: ignore[attr-defined]

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


_PLAUSIBLE_DATE = re.compile(date_pattern(unknown=True, plausible=True))


def _fixed_agreement(data: bytes, length: int) -> Agreement:
    newline = "none" if not re.search(rb"[\r\n]", data) else None
    return Agreement.model_validate(
        {
            "format": "fixed",
            "newline": newline,
            "positions": {_WHOLE_RECORD: {"start": 1, "length": length}},
            "padding": {"text": "none", "number": "none"},
        }
    )
