"""``import_workbooks``: Excel workbooks of the official kind become a pack, with a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chukan.authoring.workbook.assemble import assemble
from chukan.authoring.workbook.assembly import Assembly
from chukan.authoring.workbook.definition import Definition
from chukan.authoring.workbook.draft import mapping_draft as draft_of
from chukan.authoring.workbook.editions import in_order
from chukan.authoring.workbook.mapping import WorkbookMapping, load_mapping
from chukan.authoring.workbook.names import edition_in
from chukan.authoring.workbook.opening import OpenedWorkbook, open_grids
from chukan.authoring.workbook.origin import authority_of, refuse_reference
from chukan.authoring.workbook.own_books import refuse_own_books
from chukan.authoring.workbook.packing import UNSTATED, PackPlan, write_pack
from chukan.authoring.workbook.reading import WorkbookReading, read_workbook
from chukan.authoring.workbook.report import ImportReport, LayoutUse
from chukan.errors import OutputError, PackError
from chukan.layouts.basis import Basis
from chukan.layouts.origin import Authority
from chukan.output.folder import whole_file

_PACK_NAME = re.compile(r"[0-9A-Za-z_぀-ヿ㐀-鿿-]+")


@dataclass(frozen=True)
class Workbooks:
    """Workbooks that are read together.

    Attributes:
        readings: What each yielded.
        mapping: What a person has decided.
        authority: What they become.
    """

    readings: tuple[WorkbookReading, ...]
    mapping: WorkbookMapping
    authority: Authority

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(reading.opened.name for reading in self.readings)

    @property
    def definition(self) -> Definition | None:
        """The sheets 定義 of chukan's own exports, as one."""
        found = [reading.definition for reading in self.readings if reading.definition]
        if not found:
            return None
        businesses = {slug: facts for one in found for slug, facts in one.businesses.items()}
        bodies = {address: body for one in found for address, body in one.bodies.items()}
        return replace(found[0], businesses=businesses, bodies=bodies)


def read_workbooks(
    paths: Sequence[Path], *, mapping: WorkbookMapping | None = None, declared_by: str | None = None
) -> Workbooks:
    """Read workbooks, and write nothing.

    Args:
        paths: the ``.xlsx`` and ``.xls``.
        mapping: corrections of the guess (see docs/packs.md).
        declared_by: who declares that they are official.

    Returns:
        Their items and code lists, and the account of every cell.

    Raises:
        InputError: a workbook can't be read, or must not be.
        PackError: a review sheet or a dictionary of chukan's; the mapping names a sheet that is not there, or the declaration can't be true.
    """
    mapping = mapping or WorkbookMapping()
    opened = [open_grids(path) for path in paths]
    refuse_own_books(opened)
    _refuse_unknown_sheets(opened, mapping)
    authority = authority_of(opened, declared_by)
    basis: Basis = "estimate" if authority == "reference" else "official" if declared_by else "attested"
    readings = [read_workbook(one, mapping, basis=basis, number=n) for n, one in enumerate(opened)]
    return Workbooks(tuple(readings), mapping, authority)


def import_workbooks(
    paths: Sequence[Path],
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
    mapping_draft: Path | None = None,
) -> list[ImportReport]:
    """Read workbooks and write the pack folder `out`.

    Workbooks of one edition are read together: the code lists of one serve the items of the others. Those of several editions
    become several editions of the pack.

    Args:
        paths: the ``.xlsx`` and ``.xls``.
        out: the pack folder to write.
        mapping: a YAML file that corrects the guess (see docs/packs.md).
        declared_by: 所属 and 氏名 of who declares that the workbooks are the official ones; makes the pack ``official``.
        pack: the pack's name in addresses; left out = the folder's name.
        name: its Japanese name; left out = the workbook's name.
        edition: left out = the one in the workbook's titles or name, else ``unstated``.
        intermediate_standard: declare that the workbooks define the 中間標準レイアウト; an export of such a pack keeps it.
        append: add to a pack that is there: businesses (replacing those of the same name in this edition), or an edition.
        overwrite: replace the folder.
        mapping_draft: write how the workbooks were read there, as a mapping file to correct; also when nothing can be imported.

    Returns:
        What was understood, skipped, and why: one report an edition.

    Raises:
        InputError: a workbook can't be read, or must not be.
        PackError: no table in them, or the mapping file is wrong.
        OutputError: the folder can't be written, or is there.
    """
    pack = pack or out.name
    if not _PACK_NAME.fullmatch(pack):
        raise PackError(
            f"レイアウト集の名前「{pack}」は使えません", hint="--pack に英数字と _ だけの名前を付けてください。"
        )
    workbooks = read_workbooks(paths, mapping=load_mapping(mapping), declared_by=declared_by)
    if mapping_draft is not None:
        _write_draft(mapping_draft, workbooks)
    groups = [(edition, workbooks)] if edition else _by_edition(workbooks)
    made = [(found, group, _assembly(group, [Path(n).stem for n in group.names])) for found, group in groups]
    reports = []
    for number, (found, group, assembly) in enumerate(made):
        place = "、".join(group.names)
        authority = group.authority
        if authority != "reference" and refuse_reference(assembly, declared_by, place):
            authority = "reference"
        definition = group.definition
        plan = PackPlan(
            pack=pack,
            name=name or (definition.pack_name if definition else "") or f"{Path(group.names[0]).stem}（取込）",
            authority=authority,
            declared_by=declared_by,
            edition=found or UNSTATED,
            edition_note="" if found else "版はワークブックに書かれていない。",
            workbooks=tuple((reading.opened.name, reading.opened.sha256) for reading in group.readings),
            intermediate_standard=intermediate_standard or bool(definition and definition.intermediate_standard),
        )
        written = write_pack(out, plan, assembly, append=append or number > 0, overwrite=overwrite and number == 0)
        reports.append(
            _report(
                out=out, plan=plan, group=group, assembly=assembly, layouts=written.layouts, editions=written.editions
            )
        )
    return reports


def _write_draft(path: Path, workbooks: Workbooks) -> None:
    if path.exists():
        raise OutputError(
            "対応表の書き出し先がすでにあります",
            place=str(path),
            hint="別の名前を --mapping-draft に指定してください。",
        )
    with whole_file(path) as file:
        file.write(draft_of(workbooks.readings, workbooks.mapping).encode())


def _by_edition(workbooks: Workbooks) -> list[tuple[str, Workbooks]]:
    """Return the workbooks of each edition, the oldest first; those that name none belong to the only one there is."""
    editions = [
        (reading.definition.edition if reading.definition else "") or edition_in([reading.opened.name, *reading.texts])
        for reading in workbooks.readings
    ]
    named = in_order(e for e, reading in zip(editions, workbooks.readings, strict=True) if e and reading.items)
    if len(named) < 2:
        return [(named[0] if named else next(filter(None, editions), ""), workbooks)]
    pairs = list(zip(editions, workbooks.readings, strict=True))
    if lost := [reading.opened.name for e, reading in pairs if not e and reading.items]:
        raise PackError(
            f"「{lost[0]}」に版が書かれていません。ほかのブックには複数の版（{'、'.join(named)}）があります",
            place=lost[0],
            hint="版ごとに、そのブックと --edition を指定して、--append で一つのレイアウト集に取り込んでください。",
        )
    # a workbook of codes only serves the items of its own edition, else those of all
    return [
        (e, replace(workbooks, readings=tuple(r for own, r in pairs if own == e or (not r.items and own not in named))))
        for e in named
    ]


def _assembly(workbooks: Workbooks, stems: Sequence[str]) -> Assembly:
    items = [raw for reading in workbooks.readings for raw in reading.items]
    lists = [raw for reading in workbooks.readings for raw in reading.lists]
    if not items and not lists:
        raise PackError(
            "項目の表もコードの表も見つかりません", place="、".join(workbooks.names), hint=_why_none(workbooks)
        )
    hints = [(reading.texts, stem) for reading, stem in zip(workbooks.readings, stems, strict=True)]
    numbers = {reading.number: n for n, reading in enumerate(workbooks.readings)}
    items = [replace(raw, workbook=numbers[raw.workbook]) for raw in items]
    return assemble(
        items=items,
        lists=lists,
        mapping=workbooks.mapping,
        definition=workbooks.definition,
        hints=hints,
        workbooks=workbooks.names,
    )


def _report(
    out: Path,
    plan: PackPlan,
    group: Workbooks,
    assembly: Assembly,
    layouts: tuple[LayoutUse, ...],
    editions: tuple[str, ...],
) -> ImportReport:
    sheets = [replace(s, workbook=r.opened.name) for r in group.readings for s in r.sheets]
    several = len(group.readings) > 1
    notices = [
        replace(n, place=f"{reading.opened.name}の{n.place}") if several else n
        for reading in group.readings
        for n in reading.notices
    ]
    return ImportReport(
        pack=plan.pack,
        folder=str(out),
        edition=plan.edition,
        authority=plan.authority,
        declared_by=plan.declared_by,
        workbook="、".join(name for name, _ in plan.workbooks),
        workbook_sha256="、".join(sha256 for _, sha256 in plan.workbooks),
        layouts=layouts,
        code_lists=tuple((c.id, c.name, len(c.values)) for c in assembly.codes),
        sheets=tuple(sheets),
        notices=(*notices, *assembly.notices),
        editions=editions,
    )


def _refuse_unknown_sheets(opened: Sequence[OpenedWorkbook], mapping: WorkbookMapping) -> None:
    known = {grid.name for one in opened for grid in one.grids}
    if missing := [s for s in mapping.sheets if s not in known]:
        raise PackError(
            f"対応表のシート「{missing[0]}」がワークブックにありません", hint=f"あるシート: {', '.join(sorted(known))}"
        )


def _why_none(workbooks: Workbooks) -> str:
    seen = "、".join(f"{s.sheet}（{s.why}）" for r in workbooks.readings for s in r.sheets[:5])
    return (
        f"見たシート: {seen}。対応表（--mapping）で、シートの見出しの行と列を指定してください。"
        "--mapping-draft FILE を付けると、そのもとになる対応表を書き出します。"
    )
