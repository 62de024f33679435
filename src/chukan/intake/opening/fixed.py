"""Opening a fixed-width file: record length, newlines, and the plan to read it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chukan.agreement import Agreement
from chukan.errors import AgreementError, InputError
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.choice import Choice
from chukan.intake.encoding.decode import WIDE, decode
from chukan.intake.fit import suits
from chukan.intake.opening.beginning import MoreNeeded
from chukan.intake.opening.dialect import date_form_of
from chukan.intake.opening.header import nothing_left
from chukan.intake.opening.kinds import Kinds
from chukan.intake.opening.opened import Opening, facts_of, prologue_of
from chukan.intake.opening.sample import RECORDS
from chukan.intake.opening.unit import with_unit
from chukan.intake.parsing.eras import era_columns, eras_of_dates
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.positions import Span, overlaps, record_length, spans_of
from chukan.intake.parsing.skipped import SkippedRecords, skipped_data
from chukan.intake.parsing.trailer import Trailers
from chukan.intake.records.cut import Start
from chukan.intake.records.fixed import FixedRecords
from chukan.intake.records.headers import RepeatedHeader
from chukan.intake.records.kinds import RecordTyping
from chukan.intake.records.lines import NEWLINE
from chukan.layouts.model import Layout


def open_fixed(
    head: bytes,
    choice: Choice,
    layout: Layout | None,
    agreement: Agreement,
    *,
    whole: bool,
    keep: int,
    several: Kinds | None = None,
) -> Opening:
    """Settle how a fixed-width file is read.

    Args:
        head: the first bytes of the file, with the byte order mark.
        choice: its encoding.
        layout: gives the items and, without agreed positions, their lengths.
        agreement: what was agreed on.
        whole: `head` is all of the file.
        keep: anomalies of a kind that a block tells one by one.
        several: how a file of several kinds of record is read.

    Raises:
        AgreementError: there is no layout and there are no positions, or they don't fit each other.
        MoreNeeded: the records that are skipped are not within `head`.
        InputError: the file is in UTF-16, which was not agreed on.
    """
    if choice.encoding in WIDE:
        hint = "CP932 か UTF-8 で出力してもらってください。"
        if agreement.encoding in WIDE or agreement.encoding == "utf-16":
            raise AgreementError("固定長の UTF-16 は読めません", hint=hint)
        raise InputError("UTF-16 の固定長のファイルは読めません", hint=hint)
    data = head[choice.bom :]
    agreed, agreement = agreement, with_unit(data, layout, agreement, choice.encoding)
    spans = spans_of(layout, agreement, choice.encoding)
    several = several or Kinds()
    least = max(record_length(spans, agreement), several.record_length(agreement, choice.encoding))
    spanned = tuple(span.item for span in spans)
    dated = eras_of_dates(spanned, spanned, layout, agreement) if layout is not None else {}
    for name in (name for name in dated.values() if name not in spanned):
        raise AgreementError(
            f"dates の era の列「{name}」が positions にありません",
            hint="移行条件の positions に、その位置を書いてください。",
        )
    delivered = tuple(name for name in spanned if layout is None or name in layout.by_name)
    items = tuple(span for span in spans if span.item in delivered)
    newlines, anomalies = _has_newlines(data, least, agreement)
    typing = several.typing(agreement, layout, choice.encoding)
    own = record_length(spans, agreement) if newlines else least
    length = max(own, _length(data, spans, agreement, newlines=newlines, typing=typing))
    find = FixedRecords(length, newlines)
    skip, (start, there) = agreement.skip.first, _behind(data, find, agreement.skip.first, whole=whole)
    is_left = not skip or len(find(data[start:], len(data) - start, final=whole).starts) > 0
    if not is_left and not whole:
        raise MoreNeeded
    passed_over = () if is_left else nothing_left(there, skip, agreement.header)
    header, missing_header = _has_header(data[start:], items, layout, agreement, choice.encoding)
    places = tuple(slice(span.start, span.end) for span in items)
    skipped = SkippedRecords(layout, delivered, places) if layout is not None and places else None
    first = _first_data(data, find, skipped, agreement.skip.first, choice.encoding) if skipped else ()
    prologue = data[: start + _behind(data[start:], find, int(header), whole=whole)[0]]
    summary, lines_before = prologue_of(prologue, choice, len(prologue))
    if not newlines:
        lines_before = len(prologue) // length
    lengths = several.lengths(agreement, choice.encoding, length) if newlines and length == own else (length,)
    stated = several.stated(agreement, layout, choice.encoding, fixed=True)
    trailers = Trailers(stated, typing, choice.encoding) if typing else None
    known = layout.names if layout is not None else delivered
    return Opening(
        plan=FixedPlan(
            spans=spans,
            fillings=tuple(Filling.of(layout.by_name.get(span.item) if layout else None, agreement) for span in spans),
            eras=era_columns(dated, spanned, layout),
            left_out=frozenset(spanned) - frozenset(delivered),
            length=length,
            nonrecords=None
            if several.is_part
            else NonRecords(
                choice.encoding,
                typing.kinds if typing else (),
                lengths,
                skipped=skipped if agreement.skip.last else None,
            ),
            encoding=choice.encoding,
            trailers=trailers if stated else None,
            by_length=not newlines,
            keep=keep,
        ),
        find=find,
        start=Start(choice.bom + len(prologue), len(prologue), 1 + lines_before),
        facts=facts_of(
            choice,
            agreed,
            form="fixed",
            delimiter=None,
            header=header,
            columns=delivered,
            newline=_newline_of(data) if newlines else "none",
            missing=tuple(name for name in known if name not in delivered),
            dates=_dates(data[len(prologue) :], find, items, layout),
            record_length=length,
        ),
        bom=choice.bom,
        prologue=summary,
        anomalies=(*choice.anomalies, *anomalies, *missing_header, *passed_over, *first, *_overlapping(spans)),
        trailers=trailers,
        is_part=several.is_part,
        typing=typing,
        header=_repeated(data[start:], find, whole=whole) if header else None,
    )


def _first_data(
    data: bytes, find: FixedRecords, skipped: SkippedRecords, skip: int, encoding: str
) -> tuple[Anomaly, ...]:
    """Report the records that are skipped at the beginning as agreed although they read as data."""
    found = find(data, len(data), final=False)
    starts, ends, lines = (column[: min(skip, RECORDS)].tolist() for column in (found.starts, found.ends, found.lines))
    return tuple(
        Anomaly(rule="F11", message=skipped_data("first"), severity="warning", line=1 + line)
        for start, end, line in zip(starts, ends, lines, strict=True)
        if skipped.are_data(data[start:end], encoding, 0, None)
    )


def _overlapping(spans: tuple[Span, ...]) -> Iterator[Anomaly]:
    """Report agreed places that share bytes: one of them is most likely mistyped, and both are read as they were agreed on."""
    for one, other in overlaps(spans):
        message = (
            f"移行条件の positions で、「{one.item}」（{one.start + 1:,} から {one.end:,} バイト目）と「{other.item}」"
            f"（{other.start + 1:,} から {other.end:,} バイト目）の位置が重なっています。"
            "同じバイトを両方の項目として読みました。設計書と突き合わせて、start と length を確かめてください。"
        )
        yield Anomaly(rule="F07", message=message, severity="warning", line=1, item=other.item)


def _has_newlines(data: bytes, length: int, agreement: Agreement) -> tuple[bool, tuple[Anomaly, ...]]:
    """Do newlines end the records? The file's word counts; the agreement's is compared."""
    found = data[length : length + 1] in (b"\r", b"\n") or (len(data) < length and NEWLINE.search(data) is not None)
    if len(data) > length and not found:
        found = agreement.newline != "none" and NEWLINE.search(data) is not None
    if agreement.newline not in (None, "none") and not found and len(data) > length:
        message = "改行がありません（移行条件ではレコードごとに改行します）。レコードの長さで区切って読みました。移行条件に沿って出力してください。"
        return False, (Anomaly(rule="F04", message=message, severity="warning", record=None, line=1),)
    if len(data) <= length and not found:
        return agreement.newline != "none", ()
    return found, ()


def _has_header(
    data: bytes, spans: tuple[Span, ...], layout: Layout | None, agreement: Agreement, encoding: str
) -> tuple[bool, tuple[Anomaly, ...]]:
    """Is there an agreed header? A first record whose values suit their items is a record: nobody is passed over.

    Args:
        data: what is behind the skipped records.
        spans: the places of the items.
        layout: knows what values suit them.
        agreement: what was agreed on.
        encoding: of the file.
    """
    if not agreement.header or layout is None or not data:
        return bool(agreement.header), ()
    values = [decode(data[span.start : span.end], encoding).strip(" \u3000\r\n") for span in spans]
    suited = [suits(layout.by_name[s.item], value, layout) for s, value in zip(spans, values, strict=True) if value]
    if 2 * sum(suited) <= len(suited):
        return True, ()
    message = "見出し行がありません（移行条件では header: true です）。最初のレコードもデータとして読みました。見出し行を付けるか、移行条件を header: false に改めてください。"
    return False, (Anomaly(rule="F06", message=message, severity="error", record=None, line=1 + agreement.skip.first),)


def _length(
    data: bytes, spans: tuple[Span, ...], agreement: Agreement, *, newlines: bool, typing: RecordTyping | None
) -> int:
    """Return the bytes of a record; where positions were agreed on, what follows the last item counts too."""
    length = record_length(spans, agreement)
    several = agreement.record_types is not None and agreement.record_types.types is not None
    if newlines and agreement.record_length is None and (agreement.positions is not None or several):
        lines = [line for line in NEWLINE.split(data)[:-1] if typing is None or typing.is_data(line)]
        lengths = Counter(map(len, lines))
        usual = max(lengths, key=lambda size: (lengths[size], size == length), default=length)
        return max(length, usual)
    return length


def _newline_of(data: bytes) -> str:
    """Return the newline that most lines end with; crlf when there is none."""
    found = Counter(NEWLINE.findall(data[: 1 << 18]))
    names = {b"\r\n": "crlf", b"\n": "lf", b"\r": "cr"}
    return names[found.most_common(1)[0][0]] if found else "crlf"


def _behind(data: bytes, find: FixedRecords, records: int, *, whole: bool) -> tuple[int, int]:
    """Return where the first `records` records end, or the last one before, and how many these are."""
    end = there = 0
    while there < records:
        found = find(data[end:], len(data) - end, final=whole)
        if records - there < len(found.starts):
            return end + int(found.starts[records - there]), records
        if not found.end:
            break
        end, there = end + found.end, there + len(found.starts)
    return end, there


def _repeated(data: bytes, find: FixedRecords, *, whole: bool) -> RepeatedHeader | None:
    """Return what finds the header, which is the first record of `data`, where it occurs again."""
    found = find(data, len(data), final=whole)
    record = data[int(found.starts[0]) : int(found.ends[0])] if len(found.starts) else b""
    return RepeatedHeader((record,), None) if record.strip() else None


def _dates(data: bytes, find: FixedRecords, spans: tuple[Span, ...], layout: Layout | None) -> str | None:
    """Return the form of the dates in the first records."""
    if layout is None:
        return None
    dates = [span for span in spans if layout.by_name[span.item].type == "DATE"]
    found = find(data[: 1 << 18], 1 << 18, final=False)

    def values() -> Iterator[str]:
        for start in found.starts[:200].tolist():
            for span in dates:
                yield data[start + span.start : start + span.end].decode("ascii", "replace").strip()

    return date_form_of(values())
