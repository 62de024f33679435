"""Several editions in one pack: what each has becomes rows with ``since`` and ``until``."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeVar

from chukan.authoring.workbook.assembly import Assembly
from chukan.authoring.workbook.write import body_dict, code_table, dump_yaml, item_table
from chukan.errors import PackError
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item
from chukan.layouts.pack import Pack

Row = TypeVar("Row", Item, CodeValue)
_TIME = {"since": None, "until": None}
_WORDS = {"name", "description", "since", "until"}


@dataclass
class _Content:
    """What a pack holds, by edition."""

    layouts: dict[tuple[str, str], dict[str, tuple[LayoutBody, tuple[Item, ...]]]] = field(default_factory=dict)
    codes: dict[str, dict[str, CodeList]] = field(default_factory=dict)


def in_order(editions: Iterable[str]) -> list[str]:
    """Return editions from the oldest to the newest: by their numbers, those without one first."""
    return sorted(dict.fromkeys(editions), key=lambda e: [int(n) for n in e.split(".") if n.isdecimal()])


def merged_files(
    pack: Pack, edition: str, assembly: Assembly, *, folders: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Return the files of a pack, save ``pack.yaml``, with one edition more (or one replaced for some businesses).

    Args:
        pack: The pack that is there.
        edition: The edition that is added.
        assembly: What it has.
        folders: Business -> its folder in the pack.
        names: Business -> its Japanese name.

    Returns:
        Path in the pack -> text.

    Raises:
        PackError: a layout that is missing in an edition between two that have it, or whose declarations differ by edition.
    """
    order = in_order([*pack.editions, edition])
    content = _content(pack, edition, {b.slug for b in assembly.businesses})
    for business in assembly.businesses:
        for layout in business.layouts:
            content.layouts.setdefault((business.slug, layout.slug), {})[edition] = (layout.body, layout.items)
    for codes in assembly.codes:
        content.codes.setdefault(codes.id, {})[edition] = codes
    files: dict[str, str] = {}
    for slug, folder in folders.items():
        bodies: dict[str, Any] = {}
        for (owner, layout_slug), by_edition in content.layouts.items():
            if owner == slug:
                bodies[layout_slug] = body_dict(_body(by_edition, order, f"{slug}/{layout_slug}"))
                items = {e: layout_items for e, (_, layout_items) in by_edition.items()}
                rows = merged_rows(items, [e for e in order if e in by_edition])
                numbered = [item.model_copy(update={"no": no}) for no, item in enumerate(rows, 1)]
                files[f"{folder}/{layout_slug}.csv"] = item_table(numbered)
        files[f"{folder}/business.yaml"] = dump_yaml({"business": slug, "name": names[slug], "layouts": bodies})
    for code, lists in content.codes.items():
        editions = [e for e in order if e in lists]
        values = merged_rows({e: lists[e].values for e in editions}, editions)
        files[f"codes/{code}.csv"] = code_table(lists[editions[-1]].model_copy(update={"values": tuple(values)}))
    return files


def merged_rows(by_edition: Mapping[str, Sequence[Row]], editions: Sequence[str]) -> list[Row]:
    """Return the rows of all editions as one table: a row that changes or moves is there twice, each with its time.

    Args:
        by_edition: Edition -> its rows in order.
        editions: Those that have the table, from the oldest to the newest.

    Returns:
        The rows with ``since`` and ``until``, in an order that is right in each edition.
    """
    rows: list[tuple[Row, list[int]]] = []
    for number, edition in enumerate(editions):
        before = [n for n, (_, time) in enumerate(rows) if time[1] == number - 1]
        new = list(by_edition[edition])
        matcher = SequenceMatcher(None, [_key(rows[n][0]) for n in before], list(map(_key, new)), autojunk=False)
        inserted: list[tuple[int, list[Row]]] = []
        for what, first, last, start, end in matcher.get_opcodes():
            if what == "equal":
                for n in before[first:last]:
                    rows[n][1][1] = number
            elif end > start:
                after = before[last - 1] if last else -1
                inserted.append((after + 1, new[start:end]))
        for at, added in reversed(inserted):
            rows[at:at] = [(row, [number, number]) for row in added]
    newest = len(editions) - 1
    return [
        row.model_copy(
            update={
                "since": editions[first] if first else None,
                "until": editions[last] if last < newest else None,
            }
        )
        for row, (first, last) in rows
    ]


def _key(row: Item | CodeValue) -> Hashable:
    """Return all that a row says, save its number and its time."""
    data = row.model_dump(exclude={"no", "since", "until"})
    return tuple(sorted((name, str(value)) for name, value in data.items()))


def _content(pack: Pack, edition: str, replaced: set[str]) -> _Content:
    """Return what a pack holds, without what is replaced: those businesses in that edition."""
    found = _Content()
    used: set[str] = set()
    for there in pack.editions:
        for business, slug in pack.layouts(there):
            layout = pack.layout(business, slug, there)
            used |= set(layout.codes)
            if there == edition and business in replaced:
                continue
            body = pack.business_document(business).layouts[slug].model_copy(update=_TIME)
            items = tuple(item.model_copy(update=_TIME) for item in layout.items)
            found.layouts.setdefault((business, slug), {})[there] = (body, items)
            for code, values in layout.codes.items():
                plain = tuple(value.model_copy(update=_TIME) for value in values.values)
                found.codes.setdefault(code, {})[there] = values.model_copy(update={"values": plain})
    for code in pack.code_ids():
        unused = pack.code_list(code) if code not in used else None
        if unused is not None:
            found.codes[code] = {there: _at(unused, pack, there) for there in pack.editions if there != edition}
    return found


def _at(codes: CodeList, pack: Pack, edition: str) -> CodeList:
    """Return a code list that no item has as it is in one edition."""
    rank = pack.editions.index
    values = [
        value.model_copy(update=_TIME)
        for value in codes.values
        if (value.since is None or rank(value.since) <= rank(edition))
        and (value.until is None or rank(edition) <= rank(value.until))
    ]
    return codes.model_copy(update={"values": tuple(values)})


def _body(
    by_edition: Mapping[str, tuple[LayoutBody, tuple[Item, ...]]], order: Sequence[str], address: str
) -> LayoutBody:
    """Return the body of a layout with the time that it is there; its words are those of the newest edition."""
    editions = [e for e in order if e in by_edition]
    first, last = order.index(editions[0]), order.index(editions[-1])
    if last - first + 1 != len(editions):
        missing = next(e for e in order[first : last + 1] if e not in by_edition)
        raise PackError(
            f"定義「{address}」が版 {editions[0]} と {editions[-1]} にあり、その間の {missing} にありません",
            place=address,
            hint=f"版 {missing} のブックを先に取り込むか、別の --out に取り込んでください。",
        )
    bodies = [by_edition[e][0] for e in editions]
    if any(b.model_dump(exclude=_WORDS) != bodies[-1].model_dump(exclude=_WORDS) for b in bodies):
        raise PackError(
            f"定義「{address}」の参照・履歴・検査規則などが版によって違います",
            place=address,
            hint="別の --out に取り込んでください。一つのレイアウト集では、宣言は版で分けられません。",
        )
    since = editions[0] if first else None
    until = editions[-1] if last < len(order) - 1 else None
    return bodies[-1].model_copy(update={"since": since, "until": until})
