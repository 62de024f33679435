"""The declarations that a layout can make of its records, and `LayoutBody`, which holds them.

A new kind of declaration is a class here (or in `comparisons`), an entry in `DECLARATIONS` and a field of `LayoutBody`.
"""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, Self

from pydantic import Field, field_validator

from chukan.documents import Document
from chukan.layouts.basis import Basis, basis_of_source
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.declaration import Declaration, SingleDeclaration, Target
from chukan.severity import Severity


class Key(SingleDeclaration):
    """K01: what it rests on that the key items name one record; left out = the weakest of these items' bases."""

    kind = "key"
    label = "キーの根拠"
    field = "key"
    checked_as = ""

    source: str = ""

    @property
    def item_names(self) -> tuple[str, ...]:
        return ()

    @property
    def rests_on(self) -> Basis:
        return self.basis or basis_of_source(self.source)

    @property
    def reason(self) -> str:
        return self.source

    def describe(self) -> tuple[str, str]:
        return self.label, self.source or "推定"


class RequiredWhen(Declaration):
    """V01: an item that must be filled where a condition is TRUE."""

    kind = "required_when"
    label = "条件付き必須"
    field = "required_when"
    checked_as = "条件付き必須の条件（V01）"
    condition_keys = ("when",)
    across_records = False
    identified = True

    item: str
    when: str

    @property
    def name(self) -> str:
        return self.item

    @property
    def item_names(self) -> tuple[str, ...]:
        return (self.item,)

    @property
    def text(self) -> str:
        return self.when

    def describe(self) -> tuple[str, str]:
        return self.label, f"{self.item}: {self.when}"

    def written(self) -> Any:
        return {self.item: self.when}


class Reference(Declaration):
    """K02: a record's items name a record of another layout."""

    kind = "reference"
    label = "参照"
    field = "references"
    checked_as = "ほかの移行ファイルへの参照（K02）: {count} 件"
    condition_keys = ("when",)
    target_label = "参照先"

    items: tuple[str, ...]
    to: tuple[str, ...]
    key: tuple[str, ...] = ()
    when: str | None = None
    reverse: bool = False
    severity: Severity = Severity.ERROR

    @field_validator("to", "items", "key", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @property
    def parent_key(self) -> tuple[str, ...]:
        """The items of the parent that must hold the same values."""
        return self.key or self.items

    @property
    def name(self) -> str:
        return f"{'+'.join(self.items)} → {' | '.join(self.to)}"

    @property
    def item_names(self) -> tuple[str, ...]:
        return self.items

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(Target(to, self.items, self.parent_key) for to in self.to)

    def describe(self) -> tuple[str, str]:
        where = f"{' または '.join(self.to)} の {' + '.join(self.parent_key)}"
        return self.label, f"{' + '.join(self.items)} → {where}{_when(self.when)}"


class Latest(Document):
    """Which record of a history is the current one."""

    item: str
    value: str = "1"


class Period(Document):
    """A period's two items."""

    start: str
    end: str


class History(SingleDeclaration):
    """K03: records of one thing, numbered."""

    kind = "history"
    label = "履歴"
    field = "history"
    checked_as = "履歴の連番・期間・最新（K03）"

    of: tuple[str, ...]
    number: str
    start_at: int | None = None
    date: str | None = None
    latest: Latest | None = None
    period: Period | None = None

    @property
    def item_names(self) -> tuple[str, ...]:
        return (*self.of, *self.determined)

    @property
    def determined(self) -> tuple[str, ...]:
        names = (self.number, self.date, self.latest and self.latest.item)
        period = (self.period.start, self.period.end) if self.period else ()
        return tuple(name for name in (*names, *period) if name)

    def describe(self) -> tuple[str, str]:
        return self.label, f"{' + '.join(self.of)} ごとに {self.number}"


class Household(SingleDeclaration):
    """K05: which records make a household, and who heads it.

    Attributes:
        headless: Of a household without a head of its own: an error, or less where the register knows that state.
    """

    kind = "household"
    label = "世帯"
    field = "household"
    checked_as = "世帯と世帯主（K05）"
    condition_keys = ("current",)

    number: str
    person: str
    relation: str
    heads: tuple[str, ...]
    current: str | None = None
    headless: Severity = Severity.ERROR

    @property
    def item_names(self) -> tuple[str, ...]:
        return (*self.determined, self.relation)

    @property
    def determined(self) -> tuple[str, ...]:
        return (self.number, self.person)

    def describe(self) -> tuple[str, str]:
        return self.label, f"{self.number} ごとに世帯主（{self.relation} が {'・'.join(self.heads)}）"


class Exclusive(Declaration):
    """K04: a number that must not occur in another register too."""

    kind = "exclusive"
    label = "排他"
    field = "exclusive"
    checked_as = "ほかの台帳と重ならない番号（K04）"
    target_label = "排他の相手"

    items: tuple[str, ...]
    with_: str = Field(alias="with")
    key: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def name(self) -> str:
        return f"{'+'.join(self.items)} ≠ {self.with_}"

    @property
    def item_names(self) -> tuple[str, ...]:
        return self.items

    @property
    def targets(self) -> tuple[Target, ...]:
        return (Target(self.with_, self.items, self.key or self.items),)

    def describe(self) -> tuple[str, str]:
        return self.label, f"{' + '.join(self.items)} は {self.with_} にあってはならない"


class Unique(Declaration):
    """K01 beyond the key: a value that only one record (of the `when` ones) may hold."""

    kind = "unique"
    label = "一意"
    field = "unique"
    checked_as = "条件付きの一意（K01）"
    condition_keys = ("when",)

    items: tuple[str, ...]
    when: str | None = None
    of: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def name(self) -> str:
        return "+".join(self.items)

    @property
    def item_names(self) -> tuple[str, ...]:
        return (*self.items, *self.of)

    @property
    def distinct(self) -> tuple[str, ...]:
        return self.items

    def describe(self) -> tuple[str, str]:
        return self.label, f"{' + '.join(self.items)}{_when(self.when)}"


class RecordRule(Declaration):
    """R01, R02: an SQL expression over the items of one record; only FALSE breaks it."""

    kind = "rule"
    label = "検査規則"
    field = "rules"
    checked_as = "1件の中の検査規則（R01・R02）: {count} 件"
    condition_keys = ("when", "assert")
    across_records = False
    identified = True

    id: str
    rule: Literal["R01", "R02"] = "R01"
    when: str | None = None
    assertion: str = Field(alias="assert")
    items: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    message: str
    source: str = ""

    @property
    def name(self) -> str:
        return self.id

    @property
    def item_names(self) -> tuple[str, ...]:
        return self.items

    @property
    def rests_on(self) -> Basis:
        return self.basis or basis_of_source(self.source)

    @property
    def reason(self) -> str:
        return self.source

    def describe(self) -> tuple[str, str]:
        when = f"{self.when} のとき " if self.when else ""
        return self.rule, f"{self.id}: {when}{self.assertion} — {self.message}"


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
    without: tuple[str, ...] = ()
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


def _when(condition: str | None) -> str:
    return f"（{condition} のとき）" if condition else ""
