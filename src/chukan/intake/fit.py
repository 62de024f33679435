"""Which layouts a file fits, by the names in its header and the shapes of its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.opening.names import Names, known_names
from chukan.intake.parsing.positions import Span, positions, record_length
from chukan.layouts.model import DATE_TYPES, Item, Layout
from chukan.values.date_forms import date_pattern

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(date_pattern(unknown=True))
_PLAUSIBLE_DATE = re.compile(date_pattern(plausible=True))
_YM = re.compile(date_pattern("YM", unknown=True))
_YEAR = re.compile(date_pattern("YEAR"))
_TIME = re.compile(r"[0-9]{2}:?[0-9]{2}(:?[0-9]{2})?")
#: Half-width: ASCII and half-width katakana.
_HALF = re.compile(r"[\x20-\x7e\uff61-\uff9f]*")
_HALF_SOMEWHERE = re.compile(r"[\x21-\x7e\uff61-\uff9f]")
_SHAPES = {
    "9": _NUMBER,
    "S9": _NUMBER,
    "9V": _NUMBER,
    "S9V": _NUMBER,
    "DATE": _DATE,
    "YM": _YM,
    "YEAR": _YEAR,
    "TIME": _TIME,
    "X": _HALF,
}

#: What is left of a fit that rests on a delimiter too many at the end of every record.
_TRAILING = 0.99

LEAST = 0.3
"""Fits below this are not worth telling."""
CERTAIN = 0.8
"""A layout is taken for that of a file from this fit on; headers of the built-in layouts fit their own at 0.9 and more."""
LEAD = 0.1
"""It must fit so much better than the next one; the built-in layouts that are most alike differ by 0.15."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a file fits a layout.

    Attributes:
        score: 0 to 1.
        unit: fixed width: what the layout's lengths count so that they make the record's: chars or bytes; "" = not known.
    """

    address: str
    name: str
    business: str
    score: float
    reasons: tuple[str, ...]
    unit: str = ""
    room: int = 0
    """Fixed width: bytes by which records are longer than the layout's lengths make them."""
    spans: tuple[Span, ...] = ()
    """Fixed width: where the items seem to be, where that is not what the layout's lengths make; people have to confirm it."""


def certain(fits: Sequence[Fit]) -> Fit | None:
    """Return the layout that a file is of for certain: it fits well, and far better than the next one; else None.

    Args:
        fits: best first.
    """
    if not fits or fits[0].score < CERTAIN:
        return None
    second = fits[1].score if len(fits) > 1 else 0.0
    return fits[0] if fits[0].score - second >= LEAD - 1e-9 else None


def why_uncertain(fits: Sequence[Fit]) -> str:
    """Return why no layout is certain, with the candidates, for people.

    Args:
        fits: best first, none of them `certain`.
    """
    if not fits:
        return "合う移行ファイル定義がありません"
    listed = "、".join(f"{fit.address}（{fit.score:.0%}）" for fit in fits[:_CANDIDATES])
    if fits[0].score < CERTAIN:
        return f"どの移行ファイル定義とも {CERTAIN:.0%} 以上は合いません。候補: {listed}"
    return f"同じくらい合う移行ファイル定義が複数あります（差が {100 * LEAD:.0f} ポイント未満）。候補: {listed}"


#: Layouts that are offered where none is certain.
_CANDIDATES = 3


def rank(
    layouts: Iterable[Layout], names: Sequence[str] | None, columns: Sequence[Sequence[str]], *, limit: int = 10
) -> tuple[Fit, ...]:
    """Return the layouts that fit best, best first.

    Args:
        layouts: the ones to try.
        names: the header; None = there is none.
        columns: the first values of each column.
        limit: how many to name.
    """
    fits = (_by_names(layout, names, columns) if names else _by_shapes(layout, columns) for layout in layouts)
    found = [fit for fit in fits if fit is not None and fit.score >= LEAST]
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.address))[:limit])


@dataclass(frozen=True, slots=True)
class FixedForm:
    """A layout as records of fixed width.

    Attributes:
        unit: What its lengths count: chars or bytes.
    """

    layout: Layout
    unit: str
    spans: tuple[Span, ...]


def fixed_forms(layouts: Iterable[Layout], encoding: str) -> dict[int, list[FixedForm]]:
    """Return the layouts as records of fixed width, by the bytes of a record.

    Args:
        layouts: Those with an item of unknown length are left out.
        encoding: The encoding that the bytes are counted in.
    """
    forms: dict[int, list[FixedForm]] = {}
    for layout in layouts:
        lengths: set[int] = set()
        for unit in ("chars", "bytes"):
            agreement = Agreement.model_validate({"format": "fixed", "length_unit": unit})
            try:
                spans = positions(layout, agreement, encoding)
            except AgreementError:
                break
            length = record_length(spans, agreement)
            if length not in lengths:
                forms.setdefault(length, []).append(FixedForm(layout, unit, spans))
            lengths.add(length)
    return forms


def rank_fixed(forms: Iterable[FixedForm], records: Sequence[str | bytes], encoding: str) -> tuple[Fit, ...]:
    """Return the layouts whose values suit records of fixed width, best first.

    Args:
        forms: The layouts whose items make records of that length.
        records: The first records, without their newlines.
        encoding: The encoding that the bytes are counted in.

    Returns:
        At most ten.
    """
    rows = [r if isinstance(r, bytes) else r.encode(encoding, "replace") for r in records]
    found = []
    for form in forms:
        share = share_of_records(form, rows, encoding)
        if share >= LEAST:
            length = max(span.end for span in form.spans)
            reasons = (f"項目の長さの合計が {length:,} バイトで一致（桁数の単位は {form.unit}）", shape_reason(share))
            found.append(replace(fit_of(form.layout, 0.4 + 0.6 * share, reasons), unit=form.unit))
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.address))[:10])


def share_of_records(form: FixedForm, records: Sequence[bytes], encoding: str) -> float:
    """Return the share of the values that suit their items, if records of fixed width are of a form.

    Args:
        form: A layout, and where its items are.
        records: Without their newlines.
        encoding: The encoding that the bytes are counted in.
    """
    columns = [
        [record[span.start : span.end].decode(encoding, "replace").strip(" \u3000") for record in records]
        for span in form.spans
    ]
    return shape_share(form.layout, form.layout.items, columns)


def _by_names(layout: Layout, names: Sequence[str], columns: Sequence[Sequence[str]]) -> Fit | None:
    if not {*names} & known_names(layout):
        return None
    meant = Names(layout).items(names)
    columns_of = {item: columns[at] for at, item in enumerate(meant) if item is not None and at < len(columns)}
    shared = [layout.by_name[item] for item in meant if item is not None]
    share = len(shared) / max(len(names), len(layout.items))
    if share < LEAST:
        return None
    shapes = shape_share(layout, shared, [columns_of.get(item.name, ()) for item in shared])
    reasons = [f"列名 {len(shared)} / {len(layout.items)} 項目が一致", shape_reason(shapes)]
    if list(names) == list(layout.names):
        reasons.insert(1, "列の順も一致")
    return fit_of(layout, share * (0.8 + 0.2 * shapes), tuple(reasons))


def _by_shapes(layout: Layout, columns: Sequence[Sequence[str]]) -> Fit | None:
    width = len(layout.items)
    trailing = len(columns) == width + 1 and not any(columns[-1])
    if len(columns) != width and not trailing:
        return None
    share = shape_share(layout, layout.items, columns[:width])
    how = "（行末の余分な区切り文字を除く）" if trailing else ""
    score = (0.2 + 0.7 * share) * (_TRAILING if trailing else 1)
    return fit_of(layout, score, (f"項目の数 {width} が一致{how}", shape_reason(share)))


def fit_of(layout: Layout, score: float, reasons: tuple[str, ...]) -> Fit:
    """Return how well a file fits a layout.

    Args:
        layout: the layout.
        score: 0 to 1.
        reasons: what it rests on, for people.
    """
    return Fit(layout.address, layout.name, layout.business_name, round(score, 3), reasons)


def shape_reason(share: float) -> str:
    """Return what a share of suiting values is called."""
    return f"値の形（種別・桁数・コード）が {share:.0%} 合う"


def shape_share(layout: Layout, items: Sequence[Item], columns: Sequence[Sequence[str]]) -> float:
    """Return the share of the values that suit their items; 0.5 for a column without values.

    Dates under an item that is none suit it less: they would suit a date better.

    Args:
        layout: knows the code lists.
        items: of the columns.
        columns: their values.
    """
    shares = []
    for item, values in zip(items, columns, strict=True):
        filled = Counter(value for value in values if value)
        if filled:
            share = sum(times for value, times in filled.items() if suits(item, value, layout)) / filled.total()
            dated = item.type not in DATE_TYPES and all(_PLAUSIBLE_DATE.fullmatch(value) for value in filled)
            shares.append(share * (0.7 if dated else 1.0))
        else:
            shares.append(0.0 if values and item.required == "required" else 0.5)
    return sum(shares) / len(shares) if shares else 0.0


def suits(item: Item, value: str, layout: Layout) -> bool:
    """Return True when `value` has the type and length of `item`, and is in its code list.

    Args:
        item: The item.
        value: One value as it is in the file.
        layout: The layout, for the code list.
    """
    shape = _SHAPES.get(item.type)
    if shape is not None and not shape.fullmatch(value):
        return False
    if item.type == "N" and _HALF_SOMEWHERE.search(value):
        return False
    if item.length is not None and len(value) > item.length + _extra(item):
        return False
    codes = layout.code_list(item)
    if codes is not None and not codes.any_value and value not in codes.codes:
        return False
    return not item.has("fixed") or len(value) == item.length


def is_telling(item: Item, layout: Layout) -> bool:
    """Return True for an item whose values few other items would suit.

    Args:
        item: the item.
        layout: knows the code lists.
    """
    return not item.is_text or item.has("fixed") or layout.code_list(item) is not None


def _extra(item: Item) -> int:
    """Characters that a length does not count: sign, point, separators of dates."""
    return item.scale + _EXTRA.get(item.type, 0)


_EXTRA = {"S9": 1, "9V": 2, "S9V": 2, "DATE": 2, "YM": 1, "TIME": 2}
