"""What every field check has: its item, its severity, and a few words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import pyarrow as pa

from chukan.layouts.model import Item
from chukan.severity import Severity
from chukan.values.masking import displayed


@dataclass(frozen=True)
class FieldRule:
    """The base of the field checks: see `chukan.rules.check.FieldCheck`."""

    item: Item
    severity: Severity
    ground: str = field(default="", kw_only=True)
    """See `FieldCheck.ground`."""
    rule: ClassVar[str] = ""

    @property
    def repeats(self) -> bool:
        """Dates and wide texts may repeat; for codes and numbers the kernels are cheaper than a dictionary."""
        return False

    def failing(self, values: pa.Array) -> pa.Array | None:
        """See `FieldCheck.failing`."""
        raise NotImplementedError

    def message(self, value: str, *, show: bool) -> str:
        """See `FieldCheck.message`."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The item, as messages name it."""
        return f"「{self.item.name}」"

    def shows(self, show: bool) -> bool:
        """May a message hold the value? Never 個人番号."""
        return show and not self.item.is_secret

    def quoted(self, value: str, *, show: bool) -> str:
        """The value for a message: itself, its shape, or the sentence that stands for a secret."""
        return f"「{displayed(value, self.item, show=show)}」"

    def short_code(self, value: str) -> bool:
        """Code values of up to four half-width characters tell nobody who somebody is."""
        return len(value) <= 4 and value.isascii() and not self.item.is_secret and not self.item.has("personal")
