"""Writing records under an agreement: whole or not at all, as fast as the encoding allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.intake.writing.encode import NEWLINES, bom, encoded
from chukan.intake.writing.fixed import FixedForm
from chukan.layouts.model import Layout
from chukan.output.folder import whole_file

_PART = 1 << 13
"""Records that are written at a time."""

#: Data record number (from 1) -> what is done to its bytes, without the newline. See `defects`.
Damage = Mapping[int, Callable[[bytes], bytes]]


@dataclass
class WrittenFile:
    """What a file holds, for the delivery note.

    Attributes:
        totals: Sum of each `amount` item over the values that are numbers, in yen.
        defects: How many seeded defects it holds.
    """

    path: Path
    records: int = 0
    bytes: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    defects: int = 0


def write(
    path: Path,
    layout: Layout,
    batches: Iterable[pa.RecordBatch],
    agreement: Agreement | None = None,
    *,
    damage: Damage | None = None,
    progress: Callable[[int], None] | None = None,
) -> WrittenFile:
    """Write batches of string columns to `path` under `agreement` (undecided: CSV, cp932, CRLF, header).

    Args:
        path: the file; it is written beside and renamed, so that it is whole or absent.
        layout: gives amounts and, for fixed width, positions.
        batches: columns in the order of the file, blank = "".
        agreement: the physical form.
        damage: what to do to single records' bytes.
        progress: called with the number of records written so far.

    Raises:
        OutputError: the place cannot be written.
        UsageError: a value that the agreed form cannot hold.
    """
    agreement = agreement or Agreement()
    refused = {
        "record_types": agreement.record_types is not None,
        "escape": agreement.escape is not None,
        "overpunch": agreement.overpunch,
        "implied_point": agreement.implied_point,
        "delimiter": len(agreement.delimiter or "") > 1,
        "dates": agreement.dates != agreement.date_form,
    }
    for key in (key for key, is_refused in refused.items() if is_refused):
        raise UsageError(
            f"この {key} のある移行条件では合成データを書けません",
            place=str(path),
            hint=f"{key} を外すか、ふつうの値にしてください。",
        )
    written = WrittenFile(path)
    with whole_file(path) as file:
        for chunk in _chunks(
            layout=layout,
            batches=batches,
            agreement=agreement,
            damage={} if damage is None else damage,
            written=written,
            progress=progress,
        ):
            file.write(chunk)
            written.bytes += len(chunk)
    return written


def _chunks(
    layout: Layout,
    batches: Iterable[pa.RecordBatch],
    agreement: Agreement,
    damage: Damage,
    written: WrittenFile,
    progress: Callable[[int], None] | None,
) -> Iterator[bytes]:
    encoding = agreement.encoding or "cp932"
    amounts = [item.name for item in layout.items if item.is_amount]
    written.totals = dict.fromkeys(amounts, 0)
    yield bom(encoding)
    first = True
    for batch in (part for whole in batches for part in _parts(whole)):
        if first and agreement.format != "fixed" and agreement.header is not False:
            header = pa.record_batch([[name] for name in _headings(batch, agreement)], names=batch.schema.names)
            yield from _csv(header, agreement, encoding, {}, 0)
        first = False
        if agreement.format == "fixed":
            yield _fixed(FixedForm(layout, agreement, encoding), batch, damage, written.records)
        else:
            yield from _csv(batch, agreement, encoding, damage, written.records)
        for name in amounts:
            if name in batch.schema.names:
                written.totals[name] += total(batch.column(name))
        written.records += batch.num_rows
        if progress is not None:
            progress(written.records)


def _headings(batch: pa.RecordBatch, agreement: Agreement) -> list[str]:
    """Return the names of the columns in the file: the agreed ones (`columns`), else the items'."""
    agreed = {item: name for name, item in agreement.columns.items() if item is not None and "#" not in name}
    return [agreed.get(name, name) for name in batch.schema.names]


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield slices of the batch whose text is a few megabytes."""
    for start in range(0, max(batch.num_rows, 1), _PART):
        yield batch.slice(start, _PART)


def _fixed(form: FixedForm, batch: pa.RecordBatch, damage: Damage, before: int) -> bytes:
    """Return the batch as fixed-width records."""
    newline = encoded(NEWLINES[form.agreement.newline or "crlf"], form.encoding)
    damaged = {n - before - 1: damage[n] for n in damage if before < n <= before + batch.num_rows}
    matrix = form.matrix(batch)
    if not damaged:
        ends = np.tile(np.frombuffer(newline, np.uint8), (len(matrix), 1))
        return np.hstack([matrix, ends]).tobytes()
    rows = [row.tobytes() for row in matrix]
    return b"".join((damaged[n](raw) if n in damaged else raw) + newline for n, raw in enumerate(rows))


def total(column: pa.Array) -> int:
    """Return the sum of the values that are numbers, whole part; others count nothing."""
    numbers = column.filter(pc.match_substring_regex(column, "^-?[0-9]{1,18}(\\.[0-9]+)?$"))
    if len(numbers) == 0:
        return 0
    if pc.any(pc.match_substring(numbers, ".")).as_py():
        return int(pc.sum(numbers.cast(pa.decimal128(38, 9))).as_py())
    return int(pc.sum(numbers.cast(pa.int64()).cast(pa.decimal128(38, 0))).as_py())


def _csv(batch: pa.RecordBatch, agreement: Agreement, encoding: str, damage: Damage, before: int) -> Iterator[bytes]:
    """Yield the batch as CSV; damaged records are encoded by themselves."""
    newline = NEWLINES[agreement.newline or "crlf"]
    lines = _lines(batch, agreement, newline)
    rows = sorted(n - before - 1 for n in damage if before < n <= before + batch.num_rows)
    done = 0
    for row in rows:
        yield encoded(_text(lines, done, row), encoding)
        line = _text(lines, row, row + 1).removesuffix(newline)
        yield damage[before + row + 1](encoded(line, encoding)) + encoded(newline, encoding)
        done = row + 1
    yield encoded(_text(lines, done, batch.num_rows), encoding)


def _lines(batch: pa.RecordBatch, agreement: Agreement, newline: str) -> pa.Array:
    """Return one string a record, its newline included."""
    delimiter, quote = agreement.delimiter or ",", agreement.quote
    columns = batch.columns
    if agreement.quoting == "all" and quote is not None:
        columns = [_quoted(column, quote) for column in columns]
    lines = _joined(columns, delimiter, newline)
    if agreement.quoting == "all" or not _needs_quotes(lines, batch, delimiter, quote or '"', newline):
        return lines
    if quote is None or agreement.quoting == "none":
        raise UsageError(
            "区切り文字や改行を含む値は、引用符なしでは書けません", hint="quoting を minimal か all にしてください。"
        )
    special = f"[\\r\\n{re.escape(delimiter)}{re.escape(quote)}]"
    columns = [pc.if_else(pc.match_substring_regex(c, special), _quoted(c, quote), c) for c in columns]
    return _joined(columns, delimiter, newline)


def _joined(columns: list[pa.Array], delimiter: str, newline: str) -> pa.Array:
    end = pa.scalar(newline, pa.string())
    columns = [*columns[:-1], pc.binary_join_element_wise(columns[-1], end, pa.scalar("", pa.string()))]
    return pc.binary_join_element_wise(*columns, pa.scalar(delimiter, pa.string()))


def _quoted(column: pa.Array, quote: str) -> pa.Array:
    doubled = pc.replace_substring(column, quote, quote * 2)
    mark = pa.scalar(quote, pa.string())
    return pc.binary_join_element_wise(mark, doubled, mark, pa.scalar("", pa.string()))


def _needs_quotes(lines: pa.Array, batch: pa.RecordBatch, delimiter: str, quote: str, newline: str) -> bool:
    """Return True when the text holds more delimiters, quotes or newlines than the form itself has.

    Three counts over the whole text are cheaper than a match of every value.
    """
    text = _bytes(lines, 0, len(lines))
    rows = batch.num_rows
    more_newlines = any(text.count(c.encode()) != (rows if c in newline else 0) for c in "\r\n")
    return more_newlines or quote.encode() in text or text.count(delimiter.encode()) != rows * (batch.num_columns - 1)


def _bytes(lines: pa.Array, start: int, stop: int) -> bytes:
    """Return the UTF-8 bytes of the lines start..stop, straight from Arrow's buffer."""
    if stop <= start:
        return b""
    buffers = lines.buffers()
    offsets = memoryview(buffers[1]).cast("i")
    base = lines.offset
    return bytes(memoryview(buffers[2])[offsets[base + start] : offsets[base + stop]])


def _text(lines: pa.Array, start: int, stop: int) -> str:
    return _bytes(lines, start, stop).decode("utf-8")
