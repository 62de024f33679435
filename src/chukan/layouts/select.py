"""Which layouts an address means: a whole pack, a business, or one migration file."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.errors import LayoutNotFound
from chukan.layouts.library import DEFAULT_PACK, Library
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack


def select(library: Library, text: str | None = None) -> tuple[Layout, ...]:
    """Return the layouts that `text` means, in the pack's order; none where the edition has nothing of a business.

    Args:
        library: the packs at hand.
        text: ``PACK[@EDITION]``, ``PACK[@EDITION]/BUSINESS``, ``BUSINESS`` or a layout address;
            None = the default edition of the default pack.

    Raises:
        LayoutNotFound: nothing has that name.
    """
    text = (text or DEFAULT_PACK).strip().strip("/")
    head, _, tail = text.partition("/")
    name, _, edition = head.partition("@")
    if name in library.names:
        pack = library.pack(name)
        if not tail:
            return of_pack(pack, edition or None)
        if "/" not in tail and _has_business(pack, tail):
            return of_business(pack, tail, edition or None)
    if not tail and not edition:
        for other in library.names:
            if _has_business(library.pack(other), text):
                return of_business(library.pack(other), text, None)
    return (library.layout(text),)


def select_pack(library: Library, text: str) -> tuple[Pack, str] | None:
    """Return pack and edition when `text` is ``PACK[@EDITION]``, else None.

    Raises:
        LayoutNotFound: the pack does not have the edition.
    """
    name, _, edition = text.strip().strip("/").partition("@")
    if "/" in text.strip("/") or name not in library.names:
        return None
    pack = library.pack(name)
    return pack, pack.edition(edition or None)


def of_pack(pack: Pack, edition: str | None) -> tuple[Layout, ...]:
    """Return all layouts of a pack in one edition.

    Args:
        pack: the pack.
        edition: None = the default one.

    Raises:
        LayoutNotFound: the pack does not have the edition.
        PackError: a file of the pack is wrong.
    """
    edition = pack.edition(edition)
    return tuple(pack.layout(business, slug, edition) for business, slug in pack.layouts(edition))


def of_library(library: Library) -> Iterator[Layout]:
    """Yield all layouts of all packs, each in its default edition.

    Args:
        library: the packs.

    Raises:
        PackError: a file of a pack is wrong.
    """
    for name in library.names:
        yield from of_pack(library.pack(name), None)


def of_business(pack: Pack, business: str, edition: str | None) -> tuple[Layout, ...]:
    """Return all layouts of one business in one edition.

    Args:
        pack: the pack.
        business: slug or Japanese name.
        edition: None = the default one.

    Raises:
        LayoutNotFound: the pack does not have the edition or the business.
        PackError: a file of the pack is wrong.
    """
    edition = pack.edition(edition)
    entry = pack.business(business)
    return tuple(pack.layout(b, slug, edition) for b, slug in pack.layouts(edition) if b == entry.business)


def _has_business(pack: Pack, business: str) -> bool:
    try:
        pack.business(business)
    except LayoutNotFound:
        return False
    return True
