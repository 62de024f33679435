"""Opening a delimited file: its dialect, its header, and the plan to read it by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chukan.agreement import Agreement
from chukan.intake.encoding.choice import Choice
from chukan.intake.encoding.decode import SHIFTED, WIDE, decode
from chukan.intake.encoding.transcode import Origin
from chukan.intake.opening import dialect
from chukan.intake.opening.header import Columns, columns_of
from chukan.intake.opening.opened import Opening, facts_of, prologue_of
from chukan.intake.opening.preamble import Dialect, Preamble, dialect_of
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.records.block import SpanKind
from chukan.intake.records.cut import Start, Typing
from chukan.intake.records.delimited import find_records
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import split
from chukan.layouts.model import Layout


def open_delimited(
    head: bytes, choice: Choice, layout: Layout | None, agreement: Agreement, *, whole: bool, keep: int
) -> Opening:
    """Settle how a delimited file is read.

    Args:
        head: the first bytes of the file, with the byte order mark.
        choice: its encoding.
        layout: what it should hold; None = the header names the columns.
        agreement: what was agreed on.
        whole: `head` is all of the file.
        keep: anomalies of a kind that a block tells one by one.

    Raises:
        AgreementError: the agreed delimiter or quote is no ASCII character.
    """
    raw = head[choice.bom :]
    text = decode(raw, choice.encoding)
    lines = dialect.lines_of(text, whole=whole)
    form = dialect_of(lines, agreement, len(layout.items) if layout is not None else None)
    transcode = choice.encoding if _must_transcode(choice.encoding, form) else None
    encoding = "utf-8" if transcode else choice.encoding
    data = text.encode() if transcode else raw
    front = Preamble(data, form, agreement.skip.first)
    values = [dialect.fields_of(line, form.delimiter, form.quote) for line in lines[agreement.skip.first :]]
    columns, header, trailing = columns_of(
        [decode(value, encoding) for value in front.fields], values, layout, agreement, line=front.line
    )
    rules = RecordRules(
        width=len(columns.items),
        delimiter=form.delimiter_byte,
        quote=form.quote_byte,
        newlines_in_values=agreement.newlines_in_values,
        trailing=trailing,
    )
    prologue = data[: front.header_end if header else front.skipped]
    offset = len(prologue) if transcode is None else Origin(prologue, raw, transcode).offset(len(prologue))
    summary, lines_before = prologue_of(prologue, choice, offset)
    return Opening(
        plan=DelimitedPlan(rules, columns.items, columns.labels, choice.encoding, keep),
        find=partial(find_records, rules=rules),
        start=Start(choice.bom + offset, len(prologue), 1 + lines_before),
        facts=facts_of(
            choice,
            agreement,
            form="csv",
            newline=dialect.newline_of(text),
            delimiter=form.delimiter,
            header=header,
            columns=columns.delivered,
            missing=columns.missing,
            extra=columns.extra,
            dates=_dates(values[header:], columns, layout),
            quoting=form.quoting,
        ),
        bom=choice.bom,
        prologue=summary,
        anomalies=(*choice.anomalies, *form.anomalies, *columns.anomalies),
        transcode=transcode,
        typing=_typing(agreement, rules, encoding),
    )


def _must_transcode(encoding: str, form: Dialect) -> bool:
    """Return True when the delimiter or quote may be half of a character, or takes two bytes itself."""
    return encoding in WIDE or (encoding in SHIFTED and max(form.delimiter_byte, form.quote_byte or 0) >= 0x40)


def _dates(values: Sequence[Sequence[str]], columns: Columns, layout: Layout | None) -> str | None:
    """Return the form of the dates in the first records."""
    if layout is None:
        return None
    indexes = [i for i, item in enumerate(columns.items) if item is not None and layout.by_name[item].type == "DATE"]
    return dialect.dates_of(row[i] for row in values for i in indexes if i < len(row))


def _typing(agreement: Agreement, rules: RecordRules, encoding: str) -> Typing | None:
    """Tells header, trailer and end records by a field."""
    types = agreement.record_types
    if types is None:
        return None
    index = types.column - 1
    control = {value.encode(encoding) for value in (types.header, types.trailer, types.end) if value is not None}
    data = None if types.data is None else types.data.encode(encoding)

    def kind(record: bytes) -> SpanKind | None:
        if rules.quote is None or rules.quote not in record:
            fields = record.split(bytes((rules.delimiter,)), index + 1)
        else:
            fields = split(record, rules.delimiter, rules.quote).values
        value = fields[index] if index < len(fields) else b""
        if value in control:
            return "skipped"
        return None if data is None or value == data else "unknown_type"

    return kind
