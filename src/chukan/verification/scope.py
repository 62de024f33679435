"""Scopes of waivers (municipality/business/layout, as far down as they go), and the places that they are compared with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chukan.layouts.model import Layout

LEVELS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A layout that the project delivers, for the scopes of waivers.

    Attributes:
        names: of municipality, business and layout: the names that each goes by.
        items: what findings may be about.
    """

    names: tuple[tuple[str, ...], ...]
    items: tuple[str, ...]

    @classmethod
    def of(cls, municipality: str, municipality_name: str, layout: Layout) -> Place:
        """Return the place of a file: its municipality, by code and name, and its layout."""
        business, own = (layout.business, layout.business_name), (layout.slug, layout.name)
        return cls(((municipality, municipality_name), business, own), layout.names)


def in_scope(scope: str, *names: Collection[str | None]) -> bool:
    """Return True when a scope covers something.

    Args:
        scope: up to three names with ``/`` between them; "" = everywhere.
        names: for each level (municipality, business, layout) the names that the thing goes by there: code or slug,
            and Japanese name.
    """
    parts = [p for p in scope.split("/") if p]
    return len(parts) <= LEVELS and all(part in known for part, known in zip(parts, names, strict=False))
