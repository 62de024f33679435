"""How long the records of a file of fixed width are: by its lines, or, without newlines, by the layouts that suit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.encoding.choice import Choice
from chukan.intake.encoding.decode import decode
from chukan.intake.fit import Fit, is_telling, rank_fixed
from chukan.intake.opening.dialect import delimiter_of
from chukan.intake.opening.names import fold
from chukan.intake.parsing.positions import positions, record_length
from chukan.intake.source.open_source import Source
from chukan.layouts.model import Layout

#: Bytes that are looked at.
_FRONT = 1 << 18
#: Records that the ranking looks at.
_LOOKED_AT = 300
#: The share of lines that must be alike.
_ALIKE = 0.8
#: Lines below which being alike is chance.
_FEWEST = 3
#: How well a layout must suit where something is left over at the end of the file, and items that few values suit.
_SUITS, _TELLING = 0.85, 3


@dataclass(frozen=True)
class RecordLength:
    """Bytes of a record of fixed width.

    Attributes:
        is_guess: Only the layouts tell: there are no newlines.
        fits: For a guess, the layouts of all lengths, best first.
    """

    length: int
    is_guess: bool = False
    fits: tuple[Fit, ...] = ()


def find_record_length(
    source: Source, data: bytes, choice: Choice, layouts: Sequence[Layout], *, whole: bool
) -> RecordLength | None:
    """Return the bytes of a record when a file is of fixed width; None when it is delimited.

    Args:
        source: the file.
        data: its beginning, without a byte order mark.
        choice: its encoding.
        layouts: that it may be of.
        whole: `data` is all of it.
    """
    lines = [line for line in re.split(rb"\r\n|\r|\n", data[:_FRONT]) if line.strip(b"\x00\x1a")]
    if len(data) > _FRONT and len(lines) > 1:
        lines.pop()
    front = data if whole else data[:_FRONT]
    text = decode(front, choice.encoding).encode()
    if not lines or delimiter_of(text, '"', None, whole=whole and len(front) == len(data)) is not None:
        return None
    if len(lines) > 1:
        return None if _is_name(lines[0], choice.encoding, layouts) else _by_lines(lines)
    size = len(data) if whole else sum(map(len, source.chunks())) - choice.bom
    size -= len(data) - len(data.rstrip(b"\x00\x1a"))
    return _by_layouts(data, size, choice.encoding, layouts)


def _by_lines(lines: Sequence[bytes]) -> RecordLength | None:
    usual, times = Counter(map(len, lines)).most_common(1)[0]
    alike = times >= _ALIKE * len(lines) and usual > 1 and len(lines) >= _FEWEST
    return RecordLength(usual) if alike else None


def _is_name(line: bytes, encoding: str, layouts: Sequence[Layout]) -> bool:
    """Return True for the heading of a list: a name that a layout has."""
    name = fold(decode(line, encoding))
    return any(name in map(fold, layout.names) for layout in layouts)


def _by_layouts(data: bytes, size: int, encoding: str, layouts: Sequence[Layout]) -> RecordLength | None:
    """Return the length whose layout suits the values best; one that leaves something over must suit very well."""
    known = {layout.address: layout for layout in layouts}
    found: list[tuple[float, int, tuple[Fit, ...]]] = []
    for length in _lengths(layouts, encoding):
        records = [data[at : at + length] for at in range(0, min(len(data), _LOOKED_AT * length), length)]
        records = records[:-1] if len(records[-1]) < length and len(records) > 1 else records
        fits = rank_fixed(layouts, records, length, encoding)
        if size % length:
            fits = tuple(f for f in fits if f.score >= _SUITS and size > length and _tells(known[f.address]))
        if fits:
            found.append((fits[0].score - bool(size % length), length, fits))
    if not found:
        return None
    every = sorted(
        ((-fit.score, -length, fit.address, fit) for _, length, fits in found for fit in fits), key=lambda one: one[:3]
    )
    best: dict[str, Fit] = {}
    for _, _, address, fit in every:
        best.setdefault(address, fit)
    return RecordLength(max(found, key=lambda one: one[:2])[1], True, tuple(best.values())[:10])


def _tells(layout: Layout) -> bool:
    return sum(is_telling(item, layout) for item in layout.items) >= _TELLING


def _lengths(layouts: Sequence[Layout], encoding: str) -> Iterator[int]:
    """Yield the record lengths that the layouts make, in characters or in bytes."""
    found = set()
    for layout in layouts:
        for unit in ("chars", "bytes"):
            agreement = Agreement.model_validate({"length_unit": unit})
            with suppress(AgreementError):
                found.add(record_length(positions(layout, agreement, encoding), agreement))
    yield from sorted(length for length in found if length > 1)
