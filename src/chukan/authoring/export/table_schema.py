"""Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/) of a layout."""

from __future__ import annotations

from typing import Any

from chukan.authoring.export.patterns import inexpressible, limit, pattern, separated
from chukan.layouts.declarations import Reference
from chukan.layouts.model import Item, Layout


def table_schema(layout: Layout) -> dict[str, Any]:
    """Return a Table Schema descriptor; what it cannot express is listed in ``chukan:notExpressed``."""
    schema: dict[str, Any] = {
        "fields": [_field(item, layout) for item in layout.items],
        "missingValues": [""],
        "title": layout.name,
        "description": layout.body.description,
        "chukan:layout": layout.address,
        "chukan:digest": layout.digest,
        "chukan:pack": layout.origin.pack,
        "chukan:edition": layout.edition,
        "chukan:authority": layout.origin.authority,
        "chukan:statement": layout.origin.statement,
        "chukan:notExpressed": inexpressible(layout, references=False),
    }
    if layout.key:
        schema["primaryKey"] = list(layout.key)
    if keys := [k for r in layout.body.references if (k := _foreign_key(r, layout))]:
        schema["foreignKeys"] = keys
    return schema


def _field(item: Item, layout: Layout) -> dict[str, Any]:
    kind, form = _type(item)
    field: dict[str, Any] = {"name": item.name, "type": kind}
    if form:
        field["format"] = form
    description = "; ".join(t for t in (item.note, item.source) if t)
    if description:
        field["description"] = description
    constraints = _constraints(item, kind, layout)
    if constraints:
        field["constraints"] = constraints
    return field


def _type(item: Item) -> tuple[str, str | None]:
    """Return type and format. Numbers keep their digits as text would only where zeros in front count."""
    if item.type in ("9", "S9") and not item.has("fixed") and not item.code:
        return "integer", None
    if item.is_decimal:
        return "number", None
    if item.type == "DATE" and not (item.has("unknown_date") or item.has("uncertain_date")):
        return "date", "%Y-%m-%d" if separated(item) else "%Y%m%d"
    if item.type == "YEAR":
        return "year", None
    if item.type == "TIME" and item.length in (6, 8):
        return "time", "%H:%M:%S" if separated(item) else "%H%M%S"
    return "string", None


def _constraints(item: Item, kind: str, layout: Layout) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if item.required == "required":
        found["required"] = True
    codes = layout.code_list(item)
    if kind == "string":
        if size := limit(item):
            found["maxLength"] = size
        if codes and not codes.any_value and not codes.is_open:
            found["enum"] = list(codes.codes)
        elif form := pattern(item):
            found["pattern"] = form
    if item.range and kind in ("integer", "number", "year"):
        low, high = item.range
        whole = kind != "number"
        found["minimum"], found["maximum"] = (int(low), int(high)) if whole else (low, high)
    return found


def _foreign_key(reference: Reference, layout: Layout) -> dict[str, Any] | None:
    """Return the references without condition to one layout of the same business; others cannot be expressed."""
    if len(reference.to) != 1 or reference.when or "/" in reference.to[0].removeprefix(f"{layout.business}/"):
        return None
    resource = reference.to[0].removeprefix(f"{layout.business}/")
    return {
        "fields": list(reference.items),
        "reference": {"resource": "" if resource == layout.slug else resource, "fields": list(reference.parent_key)},
    }
