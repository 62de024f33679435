"""Characters that the new system writes otherwise: gaiji and mapping tables."""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import ProjectError
from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import Column, Normaliser, rewritten
from chukan.reconciliation.equalities.mapped import Mapped
from chukan.values.buffers import Bools
from chukan.values.damage import DAMAGE
from chukan.values.kernels import CODE_POINTS, boolean, contains_any

#: Private use: what a system calls its own characters; without the marks of undecodable bytes (`chukan.values.damage`).
_GAIJI = ((0xE000, 0xF8FF), (DAMAGE + 0x100, 0xFFFFD), (0x100000, 0x10FFFD))
_CODE_POINT = re.compile(r"U\+([0-9A-Fa-f]{4,6})")
_CP932_GAIJI = re.compile(r"F[0-9][0-9A-F]{2}")


class Characters(Mapped, Normaliser):
    """Characters of the old system and what the new one has instead; gaiji that the table lacks are listed.

    Attributes:
        table: see the base; a character as itself, as U+E000, or as its CP932 code (F040).
    """

    label: ClassVar[str] = "外字・文字の変換"

    kind: Literal["characters"] = "characters"

    @classmethod
    def fits(cls, item: Item) -> bool:
        return item.is_text and not item.is_secret

    @classmethod
    def may_name(cls, item: Item) -> bool:
        return item.is_text

    def load(self, folder: Path) -> None:
        """Read the table; what is meant for a code point must be one. See the base."""
        super().load(folder)
        self._must_be_code_points(str(folder / self.table) if self.table else "突合の規則の map")

    @cached_property
    def pairs(self) -> dict[str, str]:
        """Old text -> new text."""
        return {_text(old): _text(new) for old, new in self.written.items()}

    def _must_be_code_points(self, place: str) -> None:
        """Refuse what is meant for a code point and is none: as plain text it would be found nowhere."""
        for written in (text for pair in self.written.items() for text in pair):
            if written.strip().upper().startswith("U+") and not _is_code_points(written.strip()):
                raise ProjectError(
                    f"規則「{self.id}」の「{written}」は、文字の番号ではありません",
                    place=place,
                    hint="U+E000 のように、U+ の後に16進数を4桁から6桁で書いてください。",
                )

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return the delivered values as the new system writes them; the loaded ones unchanged. See the base."""
        if column.side == "loaded":
            return values
        for old, new in self.pairs.items():
            if len(old) > 1:  # with a variation selector, before the character alone
                values = pc.replace_substring(values, old, new)
        single = {ord(old): new for old, new in self.pairs.items() if len(old) == 1}
        found = contains_any(values, _flags(single)) if single else None
        return values if found is None else rewritten(values, boolean(found), lambda v: v.translate(single))

    def unmapped(self, values: pa.Array, records: pa.Array) -> dict[str, tuple[int, int]]:
        """Return the gaiji that the table lacks.

        Args:
            values: a column as delivered.
            records: the record number of each.

        Returns:
            Character -> how often it occurs, and the first record with it.
        """
        flags = np.zeros(CODE_POINTS, bool)
        for first, last in _GAIJI:
            flags[first : last + 1] = True
        for old in self.pairs:
            if len(old) == 1:
                flags[ord(old)] = False
        found = contains_any(values, flags)
        if found is None:
            return {}
        counts: Counter[str] = Counter()
        firsts: dict[str, int] = {}
        for text, record in zip(values.filter(found).to_pylist(), records.filter(found).to_pylist(), strict=True):
            for character in text:
                if flags[ord(character)]:
                    counts[character] += 1
                    firsts.setdefault(character, record)
        return {character: (count, firsts[character]) for character, count in counts.items()}


def _flags(code_points: dict[int, str]) -> Bools:
    flags = np.zeros(CODE_POINTS, bool)
    flags[list(code_points)] = True
    return flags


def _is_code_points(written: str) -> bool:
    codes = _CODE_POINT.findall(written)
    whole = _CODE_POINT.sub("", written).strip() == ""
    return bool(codes) and whole and all(int(code, 16) < CODE_POINTS for code in codes)


def _text(written: str) -> str:
    """Return the characters that a cell of a table means."""
    written = written.strip()
    if _CODE_POINT.match(written):
        points = [int(code, 16) for code in _CODE_POINT.findall(written)]
        return "".join(chr(p) for p in points if p < CODE_POINTS)
    if _CP932_GAIJI.fullmatch(written):
        return bytes.fromhex(written).decode("cp932", "replace")
    return written
