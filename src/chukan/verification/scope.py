"""The scope of a waiver: municipality/business/layout, as far down as it goes."""

from __future__ import annotations

from collections.abc import Collection

LEVELS = 3


def in_scope(scope: str, *names: Collection[str | None]) -> bool:
    """Return True when a scope covers something.

    Args:
        scope: up to three names with ``/`` between them; "" = everywhere.
        names: for each level (municipality, business, layout) the names that the thing goes by there: code or slug,
            and Japanese name.
    """
    parts = [p for p in scope.split("/") if p]
    return len(parts) <= LEVELS and all(part in known for part, known in zip(parts, names, strict=False))
