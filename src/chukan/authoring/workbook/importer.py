"""``import_workbook``: an Excel workbook of the official kind becomes a pack, with a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from chukan.authoring.workbook.assemble import assemble
from chukan.authoring.workbook.codes import RawList, read_lists
from chukan.authoring.workbook.definition import OWN_SHEETS, Definition, read_definition, stated_authority
from chukan.authoring.workbook.grid import Grid, grid_of
from chukan.authoring.workbook.guard import Source, open_workbook
from chukan.authoring.workbook.header import Table, find_tables
from chukan.authoring.workbook.items import RawItem, read_items
from chukan.authoring.workbook.mapping import WorkbookMapping, load_mapping
from chukan.authoring.workbook.names import edition_in
from chukan.authoring.workbook.own_books import refuse_review_sheet
from chukan.authoring.workbook.packing import PackPlan, write_pack
from chukan.authoring.workbook.report import ImportReport, Notice, SheetUse
from chukan.errors import PackError
from chukan.layouts.basis import Basis
from chukan.layouts.model import Authority

_PACK_NAME = re.compile(r"[0-9A-Za-z_぀-ヿ㐀-鿿-]+")
UNSTATED = "unstated"
"""The edition of a workbook that names none."""


@dataclass
class _Reading:
    """All that the sheets yielded."""

    items: list[RawItem] = field(default_factory=list)
    lists: list[RawList] = field(default_factory=list)
    sheets: list[SheetUse] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    definition: Definition | None = None


def import_workbook(
    path: Path,
    *,
    out: Path,
    mapping: Path | None = None,
    declared_by: str | None = None,
    pack: str | None = None,
    name: str | None = None,
    edition: str | None = None,
    intermediate_standard: bool = False,
    append: bool = False,
    overwrite: bool = False,
) -> ImportReport:
    """Read a workbook and write the pack folder `out`.

    Args:
        path: the ``.xlsx``.
        out: the pack folder to write.
        mapping: a YAML file that corrects the guess (see docs/packs.md).
        declared_by: 所属 and 氏名 of who declares that the workbook is the official one; makes the pack ``official``.
        pack: the pack's name in addresses; left out = the folder's name.
        name: its Japanese name; left out = the workbook's name.
        edition: left out = the one in the workbook's titles or name, else ``unstated``.
        intermediate_standard: declare that the workbook defines the 中間標準レイアウト; an export of such a pack keeps it.
        append: add the workbook's businesses to a pack that is there, replacing those of the same name.
        overwrite: replace the folder.

    Returns:
        What was understood, skipped, and why.

    Raises:
        InputError: the workbook can't be read, or must not be.
        PackError: no item table in it, or the mapping file is wrong.
        OutputError: the folder can't be written, or is there.
    """
    given = load_mapping(mapping)
    source = open_workbook(path)
    refuse_review_sheet(source)
    authority = _authority(source, declared_by)
    basis: Basis = "estimate" if authority == "reference" else "official" if declared_by else "attested"
    reading = _read(source, given, basis)
    if not reading.items:
        raise PackError("項目の表が見つかりません", place=str(path), hint=_why_none(reading))
    pack = pack or out.name
    if not _PACK_NAME.fullmatch(pack):
        raise PackError(
            f"レイアウト集の名前「{pack}」は使えません", hint="--pack に英数字と _ だけの名前を付けてください。"
        )
    definition = reading.definition
    assembly = assemble(reading.items, reading.lists, given, definition, (reading.titles, path.stem))
    found_edition = edition or (definition.edition if definition else "") or edition_in([path.name, *reading.titles])
    plan = PackPlan(
        pack=pack,
        name=name or (definition.pack_name if definition else "") or f"{path.stem}（取込）",
        authority=authority,
        declared_by=declared_by,
        edition=found_edition or UNSTATED,
        edition_note="" if found_edition else "版はワークブックに書かれていない。",
        workbook=source.name,
        sha256=source.sha256,
        intermediate_standard=intermediate_standard or bool(definition and definition.intermediate_standard),
    )
    layouts = write_pack(out, plan, assembly, append=append, overwrite=overwrite)
    return ImportReport(
        pack=pack,
        folder=str(out),
        edition=plan.edition,
        authority=authority,
        declared_by=declared_by,
        workbook=source.name,
        workbook_sha256=source.sha256,
        layouts=layouts,
        code_lists=tuple((c.id, c.name, len(c.values)) for c in assembly.codes),
        sheets=tuple(reading.sheets),
        notices=(*reading.notices, *assembly.notices),
    )


def _authority(source: Source, declared_by: str | None) -> Authority:
    """Return the authority of what a workbook becomes: what was a reference stays one, whoever declares what."""
    own = [sheet for sheet in source.book.worksheets if sheet.title in OWN_SHEETS]
    reference = any(stated_authority(grid_of(source, sheet)) == "reference" for sheet in own)
    if reference and declared_by:
        raise PackError(
            "このワークブックは chukan の参考定義を書き出したものなので、公式のものとは申告できません",
            place=source.name,
            hint="総務省・事業者から受け取った公式のワークブックを取り込むか、--declare-official を付けずに取り込んでください。",
        )
    if reference:
        return "reference"
    return "official" if declared_by else "imported"


def _read(source: Source, mapping: WorkbookMapping, basis: Basis) -> _Reading:
    reading = _Reading()
    known = {s.title for s in source.book.worksheets}
    if missing := [s for s in mapping.sheets if s not in known]:
        raise PackError(
            f"対応表のシート「{missing[0]}」がワークブックにありません", hint=f"あるシート: {', '.join(sorted(known))}"
        )
    for sheet in source.book.worksheets:
        grid = grid_of(source, sheet)
        own = mapping.sheets.get(grid.name)
        if definition := read_definition(grid):
            reading.definition = definition
            reading.sheets.append(SheetUse(grid.name, "definition", "chukan が書き出した定義のシート"))
        elif own and own.read == "skip":
            reading.sheets.append(SheetUse(grid.name, "skipped", "対応表で読まないとしたシート"))
        elif grid.hidden and mapping.hidden_sheets == "skip" and not own:
            reading.sheets.append(SheetUse(grid.name, "skipped", "非表示のシート"))
            reading.notices.append(
                Notice(
                    "warning",
                    grid.name,
                    "非表示のシートを読みませんでした",
                    "読むときは、対応表に hidden_sheets: read と書いてください。",
                )
            )
        else:
            _read_sheet(grid, mapping, basis, reading)
    return reading


def _read_sheet(grid: Grid, mapping: WorkbookMapping, basis: Basis, reading: _Reading) -> None:
    tables = find_tables(grid, mapping)
    reading.titles += [grid.name, *(t for table in tables for t in table.titles.values())]
    if not tables:
        reading.sheets.append(
            SheetUse(grid.name, "skipped", "項目の表でもコードの表でもない" if grid.cells else "空のシート")
        )
        return
    kind = tables[0].kind
    several = len({t.titles["title"] for t in tables if t.kind == kind and t.titles.get("title")}) > 1
    carry: RawList | None = None
    taken, title = 0, ""
    for table in tables:
        if table.kind == "items":
            items, notices = read_items(grid, table, mapping, basis=basis)
            if several and "group" not in table.fields and "group" not in table.titles:
                title = table.titles.get("title", "") or title
                items = [replace(raw, group=raw.group or title.lstrip("■◆●【").rstrip("】")) for raw in items]
            reading.items += items
            taken += len(items)
        else:
            before = len(carry.values) if carry else 0
            lists, notices = read_lists(grid, table, basis=basis, several=several, carry=carry)
            reading.lists += lists
            taken += sum(len(raw.values) for raw in lists) + (len(carry.values) - before if carry else 0)
            carry = reading.lists[-1] if lists else carry
        reading.notices += notices
    first = tables[0]
    what = "項目の表" if kind == "items" else "コードの表"
    why = what if len(tables) == 1 else f"{what}（{len(tables)} か所）"
    reading.sheets.append(SheetUse(grid.name, kind, why, first.header, first.columns, taken))
    reading.notices += _about_sheet(grid, first)


def _about_sheet(grid: Grid, table: Table) -> list[Notice]:
    notices: list[Notice] = []
    used = set(table.fields.values())
    if hidden := sorted(used & grid.hidden_columns):
        letters = [u.letter for u in table.columns if table.fields.get(u.field or "") in hidden]
        notices.append(Notice("warning", grid.name, f"非表示の列（{', '.join(letters)}）も読みました"))
    if grid.computed:
        where = min(grid.computed)
        notices.append(
            Notice(
                "warning",
                grid.place(*where),
                f"数式のセルが {len(grid.computed)} あります。保存されている計算結果を読みました",
                "最新の計算結果か、Excel で開いて確かめてください。",
            )
        )
    length = next((u.heading for u in table.columns if u.field == "length"), "")
    if "バイト" in length or "byte" in length.lower():
        notices.append(
            Notice(
                "warning",
                grid.name,
                f"桁数の見出し「{length}」はバイト数のようです",
                "検査するときは、移行条件に length_unit: bytes と書いてください。",
            )
        )
    if table.kind == "items" and "length" not in table.fields:
        notices.append(
            Notice(
                "warning",
                grid.name,
                "桁数の列が見つかりません。桁数の検査はできません",
                "対応表の columns: で指定してください。",
            )
        )
    if table.kind == "items" and "required" not in table.fields:
        notices.append(
            Notice(
                "warning",
                grid.name,
                "必須の列が見つかりません。すべて任意として取り込みました",
                "対応表の columns: で指定してください。",
            )
        )
    if table.kind == "items" and "key" not in table.fields:
        notices.append(
            Notice(
                "warning",
                grid.name,
                "主キーの列が見つかりません。キーの検査はできません",
                "対応表の columns: で指定してください。",
            )
        )
    return notices


def _why_none(reading: _Reading) -> str:
    seen = "、".join(f"{s.sheet}（{s.why}）" for s in reading.sheets[:5])
    return f"見たシート: {seen}。対応表（--mapping）で、シートの見出しの行と列を指定してください。"
