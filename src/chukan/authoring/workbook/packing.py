"""An assembly becomes a pack folder: a new one, or more businesses in one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chukan.authoring.workbook.assembly import Assembly, MadeBusiness
from chukan.authoring.workbook.editions import in_order, merged_files
from chukan.authoring.workbook.report import LayoutUse
from chukan.authoring.workbook.write import (
    business_yaml,
    code_table,
    dump_yaml,
    item_table,
    read_folder,
    write_folder,
)
from chukan.documents import load
from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.layouts.origin import Authority
from chukan.layouts.pack import Pack
from chukan.layouts.pack_document import BusinessEntry, PackDocument

UNSTATED = "unstated"
"""The edition of a workbook that names none."""


@dataclass(frozen=True)
class PackPlan:
    """The facts of ``pack.yaml``.

    Attributes:
        workbooks: (name, SHA-256) of each.
    """

    pack: str
    name: str
    authority: Authority
    declared_by: str | None
    edition: str
    edition_note: str
    workbooks: tuple[tuple[str, str], ...]
    intermediate_standard: bool = False

    def sources(self, numbers: tuple[int, ...] = ()) -> dict[str, str]:
        """Return the names and the SHA-256 of some workbooks (all by default), as a pack writes them."""
        chosen = [self.workbooks[n] for n in numbers] or list(self.workbooks)
        return {
            "workbook": "、".join(name for name, _ in chosen),
            "workbook_sha256": "、".join(sha256 for _, sha256 in chosen),
        }


@dataclass(frozen=True)
class WrittenPack:
    """A pack that an import wrote, as it loads.

    Attributes:
        layouts: One a layout of this edition, as it loads.
        editions: All editions of the pack, the oldest first.
    """

    layouts: tuple[LayoutUse, ...]
    editions: tuple[str, ...]


def write_pack(out: Path, plan: PackPlan, assembly: Assembly, *, append: bool, overwrite: bool) -> WrittenPack:
    """Write the folder, once its content is known to load.

    Returns:
        What was written, as it loads.

    Raises:
        PackError: the pack that is there is of another edition, authority or name.
        OutputError: the folder can't be written.
    """
    adding = append and (out / "pack.yaml").exists()
    if adding and set(load(out / "pack.yaml", PackDocument, PackError).edition_names) != {plan.edition}:
        return _write(out, _with_edition(out, plan, assembly), plan, assembly, replace=True)
    files = _kept_files(out, assembly) if adding else {}
    files["pack.yaml"] = dump_yaml(_added(out, plan, assembly) if adding else _document(plan, assembly))
    for business in assembly.businesses:
        folder = folder_of(business)
        files[f"{folder}/business.yaml"] = business_yaml(
            business.slug, business.name, {layout.slug: layout.body for layout in business.layouts}
        )
        for layout in business.layouts:
            files[f"{folder}/{layout.slug}.csv"] = item_table(layout.items)
    for codes in assembly.codes:
        files[f"codes/{codes.id}.csv"] = code_table(codes)
    return _write(out, files, plan, assembly, replace=overwrite or adding)


def _write(out: Path, files: Mapping[str, str], plan: PackPlan, assembly: Assembly, *, replace: bool) -> WrittenPack:
    made = {b.slug for b in assembly.businesses}

    def load_all(folder: Path) -> WrittenPack:
        pack = Pack(folder)
        layouts = tuple(_use(pack.layout(b, slug, plan.edition)) for b, slug in pack.layouts(plan.edition) if b in made)
        return WrittenPack(layouts, pack.editions)

    return write_folder(out, files, replace=replace, check=load_all)


def _with_edition(out: Path, plan: PackPlan, assembly: Assembly) -> dict[str, str]:
    """Return the files of the existing pack with one edition more, or one replaced for some businesses."""
    there = load(out / "pack.yaml", PackDocument, PackError)
    _refuse_others(there, plan, str(out / "pack.yaml"))
    editions = in_order([*there.edition_names, plan.edition])
    if UNSTATED in editions:
        raise PackError(
            "版の書かれていないブックと、版のあるブックは一つのレイアウト集にできません",
            place=str(out / "pack.yaml"),
            hint="--edition で版を指定して、取り込み直してください。",
        )
    rows = {entry.business: _timed(entry, there) for entry in there.businesses}
    for business in assembly.businesses:
        row = rows.setdefault(business.slug, _entry(business, None) | {"workbooks": {}})
        row["workbooks"][plan.edition] = plan.sources(business.workbooks)
    data = there.model_dump(mode="json", exclude_defaults=True)
    known = {e.edition: e.model_dump(mode="json", exclude_defaults=True) for e in there.editions}
    data["authority"] = there.authority
    data["editions"] = [known.get(e, {"edition": e, "basis": "attested"}) for e in editions]
    data["default_edition"] = editions[-1]
    if all(row["workbooks"] for row in rows.values()):
        for word in ("workbook", "workbook_sha256"):
            data.pop(word, None)  # each business says it for each edition
    data["businesses"] = sorted(rows.values(), key=lambda b: (b.get("number") is None, b.get("number") or 0))
    files = merged_files(
        Pack(out),
        plan.edition,
        assembly,
        folders={slug: str(row["folder"]) for slug, row in rows.items()},
        names={slug: str(row["name"]) for slug, row in rows.items()},
    )
    return {"pack.yaml": dump_yaml(data), **files}


def _timed(entry: BusinessEntry, there: PackDocument) -> dict[str, Any]:
    """Return the entry of a business that names the workbook of each edition."""
    row = entry.model_dump(mode="json", exclude_defaults=True)
    own = {
        "workbook": row.pop("workbook", there.workbook),
        "workbook_sha256": row.pop("workbook_sha256", there.workbook_sha256),
    }
    row["workbooks"] = row.get("workbooks") or {edition: own for edition in there.edition_names if own["workbook"]}
    return row


def folder_of(business: MadeBusiness) -> str:
    """Return the folder of a business in the pack.

    Returns:
        ``031_resident_register``: number and slug, or the slug alone.
    """
    return f"{business.number:03d}_{business.slug}" if business.number is not None else business.slug


def _document(plan: PackPlan, assembly: Assembly) -> dict[str, Any]:
    return _without_none(
        {
            "pack": plan.pack,
            "name": plan.name,
            "authority": plan.authority,
            "declared_by": plan.declared_by,
            "intermediate_standard": plan.intermediate_standard or None,
            **plan.sources(),
            "default_edition": plan.edition,
            "editions": [
                _without_none({"edition": plan.edition, "basis": "attested", "note": plan.edition_note or None})
            ],
            "businesses": [_entry(b, plan if len(plan.workbooks) > 1 else None) for b in assembly.businesses],
        }
    )


def _added(out: Path, plan: PackPlan, assembly: Assembly) -> dict[str, Any]:
    """Return the existing ``pack.yaml`` with the new businesses; each names its own workbook."""
    there = load(out / "pack.yaml", PackDocument, PackError)
    _refuse_others(there, plan, str(out / "pack.yaml"))
    data = there.model_dump(mode="json", exclude_defaults=True)
    data["authority"] = there.authority
    made = {b.slug for b in assembly.businesses}
    kept = []
    for entry in there.businesses:
        if entry.business in made:
            continue
        row = entry.model_dump(mode="json", exclude_defaults=True)
        if there.workbook and not entry.workbook:
            row |= {"workbook": there.workbook, "workbook_sha256": there.workbook_sha256}
        kept.append(row)
    data["businesses"] = kept + [_entry(b, plan) for b in assembly.businesses]
    data["businesses"].sort(key=lambda b: (b.get("number") is None, b.get("number") or 0))
    data.pop("workbook", None)
    data.pop("workbook_sha256", None)
    return data


def _refuse_others(there: PackDocument, plan: PackPlan, place: str) -> None:
    """Raise where what is added would make another pack of the one that is there."""
    for what, old, new in (
        ("名前（pack）", there.pack, plan.pack),
        ("authority ", there.authority, plan.authority),
        ("申告者 ", there.declared_by, plan.declared_by),
        ("中間標準レイアウトの申告", there.intermediate_standard, plan.intermediate_standard),
    ):
        if old != new:
            raise PackError(
                f"足す先のレイアウト集と{what}が違います（{old} と {new}）",
                place=place,
                hint="別の --out に取り込むか、--pack・--declare-official・--intermediate-standard を揃えてください。",
            )


def _kept_files(out: Path, assembly: Assembly) -> dict[str, str]:
    """Return the files of the existing pack, without those of the businesses that are replaced."""
    gone = {folder_of(b) for b in assembly.businesses}
    prefixes = tuple(f"codes/{b.code_prefix}_" for b in assembly.businesses)
    return {
        name: text
        for name, text in read_folder(out).items()
        if name.split("/")[0] not in gone and not name.startswith(prefixes)
    }


def _entry(business: MadeBusiness, plan: PackPlan | None) -> dict[str, Any]:
    return _without_none(
        {
            "business": business.slug,
            "number": business.number,
            "name": business.name,
            "family": business.family or None,
            "verified": business.number is not None or None,
            "folder": folder_of(business),
            **(plan.sources(business.workbooks) if plan else {}),
        }
    )


def _without_none(data: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in data.items() if v is not None}


def _use(layout: Layout) -> LayoutUse:
    return LayoutUse(
        address=layout.address,
        name=layout.name,
        items=len(layout.items),
        key=layout.key,
        coded=sum(1 for i in layout.items if i.code),
        required=sum(i.required == "required" for i in layout.items),
        conditional=sum(i.required == "conditional" for i in layout.items),
        digest=layout.digest,
    )
