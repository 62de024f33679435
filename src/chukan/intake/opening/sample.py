"""The first records of a delimited file, as a reader that trusts sound quotes sees them.

What a file looks like (width, delimiter, header, quoting) is judged over these records, never over physical
lines: a value may hold newlines. A quote that does not close soundly costs one line; where it may close behind
what was read of the file, the sample ends before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chukan.intake.encoding.decode import decode
from chukan.intake.encoding.respelling import Respelling, escaped_lines
from chukan.intake.records.delimited import before_end_marks
from chukan.intake.records.lines import newline_size
from chukan.intake.records.rules import LARGEST
from chukan.intake.records.split import MOST_FIELDS, all_in_quotes, closing, split

#: Records that are looked at.
RECORDS = 200
#: Bytes that are looked at for records; a header alone may lie behind.
BYTES = 1 << 18
#: Bytes of a value that are looked at: none is this long in a file that is as it should be.
_LONGEST = 1 << 20
_NEWLINE = re.compile(rb"[\r\n]")
_EMPTY_LINES = re.compile(rb"[\r\n]+")


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One record of the sample. Offsets are bytes of the data that is cut.

    Attributes:
        end: Behind its content.
        next: Behind its newline.
        line: Its first physical line, from 1.
        quoted: How many of its fields are in quotes.
        sound: False where a quote is where none may be, or never closes.
    """

    start: int
    end: int
    next: int
    line: int
    values: tuple[str, ...]
    quoted: int
    sound: bool

    @property
    def width(self) -> int:
        """The number of its fields."""
        return len(self.values)

    @property
    def is_blank_at_end(self) -> bool:
        """True when its last field is empty."""
        return self.width > 1 and not self.values[-1]


def sample_records(
    data: bytes,
    delimiter: str,
    quote: str | None,
    encoding: str,
    *,
    whole: bool,
    limit: int = RECORDS,
    comment: str | None = None,
) -> list[SampleRecord]:
    """Return the first records of a file; blank lines are none.

    Args:
        data: the first bytes of the file, as they are cut.
        delimiter: one ASCII character.
        quote: one ASCII character, or None.
        encoding: of `data`.
        whole: `data` is all of the file; otherwise a last record that may be cut is left out.
        limit: how many records to return at most.
        comment: what a line begins with that is no record.
    """
    if whole:
        data = data[: before_end_marks(data, final=True)]
    reach = BYTES if limit <= RECORDS and _NEWLINE.search(data, 0, BYTES) else len(data)
    marks = ord(delimiter), None if quote is None else ord(quote)
    records: list[SampleRecord] = []
    at, line = 0, 1
    while at < min(reach, len(data)) and len(records) < limit:
        if empty := _EMPTY_LINES.match(data, at):  # a megabyte of them is passed over at once
            line += _newlines(empty[0])
            at = empty.end()
            continue
        is_comment = comment is not None and data.startswith(comment.encode(), at)
        sound_end = _record_end(data, at, marks[0], None if is_comment else marks[1], whole=whole)
        if sound_end is None and records:
            break  # its quotes may close behind the sample
        end = _line_end(data, at) if sound_end is None else sound_end
        following = end + newline_size(data, end)
        if following >= len(data) and not whole and records:
            break  # it may go on behind the sample
        content = data[at:end]
        if content.strip(b" \x00\x1a") and not is_comment:
            values, quoted, sound = _fields(content, *marks, encoding)
            records.append(
                SampleRecord(start=at, end=end, next=following, line=line, values=values, quoted=quoted, sound=sound)
            )
        line += _newlines(data[at:following])
        at = following
    return records


def as_delivered(records: Sequence[SampleRecord], data: bytes, respelling: Respelling) -> list[SampleRecord]:
    """Return records of respelled data with the values that are meant, and the lines that they have in the file."""
    places = escaped_lines(data if respelling.escapes else b"")
    before = np.searchsorted(places, [record.start for record in records]).tolist()
    return [
        replace(record, line=record.line + count, values=tuple(map(respelling.meant_text, record.values)))
        for record, count in zip(records, before, strict=True)
    ]


def _fields(content: bytes, delimiter: int, quote: int | None, encoding: str) -> tuple[tuple[str, ...], int, bool]:
    """Return the values of a record, how many of them are in quotes, and whether its quotes are sound."""
    if len(content) <= _LONGEST and (quote is None or quote not in content):
        plain = tuple(decode(content, encoding).split(chr(delimiter), MOST_FIELDS))
        if len(plain) in (content.count(delimiter) + 1, MOST_FIELDS + 1):  # not so where damage swallows a delimiter
            return plain[:MOST_FIELDS], 0, True
    if quote is not None and len(content) <= _LONGEST and (values := all_in_quotes(content, delimiter, quote)):
        texts = tuple(decode(content, encoding)[1:-1].split(chr(quote) + chr(delimiter) + chr(quote)))
        if len(texts) == len(values) <= MOST_FIELDS:
            return texts, len(texts), True
    parts = split(content, delimiter, quote, MOST_FIELDS)
    quoted = sum(field.flaw is None and field.end - field.start > len(field.value) for field in parts.fields)
    return tuple(decode(value[:_LONGEST], encoding) for value in parts.values), quoted, parts.sound


def _newlines(data: bytes) -> int:
    """Return how many newlines there are: CRLF, LF or CR."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _line_end(data: bytes, start: int) -> int:
    found = _NEWLINE.search(data, start)
    return found.start() if found else len(data)


def _record_end(data: bytes, start: int, delimiter: int, quote: int | None, *, whole: bool) -> int | None:
    """Return where the content of the record that begins at `start` ends: the line, unless its quotes are sound.

    None = a quote does not close in `data`, which is not all of the file.
    """
    line_end = _line_end(data, start)
    if quote is None or data.find(bytes((quote,)), start, line_end) == -1:
        return line_end
    if line_end - start <= _LONGEST and all_in_quotes(data[start:line_end], delimiter, quote):
        return line_end
    at, mark = start, bytes((delimiter,))
    limit = min(len(data), start + LARGEST)
    for _ in range(MOST_FIELDS):
        if data[at : at + 1] == bytes((quote,)):
            close = closing(data, at + 1, quote, limit)
            if close is None:
                return line_end if whole or limit < len(data) else None
            at = close + 1
        else:
            end = _line_end(data, at)
            next_field = data.find(mark, at, end)
            at = end if next_field == -1 else next_field
        if at >= len(data) or data[at : at + 1] in (b"\r", b"\n"):
            return at
        if data[at : at + 1] != mark:
            return line_end  # text behind a closing quote
        at += 1
    return line_end


def usual_width(records: Sequence[SampleRecord], preferred: int | None = None) -> int:
    """Return the number of fields that most sound records have; 0 without records.

    Args:
        records: of the sample.
        preferred: what decides a tie; otherwise the larger number does.
    """
    sound = [record.width for record in records if record.sound] or [record.width for record in records]
    counts = {width: sound.count(width) for width in set(sound)}
    return max(counts, key=lambda width: (counts[width], width == preferred, width), default=0)


def newline_of_records(data: bytes, records: Sequence[SampleRecord]) -> str:
    """Return the newline that ends most records; crlf when none ends one.

    Args:
        data: The beginning of the file.
        records: The records in it.

    Returns:
        ``crlf``, ``lf`` or ``cr``.
    """
    found = [data[record.end : record.next] for record in records]
    names = {b"\r\n": "crlf", b"\n": "lf", b"\r": "cr"}
    counts = {name: found.count(newline) for newline, name in names.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "crlf"


def quoting_of(records: Sequence[SampleRecord], data: bytes, quote: str | None) -> str:
    """Return how fields are quoted: none, minimal or all.

    Args:
        records: The records at the beginning of the file.
        data: The bytes that they are in.
        quote: The quote character; None = there is none.
    """
    if quote is None or not any(quote.encode() in data[record.start : record.end] for record in records):
        return "none"
    return "minimal" if any(record.sound and record.quoted < record.width for record in records) else "all"
