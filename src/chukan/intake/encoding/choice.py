"""Agreed against detected: which encoding a file is read in, and what to say about it (F03)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.decode import SHIFTED, WIDE, decode, mark_silent
from chukan.intake.encoding.detect import Evidence, Verdict, bom_of, bom_size, detect, looks_wide
from chukan.intake.source.open_source import Source

#: Bytes that are looked at when the encoding was agreed on.
SAMPLE = 1 << 20

_NAMES = {
    "cp932": "CP932（Windows-31J）",
    "shift_jis": "Shift_JIS",
    "shift_jis_2004": "Shift_JIS-2004",
    "euc_jp": "EUC-JP",
    "utf-8": "UTF-8",
    "utf-16le": "UTF-16LE",
    "utf-16be": "UTF-16BE",
    "iso2022_jp": "ISO-2022-JP（JIS）",
}
_READABLE = frozenset(_NAMES) - {"iso2022_jp"}
#: What an agreed encoding may turn out to be without being another one.
_SAME = {"utf-8-sig": ("utf-8",), "utf-16": ("utf-16le", "utf-16be")}
_MARKED = frozenset({"utf-8-sig", "utf-16"})
#: Bytes that are not ASCII below which nothing is decided against the agreement: two kanji of UTF-8.
_FEW = 6
_SURE = 0.5
#: Lines that are looked at to compare two encodings, and the share of them that may be damaged in UTF-8.
_LINES = 20_000
_DAMAGED = 0.1


@dataclass(frozen=True)
class Choice:
    """How a file's bytes become characters.

    Attributes:
        bom: Bytes of the byte order mark.
    """

    encoding: str
    confidence: float
    reason: str
    bom: int = 0
    anomalies: tuple[Anomaly, ...] = ()


def choose(source: Source, head: bytes, agreement: Agreement) -> Choice:
    """Return the encoding to read in.

    What nobody agreed on is detected from the whole file. What was agreed on is believed, unless a
    sample can't be it and is something else.

    Raises:
        InputError: the file is in an encoding that chukan doesn't read.
    """
    agreed = agreement.encoding
    if agreed is None:
        verdict = detect(source.chunks())
        _refuse_unreadable(verdict, source)
        return _detected(verdict, head)
    sample = _sample(source, head)
    if _is_plainly(agreed, sample, head):
        return Choice(encoding=agreed, confidence=1.0, reason="移行条件による")
    evidence = Evidence()
    evidence.feed(sample, final=len(sample) < SAMPLE)
    verdict = evidence.verdict()
    _refuse_unreadable(verdict, source)
    actual = _actual(agreed, verdict, sample, head, source)
    differs = actual not in _SAME.get(agreed, (agreed,))
    anomalies = (
        _differs(agreed, actual, verdict) if differs else (*_mark(agreed, head), *_doubt(agreed, verdict, sample))
    )
    reason = f"移行条件は {agreed} ですが、{verdict.reason}" if differs else "移行条件による"
    return Choice(
        encoding=actual,
        confidence=verdict.confidence if differs else 1.0,
        reason=reason,
        bom=bom_size(head),
        anomalies=anomalies,
    )


def guess(source: Source, head: bytes) -> tuple[Choice, bool]:
    """Return the encoding that the first part of a file is in which is not all ASCII, and whether that is all of it.

    Reading the file bears it out, or does not: then `choose` looks at all of it.

    Raises:
        InputError: the file is in an encoding that chukan doesn't read.
    """
    sample = _sample(source, head)
    evidence = Evidence()
    evidence.feed(sample, final=len(head) < SAMPLE)
    verdict = evidence.verdict()
    if verdict.errors and len(head) >= SAMPLE:  # nothing will bear it out
        return choose(source, head, Agreement()), True
    _refuse_unreadable(verdict, source)
    return _detected(verdict, head), len(head) < SAMPLE


def _detected(verdict: Verdict, head: bytes) -> Choice:
    """Return the encoding that was detected; a byte order mark that the text does not bear out is reported."""
    marked = bom_of(head)
    anomalies: tuple[Anomaly, ...] = ()
    if marked is not None and marked != verdict.encoding:
        message = (
            f"先頭に {_NAMES[marked]} の BOM がありますが、中身は {_NAMES[verdict.encoding]} と見られます（{verdict.reason}）。"
            f"{_NAMES[verdict.encoding]} として読みました。BOM を付けずに出力してください。"
        )
        anomalies = (_stray_mark(message, head),)
    return Choice(
        encoding=verdict.encoding,
        confidence=verdict.confidence,
        reason=verdict.reason,
        bom=bom_size(head),
        anomalies=anomalies,
    )


def _refuse_unreadable(verdict: Verdict, source: Source) -> None:
    if verdict.encoding not in _READABLE:
        raise InputError(
            f"{_NAMES[verdict.encoding]} のファイルは読めません（{verdict.reason}）",
            place=source.path,
            hint="CP932 か UTF-8 で出力してもらってください。",
        )


def _actual(agreed: str, verdict: Verdict, sample: bytes, head: bytes, source: Source) -> str:
    """Return what to read in: what was agreed on, or what the file so plainly is instead.

    An agreed encoding in which the whole file is valid, or no less valid than in what was detected, is never overruled: a
    detection is a guess.
    """
    expected = _SAME.get(agreed, (agreed,))[0]
    if verdict.encoding in WIDE:
        return verdict.encoding
    if expected in WIDE:
        return expected if 0 in head or not head else verdict.encoding
    alike = verdict.encoding == expected or (expected in SHIFTED and verdict.encoding in SHIFTED)
    marked = bom_of(head) is not None
    if alike or (not marked and (verdict.foreign < _FEW or verdict.confidence < _SURE)):
        return expected
    mark = head[: bom_size(head)]
    if is_valid([sample.removeprefix(mark)], expected, partial=len(sample) >= SAMPLE):
        whole = len(head) < SAMPLE or is_valid(_behind(len(mark), source.chunks()), expected)
        return expected if whole else verdict.encoding
    return expected if not marked and _is_no_worse(sample, expected, verdict) else verdict.encoding


def _behind(size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a file's bytes without the first ones."""
    for chunk in chunks:
        yield chunk[size:]
        size = max(0, size - len(chunk))


def _is_no_worse(sample: bytes, agreed: str, verdict: Verdict) -> bool:
    """Return True when no more lines are damaged as agreed than as detected, or when hardly a line is, in UTF-8.

    UTF-8 is hardly ever right by chance; the others often are.
    """
    lines = [line for line in sample.splitlines()[:_LINES] if not line.isascii()]
    wrong = sum(not is_valid([line], agreed) for line in lines)
    if agreed == "utf-8" and wrong <= _DAMAGED * len(lines):
        return True
    return verdict.errors > 0 and wrong <= sum(not is_valid([line], verdict.encoding) for line in lines)


def _is_plainly(agreed: str, sample: bytes, head: bytes) -> bool:
    """Return True when a sample is in the encoding that was agreed on and cannot be UTF-8 or UTF-16: nothing to detect."""
    if agreed in _MARKED or agreed in WIDE or bom_of(head) or looks_wide(head) or b"\x1b" in sample:
        return False
    partial = len(sample) >= SAMPLE
    is_utf_8 = is_valid([sample], "utf-8", partial=partial)
    if agreed == "utf-8" or sample.isascii():
        return is_utf_8
    return not is_utf_8 and is_valid([sample], agreed, partial=partial)


def is_valid(chunks: Iterable[bytes], encoding: str, *, partial: bool = False) -> bool:
    """Return True when all the bytes have a meaning in an encoding.

    Args:
        chunks: the bytes in order.
        encoding: one that Python knows.
        partial: the last character may be cut.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            text = decoder.decode(chunk)
            if mark_silent(text, encoding) != text:
                return False
        decoder.decode(b"", final=not partial)
    except UnicodeDecodeError:
        return False
    return True


def _doubt(agreed: str, verdict: Verdict, sample: bytes) -> tuple[Anomaly, ...]:
    """Report Japanese text that is valid as it was agreed on, and as UTF-8, which hardly happens by chance."""
    if verdict.encoding != "utf-8" or agreed.startswith("utf") or verdict.foreign < _FEW:
        return ()
    wide = sum(character >= "\u3000" for character in decode(sample, "utf-8"))
    if 3 * wide < verdict.foreign:
        return ()
    message = (
        f"移行条件の {agreed} としても UTF-8 としても正しい形です。移行条件に従って {agreed} で読みました。"
        "文字化けしていないかを確かめてください。"
    )
    return (Anomaly(rule="F03", message=message, severity="warning", line=1),)


def _differs(agreed: str, actual: str, verdict: Verdict) -> tuple[Anomaly, ...]:
    message = (
        f"文字コードが移行条件と違います（移行条件は {agreed}、ファイルは {_NAMES[actual]} と見られます: {verdict.reason}）。"
        f"{_NAMES[actual]} として読みました。移行条件の文字コードで出力し直してください。"
    )
    return (Anomaly(rule="F03", message=message, severity="error", record=None, line=1),)


def _mark(agreed: str, head: bytes) -> tuple[Anomaly, ...]:
    """Report a byte order mark that was not agreed on, or that is missing."""
    found = head[: bom_size(head)]
    if found and agreed not in _MARKED:
        message = f"先頭に BOM があります（移行条件は {agreed}）。BOM を付けずに出力してください。"
        return (_stray_mark(message, head),)
    if not found and head and agreed in _MARKED:
        message = f"先頭に BOM がありません（移行条件は {agreed}）。BOM を付けて出力してください。"
        return (Anomaly(rule="F03", message=message, severity="warning", record=None, line=1),)
    return ()


def _stray_mark(message: str, head: bytes) -> Anomaly:
    return Anomaly(rule="F03", message=message, severity="error", line=1, offset=0, raw=head[: bom_size(head)])


def _sample(source: Source, head: bytes) -> bytes:
    """Return the first part of the file that is not all ASCII; all of it when it is small."""
    sample = head
    if head.isascii() and len(head) >= SAMPLE:
        sample = next((chunk for chunk in source.chunks(SAMPLE) if not chunk.isascii()), head)
    return sample if len(sample) < SAMPLE else _whole_lines(sample)


def _whole_lines(sample: bytes) -> bytes:
    """`sample` without what stands before its first and behind its last newline, if it has some."""
    inner = re.search(rb"[\r\n](.*)[\r\n]", sample, re.DOTALL)
    return inner[1] if inner and bom_of(sample) is None and looks_wide(sample) is None else sample
