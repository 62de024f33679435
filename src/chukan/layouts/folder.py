"""A pack folder by itself: what its files say in all editions, whatever pack it extends."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from chukan.documents import load
from chukan.errors import PackError
from chukan.layouts.caching import cached_method
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item
from chukan.layouts.pack_document import BusinessDocument, BusinessEntry, PackDocument
from chukan.layouts.tables import read_codes, read_items


class PackFolder:
    """The files of one pack, each read when it is asked for, and once.

    Args:
        path: the folder that holds ``pack.yaml``, which is read at once.

    Raises:
        PackError: ``pack.yaml`` is wrong; names the line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = load(path / "pack.yaml", PackDocument, PackError)
        names = [e.edition for e in self.document.editions]
        place = str(path / "pack.yaml")
        if not names and not self.document.extends:
            raise PackError("版（editions）が一つもありません", place=place, hint='例: editions: [{edition: "1"}]')
        if len(set(names)) < len(names):
            raise PackError("同じ版が editions に二度あります", place=place)
        if names and self.document.default_edition not in names:
            raise PackError(
                f"default_edition「{self.document.default_edition}」が editions にありません",
                place=place,
                hint=f"ある版: {', '.join(names)}",
            )

    @cached_method
    def business(self, slug: str) -> BusinessDocument | None:
        """Return its own ``business.yaml``, or None when it has none of the business.

        Raises:
            PackError: the document is wrong; names the line.
        """
        entry = self._entry(slug)
        return load(self.path / entry.folder / "business.yaml", BusinessDocument, PackError) if entry else None

    def folder_of(self, business: str) -> Path:
        """Return the folder of a business; the pack's own where it has none of it."""
        entry = self._entry(business)
        return self.path / entry.folder if entry else self.path

    def table_path(self, business: str, slug: str) -> Path | None:
        """Return the path of its item table of a layout; None when it has none of the business."""
        entry = self._entry(business)
        return self.path / entry.folder / f"{slug}.csv" if entry else None

    @cached_method
    def items(self, business: str, slug: str, *, optional: bool) -> tuple[Item, ...]:
        """Return its own item table.

        Args:
            business: the business's slug.
            slug: the layout's.
            optional: True = none is needed, as the parent has one.

        Raises:
            PackError: the table is wrong or missing; names the line.
        """
        path = self.table_path(business, slug)
        if path is None or (optional and not path.exists()):
            return ()
        return read_items(path)

    @cached_method
    def codes(self, code: str) -> CodeList | None:
        """Return its own values of a code list, or None.

        Raises:
            PackError: the table is wrong; names the line.
        """
        path = self.path / "codes" / f"{code}.csv"
        return read_codes(path) if path.exists() else None

    @cached_property
    def code_ids(self) -> frozenset[str]:
        """The ids of its code lists."""
        return frozenset(p.stem for p in (self.path / "codes").glob("*.csv"))

    def _entry(self, business: str) -> BusinessEntry | None:
        return next((b for b in self.document.businesses if b.business == business), None)
