"""Where packs are found, and what an address names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from chukan.errors import LayoutNotFound, PackError, did_you_mean, nearest
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack

ENVIRONMENT = "CHUKAN_PACKS"
DEFAULT_PACK = "mic"


def builtin_folder() -> Path:
    """Return the folder of the packs that chukan carries: in the wheel, or beside ``src`` in a checkout."""
    installed = Path(__file__).parents[1] / "_layouts"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "layouts"


@dataclass(frozen=True)
class Address:
    """``PACK@EDITION/BUSINESS/LAYOUT`` taken apart; what is left out is None."""

    layout: str
    business: str | None = None
    pack: str | None = None
    edition: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Return an address from text.

        Args:
            text: ``[PACK[@EDITION]/][BUSINESS/]LAYOUT``.

        Raises:
            LayoutNotFound: the text has no such form.
        """
        parts = text.strip().strip("/").split("/")
        if not 1 <= len(parts) <= 3 or not all(parts):
            raise LayoutNotFound(
                f"「{text}」は移行ファイル定義の名前ではありません",
                hint="例: mic@2.7/resident_register/person（PACK@版/業務/定義）",
            )
        pack, edition = None, None
        if len(parts) == 3 or "@" in parts[0]:
            pack, _, edition = parts.pop(0).partition("@")
        if not parts:
            raise LayoutNotFound(
                f"「{text}」には業務と定義がありません", hint="`chukan layouts list` で一覧を見られます。"
            )
        return cls(parts[-1], parts[0] if len(parts) == 2 else None, pack or None, edition or None)


class Library:
    """The packs at hand: those of `folders`, of the environment variable, and the built-in ones.

    A folder may be a pack itself (it holds ``pack.yaml``) or hold packs. An earlier folder wins. The folders are read anew
    for each library; the built-in packs, a part of the program, once for all libraries of a process.

    Args:
        folders: folders of packs of one's own.

    Raises:
        PackError: a folder is missing.

    Examples:
        >>> from chukan import Library
        >>> library = Library.default()
        >>> library.pack("mic").default_edition
        '2.7'
        >>> library.layout("resident_register/person", default="mic@2.6").edition
        '2.6'
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        environment = [Path(p) for p in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if p]
        self.folders = (*folders, *environment, builtin_folder())
        for folder in (*folders, *environment):
            if not folder.is_dir():
                raise PackError(
                    "レイアウト集のフォルダがありません", place=str(folder), hint="--packs のパスを確かめてください。"
                )

    @classmethod
    def default(cls) -> Library:
        """Return the one library of the environment's and the built-in packs.

        It keeps what it has read for as long as the process runs: a pack that is being edited is better named by its
        folder, which makes a library of its own.
        """
        return _default(os.environ.get(ENVIRONMENT, ""))

    @classmethod
    def of(cls, folders: Iterable[str | Path] = ()) -> Library:
        """Return a library of these folders; the default one where there are none."""
        paths = [Path(f) for f in folders]
        return cls(paths) if paths else cls.default()

    @cached_property
    def _read(self) -> dict[str, Pack]:
        """Name to pack: its ``pack.yaml`` read, not yet laid over the pack that it extends."""
        found: dict[str, Pack] = {}
        *named, builtin = self.folders
        for pack in chain(*map(_packs_of, named), _builtin_packs(builtin)):
            found.setdefault(pack.name, pack)
        return found

    @cached_property
    def shadowed(self) -> tuple[str, ...]:
        """The built-in packs that a pack of the same name, nearer at hand, takes the place of."""
        builtin = builtin_folder()
        return tuple(
            name
            for name in sorted(p.parent.name for p in builtin.glob("*/pack.yaml"))
            if name in self._read and not self._read[name].folder.is_relative_to(builtin)
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all packs, in the order of the folders."""
        return tuple(self._read)

    def pack(self, name: str, _children: tuple[str, ...] = ()) -> Pack:
        """Return a pack by name, with the pack that it extends as its parent.

        Args:
            name: the first part of every address in the pack.

        Raises:
            LayoutNotFound: no pack has that name; the message offers the nearest.
            PackError: the pack extends itself, by way of others perhaps.
        """
        if name not in self._read:
            hint = did_you_mean(name, self.names) or f"あるレイアウト集: {', '.join(self.names)}"
            raise LayoutNotFound(f"レイアウト集「{name}」がありません", hint=hint)
        pack = self._read[name]
        if name in _children:
            raise PackError(f"レイアウト集「{name}」の extends が輪になっています", place=str(pack.folder))
        if pack.document.extends and pack.parent is None:
            pack.parent = self.pack(pack.document.extends, (*_children, name))
        return pack

    def siblings(self, layout: Layout) -> Iterator[Layout]:
        """Yield the layouts of the same pack and edition, those of the same business first."""
        if layout.origin.pack not in self.names:
            return
        pack = self.pack(layout.origin.pack)
        for business, slug in sorted(pack.layouts(layout.edition), key=lambda pair: pair[0] != layout.business):
            if (business, slug) != (layout.business, layout.slug):
                yield pack.layout(business, slug, layout.edition)

    def layout(self, text: str, *, default: str | None = None) -> Layout:
        """Return the layout that an address names.

        Args:
            text: ``PACK@EDITION/BUSINESS/LAYOUT``, or a shorter form that names only one layout.
            default: ``PACK@EDITION`` for what `text` leaves out (a project's ``layout``).

        Raises:
            LayoutNotFound: nothing has that name, or several layouts have; the message offers the nearest.
        """
        address = Address.parse(text)
        base = Address.parse(f"{default}/-/-") if default else Address("-")
        pack_name = address.pack or base.pack
        edition = address.edition or (base.edition if pack_name == base.pack else None)
        packs = [self.pack(pack_name)] if pack_name else [self.pack(n) for n in self._in_order()]
        if address.business:
            return self._of_business(packs, address.business, address.layout, edition)
        found = [
            (pack, business, slug)
            for pack in packs
            for business, slug in pack.layouts(edition if edition in pack.editions else None)
            if address.layout in (slug, pack.business_document(business).layouts[slug].name)
        ]
        if len({(b, s) for _, b, s in found}) == 1:
            pack, business, slug = found[0]
            return pack.layout(business, slug, edition)
        if found:
            choices = ", ".join(f"{b}/{s}" for _, b, s in found[:6])
            raise LayoutNotFound(
                f"「{text}」に当たる移行ファイル定義が {len(found)} あります", hint=f"業務から書いてください: {choices}"
            )
        raise LayoutNotFound(f"移行ファイル定義「{text}」がありません", hint=self._near(text, packs))

    def _of_business(self, packs: list[Pack], business: str, slug: str, edition: str | None) -> Layout:
        failure: LayoutNotFound | None = None
        for pack in packs:
            try:
                return pack.layout(business, slug, edition)
            except LayoutNotFound as e:
                failure = failure or e
        assert failure is not None  # noqa: S101 - there is always a pack
        near = self._near(f"{business}/{slug}", packs)
        raise LayoutNotFound(failure.message, hint=near or failure.hint)

    def _near(self, text: str, packs: list[Pack]) -> str:
        known = [f"{p.name}@{p.edition(None)}/{b}/{s}" for p in packs for b, s in p.layouts()]
        tail = "/".join(text.split("/")[-2:])
        by_tail = {k.split("/", 1)[1]: k for k in known} | {k.rsplit("/", 1)[1]: k for k in known}
        found = nearest(tail, by_tail) or nearest(tail.split("/")[-1], by_tail)
        if found:
            return f"「{by_tail[found]}」ではありませんか。"
        return "`chukan layouts list` で一覧を見られます。"

    def _in_order(self) -> list[str]:
        """Return the names: the default pack first, then the others in order."""
        return sorted(self.names, key=lambda n: (n != DEFAULT_PACK, n))


def _packs_of(folder: Path) -> Iterator[Pack]:
    """Yield the pack that a folder is, or those that it holds."""
    folders = [folder] if (folder / "pack.yaml").exists() else sorted(p.parent for p in folder.glob("*/pack.yaml"))
    return map(Pack, folders)


@lru_cache(maxsize=1)
def _builtin_packs(folder: Path) -> tuple[Pack, ...]:
    """Return the packs that chukan carries: a part of the program, which all libraries of a process read once.

    None of them extends another, so that none has a parent, which would be one library's own.
    """
    return tuple(_packs_of(folder))


@lru_cache(maxsize=1)
def _default(_environment: str) -> Library:
    """Return the default library, made anew where the environment variable has changed."""
    return Library()
