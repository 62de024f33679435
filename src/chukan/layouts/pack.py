"""A pack: a folder of layouts, read lazily and checked as it is read."""

from __future__ import annotations

import csv
import io
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from chukan.documents import Document, load, read_text
from chukan.errors import LayoutNotFound, PackError, did_you_mean
from chukan.layouts.model import Authority, Basis, CodeList, CodeValue, Item, Layout, LayoutBody, Origin

ITEM_COLUMNS = (
    "no", "item", "type", "length", "scale", "required", "key", "code", "format", "since", "until", "basis", "source", "note",
)  # fmt: skip
CODE_COLUMNS = ("list", "code", "name", "since", "until", "basis", "source", "note")


class Edition(Document):
    """One version of a specification, and what is known of it."""

    edition: str
    published: str | None = None
    law_from: str | None = None
    law_until: str | None = None
    basis: Basis = "estimate"
    note: str = ""


class BusinessEntry(Document):
    """A business in ``pack.yaml``."""

    business: str
    number: int | None = None
    name: str
    family: str = ""
    verified: bool = False
    folder: str


class PackDocument(Document):
    """``pack.yaml``."""

    pack: str
    name: str
    authority: Authority = "reference"
    description: str = ""
    extends: str | None = None
    declared_by: str | None = None
    workbook: str | None = None
    workbook_sha256: str | None = None
    default_edition: str
    editions: tuple[Edition, ...]
    businesses: tuple[BusinessEntry, ...] = ()


class BusinessDocument(Document):
    """``business.yaml``."""

    business: str
    name: str
    description: str = ""
    layouts: dict[str, LayoutBody] = Field(default_factory=dict)


class Pack:
    """One pack folder. Nothing but ``pack.yaml`` is read before it is asked for.

    Args:
        folder: the folder that holds ``pack.yaml``.
        parent: the pack that this one extends, if any.

    Raises:
        PackError: something in the folder is wrong; names the file and line.
    """

    def __init__(self, folder: Path, parent: Pack | None = None) -> None:
        self.folder = folder
        self.parent = parent
        self.document = load(folder / "pack.yaml", PackDocument, PackError)

    @property
    def name(self) -> str:
        return self.document.pack

    @cached_property
    def editions(self) -> tuple[str, ...]:
        return tuple(e.edition for e in self.document.editions)

    @cached_property
    def businesses(self) -> tuple[BusinessEntry, ...]:
        """This pack's businesses, then those that only its parent has."""
        own = {b.business for b in self.document.businesses}
        inherited = [b for b in self.parent.businesses if b.business not in own] if self.parent else []
        return (*self.document.businesses, *inherited)

    @cached_property
    def origin(self) -> Origin:
        d = self.document
        return Origin(
            pack=d.pack, pack_name=d.name, authority=d.authority, declared_by=d.declared_by,
            workbook=d.workbook, workbook_sha256=d.workbook_sha256, extends=d.extends,
        )  # fmt: skip

    def business(self, slug: str) -> BusinessEntry:
        """The entry of a business, by slug or Japanese name."""
        for entry in self.businesses:
            if slug in (entry.business, entry.name):
                return entry
        known = [b.business for b in self.businesses]
        raise LayoutNotFound(
            f"業務「{slug}」はレイアウト集「{self.name}」にありません",
            hint=did_you_mean(slug, known) or f"ある業務: {', '.join(known)}",
        )

    @cache  # noqa: B019 - packs live as long as the process
    def business_document(self, slug: str) -> BusinessDocument:
        """What ``business.yaml`` says, with what the parent pack says beneath it."""
        own = next((b for b in self.document.businesses if b.business == slug), None)
        inherited = self.parent.business_document(slug) if self.parent and self._in_parent(slug) else None
        if own is None:
            if inherited is None:
                raise LayoutNotFound(f"業務「{slug}」はレイアウト集「{self.name}」にありません")
            return inherited
        document = load(self.folder / own.folder / "business.yaml", BusinessDocument, PackError)
        if inherited is None:
            return document
        layouts = dict(inherited.layouts)
        for layout, body in document.layouts.items():
            layouts[layout] = _extended(inherited.layouts[layout], body) if layout in inherited.layouts else body
        return document.model_copy(update={"layouts": layouts})

    def layouts(self, edition: str | None = None) -> list[tuple[str, str]]:
        """All (business, layout) of an edition (the default one when None)."""
        edition = self.edition(edition)
        return [
            (entry.business, slug)
            for entry in self.businesses
            for slug, body in self.business_document(entry.business).layouts.items()
            if self._applies(edition, body.since, body.until)
        ]

    def edition(self, edition: str | None) -> str:
        """A known edition; None means the default one."""
        if edition is None:
            return self.document.default_edition
        if edition not in self.editions:
            raise LayoutNotFound(
                f"版「{edition}」はレイアウト集「{self.name}」にありません", hint=f"ある版: {', '.join(self.editions)}"
            )
        return edition

    @cache  # noqa: B019
    def layout(self, business: str, slug: str, edition: str | None = None) -> Layout:
        """The layout of one migration file in one edition."""
        edition = self.edition(edition)
        entry = self.business(business)
        document = self.business_document(entry.business)
        by_name = {body.name: s for s, body in document.layouts.items()}
        slug = by_name.get(slug, slug)
        body = document.layouts.get(slug)
        if body is None or not self._applies(edition, body.since, body.until):
            hint = did_you_mean(slug, document.layouts) or f"ある定義: {', '.join(document.layouts)}"
            raise LayoutNotFound(
                f"移行ファイル定義「{slug}」は {self.name}@{edition}/{entry.business} にありません", hint=hint
            )
        items = tuple(i for i in self.items(entry.business, slug) if self._applies(edition, i.since, i.until))
        codes = {i.code: self._codes_in(i.code, edition, f"{entry.business}/{slug}の項目「{i.name}」") for i in items if i.code}
        try:
            return Layout(
                origin=self.origin, edition=edition, business=entry.business, business_name=entry.name,
                slug=slug, body=self._body_in(body, items), items=items, codes=codes,
            )  # fmt: skip
        except ValidationError as e:
            raise PackError(f"{self.name}/{entry.business}/{slug}: {e.errors()[0]['msg']}", place=str(self.folder)) from None

    def items(self, business: str, slug: str) -> tuple[Item, ...]:
        """The item table in all editions; an extending pack's items replace by name or come last."""
        inherited: tuple[Item, ...] = ()
        if self.parent and self._in_parent(business) and slug in self.parent.business_document(business).layouts:
            inherited = self.parent.items(business, slug)
        own = next((b for b in self.document.businesses if b.business == business), None)
        path = self.folder / own.folder / f"{slug}.csv" if own else None
        if path is None or (inherited and not path.exists()):
            return inherited
        table = read_items(path)
        replaced = {i.name: i for i in table}
        kept = [replaced.pop(i.name, i) for i in inherited]
        return tuple(kept) + tuple(i for i in table if i.name in replaced)

    @cache  # noqa: B019
    def code_list(self, code: str) -> CodeList | None:
        """A code list in all editions; an extending pack's values are added to its parent's."""
        inherited = self.parent.code_list(code) if self.parent else None
        path = self.folder / "codes" / f"{code}.csv"
        if not path.exists():
            return inherited
        own = read_codes(path)
        if inherited is None:
            return own
        mine = {v.code for v in own.values}
        return own.model_copy(update={"values": tuple(v for v in inherited.values if v.code not in mine) + own.values})

    def code_ids(self) -> list[str]:
        """The ids of all code lists, the parent's too."""
        own = {p.stem for p in (self.folder / "codes").glob("*.csv")}
        return sorted(own | set(self.parent.code_ids() if self.parent else ()))

    def _codes_in(self, code: str, edition: str, place: str) -> CodeList:
        found = self.code_list(code)
        if found is None:
            raise PackError(
                f"コード表「{code}」がありません", place=f"{self.folder}（{place}）",
                hint=did_you_mean(code, self.code_ids()) or f"codes/{code}.csv を置いてください。",
            )  # fmt: skip
        values = tuple(v for v in found.values if self._applies(edition, v.since, v.until))
        return found.model_copy(update={"values": values})

    def _body_in(self, body: LayoutBody, items: tuple[Item, ...]) -> LayoutBody:
        """The body without what speaks of items that this edition lacks."""
        missing = {i for i in body.required_when if i not in {item.name for item in items}}
        if not missing:
            return body
        return body.model_copy(update={"required_when": {k: v for k, v in body.required_when.items() if k not in missing}})

    def _applies(self, edition: str, since: str | None, until: str | None) -> bool:
        rank = self.editions.index(edition)
        return (since is None or self._rank(since) <= rank) and (until is None or rank <= self._rank(until))

    def _rank(self, edition: str) -> int:
        if edition not in self.editions:
            raise PackError(f"知らない版「{edition}」が since / until にあります", place=str(self.folder))
        return self.editions.index(edition)

    def _in_parent(self, business: str) -> bool:
        return self.parent is not None and any(b.business == business for b in self.parent.businesses)


def _extended(base: LayoutBody, more: LayoutBody) -> LayoutBody:
    """A parent's body with the child's additions: lists grow, single things are replaced."""
    return base.model_copy(
        update={
            "name": more.name,
            "description": more.description or base.description,
            "required_when": {**base.required_when, **more.required_when},
            "references": base.references + more.references,
            "history": more.history or base.history,
            "household": more.household or base.household,
            "exclusive": base.exclusive + more.exclusive,
            "unique": base.unique + more.unique,
            "rules": base.rules + more.rules,
        }
    )


def read_items(path: Path) -> tuple[Item, ...]:
    """An item table; PackError names the file and the line of what is wrong."""
    items: list[Item] = []
    seen: dict[str, int] = {}
    for line, row in _rows(path, ITEM_COLUMNS, required=("no", "item", "type")):
        try:
            item = Item.model_validate({k: v for k, v in row.items() if v != ""})
        except ValidationError as e:
            first = e.errors()[0]
            column = str(first["loc"][0]) if first["loc"] else ""
            raise PackError(
                f"列「{column}」の値「{row.get(column, '')}」が正しくありません: {first['msg']}", place=f"{path}:{line}",
                hint="列の意味は docs/packs.md にあります。",
            ) from None  # fmt: skip
        if item.name in seen:
            raise PackError(f"項目「{item.name}」が二度あります（{seen[item.name]} 行目にも）", place=f"{path}:{line}")
        seen[item.name] = line
        items.append(item)
    if not items:
        raise PackError("項目が一つもありません", place=str(path))
    return tuple(items)


def read_codes(path: Path) -> CodeList:
    """A code list; PackError names the file and the line of what is wrong."""
    values: dict[str, CodeValue] = {}
    name = path.stem
    for line, row in _rows(path, CODE_COLUMNS, required=("code", "name")):
        name = row.get("list") or name
        try:
            value = CodeValue.model_validate({k: v for k, v in row.items() if v != "" and k != "list"})
        except ValidationError as e:
            raise PackError(f"コード表の行が正しくありません: {e.errors()[0]['msg']}", place=f"{path}:{line}") from None
        if value.code in values:
            raise PackError(f"コード「{value.code}」が二度あります", place=f"{path}:{line}")
        values[value.code] = value
    return CodeList(id=path.stem, name=name, values=tuple(values.values()))


def _rows(path: Path, columns: tuple[str, ...], *, required: tuple[str, ...]) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a pack's CSV with their line numbers."""
    reader = csv.DictReader(io.StringIO(read_text(path, PackError)), strict=True)
    try:
        header = reader.fieldnames or []
        if unknown := [c for c in header if c not in columns]:
            raise PackError(
                f"知らない列「{unknown[0]}」があります", place=f"{path}:1",
                hint=did_you_mean(unknown[0], columns) or f"使える列: {', '.join(columns)}",
            )  # fmt: skip
        if missing := [c for c in required if c not in header]:
            raise PackError(f"列「{missing[0]}」がありません", place=f"{path}:1", hint=f"見出しは {','.join(columns)} です。")
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise PackError("列の数が見出しと違います", place=f"{path}:{reader.line_num}", hint="値の中の「,」は \" で囲んでください。")
            if any(row.values()):
                rows.append((reader.line_num, {str(k): str(v).strip() for k, v in row.items()}))
    except csv.Error as e:
        raise PackError(f"CSV として読めません: {e}", place=f"{path}:{reader.line_num}") from None
    return rows
