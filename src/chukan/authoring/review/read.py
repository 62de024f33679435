"""Reading a review sheet back: every cell that is not to be changed is compared with what the pack says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.authoring.review import form
from chukan.authoring.review.entries import Entry, EntryKind
from chukan.authoring.review.table import TableReader
from chukan.authoring.workbook.grid import Grid
from chukan.authoring.workbook.opening import open_grids
from chukan.errors import LayoutNotFound, PackError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

_SHOWN = 20
"""Mistakes that an error names."""


@dataclass(frozen=True)
class Review:
    """A review sheet, read.

    Attributes:
        layouts: those that it is about, as the pack has them now.
        open: rows without a result.
        changed: layouts whose digest is another than when the sheet was written; what was filled in fits them.
        absent: layouts of the table of contents whose sheet is gone.
    """

    pack: str
    edition: str
    town: str
    vendor: str
    workbook: str
    sha256: str
    layouts: tuple[Layout, ...]
    entries: tuple[Entry, ...]
    open: int
    changed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read_review(path: Path, library: Library) -> Review:
    """Read a review sheet.

    Args:
        path: the workbook.
        library: where its pack is.

    Raises:
        InputError: the workbook can't be read, or must not be.
        PackError: it is no review sheet, of a pack or edition that is not at hand, or cells were changed or filled in wrongly;
            names every such cell.
    """
    source = open_grids(path)
    grids = {grid.name: grid for grid in source.grids}
    about = grids.get(form.ABOUT)
    if about is None or about.at(1, 1) != form.MARK:
        raise PackError(
            "chukan の確認シートではありません",
            place=f"{source.name} {form.ABOUT}!A1",
            hint="`chukan layouts review-sheet ADDRESS` で作ったブックを指定してください。",
        )
    head = {about.at(row, 1): row for row in about.rows}
    pack, edition, town, vendor = (
        about.at(head[label], 2) if label in head else "" for label in (form.PACK, form.EDITION, form.TOWN, form.VENDOR)
    )
    known = _layouts_at_hand(library, pack, edition, about, head)
    sheets = [(grid, grid.at(2, 2)) for grid in grids.values() if grid.at(2, 1) == form.LAYOUT_ID]
    changed = [path for grid, path in sheets if path in known and grid.at(2, 7) != known[path].digest]
    reader = TableReader(town, frozenset(changed))
    listed = grids[form.CONTENTS].rows[1:] if form.CONTENTS in grids else []
    paths = [grids[form.CONTENTS].at(row, 3) for row in listed] or [path for _, path in sheets]
    layouts = [known[path] for path in paths if path in known]
    for grid, path_of_sheet in sheets:
        if path_of_sheet not in known:
            reader.mistakes.append((grid.place(2, 2), f"定義「{path_of_sheet}」は {pack}@{edition} にありません"))
    contents = form.Contents.of(layouts)
    _read_tables(reader, contents, grids, sheets, known)
    if reader.entries and not town:
        row = head.get(form.TOWN, 1)
        reader.mistakes.append((about.place(row, 2), f"{form.TOWN}がありません。どの市区町村の確認かを書いてください"))
    if reader.mistakes:
        raise _refused(reader.mistakes, source.name)
    there = {path for _, path in sheets}
    return Review(
        pack=pack,
        edition=edition,
        town=town,
        vendor=vendor,
        workbook=source.name,
        sha256=source.sha256,
        layouts=tuple(layouts),
        entries=tuple(reader.entries),
        open=reader.open,
        changed=tuple(changed),
        absent=tuple(path for path in paths if path not in there),
    )


def _layouts_at_hand(
    library: Library, pack: str, edition: str, about: Grid, head: Mapping[str, int]
) -> dict[str, Layout]:
    try:
        found = library.pack(pack)
    except LayoutNotFound as e:
        place = about.place(head.get(form.PACK, 1), 2)
        raise PackError(
            f"確認シートのもとのレイアウト集「{pack}」がありません",
            place=place,
            hint=e.hint or "--packs で指定してください。",
        ) from None
    try:
        return {f"{b}/{s}": found.layout(b, s, edition) for b, s in found.layouts(edition)}
    except LayoutNotFound as e:
        place = about.place(head.get(form.EDITION, 1), 2)
        raise PackError(
            f"確認シートの版「{edition}」は、いまの「{pack}」にありません", place=place, hint=e.hint
        ) from None


def _read_tables(
    reader: TableReader,
    contents: form.Contents,
    grids: Mapping[str, Grid],
    sheets: Sequence[tuple[Grid, str]],
    known: Mapping[str, Layout],
) -> None:
    for grid, path in sheets:
        if path in known:
            layout = known[path]
            expected: dict[tuple[str, ...], list[str]] = {
                (item.name,): form.item_cells(layout, item) for item in layout.items
            }
            reader.table(
                grid, form.HEAD_ROW, (form.ITEM_BASE, form.ITEM_ENTRY), expected, key=(1,), kind="item", of=path
            )
    for name, columns, rows, key, kind in _flat_tables(contents):
        if name in grids:
            flat = {tuple(cells[n] for n in key): cells for cells in rows}
            reader.table(grids[name], 1, columns, flat, key=key, kind=kind)
        else:
            reader.mistakes.append((name, f"シート「{name}」がありません"))


def _flat_tables(
    contents: form.Contents,
) -> Iterator[tuple[str, tuple[Sequence[str], Sequence[str]], list[list[str]], tuple[int, ...], EntryKind]]:
    codes = [form.code_cells(c, value, users) for c, users in contents.code_lists() for value in c.values]
    yield form.CODES, (form.CODE_BASE, form.CODE_ENTRY), codes, (0, 2), "code"
    rules = [form.rule_cells(*rule, contents.others) for rule in contents.rules()]
    yield form.RULES, (form.RULE_BASE, form.RULE_ENTRY), rules, (0, 2), "rule"


def _refused(mistakes: Sequence[tuple[str, str]], name: str) -> PackError:
    lines = [f"  {place}: {why}" for place, why in mistakes[:_SHOWN]]
    more = [f"  ほか {len(mistakes) - _SHOWN} か所"] if len(mistakes) > _SHOWN else []
    found = "\n".join([*lines, *more])
    return PackError(
        f"確認シートに、取り込めないセルが {len(mistakes)} あります。何も書いていません\n{found}",
        place=name,
        hint="直してから、もう一度取り込んでください。",
    )
