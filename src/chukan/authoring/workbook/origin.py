"""What a workbook rests on: authority only falls on its way through export and import, whoever declares what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chukan.authoring.workbook.assembly import Assembly, MadeLayout
from chukan.authoring.workbook.definition import AUTHORITY, PROPERTY, stated_authority
from chukan.authoring.workbook.grid import Grid, folded
from chukan.authoring.workbook.headings import ITEM_HEADINGS
from chukan.authoring.workbook.opening import OpenedWorkbook
from chukan.errors import LayoutNotFound, PackError
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import AUTHORITIES, REFERENCE_SENTENCE, Authority

_BASIS_HEADINGS = frozenset(folded(word) for word in ITEM_HEADINGS["basis"])
_ONLY_IN_REFERENCES = frozenset({"estimate", "statute", "public-standard"})
"""Bases that only chukan's own definitions state: what a workbook defines is attested by it."""

_OWN_NOTE = 10
_SAME_NOTES = 3
_LEAST_ITEMS = 5


def stated_by(opened: OpenedWorkbook) -> Authority | None:
    """Return the weakest authority that anything in a workbook states; None for a workbook that is no export of chukan.

    Sheets may be renamed, deleted or copied into another workbook: the head of a sheet, a document property, the margin of a
    printed page and the column 根拠 each say it by themselves.

    Args:
        opened: The workbook.
    """
    found: list[Authority] = [a for name, a in opened.properties if name == PROPERTY for a in _known(a)]
    for grid in opened.grids:
        found += _known(stated_authority(grid) or "")
        found += _in_cells(grid)
        found += ["reference"] if any(_says_reference(text) for text in grid.margins) else []
        found += ["reference"] if _has_own_bases(grid) else []
    return min(found, key=AUTHORITIES.index, default=None)


def authority_of(workbooks: Sequence[OpenedWorkbook], declared_by: str | None) -> Authority:
    """Return the authority of what workbooks become together.

    Args:
        workbooks: All that are imported.
        declared_by: Who declares that they are official.

    Raises:
        PackError: a declaration on what chukan wrote from a reference pack.
    """
    for opened in workbooks:
        if stated_by(opened) == "reference":
            _refuse(declared_by, opened.name, "chukan の参考定義を書き出したもの")
            return "reference"
    return "official" if declared_by else "imported"


def is_reference(assembly: Assembly) -> str | None:
    """Return the address of a layout of chukan's own reference packs that one of an assembly is; None when there is none.

    A workbook may have lost every mark. What it still has are the items as chukan has them, or notes in chukan's own words.

    Args:
        assembly: What was read.
    """
    library = Library()
    references = [p for p in map(library.pack, library.names) if p.origin.authority == "reference"]
    for business in assembly.businesses:
        for made in business.layouts:
            for pack in references:
                for edition in reversed(pack.editions):
                    try:
                        own = pack.layout(business.slug, made.slug, edition)
                    except LayoutNotFound:
                        break
                    if _is_same(made, own):
                        return own.address
    return None


def refuse_reference(assembly: Assembly, declared_by: str | None, place: str) -> bool:
    """Return True when an assembly is chukan's own reference definition without its marks.

    Raises:
        PackError: and someone declares it official.
    """
    address = is_reference(assembly)
    if address is None:
        return False
    _refuse(declared_by, place, f"chukan の参考定義（{address}）と同じもの")
    return True


def _is_same(made: MadeLayout, own: Layout) -> bool:
    theirs = {item.name: item.note for item in own.items}
    notes = [i for i in made.items if len(i.note) >= _OWN_NOTE and theirs.get(i.name) == i.note]
    if len(notes) >= _SAME_NOTES:
        return True
    return len(made.items) >= _LEAST_ITEMS and list(map(_facts, made.items)) == list(map(_facts, own.items))


def _facts(item: Item) -> tuple[object, ...]:
    return item.name, item.type, item.length, item.scale, item.required, item.key


def _refuse(declared_by: str | None, place: str, what: str) -> None:
    if declared_by:
        raise PackError(
            f"このワークブックは {what}なので、公式のものとは申告できません",
            place=place,
            hint="総務省・事業者から受け取った公式のワークブックを取り込むか、--declare-official を付けずに取り込んでください。",
        )


def _in_cells(grid: Grid) -> Iterable[Authority]:
    for (row, column), text in grid.filled.items():
        if text == AUTHORITY:
            yield from _known(grid.at(row, column + 1))
        elif _says_reference(text):
            yield "reference"


def _says_reference(text: str) -> bool:
    return REFERENCE_SENTENCE in text


def _has_own_bases(grid: Grid) -> bool:
    columns = {c for (_, c), text in grid.cells.items() if folded(text) in _BASIS_HEADINGS}
    return any(c in columns and text in _ONLY_IN_REFERENCES for (_, c), text in grid.filled.items())


def _known(text: str) -> list[Authority]:
    return [a for a in AUTHORITIES if a == text]
