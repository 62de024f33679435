"""V10: gaiji, characters that a municipality made for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from chukan.rules.fields.base import FieldRule
from chukan.values import charsets as cs
from chukan.values.kernels import contains_any, mask_or_none, strings, table


@dataclass(frozen=True)
class NoGaiji(FieldRule):
    """A value holds a character of the private use areas."""

    rule: ClassVar[str] = "V10"

    @property
    def repeats(self) -> bool:
        """Texts of wide characters may."""
        return self.item.type != "X"

    def failing(self, values: pa.Array) -> pa.Array | None:
        """True where a gaiji stands."""
        found = contains_any(strings(values), table(cs.GAIJI))
        return found if found is None else mask_or_none(found)

    def message(self, value: str, *, show: bool) -> str:  # noqa: ARG002
        """Which gaiji: their codes say nothing of the rest of the value."""
        flags = table(cs.GAIJI)
        codes = [] if self.item.is_secret else list(dict.fromkeys(f"U+{ord(c):04X}" for c in value if flags[ord(c)]))
        listed = f"（{'、'.join(codes[:5])}{' など' if len(codes) > 5 else ''}）" if codes else ""
        return f"{self.label}に外字{listed}があります。外字一覧で字形を確かめ、移行先での文字を決めてください。"
