"""Expressions that people write in packs and projects: vetted for the items of a layout before they are run.

The parser is loaded for those only that are not known already: it takes longer to load than a small file to be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from chukan.errors import ChukanError, did_you_mean
from chukan.expressions.names import AS_OF
from chukan.expressions.parts import Parts, RefusedError

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

_known: dict[str, Parts] = {}


@dataclass(frozen=True)
class Expression:
    """A vetted expression.

    Attributes:
        text: As it was written.
        sql: What DuckDB runs: the same, on one line, without comments.
        reads: The items that it reads, in order of appearance.
        unknown: Names in it that are no items.
        compared: Those of `reads` that it compares with a value: what it says depends on what that value means.
    """

    text: str
    sql: str
    reads: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    _words: str = field(default="", repr=False, compare=False)

    @property
    def tree(self) -> Expr:
        """The syntax tree, in sqlglot's DuckDB dialect."""
        from chukan.expressions.parsing import take_apart

        return take_apart(self.text)[1]

    @property
    def words(self) -> str:
        """The expression as the reader of a finding takes it: 種別 = '1' かつ 開始日に値がある."""
        if self._words:
            return self._words
        from chukan.expressions.describe import describe

        return describe(self.tree)


def learn(parts: Mapping[str, Parts]) -> None:
    """Make expressions known that were taken apart before.

    Args:
        parts: by text.
    """
    _known.update(parts)


def vet(text: str, items: Mapping[str, Any] | Iterable[str], error: type[ChukanError], place: str) -> Expression:
    """Take an expression apart.

    Args:
        text: a boolean expression over the items of one record.
        items: the names that it may read, beside ``as_of``.
        error: what to raise when the expression is not one, or does what none may do.
        place: whose expression it is, for the error.

    Returns:
        The expression with the items it reads, and the names in it that are no items (for the caller to judge).

    Raises:
        ChukanError: as `error` says.
    """
    try:
        parts = _known.get(text) or _parts(text)
    except RefusedError as e:
        raise error(e.message, place=place, hint=e.hint) from None
    known = _by_lower_case(tuple(items))
    reads = dict.fromkeys(known[name.lower()] for name in parts.names if name.lower() in known)
    compared = dict.fromkeys(known[name] for name in parts.compared if name in known)
    return Expression(
        text=text,
        sql=parts.sql,
        reads=tuple(r for r in reads if r != AS_OF),
        unknown=tuple(name for name in parts.names if name.lower() not in known),
        compared=tuple(c for c in compared if c != AS_OF),
        _words=parts.words,
    )


@lru_cache(maxsize=64)  # all expressions of a layout ask for the same names
def _by_lower_case(names: tuple[str, ...]) -> Mapping[str, str]:
    return {name.lower(): name for name in names} | {AS_OF: AS_OF}


def _parts(text: str) -> Parts:
    from chukan.expressions.parsing import take_apart

    return take_apart(text)[0]


def unknown_item(name: str, items: Iterable[str]) -> tuple[str, str | None]:
    """Return a sentence about a name that is no item, and a hint with the nearest item.

    Args:
        name: The name in the expression.
        items: The items of the layout.

    Returns:
        The sentence, and the hint; None = no item is near.
    """
    return f"式にある項目「{name}」は定義にありません", did_you_mean(name, items)
