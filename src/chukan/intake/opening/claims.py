"""Which kinds of record the numbers of a trailer are about, as an agreement's ``count`` and ``sum`` say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chukan.errors import AgreementError, did_you_mean
from chukan.intake.records.kinds import UNKNOWN
from chukan.layouts.model import Layout
from chukan.record_types import NamedType


@dataclass(frozen=True, slots=True)
class Agreed:
    """One number that a trailer states.

    Attributes:
        stated_by: The item of the trailer.
        kinds: The indices of the kinds of record that it is about.
        whose: What messages call these records.
        address: The layout of the reading that looks at it.
        elsewhere: The kinds of other layouts whose records are added up, too.
        summed: The item that is added up; None = records are counted.
        advice: What may be written instead where the number was meant otherwise.
    """

    stated_by: str
    kinds: frozenset[int]
    whose: str
    address: str
    summed: str | None = None
    advice: str = ""
    elsewhere: tuple[NamedType, ...] = ()


def claimed_counts(one: NamedType, listed: Sequence[NamedType], layouts: Mapping[str, Layout]) -> Iterator[Agreed]:
    """Yield the numbers of records that a trailer states.

    Args:
        one: the trailer's kind.
        listed: all kinds.
        layouts: their layouts, by key.

    Raises:
        AgreementError: nothing says which records are counted, or no records but the trailer's own are read.
    """
    repeated = tuple(other.key for other in listed if _is_data(other) and other.key != one.key)
    for stated_by, keys in one.rule.count.items():
        counted = keys or repeated
        if not counted:
            raise AgreementError(
                f"record_types の種別「{one.key}」の count「{stated_by}」がどのレコードの件数か決められません（times のない種別がありません）",
                hint=f'数える種別を count: {{{stated_by}: "種別"}} のように書いてください。',
            )
        own = layouts[one.key].address
        others = [layouts[key].address for key in (*counted, *repeated, *layouts) if key in layouts]
        address = next((address for address in others if address != own), None)
        if address is None:
            raise AgreementError(
                f"record_types の種別「{one.key}」の count は照合できません。ほかの種別に layout がありません",
                hint="データのレコードの種別に layout を書いてください。",
            )
        kinds = frozenset(index for index, other in enumerate(listed) if other.key in counted)
        if keys:
            yield Agreed(stated_by, kinds, _named(counted), address)
            continue
        several = len(counted) > 1
        advice = f'一つの種別だけの件数なら、移行条件を count: {{{stated_by}: "{counted[0]}"}} のように書いてください。'
        yield Agreed(
            stated_by=stated_by,
            kinds=kinds | {UNKNOWN},
            whose=f"データ（{_named(counted)}の合計）" if several else "データ",
            address=address,
            advice=advice if several else "",
        )


def claimed_sums(one: NamedType, listed: Sequence[NamedType], layouts: Mapping[str, Layout]) -> Iterator[Agreed]:
    """Yield the sums that a trailer states.

    Args:
        one: the trailer's kind.
        listed: all kinds.
        layouts: their layouts, by key.

    Raises:
        AgreementError: no kind of record has an item that is added up, or one of the trailer's own layout.
    """
    for stated_by, summed in one.rule.sum.items():
        keys = summed.types or _having(summed.item, one, listed, layouts)
        for key in keys:
            _check_item(summed.item, key, layouts)
            if layouts[key].address == layouts[one.key].address:
                raise AgreementError(
                    f"record_types の種別「{one.key}」の sum「{stated_by}」は照合できません。合計するレコードと同じ layout です（{_named((key,))}）",
                    hint="どの項目が合計かを決められないため、トレーラとデータの layout を分けて書いてください。",
                )
        address = layouts[keys[0]].address
        several = summed.types is None and len({layouts[key].address for key in keys}) > 1
        example = f'sum: {{{stated_by}: {{item: {summed.item}, types: "{keys[0]}"}}}}'
        yield Agreed(
            stated_by=stated_by,
            kinds=frozenset(index for index, other in enumerate(listed) if other.key in keys),
            whose=_named(keys) if summed.types else f"データ（{_named(keys)}の合計）" if several else "データ",
            address=address,
            summed=summed.item,
            advice=f"一つの種別だけの合計なら、移行条件を {example} のように書いてください。" if several else "",
            elsewhere=tuple(other for other in listed if other.key in keys and layouts[other.key].address != address),
        )


def _having(item: str, one: NamedType, listed: Sequence[NamedType], layouts: Mapping[str, Layout]) -> tuple[str, ...]:
    """Return the keys of the kinds that have an item: of data if some do, and of all that have one of their layouts.

    Raises:
        AgreementError: no kind has it.
    """
    having = [other for other in listed if other.key != one.key and item in _names(other.key, layouts)]
    if not having:
        names = [name for key in layouts for name in _names(key, layouts)]
        hint = did_you_mean(item, names) or "データの移行ファイル定義の項目名を書いてください。"
        raise AgreementError(f"record_types の sum の項目「{item}」はどの移行ファイル定義にもありません", hint=hint)
    data = [other for other in having if _is_data(other)] or having
    of_data = {layouts[other.key].address for other in data} - {layouts[one.key].address}
    return tuple(other.key for other in having if layouts[other.key].address in of_data) or (data[0].key,)


def _is_data(one: NamedType) -> bool:
    """Return True for a kind that occurs any number of times anywhere."""
    return one.rule.times is None and not one.rule.first and not one.rule.last


def _names(key: str, layouts: Mapping[str, Layout]) -> tuple[str, ...]:
    return layouts[key].names if key in layouts else ()


def _check_item(item: str, key: str, layouts: Mapping[str, Layout]) -> None:
    """Check that a kind of record has an item that is added up.

    Raises:
        AgreementError: it has no layout, or one without it.
    """
    if key not in layouts:
        raise AgreementError(
            f"record_types の種別「{key}」に layout がありません",
            hint="sum で合計する種別には layout も書いてください。",
        )
    if item not in layouts[key].by_name:
        hint = did_you_mean(item, layouts[key].names) or f"「{layouts[key].name}」の項目名を書いてください。"
        raise AgreementError(f"record_types の sum の項目「{item}」は {layouts[key].address} にありません", hint=hint)


def _named(keys: Sequence[str]) -> str:
    return "種別" + "".join(f"「{key}」" for key in keys)
