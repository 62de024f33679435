"""The digest of a canonical form: the same on every platform."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Names the canonical form of a layout; part of it.
FORM = "chukan-layout-1"


def digest_of(canonical: Mapping[str, Any]) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of a JSON-able tree as compact, sorted UTF-8 JSON.

    Line endings, BOMs, the order of columns and platforms do not reach it.

    Args:
        canonical: see `Layout.canonical`.
    """
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
