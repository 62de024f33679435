"""What every field rule has: its catalogue entry, its item, the items that it applies to, its mask and its message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from chukan.layouts.basis import Basis
from chukan.layouts.model import DATE_TYPES, Item, Layout
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.masking import displayed


@dataclass(frozen=True, slots=True)
class CouldNotRun:
    """Why a rule cannot be checked for an item that it applies to."""

    why: str


@dataclass(frozen=True)
class FieldRule:
    """One rule for one item: the base of the field rules, one in a file.

    Masks, not findings: they make exact counts cheap and a bounded sample possible.

    Attributes:
        entry: All that people ask about the rule.
    """

    entry: ClassVar[Rule]
    item: Item

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> FieldRule | CouldNotRun | None:
        """Return the rule for an item; None when it does not apply to it.

        Args:
            item: the item.
            layout: the item's layout, with its code lists.
            settings: the agreement and the forms in force.
        """
        raise NotImplementedError

    @property
    def default_severity(self) -> Severity:
        """What a finding weighs when the project says nothing."""
        return self.entry.severity

    @property
    def limit(self) -> Severity:
        """The most that a finding weighs when it asks for what a reference pack only estimates, and nobody said more."""
        return Severity.WARNING

    def bases(self) -> tuple[Basis, ...]:
        """Return the bases of what the rule asks for; none = it rests on the file itself or on the agreement."""
        return (self.item.basis,)

    @property
    def repeats(self) -> bool:
        """True when it may pay to check distinct values only: wide texts repeat.

        For dates, codes and numbers the kernels are cheaper than a dictionary.
        """
        return False

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where the rule is broken.

        Args:
            values: strings; blank is "" or null. Damaged values are the caller's to leave out.

        Returns:
            A boolean mask without nulls, True where the rule is broken; None when nowhere.
        """
        raise NotImplementedError

    def message(self, value: str, *, show: bool) -> str:
        """Return why a value breaks the rule and what to do, in Japanese.

        Args:
            value: a value that breaks the rule.
            show: the user asked for values; otherwise the message holds nothing that gives the value away (lengths, kinds
                of characters and code values of up to four half-width characters are fine).
        """
        raise NotImplementedError

    def mended(self, value: str) -> str | None:
        """Return the form of a value that says the same and does not break the rule; None = a person must decide.

        Args:
            value: a value that breaks the rule.
        """
        return None

    @property
    def label(self) -> str:
        """The item, as messages name it."""
        return f"「{self.item.name}」"

    def shows(self, show: bool) -> bool:
        """Return whether a message may hold the value: never 個人番号."""
        return show and not self.item.is_secret

    def quoted(self, value: str, *, show: bool) -> str:
        """Return the value for a message: itself, its shape, or the sentence instead of a secret."""
        return f"「{displayed(value, self.item, show=show)}」"

    def short_code(self, value: str) -> bool:
        """Return whether it is a code value of up to four half-width characters: those tell nobody who somebody is."""
        return len(value) <= 4 and value.isascii() and not self.item.is_secret and not self.item.has("personal")


def is_coded(item: Item, layout: Layout) -> bool:
    """Return whether an item's values must be in a code list."""
    codes = layout.code_list(item)
    return codes is not None and not codes.any_value


def is_dated(item: Item) -> bool:
    """Return whether an item holds dates, months, years or times."""
    return item.type in DATE_TYPES or item.has("month_day")


def is_plain(item: Item, layout: Layout) -> bool:
    """Return whether neither a code list nor a calendar decides what an item may hold."""
    return not is_coded(item, layout) and not is_dated(item)


def is_plain_number(item: Item, layout: Layout) -> bool:
    """Return whether an item holds numbers that no code list decides on."""
    return item.is_number and is_plain(item, layout)


def is_plain_text(item: Item, layout: Layout) -> bool:
    """Return whether an item holds text that neither a code list nor a calendar decides on."""
    return item.is_text and is_plain(item, layout)
