"""The declarations that compare values of several files: sums (K06), and what two files state of the same thing (K07)."""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator, model_validator

from chukan.documents import Document, Names, one_is_a_list
from chukan.layouts.declaration import Declaration, ReferringDeclaration, Target
from chukan.severity import Severity


class Parts(Document):
    """The records of another layout that are added up.

    Attributes:
        of: Their layout: ``LAYOUT`` or ``BUSINESS/LAYOUT``.
        key: Their items that name the record of the total; as the total's own when left out.
        amount: SQL over one of them: what it adds. Left out = one, so that records are counted.
        when: Which of them count; all when left out.
    """

    of: str
    key: Names = ()
    amount: str = "1"
    when: str | None = None

    @property
    def counted(self) -> bool:
        """True when records are counted, not amounts added."""
        return self.amount == "1"

    @property
    def added(self) -> str:
        """SQL over one record: what it adds; 0 where it does not count."""
        return self.amount if self.when is None else f"CASE WHEN (\n{self.when}\n) THEN (\n{self.amount}\n) ELSE 0 END"


class Sum(Declaration):
    """K06: an amount (or a number) that a record states is the sum over records of other files.

    Attributes:
        total: SQL over one record: what it states. NULL = nothing is stated, nothing is compared.
        items: the items that name the record in the parts.
        hint: What lawful difference there may be; added to the message.
    """

    kind = "sum"
    label = "合計"
    field = "sums"
    checked_as = "ほかの移行ファイルとの合計（K06）: {count} 件"
    target_label = "合計する相手"
    condition_keys = ("when",)
    identified = True

    total: str
    items: Names
    parts: tuple[Parts, ...] = Field(min_length=1)
    when: str | None = None
    severity: Severity = Severity.WARNING
    hint: str = ""
    source: str = ""

    @field_validator("parts", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, Mapping) else value

    @property
    def name(self) -> str:
        return f"{self.total} = Σ {' + '.join(part.of for part in self.parts)}"

    @property
    def item_names(self) -> tuple[str, ...]:
        return self.items

    @property
    def composed(self) -> tuple[str, ...]:
        return self.stated, *(part.added for part in self.parts)

    @property
    def amounts(self) -> Mapping[str, str]:
        return {"total": self.total}

    @property
    def stated(self) -> str:
        """SQL over one record: what it states; NULL where nothing is compared."""
        return self.total if self.when is None else f"CASE WHEN (\n{self.when}\n) THEN (\n{self.total}\n) END"

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(
            Target(
                to=part.of,
                items=self.items,
                key=part.key or self.items,
                conditions={"when": part.when} if part.when else {},
                amounts={"amount": part.amount},
            )
            for part in self.parts
        )

    @property
    def reason(self) -> str:
        return self.source

    def describe(self) -> tuple[str, str]:
        parts = [
            f"{part.of} の{'件数' if part.counted else f' {part.amount} の合計'}{f'（{part.when} のもの）' if part.when else ''}"
            for part in self.parts
        ]
        when = f"（{self.when} のとき）" if self.when else ""
        return self.label, f"{'・'.join(self.items)} ごとに {self.total} = {' + '.join(parts)}{when}"


class SameValues(ReferringDeclaration):
    """K07: what two files state of the same thing is the same.

    Attributes:
        values: own item -> the other's item, or several of which one must agree.
        when: which of the own records are compared.
        to_when: which of the other's records are: the current ones.
        hint: What lawful difference there may be; added to the message.
    """

    kind = "same"
    label = "一致"
    field = "same"
    checked_as = "ほかの移行ファイルと同じ値（K07）: {count} 件"
    target_label = "比べる相手"
    condition_keys = ("when",)
    identified = True

    to: str
    values: Mapping[str, tuple[str, ...]] = Field(min_length=1)
    when: str | None = None
    to_when: str | None = None
    severity: Severity = Severity.WARNING
    hint: str = ""
    source: str = ""

    @field_validator("values", mode="before")
    @classmethod
    def _by_item(cls, value: Any) -> Any:
        """Accept a list of items that both files call alike."""
        if isinstance(value, Mapping):
            return {name: one_is_a_list(theirs) for name, theirs in value.items()}
        return {name: (name,) for name in one_is_a_list(value)}

    @model_validator(mode="after")
    def _agree_with_something(self) -> SameValues:
        if empty := [name for name, theirs in self.values.items() if not theirs]:
            raise ValueError(f"「{empty[0]}」と比べる項目がありません")
        return self

    @property
    def name(self) -> str:
        return f"{'+'.join(self.values)} = {self.to}"

    @property
    def item_names(self) -> tuple[str, ...]:
        return (*self.items, *self.compared)

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(self.values)

    @property
    def targets(self) -> tuple[Target, ...]:
        pairs = [(own, other) for own, theirs in self.values.items() for other in theirs]
        return (
            Target(
                to=self.to,
                items=(*self.items, *(own for own, _ in pairs)),
                key=(*self.parent_key, *(other for _, other in pairs)),
                conditions={"to_when": self.to_when} if self.to_when else {},
            ),
        )

    @property
    def reason(self) -> str:
        return self.source

    def describe(self) -> tuple[str, str]:
        when = f"（{self.when} のとき）" if self.when else ""
        other = f"{self.to}{f'（{self.to_when} のもの）' if self.to_when else ''}"
        pairs = [own if theirs == (own,) else f"{own} = {'／'.join(theirs)}" for own, theirs in self.values.items()]
        return self.label, f"{'・'.join(self.items)} の指す {other} と {'、'.join(pairs)}{when}"
