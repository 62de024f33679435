"""Where records of fixed width that nobody has told anything about may be cut: never within a character, as far as is seen.

Decoded in one piece, a record of mixed text takes twice the time that its items take, most of which are ASCII throughout or
full-width throughout. What is cut where all the records that are looked at may be cut is such pieces, more or less.
"""

from __future__ import annotations

from collections.abc import Sequence

from chukan.agreement import Agreement
from chukan.intake.encoding.pairs import PAIRED
from chukan.intake.records.lines import NEWLINE

#: Bytes in which they are looked for.
_FRONT = 1 << 18
#: What the only segment is called; several have it before their number.
WHOLE_RECORD = "レコード"


def first_records(data: bytes, length: int, count: int) -> list[bytes]:
    """Return the first records of a file of fixed width, without those of another length.

    Args:
        data: The beginning of the file, without a byte order mark.
        length: Bytes of a record.
        count: How many are wanted.
    """
    if NEWLINE.search(data, 0, _FRONT) is None:
        return [data[at : at + length] for at in range(0, min(count * length, len(data) - length + 1), length)]
    lines = (line for line in NEWLINE.split(data[: max(_FRONT, count * (length + 2))]) if len(line) == length)
    return [line for line, _ in zip(lines, range(count), strict=False)]


def segments(records: Sequence[bytes], length: int, encoding: str) -> list[tuple[int, int]]:
    """Return where ASCII and other text change in all the records.

    Args:
        records: Some records of one length.
        length: Bytes of each.
        encoding: The name of a Python codec.

    Returns:
        Start and end of each segment; the whole record where one of `records` can't be decoded, or cutting gains nothing.
    """
    ascii_only, begins = [True] * length, [True] * length
    for record in records if encoding in PAIRED else ():
        try:
            text = record.decode(encoding)
        except UnicodeDecodeError:
            return [(0, length)]
        at = 0
        for character in text:
            if character.isascii():
                at += 1
                continue
            size = len(character.encode(encoding))
            for inside in range(at, min(at + size, length)):
                ascii_only[inside] = False
                begins[inside] = begins[inside] and inside == at
            at += size
        if at != length:
            return [(0, length)]
    cuts = [at for at in range(1, length) if begins[at] and ascii_only[at] != ascii_only[at - 1]]
    return list(zip([0, *cuts], [*cuts, length], strict=True))


def agreement_of(data: bytes, parts: Sequence[tuple[int, int]]) -> Agreement:
    """Return the agreement with which the segments are read as items.

    Args:
        data: The beginning of the file.
        parts: Start and end of each segment; one = the whole record.
    """
    names = [WHOLE_RECORD] if len(parts) == 1 else [f"{WHOLE_RECORD} {number}" for number in range(1, len(parts) + 1)]
    return Agreement.model_validate(
        {
            "format": "fixed",
            "newline": None if NEWLINE.search(data) else "none",
            "positions": {
                name: {"start": start + 1, "length": end - start}
                for name, (start, end) in zip(names, parts, strict=True)
            },
            "padding": {"text": "none" if len(parts) == 1 else "right_space", "number": "none"},
        }
    )
