"""The declarations that a layout can make of its own records, and of what they name in others.

A new kind of declaration is a class here (or in `comparisons`), and in `body` an entry in `DECLARATIONS` and a field of `LayoutBody`.
"""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from chukan.documents import Document, Names
from chukan.layouts.declaration import Declaration, ReferringDeclaration, SingleDeclaration, Target
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


class Reference(ReferringDeclaration):
    """K02: a record's items name a record of another layout."""

    kind = "reference"
    label = "参照"
    field = "references"
    checked_as = "ほかの移行ファイルへの参照（K02）: {count} 件"
    condition_keys = ("when",)
    target_label = "参照先"

    to: Names
    when: str | None = None
    reverse: bool = False
    severity: Severity = Severity.ERROR

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

    of: Names
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
    heads: Names
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


class Exclusive(ReferringDeclaration):
    """K04: a number that must not occur in another register too."""

    kind = "exclusive"
    label = "排他"
    field = "exclusive"
    checked_as = "ほかの台帳と重ならない番号（K04）"
    target_label = "排他の相手"

    with_: str = Field(alias="with")
    severity: Severity = Severity.ERROR

    @property
    def name(self) -> str:
        return f"{'+'.join(self.items)} ≠ {self.with_}"

    @property
    def item_names(self) -> tuple[str, ...]:
        return self.items

    @property
    def targets(self) -> tuple[Target, ...]:
        return (Target(self.with_, self.items, self.parent_key),)

    def describe(self) -> tuple[str, str]:
        return self.label, f"{' + '.join(self.items)} は {self.with_} にあってはならない"


class Unique(Declaration):
    """K01 beyond the key: a value that only one record (of the `when` ones) may hold."""

    kind = "unique"
    label = "一意"
    field = "unique"
    checked_as = "条件付きの一意（K01）"
    condition_keys = ("when",)

    items: Names
    when: str | None = None
    of: Names = ()
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
    items: Names = ()
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
    def reason(self) -> str:
        return self.source

    def describe(self) -> tuple[str, str]:
        when = f"{self.when} のとき " if self.when else ""
        return self.rule, f"{self.id}: {when}{self.assertion} — {self.message}"


def _when(condition: str | None) -> str:
    return f"（{condition} のとき）" if condition else ""
