"""Methods of dataclasses, compiled once a computer: Python compiles each of them anew in every run."""

from __future__ import annotations

import atexit
import dataclasses
import marshal
import sys
from typing import Any

from chukan import cache

_NAME = "dataclasses"
#: Bytes. `check` and `verify` make 1.7 million; much more comes of a checkout that is edited again and again.
_LARGEST = 8 << 20


class Methods:
    """Stands in for `exec` in the module `dataclasses`, which calls it with the text of a function and nothing else.

    A Python that makes the methods in another way does not ask it, and nothing is kept.
    """

    def __init__(self) -> None:
        content = cache.load(_NAME, *_origin()) or b""
        is_known = 0 < len(content) <= _LARGEST
        self._kept: dict[str, bytes] = marshal.loads(content) if is_known else {}  # noqa: S302 - see `chukan.cache`
        self._known = len(self._kept)

    def __call__(self, text: str, module: dict[str, Any] | None, names: dict[str, Any]) -> None:
        """Run the text of a function, as `exec` does."""
        if (code := self._kept.get(text)) is None:
            code = self._kept[text] = marshal.dumps(compile(text, "<string>", "exec", dont_inherit=True))
        exec(marshal.loads(code), module, names)  # noqa: S102, S302 - as `dataclasses` does with the text

    def save(self) -> None:
        """Keep what was compiled for the next run."""
        if len(self._kept) > self._known:
            cache.save(_NAME, marshal.dumps(self._kept), *_origin())


def _origin() -> tuple[str, ...]:
    """Return what decides beside the texts and the version of Python."""
    return (str(sys.flags.optimize),)


def keep_methods() -> None:
    """From now on compile the methods of dataclasses only where no earlier run did."""
    methods = Methods()
    dataclasses.exec = methods  # type: ignore[attr-defined]
    atexit.register(methods.save)
