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
from chukan.intake.opening.opened import Opening, data_keys, facts_of, prologue_of
from chukan.intake.opening.preamble import Dialect, Preamble, dialect_of
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.parsing.padding import Filling
from chukan.intake.records.cut import Start
from chukan.intake.records.delimited import find_records
from chukan.intake.records.headers import RepeatedHeader
from chukan.intake.records.kinds import RecordTyping
from chukan.intake.records.rules import RecordRules
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
    typing = RecordTyping.of(
        agreement.record_types, encoding, data_keys(agreement, layout), delimiter=rules.delimiter, quote=rules.quote
    )
    prologue = data[: front.header_end if header else front.skipped]
    offset = len(prologue) if transcode is None else Origin(prologue, raw, transcode).offset(len(prologue))
    summary, lines_before = prologue_of(prologue, choice, offset)
    return Opening(
        plan=DelimitedPlan(
            rules=rules,
            items=columns.items,
            labels=columns.labels,
            nonrecords=NonRecords(
                choice.encoding,
                typing.kinds if typing else (),
                delimiter=rules.delimiter,
                quote=rules.quote,
            ),
            encoding=choice.encoding,
            fillings=_fillings(columns, layout, agreement),
            keep=keep,
        ),
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
        typing=typing,
        header=_repeated(front, columns, rules, encoding, header=header, known=layout is not None),
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


def _fillings(columns: Columns, layout: Layout | None, agreement: Agreement) -> tuple[Filling | None, ...]:
    """Return for each column what is to be done to its values, if the layout knows its item."""
    known = layout.by_name if layout is not None else {}
    return tuple(Filling.of(known.get(item or ""), agreement, delimited=True) for item in columns.items)


def _repeated(
    front: Preamble, columns: Columns, rules: RecordRules, encoding: str, *, header: bool, known: bool
) -> RepeatedHeader | None:
    """Return what finds the header where it occurs again: that of the file, or the names of the layout."""
    names = front.fields if header else [name.encode(encoding, "replace") for name in columns.labels if known]
    return RepeatedHeader(tuple(names), rules.delimiter, rules.quote) if names and names[0] else None
