"""What a layout says: items, code lists, references, histories, record rules.

Everything here is frozen. The same models read ``business.yaml`` (see docs/packs.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from chukan.documents import Document
from chukan.severity import Severity

ItemType = Literal["X", "N", "XN", "9", "S9", "9V", "DATE", "YM", "YEAR", "TIME", "BLOB"]
Requirement = Literal["required", "conditional", "optional"]
Basis = Literal["official", "statute", "public-standard", "attested", "estimate"]

Authority = Literal["reference", "imported", "official"]

TEXT_TYPES = frozenset({"X", "N", "XN"})
NUMBER_TYPES = frozenset({"9", "S9", "9V"})
DATE_TYPES = frozenset({"DATE", "YM", "YEAR", "TIME"})

_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)")


class Item(Document):
    """One column of a layout."""

    no: int
    name: str = Field(alias="item")
    type: ItemType
    length: int | None = None
    """Largest number of characters (digits before the point for 9V); None = no limit is known."""
    scale: int = 0
    required: Requirement = "optional"
    key: int | None = None
    code: str | None = None
    formats: tuple[str, ...] = Field(default=(), alias="format")
    since: str | None = None
    until: str | None = None
    basis: Basis = "estimate"
    source: str = ""
    note: str = ""

    @field_validator("formats", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.split()) if isinstance(value, str) else value

    @property
    def is_text(self) -> bool:
        """True for ``X``, ``N`` and ``XN``."""
        return self.type in TEXT_TYPES

    @property
    def is_number(self) -> bool:
        """True for ``9``, ``S9`` and ``9V``."""
        return self.type in NUMBER_TYPES

    @property
    def is_secret(self) -> bool:
        """True for 個人番号: never shown, whatever is asked (番号法)."""
        return "my_number" in self.formats

    @property
    def is_amount(self) -> bool:
        """True for yen: summed for control totals."""
        return "amount" in self.formats

    @property
    def range(self) -> tuple[float, float] | None:
        """The limits of an ``a..b`` format."""
        for token in self.formats:
            if m := _RANGE.fullmatch(token):
                return float(m[1]), float(m[2])
        return None

    def has(self, token: str) -> bool:
        """True when the item has a format of that name."""
        return token in self.formats


class CodeValue(BaseModel):
    """One row of a code list."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    since: str | None = None
    until: str | None = None
    basis: Basis = "estimate"
    source: str = ""
    note: str = ""


class CodeList(BaseModel):
    """The values that an item may hold."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    values: tuple[CodeValue, ...] = ()

    @property
    def any_value(self) -> bool:
        """True when a municipality may have values of its own (a row ``*``)."""
        return any(v.code == "*" for v in self.values)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Code to name, without the row ``*``."""
        return {v.code: v.name for v in self.values if v.code != "*"}


class Reference(Document):
    """K02: a record's items name a record of another layout."""

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


class Latest(Document):
    """Which record of a history is the current one."""

    item: str
    value: str = "1"


class Period(Document):
    """A period's two items."""

    start: str
    end: str


class History(Document):
    """K03: records of one thing, numbered."""

    of: tuple[str, ...]
    number: str
    start_at: int | None = None
    date: str | None = None
    latest: Latest | None = None
    period: Period | None = None


class Household(Document):
    """K05: which records make a household, and who heads it."""

    number: str
    person: str
    relation: str
    heads: tuple[str, ...]
    current: str | None = None


class Exclusive(Document):
    """K04: a number that must not stand in another register too."""

    items: tuple[str, ...]
    with_: str = Field(alias="with")
    key: tuple[str, ...] = ()


class Unique(Document):
    """K01 beyond the key: a value that only one record (of the `when` ones) may hold."""

    items: tuple[str, ...]
    when: str | None = None
    of: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR


class RecordRule(Document):
    """R01, R02: an SQL expression over the items of one record; only FALSE breaks it."""

    id: str
    rule: Literal["R01", "R02"] = "R01"
    when: str | None = None
    assertion: str = Field(alias="assert")
    items: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    message: str
    source: str = ""


class LayoutBody(Document):
    """What ``business.yaml`` says of one layout, beside its item table."""

    name: str
    description: str = ""
    since: str | None = None
    until: str | None = None
    required_when: dict[str, str] = {}
    references: tuple[Reference, ...] = ()
    history: History | None = None
    household: Household | None = None
    exclusive: tuple[Exclusive, ...] = ()
    unique: tuple[Unique, ...] = ()
    rules: tuple[RecordRule, ...] = ()


class Origin(BaseModel):
    """What a layout rests on; every report and paper prints it."""

    model_config = ConfigDict(frozen=True)

    pack: str
    pack_name: str
    authority: Authority
    declared_by: str | None = None
    workbook: str | None = None
    workbook_sha256: str | None = None
    extends: str | None = None

    @property
    def statement(self) -> str:
        """The sentence about authority that papers carry."""
        return f"{self._basis}{self._extension}"

    @property
    def _basis(self) -> str:
        if self.authority == "reference":
            return "参考定義（公式レイアウトとの照合前）による確認"
        source = f"取込元ワークブック {self.workbook}（SHA-256 {self.workbook_sha256}）"
        if self.authority == "official" and self.declared_by:
            return f"{source}による確認。公式の定義である旨の申告: {self.declared_by}"
        return f"{source}による確認（公式である旨の申告なし）"

    @property
    def _extension(self) -> str:
        return (
            f"（「{self.pack_name}」（{self.pack}）が {self.extends} に加えた追加・変更を含む）" if self.extends else ""
        )


class Layout(BaseModel):
    """The definition of one migration file in one edition."""

    model_config = ConfigDict(frozen=True)

    origin: Origin
    edition: str
    business: str
    business_name: str
    slug: str
    body: LayoutBody
    items: tuple[Item, ...]
    codes: dict[str, CodeList] = {}
    """The code lists that the items name, by id."""

    @model_validator(mode="after")
    def _not_empty(self) -> Layout:
        if not self.items:
            raise ValueError("項目がありません")
        return self

    @property
    def name(self) -> str:
        """The Japanese name of the migration file."""
        return self.body.name

    @property
    def address(self) -> str:
        """``PACK@EDITION/BUSINESS/LAYOUT``."""
        return f"{self.origin.pack}@{self.edition}/{self.business}/{self.slug}"

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """Name to item, in file order."""
        return {item.name: item for item in self.items}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The item names, in file order."""
        return tuple(item.name for item in self.items)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the key items, in key order."""
        return tuple(i.name for i in sorted((i for i in self.items if i.key), key=lambda i: i.key or 0))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical form: see ``chukan.layouts.digest``."""
        from chukan.layouts.digest import digest

        return digest(self)

    def code_list(self, item: Item) -> CodeList | None:
        """The values that an item may hold; None when it is not coded."""
        return self.codes.get(item.code) if item.code else None
