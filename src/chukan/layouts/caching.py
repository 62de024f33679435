"""Caches that live as long as the object whose method they cache."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")


def cached_method(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Cache a method's results on its instance, by its arguments.

    Unlike `functools.cache`, it keeps no instance alive.

    Args:
        method: its arguments are hashable, its instances have a ``__dict__``.

    Returns:
        The method, run once for each set of arguments; what it raises is not kept.
    """
    name = f"_cached_{method.__name__}"

    @functools.wraps(method)
    def cached(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        results: dict[Any, R] = self.__dict__.setdefault(name, {})
        key = (args, tuple(sorted(kwargs.items())))
        if key not in results:
            results[key] = method(self, *args, **kwargs)
        return results[key]

    return cached
