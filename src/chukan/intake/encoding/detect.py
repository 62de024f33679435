"""Which encoding a file is in: marks first, then strict validity of all of it, then what reads like Japanese.

CP932 and EUC-JP overlap, and so do half-width kana and the kanji of EUC-JP; no statistics are
asked before strictness has had its say, because on short texts they are mostly wrong.
"""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from chukan.intake.encoding.decode import MARKING
from chukan.values.damage import DAMAGE

#: Escape sequences of ISO-2022-JP (JIS).
ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_NO_CHARACTERS = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"
_MARK = re.compile(f"[{chr(DAMAGE)}-{chr(DAMAGE + 0xFF)}]")
_FOREIGN = re.compile(rb"[\x80-\xff]")
_NEWLINE = re.compile(rb"[\r\n]|\Z")
_NARROW = re.compile(rb"[\t\r\n,;|0-9]")

#: Text that is not ASCII and is kept to decide a tie.
_KEPT = 64 << 10
#: The share of foreign bytes that may be wrong before a byte order mark is not believed.
_MISTAKES = 0.1
#: A candidate with so many errors is out when another one has none (or this many times the other's).
_HOPELESS = 100
#: Errors that are counted byte by byte; more are counted as the codec does, which is much quicker and decides nothing.
_COUNTED_BY_BYTE = 10_000
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An encoding, how sure that is (0 to 1), and why.

    Attributes:
        errors: Bytes that it does not define, as far as was looked.
        foreign: Bytes that are not ASCII: what the verdict rests on.
    """

    encoding: str
    confidence: float
    reason: str
    errors: int = 0
    foreign: int = 0


@dataclass
class _Candidate:
    encoding: str
    errors: int = 0
    decoder: codecs.IncrementalDecoder = field(init=False)
    marking: codecs.IncrementalDecoder = field(init=False)
    replacing: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        self.marking = codecs.getincrementaldecoder(self.encoding)(MARKING)
        self.replacing = codecs.getincrementaldecoder(self.encoding)("replace")

    def feed(self, chunk: bytes, *, final: bool) -> None:
        state = self.decoder.getstate()
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError:
            counting = self.marking if self.errors < _COUNTED_BY_BYTE else self.replacing
            counting.setstate(state)
            text = counting.decode(chunk, final)
            self.decoder.setstate(counting.getstate())
            if counting is self.marking:
                self.errors += len(_MARK.findall(text))
            else:
                self.errors += max(1, text.count(_REPLACEMENT) - chunk.count(_REPLACEMENT.encode()))
        if self.encoding == "cp932" and not text.isascii():
            self.errors += sum(map(text.count, _NO_CHARACTERS))


class Evidence:
    """What the bytes of a file, fed in order, say about its encoding."""

    def __init__(self) -> None:
        self._candidates = [_Candidate(name) for name in ("utf-8", "cp932", "euc_jp", "shift_jis_2004")]
        self._bom: str | None = None
        self._wide: str | None = None
        self._escapes = False
        self._foreign = 0
        self._sample = bytearray()
        self._fed = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Take the next bytes."""
        if not self._fed:
            self._bom = bom_of(chunk)
            self._wide = looks_wide(chunk)
            if self._bom not in (None, "utf-8") and not _may_be_wide(chunk):
                self._bom, chunk = None, chunk[bom_size(chunk) :]
        self._fed += len(chunk)
        if self._fed == len(chunk) and self._bom == "utf-8":
            chunk = chunk[len(codecs.BOM_UTF8) :]  # programs write one before anything: the rest must bear it out
        if chunk.isascii():
            self._escapes = self._escapes or ISO_2022.search(chunk) is not None
        else:
            self._foreign += len(chunk) - len(chunk.translate(None, _UPPER_HALF))
            self._keep(chunk)
        if not self.decided:
            self._try(chunk, final=final)

    @property
    def decided(self) -> bool:
        """True when more bytes can't change the verdict."""
        return self._bom not in (None, "utf-8") or self._wide is not None

    def verdict(self) -> Verdict:
        """After all bytes were fed."""
        if self._bom and self._bears_out_bom:
            return Verdict(self._bom, 1.0, "先頭に BOM（バイト順マーク）があります", foreign=self._foreign)
        if self._wide:
            return Verdict(self._wide, 0.95, "2バイトごとに NUL があり、UTF-16 の形です")
        if not self._foreign:
            if self._escapes:
                return Verdict("iso2022_jp", 0.95, "ISO-2022-JP（JIS）のエスケープシーケンスがあります")
            return Verdict("cp932", 0.5, "ASCII の文字だけです（どの文字コードで読んでも同じです）")
        return replace(self._by_strictness(), foreign=self._foreign)

    @property
    def _bears_out_bom(self) -> bool:
        """True unless what follows a byte order mark of UTF-8 is plainly another encoding."""
        errors = {c.encoding: c.errors for c in self._candidates}
        if self._bom != "utf-8" or not self._foreign or errors.get("utf-8") == 0:
            return True
        return "utf-8" in errors and errors["utf-8"] <= _MISTAKES * self._foreign and min(errors.values()) > 0

    def _by_strictness(self) -> Verdict:
        errors = {c.encoding: c.errors for c in self._candidates}
        if errors.get("utf-8") == 0 and not (errors.get("cp932") == 0 and _is_plausible_half_kana(self._sample)):
            return Verdict("utf-8", 0.99, "ファイル全体が UTF-8 として正しい形です")
        if errors.get("cp932") == 0 and errors.get("euc_jp") == 0:
            return self._between_cp932_and_euc()
        if errors.get("cp932") == 0:
            return Verdict("cp932", 0.97, "ファイル全体が CP932（Windows-31J）として正しい形です")
        if errors.get("euc_jp") == 0:
            return Verdict("euc_jp", 0.97, "ファイル全体が EUC-JP として正しい形です")
        return self._by_fewest_errors(errors)

    def _by_fewest_errors(self, errors: dict[str, int]) -> Verdict:
        """Return the verdict on a file that is damaged in CP932, EUC-JP and UTF-8."""
        if errors.get("utf-8", self._foreign) <= _MISTAKES / 2 * self._foreign:  # never so by chance
            share = errors["utf-8"] / self._foreign
            reason = f"壊れたバイトが {errors['utf-8']:,} ありますが、ほかはすべて UTF-8 として正しい形です"
            return Verdict("utf-8", round(0.95 - 2 * share, 2), reason, errors["utf-8"])
        if errors.get("shift_jis_2004") == 0 and errors.get("cp932", _HOPELESS) >= 3:
            return Verdict("shift_jis_2004", 0.7, "CP932 に無い文字があり、Shift_JIS-2004 としては正しい形です")
        if len(errors) > 1:  # it defines so much that others seem worse; where they are hopeless beside it, it is true
            errors.pop("shift_jis_2004", None)
        best = min(errors, key=lambda name: errors[name])
        share = errors[best] / self._foreign
        reason = f"壊れたバイトが {errors[best]:,} ありますが、{best} と見るのが最も自然です"
        return Verdict(
            encoding=best, confidence=max(0.1, round(0.9 - 2 * share, 2)), reason=reason, errors=errors[best]
        )

    def _between_cp932_and_euc(self) -> Verdict:
        """Both are strict; the bytes of one are then half-width kana and rare kanji in the other."""
        if _is_plausible_half_kana(self._sample):
            return Verdict("cp932", 0.7, "CP932 の半角カナとして自然に読めます")
        if re.search(rb"\x8e[\xa1-\xdf]", self._sample):
            return Verdict("euc_jp", 0.9, "EUC-JP の半角カナの形（8E A1-DF）があります")
        import chardet

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # chardet warns that its fallback is excluded, which is meant
            guess = chardet.detect(self._sample, include_encodings=_JAPANESE)
        name = str(guess["encoding"] or "").lower().replace("-", "_")
        if name.startswith("euc"):
            return Verdict("euc_jp", 0.8, "CP932 としても EUC-JP としても正しい形で、文字の並びは EUC-JP です")
        return Verdict("cp932", 0.8, "CP932 としても EUC-JP としても正しい形で、文字の並びは CP932 です")

    def _keep(self, chunk: bytes) -> None:
        """Keep the lines of `chunk` that are not all ASCII, from their first foreign byte on."""
        at = 0
        while len(self._sample) < _KEPT and (found := _FOREIGN.search(chunk, at)):
            end = _NEWLINE.search(chunk, found.end())
            at = end.start() if end else len(chunk)
            self._sample += chunk[found.start() : at] + b"\n"

    def _try(self, chunk: bytes, *, final: bool) -> None:
        """Decode with every candidate, in pieces that grow: counting errors is slow, and most are out soon."""
        at, size = 0, 512
        while at < len(chunk) or final:
            piece, at = chunk[at : at + size], at + size
            last = at >= len(chunk)
            for candidate in self._candidates:
                candidate.feed(piece, final=final and last)
            fewest = min(candidate.errors for candidate in self._candidates)
            self._candidates = [c for c in self._candidates if c.errors < _HOPELESS * (1 + fewest)]
            size *= 2
            if last:
                return


_UPPER_HALF = bytes(range(0x80, 0x100))
_JAPANESE = ["cp932", "euc-jp"]


def detect(chunks: Iterable[bytes]) -> Verdict:
    """Return the encoding of a whole file, given in order in chunks of any size; in bounded memory."""
    evidence = Evidence()
    for chunk in chunks:
        evidence.feed(chunk)
        if evidence.decided:
            return evidence.verdict()
    evidence.feed(b"", final=True)
    return evidence.verdict()


def bom_of(head: bytes) -> str | None:
    """Return the encoding that a byte order mark names."""
    return next((name for bom, name in _BOMS if head.startswith(bom)), None)


def bom_size(head: bytes) -> int:
    """Bytes of the byte order mark."""
    return next((len(bom) for bom, _ in _BOMS if head.startswith(bom)), 0)


def _may_be_wide(head: bytes) -> bool:
    """Return False for text behind a byte order mark of UTF-16 that has newlines or delimiters, but never a NUL beside them."""
    return 0 in head or not _NARROW.search(head)


def looks_wide(head: bytes) -> str | None:
    """UTF-16 without a mark: what stands for digits, blanks and newlines is followed (or preceded) by NUL."""
    data = np.frombuffer(head[: 64 << 10], np.uint8)
    pairs = data[: len(data) // 2 * 2].reshape(-1, 2)
    found: dict[str, int] = {}
    for name, low, high in (("utf-16le", 0, 1), ("utf-16be", 1, 0)):
        plain = np.isin(pairs[:, low], _PLAIN)
        narrow = int(np.count_nonzero(plain & (pairs[:, high] == 0)))
        newlines = np.count_nonzero(
            np.isin(pairs[:, high], _NEWLINES)
        )  # no script of Japan: a newline between characters
        if narrow >= max(1, 0.7 * np.count_nonzero(plain)) and newlines <= 0.1 * narrow:
            found[name] = narrow
    return max(found, key=lambda name: found[name], default=None)


_NEWLINES = np.frombuffer(b"\r\n", np.uint8)
_PLAIN = np.frombuffer(b'\t\r\n ",0123456789', np.uint8)


def _is_plausible_half_kana(sample: bytearray) -> bool:
    """Return True when all that is not ASCII reads as words in half-width kana.

    No brackets or full stops, no word that begins with a small kana or a sound mark, and sound
    marks only behind the kana that take them.
    """
    foreign = re.findall(rb"[\x80-\xff]+", sample)
    return bool(foreign) and all(_HALF_KANA.fullmatch(word) for word in foreign)


#: ｶ-ﾄ ﾊ-ﾎ and ｳ take ﾞ; ﾊ-ﾎ takes ﾟ.
_HALF_KANA = re.compile(rb"[\xa6\xb1-\xdd](?:[\xa5-\xdd]|(?<=[\xb3\xb6-\xc4\xca-\xce])\xde|(?<=[\xca-\xce])\xdf)*")
