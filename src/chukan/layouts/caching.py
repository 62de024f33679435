"""Caches that live as long as the object whose method they cache."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ref

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


def cached_beside(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Cache a function's results by its first argument itself, not by what that equals, for as long as it lives.

    For what is asked again and again of a thing that never changes and is too large to be hashed, by modules above it.

    Args:
        function: its first argument can be referred to weakly, the others are hashable.

    Returns:
        The function, run once for each thing and set of further arguments; what it raises is not kept.
    """
    kept: dict[int, tuple[ref[S], dict[Any, R]]] = {}

    @functools.wraps(function)
    def cached(thing: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        number = id(thing)
        known = kept.get(number)
        if known is None or known[0]() is not thing:
            known = kept[number] = ref(thing, lambda gone: _forget(kept, number, gone)), {}
        results = known[1]
        key = (args, tuple(sorted(kwargs.items())))
        if key not in results:
            results[key] = function(thing, *args, **kwargs)
        return results[key]

    return cached


def _forget(kept: dict[int, tuple[ref[S], dict[Any, R]]], number: int, gone: ref[S]) -> None:
    """Drop what was kept of a thing that is gone, unless another has its number by now."""
    if number in kept and kept[number][0] is gone:
        del kept[number]
