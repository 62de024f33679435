"""chukan: checks municipal data deliveries in the intermediate standard layout (中間標準レイアウト).

The names below are loaded when they are first used, so that ``import chukan`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "layout": "chukan.api",
    "schema": "chukan.api",
    "read": "chukan.api",
    "check": "chukan.api",
    "verify": "chukan.api",
    "strategies": "chukan.strategies",
}

__all__ = ["__version__", "check", "layout", "read", "schema", "verify"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'chukan' has no attribute {name!r}")
    module = import_module(_PUBLIC[name])
    return module if name == "strategies" else getattr(module, name)
