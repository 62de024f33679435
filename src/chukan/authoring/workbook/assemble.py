"""From raw rows to layouts and code lists: groups, keys in order, codes with their lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from chukan.authoring.workbook.assembly import Assembly, MadeBusiness, MadeLayout
from chukan.authoring.workbook.codes import CodeBook, RawList, uneven
from chukan.authoring.workbook.definition import Definition
from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.linking import Linker
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.names import business_in, business_of, safe, slug_of
from chukan.authoring.workbook.naming import group_names
from chukan.authoring.workbook.remarks import remarks
from chukan.authoring.workbook.repeats import expanded
from chukan.authoring.workbook.report import Notice
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item


@dataclass
class _Building:
    """The code lists that have an id so far, and the notices of the import."""

    exact: bool
    """True for chukan's own export: ids stay as they are."""
    lists: dict[str, CodeList] = field(default_factory=dict)
    ids: dict[int, tuple[RawList, str]] = field(default_factory=dict)
    """The identity of a raw list -> that list (kept, so that no other one gets its identity) and its id in the pack."""
    notices: list[Notice] = field(default_factory=list)

    def id_of(self, raw: RawList, prefix: str) -> str:
        """Return the id of a raw list in the pack; the same list gets the same id."""
        if id(raw) in self.ids:
            return self.ids[id(raw)][1]
        tail = raw.id.zfill(3) if raw.id.isascii() and raw.id.isdigit() else safe(raw.id)
        wanted = raw.id if self.exact else f"{prefix}_{tail}"
        values = tuple(raw.values.values())
        chosen, count = wanted, 1
        while chosen in self.lists and self.lists[chosen].values != values:
            count += 1
            chosen = f"{wanted}_{count}"
        self.lists[chosen] = CodeList(id=chosen, name=raw.name, values=values)
        self.ids[id(raw)] = (raw, chosen)
        return chosen


def assemble(
    items: Sequence[RawItem],
    lists: Sequence[RawList],
    mapping: WorkbookMapping,
    definition: Definition | None,
    hints: Sequence[tuple[list[str], str]],
    workbooks: Sequence[str],
) -> Assembly:
    """Group rows into layouts of businesses and join items to their code lists.

    Args:
        items: all item rows, in order.
        lists: all code lists.
        mapping: what the mapping file says.
        definition: the sheet 定義 of chukan's own export, if there is one.
        hints: for each workbook the names and titles of its sheets, and the file's name: where the business may be named.
        workbooks: the names of the workbooks that are imported together.

    Returns:
        The businesses with their layouts, the code lists sorted by id, and the notices.
    """
    building = _Building(exact=definition is not None)
    defaults = [_business_of(texts, name, mapping, building) for texts, name in hints]
    named = [replace(raw, business=raw.business or defaults[raw.workbook][0]) for raw in items]
    for number, (default, is_guess) in enumerate(defaults):
        if is_guess and any(raw.workbook == number and not raw.business for raw in items):
            what = f"業務の名前が見つからないので、ファイルの名前から「{default}」としました"
            building.notices.append(
                Notice("warning", workbooks[number], what, "対応表の business: で指定してください。")
            )
    grouped: dict[str, dict[str, list[RawItem]]] = {}
    names, notices = group_names(named, workbooks)
    building.notices += notices
    for raw, group in zip(named, names, strict=True):
        grouped.setdefault(raw.business, {}).setdefault(group, []).append(raw)
    book = CodeBook(lists)
    made = [
        _business(name=name, groups=groups, book=book, building=building, mapping=mapping, definition=definition)
        for name, groups in grouped.items()
    ]
    businesses = _apart_by_slug(made, building)
    _unused(lists, businesses, building, defaults[0][0])
    building.notices += [
        Notice(
            "problem",
            raw.sheet,
            f"コード表「{raw.name}」のコードの桁が揃っていません（先頭の 0 が消えた疑い）",
            "Excel のセルを文字列にして、コードを入れ直してください。",
        )
        for raw in lists
        if uneven(raw) and not building.exact
    ]
    codes = tuple(building.lists[k] for k in sorted(building.lists) if building.lists[k].values or building.exact)
    return Assembly(businesses, codes, tuple(building.notices))


def _business_of(texts: list[str], stem: str, mapping: WorkbookMapping, building: _Building) -> tuple[str, bool]:
    """Return the business of a workbook's items that name none, and True where only the file's name gives it."""
    found = mapping.business or business_in(texts, stem)
    return found or stem, not found and not building.exact


def _business(
    name: str,
    groups: Mapping[str, list[RawItem]],
    book: CodeBook,
    building: _Building,
    mapping: WorkbookMapping,
    definition: Definition | None,
) -> MadeBusiness:
    number = next((raw.number for rows in groups.values() for raw in rows if raw.number is not None), None)
    known = business_of(name, number)
    slug, family = slug_of(name, mapping.slugs), known.family if known else ""
    stated = next((raw.slug.split("/")[0] for rows in groups.values() for raw in rows if raw.slug), "")
    if definition and stated in definition.businesses:
        facts = definition.businesses[stated]
        slug, name, number, family = stated, facts.get("name", name), facts.get("number"), facts.get("family", "")
    made = MadeBusiness(slug, name, number, family, ())
    layouts = [
        _layout(
            group=group, rows=rows, book=book, building=building, business=made, mapping=mapping, definition=definition
        )
        for group, rows in groups.items()
    ]
    return MadeBusiness(
        slug=slug,
        name=name,
        number=number,
        family=family,
        layouts=_with_own_slugs(name, layouts, building),
        workbooks=tuple(sorted({r.workbook for g in groups.values() for r in g})),
    )


def _layout(
    group: str,
    rows: list[RawItem],
    book: CodeBook,
    building: _Building,
    business: MadeBusiness,
    mapping: WorkbookMapping,
    definition: Definition | None,
) -> MadeLayout:
    body = definition.bodies.get(group) if definition else None
    items: list[Item] = []
    seen: dict[str, int] = {}
    labels: set[str] = set()
    rows, notices = expanded(group, _apart(rows, building), mapping.repeat)
    building.notices += notices
    linker = Linker(
        book, business.name, lambda raw: building.id_of(raw, business.code_prefix), as_stated=building.exact
    )
    for no, raw in enumerate(rows, 1):
        update: dict[str, object] = {"no": no, **linker.update(raw)}
        seen[raw.item.name] = seen.get(raw.item.name, 0) + 1
        # a heading that two items have is of the first only
        update["labels"] = tuple(label for label in raw.item.labels if label not in labels)
        labels |= set(raw.item.labels)
        if seen[raw.item.name] > 1:
            update["name"] = f"{raw.item.name}_{seen[raw.item.name]}"
            building.notices.append(
                Notice(
                    "problem",
                    raw.place,
                    f"項目「{raw.item.name}」が同じ移行ファイルに二度あります。「{update['name']}」としました",
                    "項目の数を保つためです。ワークブックを確かめてください。",
                )
            )
        items.append(raw.item.model_copy(update=update))
    building.notices += linker.notices
    building.notices += remarks(group, rows)
    stated = rows[0].slug.rsplit("/", maxsplit=1)[-1]
    name = rows[0].group if stated and rows[0].group else group
    made = _with_key(group, items, rows[0].place, building)
    return MadeLayout(stated or slug_of(name, mapping.slugs), body or LayoutBody(name=name), made)


def _apart(rows: list[RawItem], building: _Building) -> list[RawItem]:
    """Items of one name under different names (住所 / 郵便番号, 前住所 / 郵便番号) carry both."""
    often = Counter(raw.item.name for raw in rows)
    apart = [
        replace(raw, item=raw.item.model_copy(update={"name": f"{raw.parent}_{raw.item.name}"}))
        if often[raw.item.name] > 1 and raw.parent
        else raw
        for raw in rows
    ]
    if joined := [new.item.name for old, new in zip(rows, apart, strict=True) if old is not new]:
        where = rows[0].place.rsplit("!", 1)[0]
        building.notices.append(
            Notice("info", where, f"同じ名前の項目に上の段の名前を付けました（{'、'.join(joined)}）")
        )
    return apart


def _with_key(group: str, items: list[Item], place: str, building: _Building) -> tuple[Item, ...]:
    """Key items numbered in key order: those with a number as they are, bare marks in file order."""
    keys = [i for i in items if i.key is not None]
    order = sorted(keys, key=lambda i: (i.key or 10**6, i.no))
    numbers = {i.name: n for n, i in enumerate(order, 1)}
    update: dict[str, dict[str, object]] = {i.name: {"key": numbers.get(i.name)} for i in items}
    if keys and not building.exact and all(i.required != "required" for i in keys):
        what = f"{group}: 主キーの項目がどれも必須でないので、必須としました（{'、'.join(i.name for i in order)}）"
        building.notices.append(
            Notice("problem", place, what, "空欄になりうるキーなら、取り込んだ表の required を直してください。")
        )
        for key in keys:
            update[key.name]["required"] = "required"
    return tuple(i.model_copy(update=update[i.name]) for i in items)


def _with_own_slugs(business: str, layouts: Sequence[MadeLayout], building: _Building) -> tuple[MadeLayout, ...]:
    """Return the layouts with names in addresses that no other one has: else one would be written over the other."""
    taken: set[str] = set()
    made = []
    for layout in layouts:
        slug, count = layout.slug, 1
        while slug in taken:
            count += 1
            slug = f"{layout.slug}_{count}"
        taken.add(slug)
        if slug != layout.slug:
            what = f"{business}「{layout.body.name}」の名前（アドレス）がほかの定義と同じになるので「{slug}」としました"
            building.notices.append(Notice("warning", business, what, "対応表の slugs: で名前を付けられます。"))
        made.append(replace(layout, slug=slug))
    return tuple(made)


def _apart_by_slug(made: Sequence[MadeBusiness], building: _Building) -> tuple[MadeBusiness, ...]:
    """Return the businesses; those that two names mean become one."""
    found: dict[str, MadeBusiness] = {}
    for business in made:
        there = found.get(business.slug)
        if there is None:
            found[business.slug] = business
            continue
        what = f"業務「{business.name}」と「{there.name}」は同じ業務なので、「{there.name}」にまとめました"
        building.notices.append(
            Notice("warning", business.name, what, "違う業務なら、対応表の slugs: で名前を付けてください。")
        )
        layouts = _with_own_slugs(there.name, (*there.layouts, *business.layouts), building)
        workbooks = tuple(sorted({*there.workbooks, *business.workbooks}))
        number = there.number if there.number is not None else business.number
        found[business.slug] = replace(there, number=number, layouts=layouts, workbooks=workbooks)
    return tuple(found.values())


def _unused(lists: Sequence[RawList], businesses: Sequence[MadeBusiness], building: _Building, default: str) -> None:
    """Keep the lists that no item names too: they go to the business of their sheet."""
    first = businesses[0].code_prefix if businesses else slug_of(default, {})
    for raw in lists:
        if id(raw) not in building.ids:
            own = next((b.code_prefix for b in businesses if b.name == raw.business), first)
            building.id_of(raw, own)
