"""What all declarations of a layout have in common.

A declaration knows itself: the items it names, its conditions, the layouts it leads to, whether it takes the place of an
inherited one, and how it reads to people. Merging of packs, linting, comparing, exporting, spilling and seeding are loops
over `LayoutBody.declarations`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple

from chukan.documents import Document, Names
from chukan.layouts.basis import Basis, basis_of_source

DeclarationKind = Literal[
    "key", "required_when", "reference", "history", "household", "exclusive", "unique", "sum", "same", "rule"
]
_NONE: Mapping[str, str] = MappingProxyType({})


def path_of(to: str, business: str) -> str:
    """Return ``BUSINESS/LAYOUT`` for what an author wrote.

    Args:
        to: ``BUSINESS/LAYOUT``, or ``LAYOUT`` of the same business.
        business: the business in which it is written.
    """
    return to if "/" in to else f"{business}/{to}"


class Target(NamedTuple):
    """Items of another layout that a declaration compares its own with.

    Attributes:
        to: As the author wrote it: ``LAYOUT`` or ``BUSINESS/LAYOUT``; see `Layout.target`.
        key: The other layout's items, one for each of `items`.
        conditions: SQL conditions over one of the other's records, by their key in ``business.yaml``.
        amounts: SQL numbers over one of the other's records, likewise.
    """

    to: str
    items: tuple[str, ...]
    key: tuple[str, ...]
    conditions: Mapping[str, str] = _NONE
    amounts: Mapping[str, str] = _NONE


class Declaration(Document):
    """The base of all declarations.

    Attributes:
        kind: the word in results and in code.
        label: the Japanese word for people.
        field: the key in ``business.yaml`` and the field of `LayoutBody`.
        checked_as: what is checked, in Japanese; ``{count}`` is the number of declarations. "" = what others check.
        target_label: what messages call a target.
        condition_keys: the keys that hold a condition.
        across_records: True when checking takes more than one record.
        identified: True when `name` identifies one: no two of a name hold together.
        in_all_editions: True when every edition of the layout must have the items; else the declaration does not apply
            in an edition that lacks one.
    """

    kind: ClassVar[DeclarationKind]
    label: ClassVar[str]
    field: ClassVar[str]
    checked_as: ClassVar[str]
    target_label: ClassVar[str] = ""
    condition_keys: ClassVar[tuple[str, ...]] = ()
    across_records: ClassVar[bool] = True
    identified: ClassVar[bool] = False
    in_all_editions: ClassVar[bool] = False

    basis: Basis | None = None
    """What it rests on; None = as `rests_on` says."""

    @property
    def name(self) -> str:
        """What a comparison of layouts calls it, and matches it by."""
        return self.kind

    @property
    def item_names(self) -> tuple[str, ...]:
        """All the items of its own layout that it names, conditions aside."""
        raise NotImplementedError

    @property
    def distinct(self) -> tuple[str, ...]:
        """Those of `item_names` whose values must not repeat, and matter in no other way."""
        return ()

    @property
    def determined(self) -> tuple[str, ...]:
        """Those of `item_names` whose values follow from the other records."""
        return ()

    @property
    def conditions(self) -> Mapping[str, str]:
        """SQL conditions over one record, by their key in ``business.yaml``."""
        values = {field.alias or name: getattr(self, name) for name, field in type(self).model_fields.items()}
        return {key: values[key] for key in self.condition_keys if values[key]}

    @property
    def compared(self) -> tuple[str, ...]:
        """Those of `item_names` that matter only beside a target's records."""
        return ()

    @property
    def amounts(self) -> Mapping[str, str]:
        """SQL numbers over one record, by their key in ``business.yaml``."""
        return {}

    @property
    def composed(self) -> tuple[str, ...]:
        """SQL that its check makes of its conditions and amounts, beside these themselves."""
        return ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """The other layouts that it leads to."""
        return ()

    @property
    def rests_on(self) -> Basis:
        """Its basis; as the source says where the author states none, and an estimate without a source."""
        return self.basis or basis_of_source(self.reason)

    @property
    def reason(self) -> str:
        """The source that the author gives; "" when there is none."""
        return ""

    @property
    def text(self) -> str:
        """The canonical text by which two are compared, without `reason` and `basis`."""
        data = self.model_dump(mode="json", by_alias=True, exclude={"source", "basis"})
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    def replaces(self, inherited: Declaration) -> bool:
        """Return True when it takes the place of an inherited declaration, False when both hold."""
        return self.identified and self.kind == inherited.kind and self.name == inherited.name

    def describe(self) -> tuple[str, str]:
        """Return a Japanese word and a sentence for people."""
        raise NotImplementedError

    def written(self) -> Any:
        """Return plain data as ``business.yaml`` has it, without what is left at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class SingleDeclaration(Declaration):
    """A declaration that a layout makes once at most."""

    in_all_editions = True
    identified = True


class ReferringDeclaration(Declaration):
    """A declaration whose items name a record of another layout.

    Attributes:
        items: Its own items.
        key: The other's items that hold the same values; `items` when left out.
    """

    items: Names
    key: Names = ()

    @property
    def parent_key(self) -> tuple[str, ...]:
        """The items of the other layout that must hold the same values."""
        return self.key or self.items
