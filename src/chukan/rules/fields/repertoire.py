"""V11 and V12: characters that differ between vendors' systems, or lie outside the agreed repertoire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import numpy as np
import pyarrow as pa

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain_text
from chukan.rules.fields.characters import forbidden
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values import charsets as cs
from chukan.values.buffers import Bools, strings
from chukan.values.kernels import CODE_POINTS, Ranges, contains_any, mask_or_none, table
from chukan.values.radicals import RADICALS, plain_kanji

#: Code points that stand for one JIS character: JIS's own side, and Microsoft's.
TWINS = {
    0x301C: 0xFF5E,
    0x2212: 0xFF0D,
    0x2016: 0x2225,
    0x2014: 0x2015,
    0xA2: 0xFFE0,
    0xA3: 0xFFE1,
    0xAC: 0xFFE2,
}
SECOND_CODED = frozenset("≒≡∫√⊥∠∵∩∪￢")
"""Characters of JIS X 0208 that have a second code in CP932, NEC's or IBM's."""
COMBINING: Ranges = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
_NAMES = {"cp932": "CP932（Windows-31J）", "jis_x_0208": "JIS X 0208", "jis_x_0213": "JIS X 0213"}
_CODECS = {"cp932": "cp932", "jis_x_0208": "shift_jis", "jis_x_0213": "shift_jis_2004"}


def _double_bytes(codec: str, leads: range) -> Iterator[str]:
    """Yield what the two-byte codes of a codec decode to."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)))
    # all in one call; a newline is never half of a character, and what is no code leaves U+FFFD
    yield from (text for text in b"\n".join(pairs).decode(codec, "replace").split("\n") if "\ufffd" not in text)


def _leads() -> tuple[range, range]:
    return range(0x81, 0xA0), range(0xE0, 0xFD)


@lru_cache(maxsize=8)
def inside(repertoire: str) -> Bools:
    """One flag a code point: is it in the repertoire? Half-width characters and controls are in each."""
    if repertoire == "any":
        return np.ones(CODE_POINTS, bool)
    codec = _CODECS[repertoire]
    flags = cs.flags_of(c for leads in _leads() for c in _double_bytes(codec, leads))
    flags |= table(cs.either(((0x00, 0x7F),), cs.HALF_KANA, cs.OTHER_HALF, cs.SINGLE_BYTES))
    flags[[*TWINS, *TWINS.values()]] = True
    flags |= table(cs.GAIJI)  # V10's
    flags[0xFFFD] = True  # V13's
    flags[0xFF3C] = True  # 1-1-32 of every JIS; the codec for JIS X 0213 says U+005C
    return flags


@lru_cache(maxsize=1)
def nec_row_13() -> Bools:
    """① ㈱ ㍻ and their like, as far as JIS X 0208 lacks them."""
    flags = cs.flags_of(_double_bytes("cp932", range(0x87, 0x88)))
    return flags & ~inside("jis_x_0208")


@lru_cache(maxsize=1)
def ibm_extensions() -> Bools:
    """髙 﨑 ⅰ and their like: NEC-selected and IBM extensions, which have two codes in CP932."""
    flags = cs.flags_of(c for leads in (range(0xED, 0xEF), range(0xFA, 0xFD)) for c in _double_bytes("cp932", leads))
    return flags & ~inside("jis_x_0208") & ~nec_row_13()


@lru_cache(maxsize=1)
def _of_vendors() -> Bools:
    """Return one flag a code point: what differs between systems, whatever the encoding and the item."""
    flags = nec_row_13() | ibm_extensions() | table(cs.either(COMBINING, cs.INVISIBLE, cs.SINGLE_BYTES, RADICALS))
    flags[0xFFFD] = False  # V13's
    return flags


@lru_cache(maxsize=8)
def outside(repertoire: str) -> Bools:
    """V12's flags, also of what V02 forbids: outside the repertoire.

    Args:
        repertoire: The agreed set of characters.

    Returns:
        A flag for each code point, 0 to 0x10FFFF.
    """
    return ~inside(repertoire)


@lru_cache(maxsize=16)
def differing(encoding: str, repertoire: str, *, half_kana: bool) -> Bools:
    """V11's flags, also of what V02 forbids: not the same in every system, and not V12's already.

    Args:
        encoding: The agreed encoding.
        repertoire: The agreed set of characters.
        half_kana: Half-width kana are among them: the item asks for none.

    Returns:
        A flag for each code point, 0 to 0x10FFFF.
    """
    flags = _of_vendors() & inside(repertoire)
    if encoding == "cp932" or encoding.startswith("utf"):
        twins = [*TWINS]
        flags[twins] = inside(repertoire)[twins]  # both twins may be in such text, and CP932 knows Microsoft's
    return flags | (table(cs.HALF_KANA) & inside(repertoire)) if half_kana else flags


@dataclass(frozen=True)
class Repertoire(FieldRule):
    """What both rules need to know."""

    encoding: str = field(kw_only=True)
    repertoire: str = field(kw_only=True)

    def bases(self) -> tuple[Basis, ...]:
        """Return nothing: the file and the agreement decide."""
        return ()

    @property
    def repeats(self) -> bool:
        """Texts of wide characters may."""
        return self.item.type != "X"

    @property
    def flags(self) -> Bools:
        """The code points that the rule reports where the item may have them: V02 reports the others."""
        raise NotImplementedError

    def reports(self, character: str) -> bool:
        """Return whether the rule is the one for a character in the item."""
        point = ord(character)
        return bool(self.flags[point] and not forbidden(self.item)[point])

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where there is one of them."""
        found = contains_any(strings(values), self.flags, besides=forbidden(self.item))
        return found if found is None else mask_or_none(found)

    def first(self, value: str) -> tuple[int, str]:
        """Position (from 1) and character of the first one."""
        return next(((at, c) for at, c in enumerate(value, 1) if self.reports(c)), (1, value[:1]))

    def named(self, character: str, *, show: bool) -> str:
        """Return the character for a message, when it may be shown."""
        return f"「{character}」（U+{ord(character):04X}）" if self.shows(show) else ""


@dataclass(frozen=True)
class SameEverywhere(Repertoire):
    """A character that vendors' systems treat differently."""

    entry: ClassVar[Rule] = Rule(
        "V11",
        "システムで扱いの違う文字",
        "Characters that differ between systems",
        checks="NEC特殊文字、NEC選定IBM拡張・IBM拡張文字、CP932 の未定義バイト、波ダッシュ・マイナスの符号位置の違い、"
        "半角カナ、結合文字、異体字セレクタ、部首の文字（U+2E80〜U+2FDF）、目に見えない文字。",
        why="事業者のシステムごとに変換が違い、? や別の字になることがあります。",
        example="「髙」「①」「㈱」、U+301C の「〜」（移行先は U+FF5E を想定）。",
        remedy="移行元と移行先の変換表を突き合わせ、同じ字になることを確かめるか、代わりの文字を決めてください。",
        actors=("移行元", "移行先"),
        severity=Severity.WARNING,
    )

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> SameEverywhere | None:
        """Return the rule for an item of text; see the base."""
        if not is_plain_text(item, layout):
            return None
        return cls(item, encoding=settings.encoding, repertoire=settings.agreement.repertoire)

    @property
    def flags(self) -> Bools:
        """See `differing`."""
        half_kana = self.item.type != "N" and not {"kana_half", "bank_name"} & set(self.item.formats)
        return differing(self.encoding, self.repertoire, half_kana=half_kana)

    def also(self, value: str) -> bool:
        """Return whether V11 is the rule for a value that is written with a second code of CP932 (∵ as 87 9A)."""
        return any(c in SECOND_CODED and not forbidden(self.item)[ord(c)] for c in value)

    def message(self, value: str, *, show: bool) -> str:
        """Which kind of character, and what is to be settled."""
        if not any(map(self.reports, value)):
            at = next((n for n, c in enumerate(value, 1) if c in SECOND_CODED), 1)
            return (
                f"{self.label}の{at}文字目に、NEC特殊文字・IBM拡張文字のコードで書かれた記号{self.named(value[at - 1], show=show)}があります。"
                "移行元と移行先の文字コード変換で同じ字になるか確かめてください。"
            )
        at, character = self.first(value)
        kind, advice = _kind(character)
        return f"{self.label}の{at}文字目に{kind}{self.named(character, show=show)}があります。{advice}"


@dataclass(frozen=True)
class InRepertoire(Repertoire):
    """A character outside the agreed repertoire."""

    entry: ClassVar[Rule] = Rule(
        "V12",
        "文字集合の外の文字",
        "Outside the agreed repertoire",
        checks="移行条件の repertoire（JIS X 0208、JIS X 0213、CP932）にない文字。",
        why="移行先が持たない文字は、取り込みで失われます。",
        example="JIS X 0208 と合意したファイルの「髙」「𠮷」。",
        remedy="代わりの文字を決めるか、移行条件の repertoire を見直してください。",
        actors=("団体", "移行先"),
    )

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> InRepertoire | None:
        """Text, when a repertoire is agreed."""
        if settings.agreement.repertoire == "any" or not is_plain_text(item, layout):
            return None
        return cls(item, encoding=settings.encoding, repertoire=settings.agreement.repertoire)

    @property
    def flags(self) -> Bools:
        """See `outside`."""
        return outside(self.repertoire)

    def message(self, value: str, *, show: bool) -> str:
        """Which repertoire, and what is to be settled."""
        at, character = self.first(value)
        agreed = _NAMES.get(self.repertoire, self.repertoire)
        return (
            f"{self.label}の{at}文字目に、移行条件の文字集合 {agreed} にない文字{self.named(character, show=show)}があります。"
            "代わりの文字を決めるか、移行条件の repertoire を見直してください。"
        )


def _kind(character: str) -> tuple[str, str]:  # noqa: PLR0911 - one return for each kind of character
    """Return the kind of a V11 character, and what to do."""
    point = ord(character)
    if nec_row_13()[point]:
        return (
            "NEC特殊文字（①㈱など）",
            "移行先で表示・検索できるか確かめ、代わりの文字（(1)、（株）など）を決めてください。",
        )
    if ibm_extensions()[point]:
        return (
            "NEC選定IBM拡張・IBM拡張文字（髙﨑など）",
            "移行元と移行先の文字コード変換で同じ字になるか確かめてください。",
        )
    if point in TWINS:
        return (
            "波ダッシュ・マイナスなど符号位置が二通りある文字",
            f"移行条件で U+{TWINS[point]:04X} にそろえるか決めてください。",
        )
    if table(cs.HALF_KANA)[point]:
        return "半角カナ", "全角カナにするか、移行先で扱えることを確かめてください。"
    if table(COMBINING)[point]:
        return (
            "結合文字・異体字セレクタ",
            "1文字に見えて2文字です。移行先で扱えるか確かめ、代わりの文字を決めてください。",
        )
    if table(cs.SINGLE_BYTES)[point]:
        return (
            "CP932で定義されていないバイト（80・A0・FD〜FF）",
            "外字や制御符号の名残です。移行元で元の文字を確かめてください。",
        )
    if table(RADICALS)[point]:
        plain = plain_kanji(character)
        return (
            "部首の文字（漢字に似た別の文字）",
            f"漢字の「{plain}」に置き換えて出力してください。"
            if plain
            else "形の同じ漢字に置き換えて出力してください。",
        )
    return "目に見えない文字", "移行元で除いてください。"
