"""chukan: checks municipal data deliveries in the intermediate standard layout (中間標準レイアウト).

The names below are loaded when they are first used, so that ``import chukan`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chukan import strategies
    from chukan.api import check, layout, read, schema, verify

__version__ = "0.1.0"

__all__ = ["__version__", "check", "layout", "read", "schema", "strategies", "verify"]


def __getattr__(name: str) -> Any:
    if name == "strategies":
        return import_module("chukan.strategies")
    if name not in __all__:
        raise AttributeError(f"module 'chukan' has no attribute {name!r}")
    return getattr(import_module("chukan.api"), name)
