"""Where the items of a fixed-width record stand, in bytes.

The agreement says so, or the items follow each other by the layout's lengths. `sample` writes by
the same positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from chukan.agreement import Agreement
from chukan.errors import AgreementError, did_you_mean
from chukan.intake.parsing.eras import eras_of_dates
from chukan.layouts.model import DATE_TYPES, Item, Layout

#: How the counts of a file call the places that no item is in.
UNREAD = "unread"
#: Bytes of a full-width character.
_WIDE = {"utf-8": 3, "utf-8-sig": 3}


#: Bytes of a date whose era is in a column of its own.
_ERA_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """An item's bytes: ``record[start:end]``."""

    item: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """In bytes."""
        return self.end - self.start


def positions(layout: Layout, agreement: Agreement, encoding: str | None = None) -> tuple[Span, ...]:
    """Return the items' places in a record, in order of their starts.

    Args:
        layout: its items' lengths count characters, or bytes where the agreement says so.
        agreement: its ``positions`` win over the lengths.
        encoding: the one in force; left out = the agreed one, or CP932.

    Raises:
        AgreementError: a position names no item, or an item's length is not known.
    """
    if agreement.positions is not None and (spans := _agreed(layout, agreement)):
        return spans
    encoding = encoding or agreement.encoding or "cp932"
    placed, at = [], 0
    dated = eras_of_dates(layout.names, layout.names, layout, agreement)
    for name in dated.values():
        if name not in layout.by_name:
            raise AgreementError(
                f"dates の era の列「{name}」の位置がわかりません",
                hint="移行条件の positions に、すべての項目と元号の列の位置を書いてください。",
            )
    for item in layout.items:
        size = _ERA_DIGITS if item.name in dated else item_bytes(item, agreement, encoding)
        placed.append(Span(item.name, at, at + size))
        at += size
    return tuple(placed)


def record_length(spans: tuple[Span, ...], agreement: Agreement) -> int:
    """Bytes of one record without its newline: what was agreed on, or up to the last item's end.

    Args:
        spans: The places of the items.
        agreement: May hold the length itself.

    Raises:
        AgreementError: an item ends behind the length that was agreed on.
    """
    last = max(spans, key=lambda span: span.end, default=None)
    if last is not None and agreement.record_length is not None and agreement.record_length < last.end:
        raise AgreementError(
            f"record_length（{agreement.record_length:,} バイト）より後ろに「{last.item}」の位置（{last.end:,} バイト目まで）があります",
            hint="移行条件の record_length か positions を、設計書と突き合わせて直してください。",
        )
    return agreement.record_length or (last.end if last else 0)


def gaps(spans: tuple[Span, ...], length: int) -> list[tuple[int, int]]:
    """Return the places of a record that no item is in: first byte and end, from 0.

    Args:
        spans: The places of the items, by their first bytes.
        length: Bytes of the record.
    """
    found, at = [], 0
    for span in spans:
        if span.start > at:
            found.append((at, span.start))
        at = max(at, span.end)
    return [*found, (at, length)] if at < length else found


def overlaps(spans: tuple[Span, ...]) -> list[tuple[Span, Span]]:
    """Return the neighbours that share bytes, in the order of `spans`, which are sorted by their first bytes."""
    return [(one, other) for one, other in pairwise(spans) if other.start < one.end]


def item_bytes(item: Item, agreement: Agreement, encoding: str) -> int:
    """Bytes of an item in a fixed-width record.

    Characters are counted as they are written: a full-width one (``N``, ``XN``) takes two bytes in
    Shift_JIS and EUC-JP, three in UTF-8; a half-width one takes one. A sign and a decimal point take
    a byte of their own.

    Raises:
        AgreementError: the layout knows no length.
    """
    characters = _characters(item, agreement)
    if item.type in ("N", "XN") and agreement.length_unit != "bytes":
        return characters * _WIDE.get(encoding, 2)
    return characters


def _characters(item: Item, agreement: Agreement) -> int:
    if item.type == "DATE" and agreement.dates == "gyymmdd":
        return 7
    if item.type in ("DATE", "YM") and agreement.date_form not in (None, "yyyymmdd"):
        return 10 if item.type == "DATE" else 7
    length = item.length or {"DATE": 8, "YM": 6, "YEAR": 4, "TIME": 6}.get(item.type)
    if length is None:
        raise AgreementError(
            f"項目「{item.name}」の長さが移行ファイル定義にありません",
            hint="移行条件の positions に、すべての項目の start と length を書いてください。",
        )
    if item.type in DATE_TYPES:
        return length
    point = 0 if agreement.implied_point else 1
    decimals = point + item.scale if item.is_decimal and item.scale else 0
    sign = item.type.startswith("S") and not agreement.overpunch
    return length + sign + decimals


def _agreed(layout: Layout, agreement: Agreement) -> tuple[Span, ...]:
    spans = []
    several = agreement.record_types is not None and agreement.record_types.types is not None
    for name, position in (agreement.positions or {}).items():
        if name in agreement.era_columns and name not in layout.by_name:
            spans.append(Span(name, position.start - 1, position.start - 1 + position.length))
            continue
        if name not in layout.by_name and several:
            continue  # an item of another kind of record
        if name not in layout.by_name:
            hint = did_you_mean(name, layout.names) or "移行ファイル定義の項目名を書いてください。"
            raise AgreementError(f"positions の項目「{name}」は移行ファイル定義にありません", hint=hint)
        _check_room(layout.by_name[name], position.length, agreement)
        spans.append(Span(name, position.start - 1, position.start - 1 + position.length))
    return tuple(sorted(spans, key=lambda span: span.start))


def _check_room(item: Item, length: int, agreement: Agreement) -> None:
    """Check that a number with decimals fits into its place: without its point it would be read far too large.

    Raises:
        AgreementError: it does not.
    """
    if not item.is_decimal or not item.scale or item.length is None or agreement.implied_point:
        return
    needed = _characters(item, agreement)
    if length < needed:
        raise AgreementError(
            f"positions の「{item.name}」は {length} バイトで、整数 {item.length} 桁・小数点・小数 {item.scale} 桁の"
            f" {needed} バイトに足りません",
            hint="小数点を書かない出力（COBOL の 9V など）なら、移行条件に implied_point: true を書いてください。"
            "そうでなければ length を確かめてください。",
        )


def spans_of(layout: Layout | None, agreement: Agreement, encoding: str) -> tuple[Span, ...]:
    """Return the items' places; without a layout they must have been agreed on.

    Args:
        layout: The layout; None = only what was agreed on.
        agreement: May hold the positions.
        encoding: The encoding of the file.

    Returns:
        First byte and end of each item, from 0, in file order.

    Raises:
        AgreementError: There is no layout, and no positions were agreed on.
    """
    if layout is not None:
        return positions(layout, agreement, encoding)
    if agreement.positions is None:
        raise AgreementError(
            "固定長のファイルは、移行ファイル定義か positions がなければ読めません",
            hint="--layout で定義を指定するか、移行条件に positions を書いてください。",
        )
    places = sorted(agreement.positions.items(), key=lambda pair: pair[1].start)
    return tuple(Span(name, place.start - 1, place.start - 1 + place.length) for name, place in places)
