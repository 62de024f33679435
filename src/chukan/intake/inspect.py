"""What can be said of a file that nobody told anything about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import readable, without_credentials
from chukan.intake.batch import FileFacts
from chukan.intake.encoding.choice import SAMPLE, Choice, choose, guess
from chukan.intake.encoding.decode import decode
from chukan.intake.fit import Fit, fixed_forms, rank, rank_fixed
from chukan.intake.fit_positions import rank_with_room
from chukan.intake.inspection import LOOKED_AT, Inspection, OnePass
from chukan.intake.lengths import RecordLength, find_record_length
from chukan.intake.mapping import propose
from chukan.intake.opening.names import fold
from chukan.intake.opening.sample import sample_records
from chukan.intake.reader import open_file
from chukan.intake.segments import WHOLE_RECORD, first_records, segments
from chukan.intake.segments import agreement_of as segment_agreement
from chukan.intake.source.open_source import Source
from chukan.intake.source.signatures import refuse_binary
from chukan.layouts.model import Layout


def inspect(
    path: str | Path, layouts: Iterable[Layout] = (), *, progress: Callable[[int], None] | None = None
) -> Inspection:
    """Look at a file without an agreement or a layout.

    Args:
        path: as for `open_file`.
        layouts: the ones to rank.
        progress: called with the bytes that were read so far.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
    """
    source = Source.of(path)
    head = source.head(SAMPLE)
    if source.sheet is None:
        refuse_binary(head, source.path)
    known = list(layouts)
    choice, whole = guess(source, head)
    found = _inspected(source, head, choice, known, progress)
    if found.damaged_values and not whole:  # the rest of the file does not bear the guess out
        other = choose(source, head, Agreement())
        if other.encoding != choice.encoding:
            return _inspected(source, head, other, known, progress)
        return replace(found, confidence=other.confidence, reason=other.reason)
    return found


def fits_of(path: str | Path, layouts: Iterable[Layout]) -> tuple[Fit, ...]:
    """Return the layouts that a file fits best by its first records, best first; `inspect` says it of the whole file.

    Args:
        path: as for `open_file`.
        layouts: the ones to rank.

    Raises:
        InputError: missing, no permission, damaged, or not a text file.
    """
    source = Source.of(path)
    head = source.head(SAMPLE)
    if source.sheet is None:
        refuse_binary(head, source.path)
    return _inspected(source, head, guess(source, head)[0], list(layouts), None, first_only=True).fits


def _inspected(
    source: Source,
    head: bytes,
    choice: Choice,
    known: Sequence[Layout],
    progress: Callable[[int], None] | None,
    *,
    first_only: bool = False,
) -> Inspection:
    """Return what one reading of the file shows, if it is in the encoding `choice`.

    With `first_only` only its first records are read: counts, digest and account are not those of the file.
    """
    data = head[choice.bom :]
    fixed = find_record_length(source, data, choice, known, whole=len(head) < SAMPLE)
    if fixed is not None:
        return _of_fixed_width(source, data, choice, known, progress, fixed, first_only=first_only)
    decided = choice if source.sheet is None else None
    agreement = Agreement()
    likely = partial(tuple, known)
    reader = open_file(source.path, None, agreement, progress=progress, keep=20, choice=decided, others=likely)
    names = frozenset(fold(name) for layout in known for name in layout.names)
    unknown = known and reader.facts.header and not any(fold(c) in names for c in reader.facts.columns)
    if unknown and not _is_unlike_data(data, reader.facts, choice.encoding, whole=len(head) < SAMPLE):
        agreement = agreement.merged({"header": False})  # no layout has such names: it is the first record
        reader = open_file(source.path, None, agreement, progress=progress, keep=20, choice=decided)
    looked = OnePass(reader, agreement, names)
    found = looked.inspection(
        readable(without_credentials(source.path)), choice.confidence, choice.reason, first_only=first_only
    )
    header = reader.facts.columns + reader.facts.extra if reader.facts.header else None
    fits = rank(known, header, looked.columns)
    best = next((layout for layout in known if header and fits and layout.address == fits[0].address), None)
    proposals = propose(best, header, looked.columns) if best is not None and header else ()
    return replace(found, fits=fits, proposals=proposals)


def _of_fixed_width(
    source: Source,
    data: bytes,
    choice: Choice,
    known: Sequence[Layout],
    progress: Callable[[int], None] | None,
    fixed: RecordLength,
    *,
    first_only: bool,
) -> Inspection:
    """Return what one reading of a file of fixed width shows; what is odd in it is counted in whole records."""
    records = first_records(data, fixed.length, LOOKED_AT)
    parts = segments(records, fixed.length, choice.encoding)
    for those in (parts, [(0, fixed.length)]):
        agreement = segment_agreement(data, those)
        reader = open_file(source.path, None, agreement, progress=progress, keep=20, choice=choice)
        looked = OnePass(reader, agreement, frozenset())
        found = looked.inspection(
            readable(without_credentials(source.path)), choice.confidence, choice.reason, first_only=first_only
        )
        if len(those) == 1 or not (found.damaged_values or found.control_values):
            break
    gaiji = tuple(replace(one, items=(WHOLE_RECORD,)) for one in found.gaiji)
    fits = fixed.fits
    if not fits:
        forms = fixed_forms(known, choice.encoding)
        fits = rank_fixed(forms.get(fixed.length, ()), records, choice.encoding)
        fits = fits or rank_with_room(forms, fixed.length, records, choice.encoding)
    return replace(found, fits=fits, is_guess=fixed.is_guess, gaiji=gaiji, dates=None)


def _is_unlike_data(data: bytes, facts: FileFacts, encoding: str, *, whole: bool) -> bool:
    """Return True when what was taken for a header is words above numbers: names, and no first record."""
    text = decode(data, encoding).encode()
    records = sample_records(text, facts.delimiter or ",", '"', "utf-8", whole=whole)[facts.skipped :]
    rest = records[1:]
    return any(
        not _NUMERIC.fullmatch(name)
        and 2 * sum(bool(_NUMERIC.fullmatch(r.values[column])) for r in rest if column < r.width) > len(rest)
        for column, name in enumerate(records[0].values if rest else ())
    )


_NUMERIC = re.compile(r"[-+]?[0-9]+(?:[./-][0-9]+)*")
