"""How long the records of a file of fixed width are: by its lines, or, without newlines, by the layouts that suit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chukan.intake.encoding.choice import Choice
from chukan.intake.encoding.decode import decode
from chukan.intake.fit import Fit, FixedForm, fixed_forms, is_telling, rank_fixed
from chukan.intake.opening.dialect import delimiter_of
from chukan.intake.opening.names import fold
from chukan.intake.source.open_source import Source
from chukan.layouts.model import Layout

#: Bytes that are looked at.
_FRONT = 1 << 18
#: Records that the ranking looks at.
_LOOKED_AT = 300
_FEW = 10
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
    if not lines or delimiter_of(text, '"', whole=whole and len(front) == len(data)) is not None:
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
    """Return the length whose layout suits the values best.

    Lengths that leave something over at the end are asked only where no other suits; they must suit very well.
    """
    forms = {length: those for length, those in fixed_forms(layouts, encoding).items() if 1 < length <= size}
    found = [one for length in forms if not size % length and (one := _fits(data, length, forms[length], encoding))]
    if not found:
        telling = {length: [form for form in those if _tells(form.layout)] for length, those in forms.items()}
        found = [one for length, those in telling.items() if (one := _fits(data, length, those, encoding, _SUITS))]
    if not found:
        return None
    every = sorted(((-f.score, -length, f.address, f) for length, fits in found for f in fits), key=lambda one: one[:3])
    best: dict[str, Fit] = {}
    for _, _, address, fit in every:
        best.setdefault(address, fit)
    return RecordLength(-every[0][1], True, tuple(best.values())[:10])


def _fits(
    data: bytes, length: int, forms: Sequence[FixedForm], encoding: str, least: float = 0.0
) -> tuple[int, tuple[Fit, ...]] | None:
    """Return a length and the layouts that suit records of it; a few records are looked at before many."""
    fits: tuple[Fit, ...] = ()
    for records in (_FEW, _LOOKED_AT):
        ends = range(length, min(len(data), records * length) + 1, length)
        fits = rank_fixed(forms, [data[end - length : end] for end in ends], encoding) if forms else ()
        fits = tuple(fit for fit in fits if fit.score >= least)
        if not fits:
            return None
    return length, fits


def _tells(layout: Layout) -> bool:
    return sum(is_telling(item, layout) for item in layout.items) >= _TELLING
