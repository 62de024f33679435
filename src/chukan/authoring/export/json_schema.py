"""JSON Schema (draft 2020-12) of one record of a layout.

A record is an object of strings, as a migration file holds it: ``"000123"`` and ``"123"`` are different things.
"""

from __future__ import annotations

from typing import Any

from chukan.authoring.export.patterns import inexpressible, limit, pattern
from chukan.layouts.model import Item, Layout

_END = "(?![\\s\\S])"
"""The very end of the text, in ECMA 262 and in Python alike ("$" is not)."""


def json_schema(layout: Layout) -> dict[str, Any]:
    """Return a JSON Schema; what it cannot express is listed in ``$comment``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chukan:{layout.origin.pack}:{layout.edition}:{layout.business}:{layout.slug}",
        "title": layout.name,
        "description": layout.body.description or layout.name,
        "$comment": "\n".join(
            [
                f"{layout.address}（SHA-256 {layout.digest}）。{layout.origin.statement}。",
                "値はすべて文字列。空欄は空文字列。",
                "このスキーマで表せない検査: " + " / ".join(inexpressible(layout)),
            ]
        ),
        "x-chukan": {
            "pack": layout.origin.pack,
            "edition": layout.edition,
            "authority": layout.origin.authority,
            "digest": layout.digest,
        },
        "type": "object",
        "properties": {item.name: _property(item, layout) for item in layout.items},
        "required": [i.name for i in layout.items if i.required == "required"],
        "additionalProperties": False,
    }


def _property(item: Item, layout: Layout) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "string"}
    description = "; ".join(t for t in (item.note, item.source) if t)
    if description:
        found["description"] = description
    may_be_blank = item.required != "required"
    codes = layout.code_list(item)
    if codes and not codes.any_value and not codes.is_open:
        found["enum"] = [*codes.codes, *([""] if may_be_blank else [])]
        return found
    if form := pattern(item):
        found["pattern"] = f"^(?:{form}){'?' if may_be_blank else ''}{_END}"
    if size := limit(item):
        found["maxLength"] = size
    if not may_be_blank:
        found["minLength"] = 1
    return found
