"""What lengths of a layout count in records of fixed width, where nobody agreed on it: characters or bytes."""

from __future__ import annotations

from collections import Counter

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.fit import fixed_forms, share_of_records
from chukan.intake.parsing.positions import record_length, spans_of
from chukan.intake.records.lines import NEWLINE
from chukan.layouts.model import Layout

#: Records whose values decide where no newlines tell.
_PIECES = 50


def with_unit(data: bytes, layout: Layout | None, agreement: Agreement, encoding: str) -> Agreement:
    """Return the agreement with the unit of length under which the records are as long as the layout makes them.

    Args:
        data: the beginning of the file.
        layout: the layout; None = there are no lengths to count.
        agreement: a unit that was agreed on stays, and so do positions and kinds of record.
        encoding: the encoding that the bytes are counted in.
    """
    if layout is None or agreement.length_unit or agreement.positions or agreement.record_types:
        return agreement
    units = [agreement.model_copy(update={"length_unit": unit}) for unit in ("chars", "bytes")]
    if NEWLINE.search(data):
        return next((one for one in units if is_of_length(data, layout, one, encoding)), agreement)
    unit = _unit_of_values(data, layout, encoding)
    return next((one for one in units if one.length_unit == unit), agreement)


def _unit_of_values(data: bytes, layout: Layout, encoding: str) -> str | None:
    """Return the unit of length under which most values of the first records suit their items, where no newlines tell.

    Between units that suit alike the one decides that divides the file; several sizes do so by chance.
    """
    best, unit = (0.0, False), None
    data = data.rstrip(b"\x00\x1a")  # end marks are no records
    for length, forms in fixed_forms([layout], encoding).items():
        pieces = [data[at : at + length] for at in range(0, _PIECES * length, length)]
        records = [piece for piece in pieces if len(piece) == length]
        for form in forms:
            score = (share_of_records(form, records, encoding), len(data) % length == 0)
            if records and score > best:
                best, unit = score, form.unit
    return unit


def is_of_length(data: bytes, layout: Layout | None, agreement: Agreement, encoding: str) -> bool:
    """Return True when nearly all lines are as long as the items make a record; without newlines, when it divides the file.

    Args:
        data: the beginning of the file.
        layout: the layout; None = only positions that were agreed on.
        agreement: what was agreed on.
        encoding: the encoding that the bytes are counted in.
    """
    try:
        length = record_length(spans_of(layout, agreement, encoding), agreement)
    except AgreementError:
        return False
    lengths = Counter(map(len, NEWLINE.split(data)[:-1]))  # what no newline ends is no line
    del lengths[0]
    if not lengths:
        return len(data) >= length and len(data.rstrip(b"\x00\x1a")) % length == 0
    return lengths[length] > 0.8 * lengths.total()
