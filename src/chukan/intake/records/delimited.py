"""What is a record: the lines of a buffer, joined where a quoted value holds a newline.

Whether bytes are a record depends on where the record begins and on what follows, never on how
the file was cut into buffers: what must be known is looked at before a record is let go, at most
`LARGEST` bytes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from chukan.intake.records.block import Found, IrregularSpan, SpanKind
from chukan.intake.records.lines import CR, LF, NEWLINE, Bytes, Ints, Lines, LowBytes, newline_size, newlines, physical
from chukan.intake.records.pairing import all_paired
from chukan.intake.records.quotes import QuotedRecords
from chukan.intake.records.rules import LARGEST, MARKS, MOST, RecordRules

_SPACE = 0x20
_END_MARKS = b"\x00\x1a"
_AT_END = _END_MARKS + b"\r\n"


def find_records(data: bytes, window: int, rules: RecordRules, *, final: bool) -> Found:
    """Return the records of ``data[:window]``; what lies behind is only looked at.

    Args:
        data: bytes that begin at a record's start.
        window: how many of them to take at most.
        rules: the file's delimiter, quote and width.
        final: no more bytes follow `data`.
    """
    stop = before_end_marks(data, final=final)
    most = min(window, stop)
    found, low = Found(), LowBytes.of(np.frombuffer(data, np.uint8, most), MARKS)
    first_quote = -1 if rules.quote is None else data.find(bytes((rules.quote,)), 0, most)
    for size in _windows(data, window, stop, rules.quote if first_quote >= 0 else None, low):
        if first_quote < 0 or first_quote >= size:
            found = _lines(data, size, stop, low, final=final)
        else:
            found = _quoted(data, size, stop, rules, low, final=final)
        if found.end:
            break
    _rounded_off(found, data, stop, low, final=final, blanks=rules.blanks_are_nothing)
    found.quoted = 0 <= first_quote < found.end
    set_comments_aside(found, data, rules.comment)
    return found


def _quoted(data: bytes, window: int, stop: int, rules: RecordRules, low: LowBytes | None, *, final: bool) -> Found:
    front, lines = _front(data, window, stop, low, final=final)
    if len(lines) and all_paired(front[: lines.nexts[-1]], lines.ends, rules):
        return _each(front, lines)
    if len(lines):
        return QuotedRecords(data, stop, front, lines, rules, final=final).find()
    return _too_long() if _is_too_long(front, final=final and len(front) == stop) else Found()


def find_lines(data: bytes, window: int, *, final: bool, blanks: bool = False) -> Found:
    """Return the lines of ``data[:window]``, each a record.

    Args:
        data: bytes that begin at a record's start.
        window: how many of them to take at most.
        final: no more bytes follow `data`.
        blanks: a line of nothing but half-width blanks is no record; an empty one never is.
    """
    stop = before_end_marks(data, final=final)
    found, low = Found(), LowBytes.of(np.frombuffer(data, np.uint8, min(window, stop)), MARKS)
    for size in _windows(data, window, stop, None, low):
        found = _lines(data, size, stop, low, final=final)
        if found.end:
            break
    return _rounded_off(found, data, stop, low, final=final, blanks=blanks)


def _lines(data: bytes, window: int, stop: int, low: LowBytes | None, *, final: bool) -> Found:
    front, lines = _front(data, window, stop, low, final=final)
    if not len(lines) and _is_too_long(front, final=final and len(front) == stop):
        return _too_long()
    return _each(front, lines)


def _each(front: Bytes, lines: Lines) -> Found:
    """Return the lines of the front, each a record."""
    lines = lines.upto(MOST)
    end = int(lines.nexts[-1]) if len(lines) else 0
    numbers = np.arange(len(lines))
    return Found(
        end=end,
        starts=lines.starts,
        ends=lines.ends,
        lines=numbers,
        newlines=newlines(front, lines),
        line_count=len(lines),
    )


def _windows(data: bytes, window: int, stop: int, quote: int | None, low: LowBytes | None) -> Iterator[int]:
    """Yield ever larger windows, up to `window`: the first one holds about `MARKS` newlines and quotes at most.

    A larger one is needed only where no record ends in the one before it.
    """
    view, most = np.frombuffer(data, np.uint8), min(window, stop)
    if low is not None and quote is None:
        yield window
        return
    size, marks = 0, 0
    counted = (LF, CR, quote) if low is None else (quote,)  # the low bytes are not too many: their places are known
    while size < most:
        piece = view[size : min(max(MARKS, 2 * size), most)]
        marks += sum(int(np.count_nonzero(piece == byte)) for byte in counted if byte is not None)
        if marks > MARKS and size:
            break
        size += len(piece)
    while size < most:
        yield size
        size *= 2
    yield window


def _front(data: bytes, window: int, stop: int, low: LowBytes | None, *, final: bool) -> tuple[Bytes, Lines]:
    """Return the bytes that records are looked for in, and their lines up to the first one that is too long."""
    front = np.frombuffer(data, np.uint8, min(window, stop))
    following = data[len(front)] if len(front) < len(data) else None
    lines = physical(front, final=final and len(front) == stop, following=following, low=low and low.upto(len(front)))
    too_long = np.flatnonzero(lines.ends - lines.starts > LARGEST)
    return front, lines.upto(int(too_long[0])) if len(too_long) else lines


def _is_too_long(front: Bytes, *, final: bool) -> bool:
    """Return True when the front, which holds no line that may be taken, holds more than the largest one."""
    return len(front) > LARGEST + (not final)  # the last byte may be half of a newline


def _too_long() -> Found:
    return Found(
        end=LARGEST, irregular=(IrregularSpan(kind="too_long", start=0, end=LARGEST, next=LARGEST, line=0, lines=0),)
    )


def _rounded_off(found: Found, data: bytes, stop: int, low: LowBytes | None, *, final: bool, blanks: bool) -> Found:
    """Set aside what is no record."""
    set_blank_lines_aside(found, data, blanks=blanks)
    if low is None or _END_MARKS[1] in low.bytes:
        set_end_mark_lines_aside(found, data)
    if final and found.end == stop:
        set_end_marks_aside(found, stop, len(data))
        low = low if found.end == stop else None  # end marks are in the block, but not among the bytes that were found
    found.low = None if low is None else len(low.upto(found.end).places)
    return found


def before_end_marks(data: bytes, *, final: bool) -> int:
    """Where the records of `data` end, at the latest.

    Behind it stand only 0x1A, NUL and newlines, on lines of their own or after the very last
    byte of the last record: the end of the file, or (`final` is False) what may turn out to be.
    """
    if data[-1:] not in (b"\x00", b"\x1a", b"\r", b"\n"):
        return len(data)
    tail = data[-256:] if data[-256:].rstrip(_AT_END) else data[-LARGEST - 1 :]
    content = len(data) - _marks_at_end(tail)
    rest = data[content:]
    attached = len(rest) - len(rest.lstrip(_END_MARKS)) if content else 0
    if len(rest) > LARGEST:  # so much is not held back; it is rejected in pieces
        return len(data)
    if attached == len(rest):
        return content if final else len(data)
    found = [at for mark in _END_MARKS if (at := rest.find(mark, attached)) >= 0]
    return content + min(found) if found else len(data)


def _marks_at_end(data: bytes) -> int:
    """Return how many of the last bytes are newlines, 0x1A and NUL; `bytes.rstrip` takes ten times as long for a megabyte of them."""
    view = np.frombuffer(data, np.uint8)
    other = np.ones(len(view), np.bool_)
    for byte in _AT_END:
        other &= view != byte
    return int(other[::-1].argmax()) if other.any() else len(data)


def set_end_marks_aside(found: Found, stop: int, end: int) -> None:
    """Set what follows the last record aside."""
    if stop < end:
        found.irregular += (IrregularSpan(kind="end", start=stop, end=end, next=end, line=found.line_count, lines=0),)
        found.end = end


def set_blank_lines_aside(found: Found, data: bytes, *, blanks: bool) -> None:
    """Empty lines are no records; nor are lines of nothing but half-width blanks, if `blanks`."""
    empty = found.starts == found.ends
    if blanks and found.end:
        begins_blank = np.frombuffer(data, np.uint8)[np.minimum(found.starts, found.end - 1)] == _SPACE
        for row in np.flatnonzero(begins_blank & ~empty).tolist():
            empty[row] = not data[found.starts[row] : found.ends[row]].strip(b" ")
    _set_lines_aside(found, data, np.flatnonzero(empty), "blank")


def set_end_mark_lines_aside(found: Found, data: bytes) -> None:
    """Set lines of nothing but 0x1A (and NUL behind it) aside: where files were joined, these are no records."""
    if not found.end or data.find(_END_MARKS[1:], 0, found.end) == -1:
        return
    view = np.frombuffer(data, np.uint8)
    rows = np.flatnonzero(view[np.minimum(found.starts, found.end - 1)] == _END_MARKS[1])
    others = np.append(0, np.cumsum((view[: found.end] != _END_MARKS[0]) & (view[: found.end] != _END_MARKS[1])))
    rows = rows[others[found.ends[rows]] == others[found.starts[rows]]]
    _set_lines_aside(found, data, rows, "end")


def _set_lines_aside(found: Found, data: bytes, rows: Ints, kind: SpanKind) -> None:
    """Turn lines that are no records into irregular spans: one for those that follow one another."""
    if not len(rows):
        return
    firsts = np.append(0, np.flatnonzero(np.diff(found.lines[rows]) != 1) + 1)  # something stands between them
    counts = np.diff(firsts, append=len(rows))
    first, ends = rows[firsts], found.ends[rows[firsts + counts - 1]]
    view, last = np.frombuffer(data, np.uint8), len(data) - 1
    crlf = (view[np.minimum(ends, last)] == CR) & (view[np.minimum(ends + 1, last)] == LF) & (ends < last)
    nexts = ends + np.minimum(1, len(data) - ends) + crlf
    told = (found.starts[first], ends, nexts, found.lines[first], counts)
    irregular = [
        IrregularSpan(kind=kind, start=start, end=end, next=following, line=line, lines=lines)
        for start, end, following, line, lines in zip(*(each.tolist() for each in told), strict=True)
    ]
    _set_aside(found, irregular, rows)


def set_comments_aside(found: Found, data: bytes, comment: bytes) -> None:
    """Set the lines that begin with `comment` aside; nothing where it is empty."""
    if not comment or not len(found.starts) + len(found.irregular):
        return
    found.irregular = tuple(
        replace(span, kind="skipped") if span.is_record and data.startswith(comment, span.start) else span
        for span in found.irregular
    )
    rows = np.arange(len(found.starts))
    view = np.frombuffer(data, np.uint8)
    for offset, byte in enumerate(comment):
        rows = rows[view[np.minimum(found.starts[rows] + offset, len(view) - 1)] == byte]
    set_rows_aside(found, data, [(row, "skipped", -1) for row in rows.tolist()])


def set_rows_aside(found: Found, data: bytes, rows: Sequence[tuple[int, SpanKind, int]]) -> None:
    """Turn clean records into irregular spans.

    Args:
        found: changed in place.
        data: the buffer.
        rows: each with the kind of span that it becomes, and the kind of control record (-1 = none).
    """
    irregular = []
    for row, kind, record_kind in rows:
        end = int(found.ends[row])
        span = IrregularSpan(
            kind=kind,
            start=int(found.starts[row]),
            end=end,
            next=end + newline_size(data, end),
            line=int(found.lines[row]),
            record_kind=record_kind,
        )
        irregular.append(span)
    _set_aside(found, irregular, np.array([row for row, _, _ in rows], np.int64))


def set_alike_aside(found: Found, data: bytes, groups: Sequence[Ints], kind: SpanKind) -> None:
    """Turn clean records into irregular spans: one for those that follow one another.

    Args:
        found: changed in place.
        data: the buffer.
        groups: the rows of records that are alike to the byte.
        kind: what they become; no records.
    """
    irregular: list[IrregularSpan] = []
    for rows in groups:
        starts, lines = found.starts[rows], found.lines[rows]
        period = int(starts[1] - starts[0]) if len(rows) > 1 else 0
        each = 1 + len(NEWLINE.findall(data, starts[0], found.ends[rows[0]])) if len(rows) else 1
        apart = np.flatnonzero((np.diff(rows) > 1) | (np.diff(starts) != period) | (np.diff(lines) != each)) + 1
        for run in np.split(rows, apart):
            irregular += _runs_of_lines(found, data, run, kind, each)
    _set_aside(found, irregular, np.concatenate([*groups, np.zeros(0, np.int64)]).astype(np.int64))


def _runs_of_lines(found: Found, data: bytes, run: Ints, kind: SpanKind, each: int) -> Iterator[IrregularSpan]:
    """Yield rows of `each` lines at equal distances as one span; the last one by itself where its newline is another one."""
    first, last = int(run[0]), int(run[-1])
    end = int(found.ends[last])
    following = end + newline_size(data, end)
    start, size = int(found.starts[first]), following - int(found.starts[last])
    if following - start != size * len(run):
        yield from _runs_of_lines(found, data, run[:-1], kind, each)
        yield from _runs_of_lines(found, data, run[-1:], kind, each)
        return
    yield IrregularSpan(
        kind=kind,
        start=start,
        end=end,
        next=following,
        line=int(found.lines[first]),
        lines=each * len(run),
        records=len(run),
    )


def _set_aside(found: Found, irregular: list[IrregularSpan], rows: Ints) -> None:
    """Turn the clean records `rows` into the spans `irregular`."""
    if not irregular:
        return
    found.irregular = tuple(sorted([*found.irregular, *irregular], key=lambda span: span.start))
    keep = np.ones(len(found.starts), np.bool_)
    keep[rows] = False
    if len(found.multiline):
        found.multiline = found.multiline.take(~np.isin(found.multiline.starts, found.starts[~keep]))
    found.starts, found.ends, found.lines = (a[keep] for a in (found.starts, found.ends, found.lines))
