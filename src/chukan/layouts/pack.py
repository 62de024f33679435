"""A pack: a folder of layouts, read lazily and checked as it is read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from chukan.errors import LayoutNotFound, PackError, did_you_mean
from chukan.layouts.body import LayoutBody
from chukan.layouts.caching import cached_method
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.editions import applies, refuse_twins
from chukan.layouts.extend import body_with, completed, extended, overlaid, settled, with_values
from chukan.layouts.folder import PackFolder
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.layouts.pack_document import BusinessDocument, BusinessEntry, Edition, PackDocument


class Pack:
    """One pack folder, read lazily: the constructor reads ``pack.yaml`` only.

    Args:
        folder: the folder that holds ``pack.yaml``.
        parent: the pack that this one extends, if any.

    Raises:
        PackError: something in the folder is wrong; names the file and line.
    """

    def __init__(self, folder: Path, parent: Pack | None = None) -> None:
        self.own = PackFolder(folder)
        self.parent = parent

    @property
    def folder(self) -> Path:
        """The folder that holds ``pack.yaml``."""
        return self.own.path

    @property
    def document(self) -> PackDocument:
        """What ``pack.yaml`` says."""
        return self.own.document

    @property
    def name(self) -> str:
        """The first part of every address in this pack."""
        return self.document.pack

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """This pack's editions, oldest first; its parent's when it names none."""
        own = tuple(e.edition for e in self.document.editions)
        return own or (self.parent.editions if self.parent else ())

    @cached_property
    def default_edition(self) -> str:
        """The edition that an address without one means."""
        return self.document.default_edition or (self.parent.default_edition if self.parent else "")

    def between(self, one: str, other: str) -> tuple[Edition, ...]:
        """Return what ``pack.yaml`` says of the editions after the older of two, up to the newer.

        Args:
            one: an edition of this pack.
            other: another; their order does not matter.

        Returns:
            Oldest first, without editions that the pack does not describe.
        """
        first, last = sorted((self.editions.index(one), self.editions.index(other)))
        stated = {
            e.edition: e for e in self.document.editions or (self.parent.document.editions if self.parent else ())
        }
        return tuple(stated[name] for name in self.editions[first + 1 : last + 1] if name in stated)

    @cached_property
    def businesses(self) -> tuple[BusinessEntry, ...]:
        """This pack's businesses, then those that only its parent has."""
        inherited = {b.business: b for b in self.parent.businesses} if self.parent else {}
        own = tuple(completed(b, inherited.pop(b.business, None)) for b in self.document.businesses)
        return (*own, *inherited.values())

    @cached_property
    def origin(self) -> Origin:
        """What this pack rests on. An extension claims no more authority than its parent has."""
        d = self.document
        own = Origin(
            pack=d.pack,
            pack_name=d.name,
            authority=d.authority,
            declared_by=d.declared_by,
            workbook=d.workbook,
            workbook_sha256=d.workbook_sha256,
            extends=d.extends,
            intermediate_standard=d.intermediate_standard,
        )
        if self.parent is None:
            return own
        return own.resting_on(self.parent.origin, states_authority="authority" in d.model_fields_set)

    def origin_of(self, entry: BusinessEntry, edition: str) -> Origin:
        """Return what one business rests on in an edition: its own workbook, where the pack was made from several."""
        source = entry.workbooks.get(edition, entry)
        if not source.workbook:
            return self.origin
        return self.origin.model_copy(update={"workbook": source.workbook, "workbook_sha256": source.workbook_sha256})

    def business(self, slug: str) -> BusinessEntry:
        """Return the entry of a business.

        Args:
            slug: its slug or its Japanese name.

        Raises:
            LayoutNotFound: the pack has no such business; the message offers the nearest.
        """
        for entry in self.businesses:
            if slug in (entry.business, entry.name):
                return entry
        known = [b.business for b in self.businesses]
        raise LayoutNotFound(
            f"業務「{slug}」はレイアウト集「{self.name}」にありません",
            hint=did_you_mean(slug, known) or f"ある業務: {', '.join(known)}",
        )

    @cached_method
    def business_document(self, slug: str) -> BusinessDocument:
        """Return what ``business.yaml`` says in all editions, merged with what the parent pack says.

        Raises:
            LayoutNotFound: neither this pack nor its parent has the business.
            PackError: the document is wrong; names the file and line.
        """
        own = self.own.business(slug)
        inherited = self.parent.business_document(slug) if self.parent and self._in_parent(slug) else None
        if own is None:
            if inherited is None:
                raise LayoutNotFound(f"業務「{slug}」はレイアウト集「{self.name}」にありません")
            return inherited
        if inherited is None:
            return own
        layouts = dict(inherited.layouts)
        for layout, body in own.layouts.items():
            layouts[layout] = extended(inherited.layouts[layout], body) if layout in inherited.layouts else body
        return own.model_copy(update={"layouts": layouts})

    def layouts(self, edition: str | None = None) -> list[tuple[str, str]]:
        """Return all (business, layout) of an edition (the default one when None)."""
        return list(self._layouts(self.edition(edition)))

    @cached_method
    def _layouts(self, edition: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (entry.business, slug)
            for entry in self.businesses
            for slug in self.business_document(entry.business).layouts
            if self._body(entry.business, slug, edition) is not None
        )

    def edition(self, edition: str | None) -> str:
        """Return a known edition; None means the default one.

        Raises:
            LayoutNotFound: the pack has no such edition.
        """
        if edition is None:
            return self.default_edition
        if edition not in self.editions:
            raise LayoutNotFound(
                f"版「{edition}」はレイアウト集「{self.name}」にありません", hint=f"ある版: {', '.join(self.editions)}"
            )
        return edition

    @cached_method
    def layout(self, business: str, slug: str, edition: str | None = None) -> Layout:
        """Return the layout of one migration file in one edition.

        Args:
            business: slug or Japanese name.
            slug: slug or Japanese name of the layout.
            edition: None = the default one.

        Raises:
            LayoutNotFound: no such business, layout or edition.
            PackError: a file of the pack is wrong; names it and the line.
        """
        edition = self.edition(edition)
        entry = self.business(business)
        document = self.business_document(entry.business)
        by_name = {body.name: s for s, body in document.layouts.items()}
        slug = by_name.get(slug, slug)
        body = self._body(entry.business, slug, edition)
        if body is None:
            hint = did_you_mean(slug, document.layouts) or f"ある定義: {', '.join(document.layouts)}"
            raise LayoutNotFound(
                f"移行ファイル定義「{slug}」は {self.name}@{edition}/{entry.business} にありません", hint=hint
            )
        items = self._items_in(entry.business, slug, edition)
        place = f"{entry.business}/{slug}"
        codes = {i.code: self._codes_in(i.code, edition, f"{place}の項目「{i.name}」") for i in items if i.code}
        try:
            return Layout(
                origin=self.origin_of(entry, edition),
                edition=edition,
                business=entry.business,
                business_name=entry.name,
                slug=slug,
                body=body_with(
                    body, items, self.items(entry.business, slug), self._settled(entry.business, slug, edition)
                ),
                items=items,
                codes=codes,
            )
        except ValidationError as e:
            raise PackError(f"{self.name}/{place}: {e.errors()[0]['msg']}", place=str(self.folder)) from None

    def items(self, business: str, slug: str) -> tuple[Item, ...]:
        """Return the item table in all editions; an extending pack's items replace the parent's by name or come last."""
        inherited = self.parent.items(business, slug) if self.parent and self._inherits(business, slug) else ()
        return overlaid(inherited, self.own.items(business, slug, optional=self._inherits(business, slug)))

    @cached_method
    def code_list(self, code: str) -> CodeList | None:
        """Return a code list in all editions; an extending pack's values are added to its parent's, or take their place."""
        inherited = self.parent.code_list(code) if self.parent and self._inherits_codes(code) else None
        return with_values(inherited, self.own.codes(code))

    def code_ids(self) -> list[str]:
        """Return the ids of all code lists, the parent's too."""
        return sorted(self.own.code_ids | set(self.parent.code_ids() if self.parent else ()))

    def _body(self, business: str, slug: str, edition: str) -> LayoutBody | None:
        """Return a layout's body in one edition, or None when it is not there."""
        own = self._own_body(business, slug, edition)
        if not self.parent or not self._inherits(business, slug):
            return own
        inherited = self.parent._body(business, slug, self._parent_edition(edition))  # noqa: SLF001 - the same class
        return extended(inherited, own) if inherited and own else inherited

    def _own_body(self, business: str, slug: str, edition: str) -> LayoutBody | None:
        """Return what this pack's own ``business.yaml`` says of a layout in one edition, or None."""
        document = self.own.business(business)
        own = document.layouts.get(slug) if document else None
        place = f"{self.own.folder_of(business)}/business.yaml（{slug}）"
        return own if own and self._applies(edition, own, place) else None

    def _settled(self, business: str, slug: str, edition: str) -> set[str]:
        """Return the items whose conditions in the parent this pack's own table makes void."""
        if self.parent is None or not self._inherits(business, slug):
            return set()
        return settled(
            self.own.items(business, slug, optional=self._inherits(business, slug)),
            self._own_body(business, slug, edition),
        )

    def _items_in(self, business: str, slug: str, edition: str) -> tuple[Item, ...]:
        inherited: tuple[Item, ...] = ()
        if self.parent and self._inherits(business, slug):
            inherited = self.parent._items_in(business, slug, self._parent_edition(edition))  # noqa: SLF001 - the same class
        table = self.own.table_path(business, slug)
        own = [
            i
            for i in self.own.items(business, slug, optional=self._inherits(business, slug))
            if self._applies(edition, i, f"{table}（項目「{i.name}」）")
        ]
        refuse_twins((i.name for i in own), "項目", edition, str(table))
        body = self._own_body(business, slug, edition)
        return overlaid(inherited, tuple(own), body.without if body else ())

    def _codes_in(self, code: str, edition: str, place: str) -> CodeList:
        found = self._code_list_in(code, edition)
        if found is None:
            raise PackError(
                f"コード表「{code}」がありません",
                place=f"{self.folder}（{place}）",
                hint=did_you_mean(code, self.code_ids()) or f"codes/{code}.csv を置いてください。",
            )
        return found

    def _code_list_in(self, code: str, edition: str) -> CodeList | None:
        inherited: CodeList | None = None
        if self.parent and self._inherits_codes(code):
            inherited = self.parent._code_list_in(code, self._parent_edition(edition))  # noqa: SLF001 - the same class
        own = self.own.codes(code)
        if own:
            path = self.folder / "codes" / f"{code}.csv"
            values = tuple(v for v in own.values if self._applies(edition, v, f"{path}（コード「{v.code}」）"))
            refuse_twins((v.code for v in values), "コード", edition, str(path))
            own = CodeList(id=own.id, name=own.name, values=values)  # a copy would keep what it computed of the values
        return with_values(inherited, own)

    def _applies(self, edition: str, thing: LayoutBody | Item | CodeValue, place: str) -> bool:
        return applies(edition, self.editions, thing.since, thing.until, place)

    def _inherits_codes(self, code: str) -> bool:
        return code not in self.document.replaces_codes

    def _in_parent(self, business: str) -> bool:
        return self.parent is not None and any(b.business == business for b in self.parent.businesses)

    def _inherits(self, business: str, slug: str) -> bool:
        """Return True when the parent has the layout in some edition."""
        if self.parent is None or not self._in_parent(business):
            return False
        return slug in self.parent.business_document(business).layouts

    def _parent_edition(self, edition: str) -> str:
        """Return the parent's edition that one of this pack's rests on."""
        parent = self.parent
        if parent is None:
            return edition
        entry = next((e for e in self.document.editions if e.edition == edition), None)
        wanted = (entry.of if entry else None) or edition
        if wanted in parent.editions:
            return wanted
        if entry and entry.of:
            raise PackError(
                f"版「{edition}」のもとの版「{wanted}」がレイアウト集「{parent.name}」にありません",
                place=str(self.folder / "pack.yaml"),
                hint=f"ある版: {', '.join(parent.editions)}",
            )
        return parent.default_edition
