"""The expressions of a layout, known without the parser where they were taken apart before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from chukan import cache
from chukan.expressions.parts import Parts, RefusedError
from chukan.expressions.vetting import learn
from chukan.layouts.model import Layout

#: The modules that decide what an expression is made of: with another line in one of them nothing is known any more.
_DECIDE = ("parsing.py", "parts.py", "describe.py", "names.py")


def prepare(layout: Layout) -> None:
    """Make the expressions of a layout known; of a project's own rules nothing is kept.

    Args:
        layout: a layout that files are checked against.
    """
    origin = _origin()
    texts = sorted(set(_texts(layout)))
    if not origin or not texts:
        return
    name = f"expressions-{sha256(layout.address.encode()).hexdigest()[:24]}"
    kept = cache.load(name, *origin, *texts)
    if kept is not None:
        learn({text: Parts(sql, tuple(n), tuple(c), w) for text, (sql, n, c, w) in json.loads(kept).items()})
        return
    found = _taken_apart(texts)
    learn(found)
    cache.save(name, json.dumps(found, ensure_ascii=False).encode(), *origin, *texts)


def _texts(layout: Layout) -> Iterator[str]:
    for declaration in layout.body.declarations:
        yield from (*declaration.conditions.values(), *declaration.amounts.values(), *declaration.composed)
        for target in declaration.targets:
            yield from (*target.conditions.values(), *target.amounts.values())


def _taken_apart(texts: list[str]) -> dict[str, Parts]:
    """Return those that may run; what is wrong with the others is reported where they are used."""
    from chukan.expressions.describe import describe
    from chukan.expressions.parsing import take_apart

    found: dict[str, Parts] = {}
    for text in texts:
        with suppress(RefusedError):
            parts, tree = take_apart(text)
            found[text] = parts._replace(words=describe(tree))
    return found


@lru_cache(maxsize=1)
def _origin() -> tuple[str, ...]:
    """Return what decides beside the texts; () = can't be told: only the compiled modules are there."""
    here = Path(__file__).parent
    try:
        return (version("sqlglot"), *((here / name).read_text(encoding="utf-8") for name in _DECIDE))
    except OSError:
        return ()
