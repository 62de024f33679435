"""V13: text that was lost on the way: characters that no converter knew, and text read in another encoding."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain_text
from chukan.rules.fields.characters import forbidden_in
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values import charsets as cs
from chukan.values.buffers import Bools, bounds, strings, widths
from chukan.values.kernels import Ranges, boolean, characters, contains_any, mask, mask_or_none, table, take

LOST = "\ufffd"
GETA = "〓"
#: Runs that nobody types: two half-width ones, three full-width ones, or a value of nothing else.
_QUESTIONS = re.compile(r"\?{2,}|？{3,}|^[?？]+$")
#: What UTF-8 or CP932 bytes look like when they are read as Latin-1 or Windows-1252.
_OF_BYTES: Ranges = ((0x80, 0xFF), (0x152, 0x192), (0x2C6, 0x2DC), (0x2018, 0x2122))
#: How databases and programs write that there is no value.
NULL_WORDS = ("NULL", "Null", "null", "(NULL)", "(null)", "<NULL>", "<null>", "\\N", "NaN", "nan", "None")
_BEGINNINGS = table(tuple((ord(first), ord(first)) for first in sorted({word[0] for word in NULL_WORDS})))
_JAPANESE = re.compile(r"[\u3041-\u30fe\u4e00-\u9fff]")

V13 = Rule(
    "V13",
    "失われた文字",
    "Lost text",
    checks="変換できなかった文字の跡（U+FFFD）、〓、?? のような疑問符の連続、別の文字コードで読まれた文字化け、"
    "値がないことを示す NULL や nan のような文字。"
    "表計算ソフトで保存した跡（#N/A のようなエラー値、1.23457E+12 のような指数、45017 のような通し番号の日付、先頭の 0 の欠落）は、"
    "列ごとに1回。",
    why="元の文字は提出データからは戻せません。そのまま移すと、氏名や住所が失われたままになります。",
    example="渡�太郎、〓田太郎、住所の ???、螟ｧ髦ｪ蠎（大阪府の文字化け）。",
    remedy="移行元の元データから、変換表を確かめて出力し直してください。表計算ソフトを通さずに渡してもらってください。",
    severity_note="〓・疑問符・文字化け・NULL などの文字・表計算ソフトの跡（エラー値を除く）は警告",
)


@dataclass(frozen=True)
class _TextRule(FieldRule):
    """V13 of one kind of trace, for every text."""

    entry: ClassVar[Rule] = V13

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Self | None:
        """Return the rule for text."""
        return cls(item) if is_plain_text(item, layout) else None

    @property
    def repeats(self) -> bool:
        """True for wide texts."""
        return self.item.type != "X"

    def bases(self) -> tuple[Basis, ...]:
        """Return nothing: the file decides."""
        return ()


@dataclass(frozen=True)
class LostCharacter(_TextRule):
    """A converter left its mark where it did not know a character."""

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where U+FFFD is; what the item's type forbids anyway is V02's."""
        if forbidden_in(self.item.type, self.item.formats)[ord(LOST)]:
            return None
        found = contains_any(strings(values), table(((ord(LOST), ord(LOST)),)))
        return found if found is None else mask_or_none(found)

    def message(self, value: str, *, show: bool) -> str:
        """Return where the first one is."""
        at = value.index(LOST) + 1
        return (
            f"{self.label}の{at}文字目に、変換できなかった文字の跡（U+FFFD）があります。元の文字が失われています。"
            "移行元の元データから出力し直してください。"
        )


@dataclass(frozen=True)
class SuspiciousText(_TextRule):
    """Text that looks lost: 〓, runs of question marks, bytes read in another encoding."""

    @property
    def default_severity(self) -> Severity:
        """A warning: some of it may be meant."""
        return Severity.WARNING

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where one of them is: few values hold what may be one, and each of these is looked at."""
        values = strings(values)
        found = contains_any(values, suspicious(self.item.type, self.item.formats))
        if found is None:
            return None
        suspects = boolean(found)
        failing = np.zeros(len(values), bool)
        rows = np.flatnonzero(suspects)
        failing[rows] = [looks_lost(value, self.item) for value in take(values, suspects).to_pylist()]
        return mask(failing) if failing.any() else None

    def message(self, value: str, *, show: bool) -> str:
        """Return which of them it is."""
        if GETA in value:
            return f"{self.label}の{value.index(GETA) + 1}文字目に「〓」があります。移行元で表示できなかった文字の跡と見られます。元の文字を確かめてください。"
        original = original_of(value)
        if original is not None:
            shown = f"（「{original}」と見られます）" if self.shows(show) else ""
            return f"{self.label}は文字化けしていると見られます{shown}。移行元の文字コードの指定を確かめ、出力し直してください。"
        return f"{self.label}に「?」が続いています。変換できなかった文字の跡と見られます。移行元で元の文字を確かめてください。"


@dataclass(frozen=True)
class NullWord(_TextRule):
    """A database's word for "no value" was written out where nothing should stand."""

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Self | None:
        """Return the rule for text of letters; where the type forbids them, V02 speaks."""
        if forbidden_in(item.type, item.formats)[ord("N")]:
            return None
        return super().applies(item, layout, settings)

    @property
    def default_severity(self) -> Severity:
        """A warning: people are called so, too."""
        return Severity.WARNING

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where a value is one of the words: of most columns, the letters that occur tell that none is."""
        values = strings(values)
        lowest, highest = bounds(values)
        if highest < 0x80 and not _BEGINNINGS[lowest : highest + 1].any():  # digits, mostly
            return None
        if not _BEGINNINGS[characters(values)].any():
            return None
        sizes = widths(values)
        short = (sizes >= min(map(len, NULL_WORDS))) & (sizes <= max(map(len, NULL_WORDS)))
        if not short.any():
            return None
        failing = np.zeros(len(values), bool)
        failing[np.flatnonzero(short)] = boolean(pc.is_in(take(values, short), pa.array(NULL_WORDS, pa.string())))
        return mask(failing) if failing.any() else None

    def message(self, value: str, *, show: bool) -> str:
        """Return which word it is: it says nothing of a person."""
        return (
            f"{self.label}が「{value}」という文字です。移行元のデータベースで値がないことを示す書き方が、そのまま出力されたと"
            "見られます。値がなければ空欄で出力し直してください。"
        )


@lru_cache(maxsize=1 << 12)  # names repeat
def _is_misread(value: str) -> bool:
    return original_of(value) is not None


def original_of(value: str) -> str | None:
    """Return the Japanese text that a value was before it was read in the wrong encoding; None = it reads as it is.

    Args:
        value: any text. Bytes at its end that are half of a character do not matter.
    """
    for wrong, right in (("cp932", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "cp932")):
        try:
            raw = value.encode(wrong)
            text = raw.decode(right, "ignore" if right == "utf-8" else "strict")
        except UnicodeError:
            continue
        lost = len(raw) - len(text.encode(right, "ignore"))
        if lost <= _HALF and len(text) >= _FEWEST and _mostly_japanese(text):
            return text
    return None


#: Characters of a value whose verdict is not kept: names are shorter.
_LONG = 100
#: Bytes of a character that is cut, at most.
_HALF = 2
#: Characters below which a coincidence is likely.
_FEWEST = 2


def _mostly_japanese(text: str) -> bool:
    return 2 * len(_JAPANESE.findall(text)) > len(text)


@lru_cache(maxsize=64)
def suspicious(type_: str, formats: tuple[str, ...]) -> Bools:
    """Return one flag a code point: lost text holds it, and the item's type does not forbid it anyway."""
    flags = _misread().copy()
    marks = [ord(mark) for mark in (GETA, "?", "？")]
    flags[marks] |= ~forbidden_in(type_, formats)[marks]
    return flags


@lru_cache(maxsize=1)
def _misread() -> Bools:
    """Return one flag a code point: it is what the bytes of another encoding look like."""
    return cs.flags_of(_of_utf8_in_cp932()) | table(_OF_BYTES)


def _of_utf8_in_cp932() -> Iterator[str]:
    """Yield what the first two bytes of kana and kanji in UTF-8 look like in CP932."""
    yield from (bytes((0xE3, second)).decode("cp932") for second in (0x81, 0x82, 0x83))
    for lead, second in itertools.product(range(0xE4, 0xEA), range(0x80, 0xC0)):
        yield bytes((lead, second)).decode("cp932", "ignore")


def looks_lost(value: str, item: Item) -> bool:
    """Return True for text that looks lost, but for what the item's type forbids anyway.

    Args:
        value: any text.
        item: decides which marks another rule reports (V02, V10).
    """
    forbidden = forbidden_in(item.type, item.formats)
    if GETA in value and not forbidden[ord(GETA)]:
        return True
    questions = _QUESTIONS.search(value)
    if questions is not None and not any(forbidden[ord(character)] for character in questions[0]):
        return True
    return _is_misread(value) if len(value) < _LONG else original_of(value) is not None
