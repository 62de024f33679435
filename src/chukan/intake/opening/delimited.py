"""Opening a delimited file: its dialect, its header, and the plan to read it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from chukan.agreement import Agreement, EraDates
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.choice import SAMPLE, Choice
from chukan.intake.encoding.decode import SHIFTED, WIDE, decode
from chukan.intake.encoding.respelling import Respelling, escaped_lines
from chukan.intake.encoding.transcode import Origin
from chukan.intake.opening.beginning import MoreNeeded
from chukan.intake.opening.columns import Columns, columns_of, columns_without_header
from chukan.intake.opening.dialect import Dialect, date_form_of, dialect_of
from chukan.intake.opening.header import anomaly_of, find_header, reads_as_names
from chukan.intake.opening.kinds import Kinds
from chukan.intake.opening.names import Names, known_names, likely_names
from chukan.intake.opening.opened import Opening, facts_of, prologue_of
from chukan.intake.opening.other_layouts import Others, instead
from chukan.intake.opening.sample import BYTES, RECORDS, SampleRecord, as_delivered, newline_of_records, sample_records
from chukan.intake.parsing import messages
from chukan.intake.parsing.anomalies import AnomalyLog
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.eras import EraBeside, era_columns, eras_of_dates
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.skipped import SkippedRecords, skipped_data
from chukan.intake.parsing.spreadsheet import SpreadsheetTraces
from chukan.intake.parsing.trailer import Trailers
from chukan.intake.records.cut import Start
from chukan.intake.records.delimited import find_records
from chukan.intake.records.escaped import find_escaped
from chukan.intake.records.headers import RepeatedHeader
from chukan.intake.records.kinds import RecordTyping
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import MOST_FIELDS, split
from chukan.layouts.model import Layout


def open_delimited(
    head: bytes,
    choice: Choice,
    layout: Layout | None,
    agreement: Agreement,
    *,
    whole: bool,
    keep: int,
    others: Others = tuple,
    several: Kinds | None = None,
) -> Opening:
    """Settle how a delimited file is read.

    Args:
        head: the first bytes of the file, with the byte order mark.
        choice: its encoding.
        layout: what it should hold; None = the header names the columns.
        agreement: what was agreed on.
        whole: `head` is all of the file.
        keep: anomalies of a kind that a block tells one by one.
        others: the layouts that the file may be of instead.
        several: how a file of several kinds of record is read.

    Raises:
        AgreementError: the agreed delimiter or quote is no ASCII character.
        MoreNeeded: the records that are skipped are not within `head`.
    """
    raw = head[choice.bom :]
    # `head` is larger only where there is no newline in it, or where many records are skipped
    seen = raw if agreement.skip.first else raw[:SAMPLE]
    front = decode(seen, choice.encoding)
    known = known_names(layout) if layout is not None else ()
    eras = {name: None for name in agreement.era_columns if name not in known}  # no items: only for their dates
    likely = likely_names(others()) if layout is None else frozenset()
    names = Names(layout, {**eras, **agreement.columns}, likely)
    form = dialect_of(front, agreement, names, whole=whole and len(seen) == len(raw))
    transcode = choice.encoding if _must_transcode(choice.encoding, form) else None
    encoding = "utf-8" if transcode else choice.encoding
    data = form.respelling.apply(decode(raw, choice.encoding)).encode() if transcode else raw
    skip = agreement.skip.first + form.skip
    records = sample_records(
        data,
        form.delimiter,
        form.quote,
        encoding,
        whole=whole,
        limit=RECORDS + skip,
        comment=agreement.comment,
    )
    if skip and not whole and _lacks(records, skip, len(data)):
        raise MoreNeeded
    if form.respelling != Respelling():
        records = as_delivered(records, data, form.respelling)
    several = several or Kinds()
    marks = {"delimiter": form.delimiter_byte, "quote": form.quote_byte}
    typing = several.typing(agreement, layout, encoding, **marks)
    stated = several.stated(agreement, layout, choice.encoding, fixed=False)
    trailers = Trailers(stated, typing, encoding) if typing else None
    if layout is not None and skip < len(records) and _may_be_of_another(records[skip], names):
        names = replace(names, likely=likely_names(others()))
    header = find_header(records, names, agreement.header, skip=skip)
    first = skip if header.end is None else header.end
    body = _data_records(records[first:], data, typing)
    columns, wrong_layout = _columns(records, header.row, body, names, others)
    dated = eras_of_dates(columns.items, columns.labels, layout, agreement) if layout is not None else {}
    rules = RecordRules(
        width=len(columns.items),
        delimiter=form.delimiter_byte,
        quote=form.quote_byte,
        newlines_in_values=agreement.newlines_in_values,
        comment=(agreement.comment or "").encode(encoding),
        others=several.widths(),
        trailing=columns.trailing,
        together=transcode is None and typing is None and not agreement.comment and not agreement.skip.last,
    )
    again = _repeated(data=data, records=records, header=header.row, rules=rules, layout=layout, encoding=encoding)
    skipped = (
        SkippedRecords(layout, columns.items, comment=rules.comment)
        if layout is not None and not wrong_layout
        else None
    )
    prologue = data[: records[min(first, len(records)) - 1].next if first and records else 0]
    offset = (
        len(prologue) if transcode is None else Origin(prologue, raw, transcode, form.respelling).offset(len(prologue))
    )
    contents = ((record.start, record.end) for record in records[:first])
    summary, lines_before = prologue_of(prologue, choice, offset, contents)
    lines_before += len(escaped_lines(prologue)) if form.respelling.escapes else 0
    return Opening(
        plan=DelimitedPlan(
            rules=rules,
            items=columns.items,
            labels=columns.labels,
            nonrecords=None
            if several.is_part
            else NonRecords(
                choice.encoding,
                typing.kinds if typing else (),
                delimiter=rules.delimiter,
                quote=rules.quote,
                header=again,
                skipped=skipped if agreement.skip.last or agreement.comment else None,
            ),
            encoding=choice.encoding,
            traces=SpreadsheetTraces.of(layout, agreement),
            trailers=trailers if stated else None,
            fillings=_fillings(columns, layout, agreement),
            respelling=form.respelling if form.respelling != Respelling() else None,
            eras=_eras(dated, columns, layout),
            keep=keep,
        ),
        find=partial(find_escaped if form.respelling.escapes else find_records, rules=rules),
        start=Start(choice.bom + offset, len(prologue), 1 + lines_before),
        facts=facts_of(
            choice,
            agreement,
            form="csv",
            newline=newline_of_records(data, records),
            delimiter=form.shown_delimiter,
            header=header.row is not None,
            columns=columns.delivered,
            missing=columns.missing,
            extra=columns.extra,
            extra_shown=columns.extra_shown,
            dates=_dates(body, columns, layout),
            quoting=form.quoting,
            wrong_layout=wrong_layout,
            skipped=skip if header.row is None else header.row,
        ),
        bom=choice.bom,
        prologue=summary,
        anomalies=(
            *choice.anomalies,
            *form.anomalies,
            *header.anomalies,
            *columns.anomalies,
            *_passed_over(records[: agreement.skip.first], skipped, keep),
            *(_joined(records[:skip], data) if form.respelling.escapes else ()),
            *_without_eras(dated, columns, records[header.row or 0].line if records else 1),
            *(_unknown_era(columns, layout, agreement) if layout is not None and not dated else ()),
        ),
        transcode=transcode,
        respelling=form.respelling,
        trailers=trailers,
        traces=SpreadsheetTraces.of(layout, agreement),
        is_part=several.is_part,
        typing=typing,
        header=again,
    )


def _may_be_of_another(record: SampleRecord, names: Names) -> bool:
    """Return True for names of which the layout knows none: they may be those of another one, which takes a moment to ask."""
    return names.known(record.values) == 0 and reads_as_names(record.values)


def _must_transcode(encoding: str, form: Dialect) -> bool:
    """Return True when the delimiter or quote may be half of a character, or takes two bytes itself."""
    if form.respelling.delimiter or form.respelling.escapes:
        return True
    return encoding in WIDE or (encoding in SHIFTED and max(form.delimiter_byte, form.quote_byte or 0) >= 0x40)


def _data_records(records: Sequence[SampleRecord], data: bytes, typing: RecordTyping | None) -> list[SampleRecord]:
    """Return the records that are data, as far as their kind tells."""
    if typing is None:
        return [*records]
    return [record for record in records if typing.is_data(data[record.start : record.end])]


def _columns(
    records: Sequence[SampleRecord], row: int | None, body: Sequence[SampleRecord], names: Names, others: Others
) -> tuple[Columns, str | None]:
    """Return the columns, from the header or from the records, and the layout that the header names instead."""
    if row is None:
        return columns_without_header(body or records, names.layout), None
    header = records[row]
    return instead(columns_of(header, body, names), header.values, names, others, header.line)


def _dates(records: Sequence[SampleRecord], columns: Columns, layout: Layout | None) -> str | None:
    """Return the form of the dates in the first records."""
    if layout is None:
        return None
    indexes = [i for i, item in enumerate(columns.items) if item is not None and layout.by_name[item].type == "DATE"]
    return date_form_of(record.values[i] for record in records for i in indexes if i < record.width)


def _fillings(columns: Columns, layout: Layout | None, agreement: Agreement) -> tuple[Filling | None, ...]:
    """Return for each column what is to be done to its values, if the layout knows its item."""
    known = layout.by_name if layout is not None else {}
    return tuple(Filling.of(known.get(item or ""), agreement, delimited=True) for item in columns.items)


def _eras(dated: Mapping[str, str], columns: Columns, layout: Layout | None) -> tuple[EraBeside, ...]:
    """Return where the eras of the delivered dates are; a column goes by its item's name or by the file's."""
    delivered = {item: era for item, era in dated.items() if item in columns.delivered}
    by_item = era_columns({i: e for i, e in delivered.items() if e in columns.delivered}, columns.items, layout)
    by_label = {i: e for i, e in delivered.items() if e not in columns.delivered}
    return (*by_item, *era_columns(by_label, columns.labels, layout))


def _lacks(records: Sequence[SampleRecord], skip: int, size: int) -> bool:
    """Return True where too little is known of the records behind the skipped ones to say what they look like."""
    return len(records) <= skip or (len(records) < skip + RECORDS and size - records[skip].start < BYTES)


def _passed_over(records: Sequence[SampleRecord], skipped: SkippedRecords | None, keep: int) -> tuple[Anomaly, ...]:
    """Report the records above the header, or the data, that are skipped as agreed although they read as data."""
    log = AnomalyLog(keep)
    for record in records if skipped is not None else ():
        if skipped is not None and skipped.read_as_data(record.values):
            found = anomaly_of(skipped_data("first"), record.line, severity="warning")
            log.add(replace(found, rule="F11", offset=record.start))
    return tuple(replace(anomaly, offset=None) for anomaly in log.anomalies())


def _joined(records: Sequence[SampleRecord], data: bytes) -> Iterator[Anomaly]:
    """Report the skipped records to which a backslash joins the next line: nobody reads it."""
    for record in records:
        if len(escaped_lines(data[record.start : record.end])):
            yield Anomaly(rule="F11", message=messages.unread_line(), line=record.line)


def _without_eras(dated: Mapping[str, str], columns: Columns, line: int) -> tuple[Anomaly, ...]:
    """Report the dates whose eras the file does not have: nobody can say which days they are."""
    there = {*columns.delivered, *columns.labels}
    return tuple(
        anomaly_of(
            f"日付の元号の列「{era}」がありません（移行条件の dates の era）。「{item}」は書かれているままで検査しました。"
            "元号の列を付けて出力するか、移行条件を確かめてください。",
            line,
            item,
        )
        for item, era in dated.items()
        if era not in there
    )


def _unknown_era(columns: Columns, layout: Layout, agreement: Agreement) -> tuple[Anomaly, ...]:
    """Report a column of eras that is not there where nobody can say whose it would be: there are several dates."""
    era = agreement.dates.era if isinstance(agreement.dates, EraDates) else None
    dates = [item for item in columns.delivered if layout.by_name[item].type == "DATE"]
    if not isinstance(era, str) or era in (*columns.items, *columns.labels) or not dates:
        return ()
    message = (
        f"移行条件の dates の era の列「{era}」がありません。日付の項目はどれも、書かれているままで検査しました。"
        "元号の列を付けて出力するか、元号のない日付なら、このファイルの移行条件の dates を改めてください。"
    )
    return (Anomaly(rule="A02", message=message, severity="warning", line=1),)


def _repeated(
    data: bytes,
    records: Sequence[SampleRecord],
    header: int | None,
    rules: RecordRules,
    layout: Layout | None,
    encoding: str,
) -> RepeatedHeader | None:
    """Return what finds the header where it occurs again: that of the file, or the names of the layout."""
    if header is not None:
        record = records[header]
        if record.width >= MOST_FIELDS:  # made to do harm: its fields would take hundreds of megabytes
            return None
        names = split(data[record.start : record.end], rules.delimiter, rules.quote).values
    else:
        names = [name.encode(encoding, "replace") for name in (layout.names if layout is not None else ())]
    return RepeatedHeader(tuple(names), rules.delimiter, rules.quote) if names and names[0] else None
