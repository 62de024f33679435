"""V03: values that are longer than the item, or not as long as a fixed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain
from chukan.rules.fields.characters import forbidden
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.values.buffers import Bools, is_ascii, longest, strings, widths
from chukan.values.formats import exact_widths, number_format
from chukan.values.kernels import BLANKS, boolean, contains_any, mask, one_of, scatter, take, trimmed

_HALF = r"[\x00-\x80\x{A5}\x{203E}\x{FF61}-\x{FF9F}\x{F8F0}-\x{F8F3}]"


def encoded_widths(values: pa.Array, encoding: str | None) -> npt.NDArray[np.int64]:
    """Return the length of each value of `strings(...)`: in bytes of an encoding, or in code points (None).

    Args:
        values: From `strings(...)`: no nulls, one type.
        encoding: A Python codec; None = code points count.

    Returns:
        As many int64.
    """
    if encoding in ("utf-8", "utf-8-sig"):
        return np.asarray(widths(values), np.int64)
    if is_ascii(values) and encoding in (None, "cp932", "shift_jis"):
        return np.asarray(widths(values), np.int64)
    characters: npt.NDArray[np.int64] = pc.utf8_length(values).to_numpy(zero_copy_only=False).astype(np.int64)
    if encoding is None:
        return characters
    if encoding in ("cp932", "shift_jis"):
        return np.asarray(2 * characters - _count(values, _HALF))
    if encoding.startswith("utf-16"):
        return np.asarray(2 * characters + 2 * _count(values, r"[\x{10000}-\x{10FFFF}]"))
    distinct = values.dictionary_encode()
    sizes: npt.NDArray[np.int64] = np.array([_size(v, encoding) for v in distinct.dictionary.to_pylist()], np.int64)
    result: npt.NDArray[np.int64] = sizes[distinct.indices.to_numpy(zero_copy_only=False)]
    return result


def _count(values: pa.Array, pattern: str) -> npt.NDArray[np.int64]:
    """How often a pattern occurs in each value."""
    found: npt.NDArray[np.int64] = (
        pc.count_substring_regex(values, pattern).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    return found


def _size(value: str, encoding: str) -> int:
    """As long as `value` is in the encoding; what it cannot hold counts two."""
    try:
        return len(value.encode(encoding))
    except UnicodeEncodeError:
        return sum(len(c.encode(encoding, "ignore")) or 2 for c in value)


@dataclass(frozen=True)
class Length(FieldRule):
    """A text value is too long, or not as long as its format asks.

    Attributes:
        encoding: The encoding whose bytes count; None = characters count.
    """

    entry: ClassVar[Rule] = Rule(
        "V03",
        "桁あふれ・固定長違い",
        "Too long, or not the fixed length",
        checks="値の長さが項目の桁数以内か。固定長の項目は桁数どおりか。単位（文字・バイト）は移行条件によります。",
        why="入りきらない値は、移行先で切り捨てられるか取り込みに失敗します。",
        example="6文字の項目に8文字の氏名。12桁の個人番号が11桁。",
        remedy="移行元で短くするか、入りきらない分の扱い（備考へ移すなど）を決めてください。",
        actors=("移行元", "団体"),
        error_class="E0003",
    )
    encoding: str | None = None

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Length | None:
        """Text with a length of its own or of its format."""
        if item.is_number or not is_plain(item, layout) or not (item.length or exact_widths(item)):
            return None
        return cls(item, encoding=settings.byte_encoding)

    def bases(self) -> tuple[Basis, ...]:
        """Return the basis of the length, which may be an estimate by itself."""
        return (self.item.length_basis,)

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the length is wrong; blanks at the ends are V09's, wrong characters of a number V02's."""
        values = strings(values)
        suspects = self._wrong(values)
        if not suspects.any():
            return None
        rest = trimmed(take(values, suspects))
        failing = self._wrong(rest)
        if number_format(self.item.formats) and failing.any():
            odd = contains_any(rest, forbidden(self.item))
            failing = failing if odd is None else failing & ~boolean(odd)
        return mask(scatter(suspects, failing))

    def _wrong(self, values: pa.Array) -> Bools:
        exact = exact_widths(self.item)
        if exact:
            length = encoded_widths(values, self._unit)
            return ~one_of(length, (0, *exact))
        limit = self.item.length or 0
        if longest(values) <= limit and not (self._unit or "").startswith("utf-16"):
            return np.zeros(len(values), bool)  # no encoding but UTF-16 needs more bytes than UTF-8
        too_long: Bools = encoded_widths(values, self._unit) > limit
        return too_long

    @property
    def _unit(self) -> str | None:
        """Digits of a number are counted as such, whatever the agreement counts."""
        return None if number_format(self.item.formats) else self.encoding

    def message(self, value: str, *, show: bool) -> str:
        """Return the length, the limit and their unit."""
        core = value.strip(BLANKS)
        length = int(encoded_widths(pa.array([core], pa.string()), self._unit)[0])
        unit = "桁" if number_format(self.item.formats) else f"バイト（{self._unit}）" if self._unit else "文字"
        if exact := exact_widths(self.item):
            asked = "または".join(str(width) for width in exact)
            return f"{self.label}は{asked}{unit}の固定長ですが、{length}{unit}あります。移行元の値と桁そろえを確かめてください。"
        limit = self.item.length
        return f"{self.label}は{limit}{unit}までですが、{length}{unit}あります。移行元で短くするか、入りきらない分の扱いを決めてください。"
