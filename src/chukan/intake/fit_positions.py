"""Records of fixed width that are longer than a layout's lengths make them: where the bytes between may be.

Vendors leave room behind a record, or between two of its items. One such place is looked for; positions of any other kind
are for people to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from chukan.intake.fit import LEAST, Fit, FixedForm, fit_of, is_telling, shape_reason, shape_share
from chukan.intake.parsing.positions import Span

#: The share of a record that may be room, and the records that are looked at first, and then.
_ROOM, _FEW = 0.25, 10
#: Layouts that are looked at with all the records, and those that are named.
_CLOSER, _NAMED = 12, 10
#: Items that few other values suit, without which any record would suit.
_TELLING = 3


def rank_with_room(
    forms: Mapping[int, Iterable[FixedForm]], length: int, records: Sequence[str | bytes], encoding: str
) -> tuple[Fit, ...]:
    """Return the layouts whose values suit records with room somewhere, best first; none is as sure as one without.

    Args:
        forms: the layouts as records of fixed width, by the bytes of a record.
        length: bytes of a record of the file.
        records: the first ones, without their newlines.
        encoding: that the bytes are counted in.
    """
    rows = [record if isinstance(record, bytes) else record.encode(encoding, "replace") for record in records]
    those = [
        form
        for size, of_size in forms.items()
        if 0 < length - size <= _ROOM * length
        for form in of_size
        if sum(is_telling(item, form.layout) for item in form.layout.items) >= _TELLING
    ]
    first = [(form, fit) for form in those if (fit := _fit(form, length, rows[:_FEW], encoding)) is not None]
    first.sort(key=lambda pair: -pair[1].score)
    fits = [fit for form, _ in first[:_CLOSER] if (fit := _fit(form, length, rows, encoding)) is not None]
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda one: (-one.score, one.address)):
        best.setdefault(fit.address, fit)
    return tuple(best.values())[:_NAMED]


def _fit(form: FixedForm, length: int, rows: Sequence[bytes], encoding: str) -> Fit | None:
    """Return how well a layout suits with its room in the best place; None where it does not."""
    layout, room = form.layout, length - form.spans[-1].end
    as_they_are, moved = (
        [
            shape_share(layout, [item], [[_value(row, span, shift, encoding) for row in rows]])
            for item, span in zip(layout.items, form.spans, strict=True)
        ]
        for shift in (0, room)
    )
    before, behind = [0.0, *accumulate(as_they_are)], [0.0, *accumulate(moved)]
    shares = [before[at] + behind[-1] - behind[at] for at in range(len(layout.items) + 1)]
    most = max(shares)
    places = [at for at, share in enumerate(shares) if share >= most - 1e-9]
    share = most / len(layout.items)
    if share < LEAST:
        return None
    oddities = {at: _oddities(form, room, at, rows, encoding) for at in places}
    places = [at for at in places if oddities[at] == min(oddities.values())]
    at = places[-1]  # where blank items leave it open: behind them
    names = [*layout.names, ""]
    reason = f"レコードは項目の長さの合計より {room:,} バイト長く、余りが{_place(names, at)}にあると"
    doubt = [f"余りは{_place(names, places[0])}かもしれません"] if len(places) > 1 else []
    found = fit_of(layout, 0.25 + 0.6 * share, (f"{reason}{shape_reason(share)}", *doubt))
    return replace(found, unit=form.unit, room=room, spans=() if at == len(layout.items) else _moved(form, room, at))


def _moved(form: FixedForm, room: int, at: int) -> tuple[Span, ...]:
    """Return the places of the items with room before one of them."""
    return tuple(
        Span(span.item, span.start + room, span.end + room) if number >= at else span
        for number, span in enumerate(form.spans)
    )


def _oddities(form: FixedForm, room: int, at: int, rows: Sequence[bytes], encoding: str) -> tuple[int, int]:
    """Return how many records have something in the room, and how many values begin with blanks, with the room there."""
    start = form.spans[at].start if at < len(form.spans) else form.spans[-1].end
    filled = sum(bool(row[start : start + room].strip()) for row in rows)
    texts = (
        row[span.start : span.end].decode(encoding, "replace") for span in _moved(form, room, at) for row in rows[:_FEW]
    )
    return filled, sum(text[:1] in (" ", "\u3000") and bool(text.strip(" \u3000")) for text in texts)


def _place(names: Sequence[str], at: int) -> str:
    return f"「{names[at]}」の前" if names[at] else "末尾"


def _value(row: bytes, span: Span, shift: int, encoding: str) -> str:
    return row[span.start + shift : span.end + shift].decode(encoding, "replace").strip(" \u3000")
