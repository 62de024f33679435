"""What a layout says: its items, its code lists, its declarations, what it rests on.

Everything here is frozen. The same models read ``business.yaml`` (see docs/packs.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from chukan.documents import Document
from chukan.layouts.basis import Basis, weakest
from chukan.layouts.body import LATER_KINDS, LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.declaration import path_of
from chukan.layouts.declarations import Key, Reference
from chukan.layouts.digest import FORM, digest_of
from chukan.layouts.origin import Origin

ItemType = Literal["X", "N", "XN", "9", "S9", "9V", "S9V", "DATE", "YM", "YEAR", "TIME", "BLOB"]
Requirement = Literal["required", "conditional", "optional"]

TEXT_TYPES = frozenset({"X", "N", "XN"})
DECIMAL_TYPES = frozenset({"9V", "S9V"})
SIGNED_TYPES = frozenset({"S9", "S9V"})
NUMBER_TYPES = frozenset({"9", "S9", *DECIMAL_TYPES})
DATE_TYPES = frozenset({"DATE", "YM", "YEAR", "TIME"})

_LENGTH_ESTIMATED = re.compile("(桁数|長さ)は推定")
_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)")


class Item(Document):
    """One column of a layout.

    Attributes:
        length: Largest number of characters (digits before the point for decimals); None = no limit is known.
    """

    no: int
    name: str = Field(alias="item")
    type: ItemType
    length: int | None = None
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
    labels: tuple[str, ...] = Field(default=(), alias="label")
    """Other names of its column in files: what an item's name may not hold (brackets, blanks, newlines), too."""

    @field_validator("formats", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("labels", mode="before")
    @classmethod
    def _split_labels(cls, value: Any) -> Any:
        return tuple(part for part in value.split("|") if part) if isinstance(value, str) else value

    @property
    def is_text(self) -> bool:
        """True for ``X``, ``N`` and ``XN``."""
        return self.type in TEXT_TYPES

    @property
    def is_number(self) -> bool:
        """True for ``9``, ``S9``, ``9V`` and ``S9V``."""
        return self.type in NUMBER_TYPES

    @property
    def is_decimal(self) -> bool:
        """True for ``9V`` and ``S9V``."""
        return self.type in DECIMAL_TYPES

    @property
    def is_secret(self) -> bool:
        """True for 個人番号: never shown, whatever the settings (番号法)."""
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

    @property
    def length_basis(self) -> Basis:
        """What its length rests on: an estimate where the note says so, else the item's basis."""
        return "estimate" if _LENGTH_ESTIMATED.search(self.note) else self.basis

    @property
    def canonical(self) -> list[Any]:
        """What a check depends on, for the digest."""
        formats = sorted(self.formats)
        return [self.name, self.type, self.length, self.scale, self.required, self.key, self.code, formats]

    def has(self, token: str) -> bool:
        """Return True when the item has a format of that name."""
        return token in self.formats


class Layout(BaseModel):
    """The definition of one migration file in one edition (移行ファイル定義).

    Examples:
        >>> import chukan
        >>> person = chukan.layout("mic@2.7/resident_register/person")
        >>> len(person.items), person.by_name["宛名番号"].length, person.origin.authority
        (100, 15, 'reference')
    """

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
        return f"{self.origin.pack}@{self.edition}/{self.path}"

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

    @property
    def key_basis(self) -> Basis:
        """What it rests on that the key names one record."""
        return self.body.key.rests_on if self.body.key else weakest(self.by_name[name].basis for name in self.key)

    @property
    def blank_key_items(self) -> tuple[str, ...]:
        """The key items that may be blank (a number given later); a blank is then a value like others."""
        optional = tuple(name for name in self.key if self.by_name[name].required != "required")
        return optional if len(optional) < len(self.key) else ()

    @property
    def path(self) -> str:
        """``BUSINESS/LAYOUT``: the layout among those of its edition."""
        return f"{self.business}/{self.slug}"

    def target(self, to: str) -> str:
        """Return the path of another layout from how this one writes it: ``LAYOUT`` or ``BUSINESS/LAYOUT``."""
        return path_of(to, self.business)

    @property
    def parents(self) -> frozenset[str]:
        """The paths of the layouts that its references lead to."""
        return frozenset(self.target(to) for reference in self.body.references for to in reference.to)

    def references_to(self, path: str) -> tuple[Reference, ...]:
        """Return its references that lead to the layout of a path, among others perhaps."""
        return tuple(r for r in self.body.references if path in map(self.target, r.to))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over the canonical form."""
        return digest_of(self.canonical)

    @property
    def canonical(self) -> dict[str, Any]:
        """A JSON-able tree of all that a check depends on, in one edition.

        Notes, sources and bases are left out: they do not decide what a finding is. What it weighs under a reference
        pack they do decide, so each finding carries its ground.
        """
        unused = {kind.field for kind in LATER_KINDS if not getattr(self.body, kind.field)}
        left_out = {"name", "description", "since", "until", "without", Key.field, *unused}
        body = self.body.model_dump(mode="json", by_alias=True, exclude=left_out)
        for field, declared in body.items():
            for one in declared if isinstance(declared, list) else [declared or {}]:
                for name in ("basis", "source") if field != "required_when" else ():
                    one.pop(name, None)
        return {
            "form": FORM,
            "edition": self.edition,
            "business": self.business,
            "layout": self.slug,
            "items": [item.canonical for item in self.items],
            "codes": {
                code_list.id: sorted(v.code for v in code_list.values)
                for code_list in sorted(self.codes.values(), key=lambda c: c.id)
            },
            "body": body,
        }

    @cached_property
    def grounds_digest(self) -> str:
        """SHA-256 over what each statement rests on: with `digest`, all that decides what a finding weighs."""
        body = self.body.model_dump(mode="json", by_alias=True)
        stated = {
            field: [(one.get("basis"), one.get("source")) for one in declared if isinstance(one, dict)]
            for field, declared in body.items()
            if isinstance(declared, list)
        }
        return digest_of(
            {
                "digest": self.digest,
                "items": [(item.name, item.basis, item.length_basis) for item in self.items],
                "codes": {c.id: sorted((v.code, v.basis) for v in c.values) for c in self.codes.values()},
                "body": stated | {k: (b.get("basis"), b.get("source")) for k, b in body.items() if isinstance(b, dict)},
            }
        )

    def ground(self, *bases: Basis) -> Basis:
        """Return the ground of a finding: the weakest basis of all that it asks for.

        Args:
            bases: of each statement that the check needs.

        Returns:
            ``estimate`` only where the pack is a reference: what an imported workbook says is attested by it,
            official where the workbook is.
        """
        found = weakest(bases)
        if found != "estimate" or self.origin.authority == "reference":
            return found
        return "official" if self.origin.authority == "official" else "attested"

    def code_bases(self, names: Iterable[str]) -> tuple[Basis, ...]:
        """Return the bases of the code lists of those items that have one: what comparing with a code rests on."""
        items = (self.by_name[name] for name in names if name in self.by_name)
        return tuple(codes.basis for item in items if (codes := self.code_list(item)) is not None)

    def code_list(self, item: Item) -> CodeList | None:
        """Return the values that an item may hold; None when it is not coded."""
        return self.codes.get(item.code) if item.code else None
