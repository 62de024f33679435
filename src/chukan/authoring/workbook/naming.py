"""Which migration file each item belongs to: by what the workbook names it, else by its sheet."""

from __future__ import annotations

from collections.abc import Sequence

from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.report import Notice


def group_names(items: Sequence[RawItem], workbooks: Sequence[str]) -> tuple[list[str], list[Notice]]:
    """Return the name of each item's migration file, so that tables of different files never become one in silence.

    A title that names a 移行ファイル (in a column, or beside a label) is the name. The title of a section is it too where only
    one sheet has it; else the sheet's name comes before it.

    Args:
        items: All items in order.
        workbooks: The names of the workbooks that are imported together.

    Returns:
        A name an item, and the notices.
    """
    notices: list[Notice] = []
    sheets_of: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for raw in items:
        if raw.section:
            sheets_of.setdefault((raw.business, raw.section), set()).add((raw.workbook, raw.sheet))
    books_of: dict[tuple[str, str], set[int]] = {}
    for raw in items:
        books_of.setdefault((raw.business, raw.sheet), set()).add(raw.workbook)
    apart = _apart(items, notices)
    # one section that other sheets have too, and the whole sheet's are named after it
    shared = {
        place for section, places in sheets_of.items() for place in places if len(places) > 1 or section in books_of
    }
    names = []
    for raw in items:
        own = raw.sheet
        if len(books_of[raw.business, raw.sheet]) > 1:
            own = f"{workbooks[raw.workbook].rsplit('.', 1)[0]}_{raw.sheet}"
        if raw.slug:
            name = raw.slug
        elif raw.group:
            name = f"{raw.group}_{own}" if (raw.business, raw.group, raw.workbook, raw.sheet) in apart else raw.group
        elif raw.section:
            alone = (raw.workbook, raw.sheet) not in shared
            name = raw.section if alone or raw.section == raw.sheet else f"{own}_{raw.section}"
        else:
            name = own
        names.append(name)
    return names, notices


def _apart(items: Sequence[RawItem], notices: list[Notice]) -> set[tuple[str, str, int, str]]:
    """Return which tables of one named file, on several sheets, are kept apart: those that have the same items again."""
    tables: dict[tuple[str, str], dict[tuple[int, str], list[RawItem]]] = {}
    for raw in items:
        if raw.group and not raw.slug:
            tables.setdefault((raw.business, raw.group), {}).setdefault((raw.workbook, raw.sheet), []).append(raw)
    apart: set[tuple[str, str, int, str]] = set()
    for (business, group), sheets in tables.items():
        if len(sheets) == 1:
            continue
        names: set[str] = set()
        last: int | None = None
        for (workbook, sheet), rows in sheets.items():
            own = {raw.item.name for raw in rows}
            follows = last is not None and rows[0].ordinal == last + 1
            last = next((raw.ordinal for raw in reversed(rows) if raw.ordinal is not None), last)
            again = bool(own & names) and not follows
            if again:
                apart.add((business, group, workbook, sheet))
                what = f"移行ファイル「{group}」の表が別のシートにもあり、同じ項目があります。「{group}_{sheet}」として分けました"
                notices.append(
                    Notice(
                        "problem",
                        rows[0].place,
                        what,
                        "一つの移行ファイルなら、どちらかのシートを対応表で read: skip としてください。",
                    )
                )
            elif names and not follows:
                what = f"移行ファイル「{group}」の表が別のシートにもあります。続きとして一つにまとめました"
                notices.append(
                    Notice(
                        "problem",
                        rows[0].place,
                        what,
                        "別の移行ファイルなら、対応表の layout: で名前を分けてください。",
                    )
                )
            names |= own
    return apart
