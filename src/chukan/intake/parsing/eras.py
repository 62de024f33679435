"""Dates that are written in eras, as western ones: the era's number in front (5030401), or the era in a column beside.

What means no day of its era stays as it is: the item's rule finds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement, EraDates
from chukan.errors import AgreementError, did_you_mean
from chukan.intake.encoding.column import strings
from chukan.intake.parsing.rows import Finish
from chukan.layouts.model import Layout
from chukan.values.eras import ERAS, era_of, western_digits

#: Between an era and the digits of a date, while they are one text.
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class EraBeside:
    """The item of a date, and the column that holds its era.

    Attributes:
        column: Its number in the file, from 0.
        uncertain: Days that no calendar has are dates, too.
    """

    item: str
    column: int
    uncertain: bool = False


def western_column(values: pa.StringArray, *, uncertain: bool) -> pa.StringArray:
    """Return dates that begin with their era's number as western ones of eight digits.

    Args:
        values: seven digits each: 5030401; all zeros and all nines are an unknown date.
        uncertain: days that no calendar has are dates, too.
    """
    written = pc.match_substring_regex(values, "^(?:[1-5][0-9]{6}|0{7}|9{7})$")
    if not written.true_count:
        return values
    days = [_with_number(value, uncertain) for value in values.filter(written).to_pylist()]
    return pc.replace_with_mask(values, written, pa.array(days, pa.string()))


def era_columns(dated: Mapping[str, str], names: Sequence[str | None], layout: Layout | None) -> tuple[EraBeside, ...]:
    """Return where the eras of dates are.

    Args:
        dated: items of dates -> columns of their eras.
        names: of the columns, in the file's order.
        layout: knows which dates may be days that no calendar has.
    """
    known = layout.by_name if layout is not None else {}
    return tuple(
        EraBeside(item, names.index(era), known[item].has("uncertain_date"))
        for item, era in dated.items()
        if era in names
    )


def finishers(dates: Sequence[EraBeside], columns: Sequence[pa.BinaryArray], encoding: str) -> dict[str, Finish]:
    """Return for each date beside an era what makes a western date of it.

    Args:
        dates: the dates, and where their eras are.
        columns: of the block, undecoded.
        encoding: of the columns.
    """
    return {
        one.item: partial(_beside, eras=strings(columns[one.column], encoding)[0], uncertain=one.uncertain)
        for one in dates
    }


def eras_of_dates(
    names: Sequence[str | None], labels: Sequence[str], layout: Layout, agreement: Agreement
) -> dict[str, str]:
    """Return the items of dates -> the columns of their eras, as they were agreed on.

    Args:
        names: the items of the columns, in their order; None = no item.
        labels: what the file calls the columns.
        layout: knows which items are dates.
        agreement: may name one column, whose date is the one beside it, or a column for each date.

    Raises:
        AgreementError: an item that is no date, or no date beside the column.
    """
    agreed = agreement.dates
    if not isinstance(agreed, EraDates):
        return {}
    dates = [item.name for item in layout.items if item.type == "DATE"]
    if isinstance(agreed.era, Mapping):
        for name in agreed.era:
            if name in layout.by_name and name not in dates:
                hint = did_you_mean(name, dates) or "日付（DATE）の項目名を書いてください。"
                raise AgreementError(f"dates の era の「{name}」は、定義の日付の項目ではありません", hint=hint)
        return {name: era for name, era in agreed.era.items() if name in layout.by_name}  # may be that of many layouts
    at = next(
        (n for n, (name, label) in enumerate(zip(names, labels, strict=True)) if agreed.era in (name, label)), None
    )
    if at is None:
        return {dates[0]: agreed.era} if len(dates) == 1 else {}
    beside = [name for name in (*names[at + 1 : at + 2], *names[max(0, at - 1) : at]) if name in dates]
    found = beside or (dates if len(dates) == 1 else [])
    if not found or found[0] is None:
        raise AgreementError(
            f"dates の era の列「{agreed.era}」の隣に日付の項目がありません",
            hint="日付ごとに「dates: {era: {生年月日: 生年月日の元号}}」のように書いてください。",
        )
    return {found[0]: agreed.era}


def _beside(values: pa.StringArray, *, eras: pa.StringArray, uncertain: bool) -> pa.StringArray:
    written = pc.match_substring_regex(values, "^[0-9]{6}$")
    if not written.true_count:
        return values
    pairs = pc.binary_join_element_wise(eras.filter(written), values.filter(written), _BETWEEN).dictionary_encode()
    days = pa.array([_with_era(pair, uncertain) for pair in pairs.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(values, written, days.take(pairs.indices))


@lru_cache(maxsize=1 << 16)
def _with_era(pair: str, uncertain: bool) -> str:
    mark, digits = pair.split(_BETWEEN, maxsplit=1)[0], pair[-6:]
    if digits in ("000000", "999999"):
        return digits + digits[:2]  # unknown, as it is agreed on for eight digits
    era = era_of(mark)
    return (western_digits(era, digits, uncertain=uncertain) if era is not None else None) or digits


@lru_cache(maxsize=1 << 16)
def _with_number(value: str, uncertain: bool) -> str:
    if value[0] in "09":
        return value + value[0]
    return western_digits(ERAS[int(value[0]) - 1], value[1:], uncertain=uncertain) or value
