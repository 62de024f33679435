"""`LayoutBody`: what ``business.yaml`` says of one layout, and all the kinds of declarations in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self

from chukan.documents import Document, Names
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.declaration import Declaration, SingleDeclaration
from chukan.layouts.declarations import Exclusive, History, Household, Key, RecordRule, Reference, RequiredWhen, Unique

#: All kinds, in the order in which they are written and shown.
DECLARATIONS: tuple[type[Declaration], ...] = (
    Key,
    RequiredWhen,
    Reference,
    History,
    Household,
    Exclusive,
    Unique,
    Sum,
    SameValues,
    RecordRule,
)

#: Those that are younger than the canonical form: one that a layout does not use is no part of it, so that digests stay.
LATER_KINDS: tuple[type[Declaration], ...] = (Sum, SameValues)


class LayoutBody(Document):
    """What ``business.yaml`` says of one layout, beside its item table."""

    name: str
    description: str = ""
    since: str | None = None
    until: str | None = None
    without: Names = ()
    """In a pack that extends another: the parent's items that this one does not have."""
    key: Key | None = None
    required_when: dict[str, str] = {}
    references: tuple[Reference, ...] = ()
    history: History | None = None
    household: Household | None = None
    exclusive: tuple[Exclusive, ...] = ()
    unique: tuple[Unique, ...] = ()
    sums: tuple[Sum, ...] = ()
    same: tuple[SameValues, ...] = ()
    rules: tuple[RecordRule, ...] = ()

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """All declarations, kind by kind in the order of `DECLARATIONS`."""
        return tuple(declaration for _, declaration in self.located())

    def located(self) -> Iterator[tuple[tuple[str | int, ...], Declaration]]:
        """Yield each declaration with the keys that lead to it in ``business.yaml``."""
        for kind in DECLARATIONS:
            value = getattr(self, kind.field)
            if isinstance(value, dict):
                yield from (((kind.field, item), RequiredWhen(item=item, when=when)) for item, when in value.items())
            elif isinstance(value, tuple):
                yield from (((kind.field, number), declaration) for number, declaration in enumerate(value))
            elif value is not None:
                yield (kind.field,), value

    def with_declarations(self, declarations: Iterable[Declaration]) -> Self:
        """Return a copy with these declarations in place of its own."""
        fields: dict[str, Any] = {
            kind.field: None if issubclass(kind, SingleDeclaration) else {} if kind is RequiredWhen else ()
            for kind in DECLARATIONS
        }
        for declaration in declarations:
            if isinstance(declaration, SingleDeclaration):
                fields[declaration.field] = declaration
            elif isinstance(declaration, RequiredWhen):
                fields[declaration.field][declaration.item] = declaration.when
            else:
                fields[declaration.field] += (declaration,)
        return self.model_copy(update=fields)
