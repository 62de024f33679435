"""The canonical form of a layout, and its digest.

The form holds all that a check depends on, in one edition: items, code values, references,
histories, record rules. Notes, sources and bases are left out: they explain, they do not decide.
Line endings, BOMs, column order and platforms do not change it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from chukan.layouts.model import Item, Layout

FORM = "chukan-layout-1"


def canonical(layout: Layout) -> dict[str, Any]:
    """A JSON-able tree that holds what a check depends on."""
    body = layout.body.model_dump(mode="json", by_alias=True, exclude={"name", "description", "since", "until"})
    for rule in body["rules"]:
        rule.pop("source", None)
    return {
        "form": FORM,
        "edition": layout.edition,
        "business": layout.business,
        "layout": layout.slug,
        "items": [_item(item) for item in layout.items],
        "codes": {
            code_list.id: sorted(v.code for v in code_list.values)
            for code_list in sorted(layout.codes.values(), key=lambda c: c.id)
        },
        "body": body,
    }


def digest(layout: Layout) -> str:
    """SHA-256 (64 hex digits) of the canonical form as compact, sorted UTF-8 JSON."""
    text = json.dumps(canonical(layout), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _item(item: Item) -> list[Any]:
    return [item.name, item.type, item.length, item.scale, item.required, item.key, item.code, sorted(item.formats)]
