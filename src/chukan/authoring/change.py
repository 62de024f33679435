"""One difference between two layouts, and all of them: plain values that screens and JSON show."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from chukan.authoring import effects
from chukan.authoring.effects import Effect, EffectKind
from chukan.layouts.declaration import DeclarationKind

Kind = Literal["added", "removed", "changed", "moved"]
What = Literal["layout", "item", "code_list", "code"] | DeclarationKind


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two layouts.

    Attributes:
        place: ``BUSINESS/LAYOUT``, or ``codes/ID`` for what all users of a code list share.
        name: The item, code, rule ... that differs.
        reason: What the pack states: editions, source, note. Empty when it states nothing.
        matters: False for words that no check depends on (names, notes, sources).
        effect: What it does to data that exists (see `chukan.authoring.effects`).
        touches: True when data that exists may have to change, or does not fit any more.
        meaning: The same in Japanese: what happens, and what to do.
    """

    kind: Kind
    what: What
    place: str
    name: str
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    matters: bool = True
    effect: EffectKind = "words"
    touches: bool = False
    meaning: str = effects.WORDS.meaning

    def with_effect(self, effect: Effect) -> Change:
        """Return the change with what it means for data that exists."""
        return replace(self, effect=effect.kind, touches=effect.touches, meaning=effect.meaning)


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences, in the order of the new side.

    Attributes:
        editions: (edition, what the pack says of it) for the editions between them, the newer one included.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    editions: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing at all differs."""
        return not self.changes

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that a check depends on, and those that data may depend on: a code's other name may be another meaning."""
        return tuple(c for c in self.changes if c.matters or c.touches)

    @property
    def effects(self) -> dict[EffectKind, int]:
        """How many changes have which effect, in the order of `EFFECTS`."""
        count = Counter(c.effect for c in self.changes)
        return {kind: count[kind] for kind in effects.EFFECTS if count[kind]}

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able tree."""
        return {**asdict(self), "effects": self.effects}
