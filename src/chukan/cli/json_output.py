"""Values of ours on stdout as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from chukan.layouts.model import Layout


def print_json(value: Any) -> None:
    """Print any value of ours as JSON."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=1))


def _plain(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def layout_dict(layout: Layout) -> dict[str, Any]:
    """Return a layout as a tree that JSON can hold."""
    return {
        "address": layout.address,
        "name": layout.name,
        "business_name": layout.business_name,
        "digest": layout.digest,
        "origin": layout.origin.model_dump(),
        "statement": layout.origin.statement,
        "key": list(layout.key),
        "items": [i.model_dump(by_alias=True) for i in layout.items],
        "codes": {c: layout.codes[c].model_dump() for c in sorted(layout.codes)},
        "body": layout.body.model_dump(by_alias=True),
    }
