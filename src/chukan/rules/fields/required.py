"""V01: required items that are blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from chukan.rules.fields.base import FieldRule
from chukan.values.kernels import mask, only_blanks, strings, widths


@dataclass(frozen=True)
class Required(FieldRule):
    """A required item is blank: empty, or nothing but blanks."""

    rule: ClassVar[str] = "V01"

    def failing(self, values: pa.Array) -> pa.Array | None:
        """True where nothing stands."""
        values = strings(values)
        return mask((widths(values) == 0) | only_blanks(values))

    def message(self, value: str, *, show: bool) -> str:  # noqa: ARG002
        """What is missing."""
        blanks = "（空白だけが入っています）" if value else ""
        return f"必須項目{self.label}が空です{blanks}。移行元で値を確かめて入れてください。"
