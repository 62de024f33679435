"""Code values that are written into a cell (``1:男 2:女``), alone or in a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from chukan.authoring.workbook.grid import folded
from chukan.layouts.codes import MORE

_CODE = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{1,10}"
_RUN = rf"{_CODE}(?:\s*[~〜～－-]\s*{_CODE})?"
_EDGE = r"(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ:：=＝.．~〜～－-])"
_BARE_EDGE = r"(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ])"
#: How a code and its meaning are set apart, the surest first.
_FORMS = (
    re.compile(rf"{_EDGE}({_RUN})\s*[:：=＝…]+\s*(?=\S)"),
    re.compile(rf"{_EDGE}({_RUN})\s*[.．、)）]\s*(?=[^\s0-9０-９])"),
    re.compile(rf"{_BARE_EDGE}({_RUN})\s*[(（](?=[^\s)）]+[)）])"),
)
#: Only where a cell is there for codes: in a sentence these would be fractions and the like.
_LOOSE_FORMS = (re.compile(rf"{_EDGE}({_CODE})\s*[／/－-]\s*(?=[^\s0-9０-９])"),)
_TURNED = re.compile(rf"([^\s:：=＝、，,;；]+)\s*[:：=＝]\s*({_CODE})(?=[\s、，,;；]|$)")
_BY_LINE = re.compile(rf"({_RUN})[ \t　]+(\S.*)")
_APART = " \t　\n、，,;；/／・|｜。"
_GOES_ON = re.compile(r"(?:など|ほか|…|\.\.\.)[)）。]*$")
_ENDS = frozenset({"…", "...", "・・・", "‥", "⋮", "︙", "~", "〜", "："})
MOST_IN_RANGE = 1_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Code values in a text.

    Attributes:
        values: (code, meaning), in their order; codes in half width.
        rest: The text without them; "" = the cell holds nothing else.
        goes_on: The text says that there are more (など, …).
    """

    values: tuple[tuple[str, str], ...]
    rest: str = ""
    goes_on: bool = False


def pairs_of_cell(text: str) -> Pairs | None:
    """Return the code values of a cell that is there for codes: more forms than in a sentence.

    Args:
        text: The cell: as `find_pairs`, and ``0／無、1／有``, ``1-男``, ``男:1 女:2``, a range by itself (``10～12``).
    """
    if found := find_pairs(text):
        return found
    for form in _LOOSE_FORMS:
        if found := _in_form(text, form):
            return found
    turned = [(m[2], m[1]) for m in _TURNED.finditer(text)]
    if len(turned) > 1 and not _TURNED.sub("", text).strip(_APART):
        return _checked(turned, "")
    codes = in_range(text) if re.search("[~〜～]", text) else ()  # 1-3 may be the id of a list
    return Pairs(tuple((code, code) for code in codes)) if len(codes) > 1 else None


def find_pairs(text: str) -> Pairs | None:
    """Return the code values that a text lists; None unless there are two that can be told apart, or a range.

    Args:
        text: A cell: ``0:不明 1:男``, ``01 転入`` and ``02 転出`` in two lines, ``1（男）2（女）``, or a sentence with such a list.
    """
    for form in _FORMS:
        if found := _in_form(text, form):
            return found
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [_BY_LINE.fullmatch(line) for line in lines]
    if len(rows) > 1 and all(rows):
        return _checked([(m[1], m[2]) for m in rows if m], "")
    return None


def in_range(code: str) -> tuple[str, ...]:
    """Return all codes of a range of digits (``01～10``); the code itself where it is none, () where it can't be counted."""
    m = re.fullmatch(r"([0-9A-Za-z]+)\s*[~〜-]\s*([0-9A-Za-z]+)", unicodedata.normalize("NFKC", code))
    if m is None:
        return (code,)
    first, last = m[1], m[2]
    countable = first.isdigit() and last.isdigit() and len(first) == len(last) and int(first) < int(last)
    if not countable or int(last) - int(first) >= MOST_IN_RANGE:
        return ()
    return tuple(str(n).zfill(len(first)) for n in range(int(first), int(last) + 1))


def is_more(text: str) -> bool:
    """Return True for the row of a code table that says: and so on."""
    return folded(text) in _ENDS


def _in_form(text: str, form: re.Pattern[str]) -> Pairs | None:
    starts = list(form.finditer(text))
    if not starts or (len(starts) == 1 and len(in_range(starts[0][1])) < 2):
        return None
    pairs: list[tuple[str, str]] = []
    rest = [text[: starts[0].start()]]
    for here, after in zip(starts, [*starts[1:], None], strict=True):
        said = text[here.end() : after.start() if after else len(text)]
        in_brackets = here[0].rstrip().endswith(("(", "（"))
        name, tail = _cut(said, last=after is None, in_brackets=in_brackets)
        pairs.append((here[1], name))
        rest.append(tail)
    return _checked(pairs, "".join(rest))


def _cut(said: str, *, last: bool, in_brackets: bool) -> tuple[str, str]:
    """Return a meaning, and what comes after it."""
    if in_brackets:
        end = re.search(r"[)）]", said)
        return (said[: end.start()], said[end.end() :].strip(_APART)) if end else (said, "")
    ends = r"[。\n]" if last else r"。"
    parts = re.split(ends, said.strip("\n"), maxsplit=1)
    return parts[0].strip(_APART), parts[1].strip(_APART) if len(parts) > 1 else ""


def _checked(pairs: list[tuple[str, str]], rest: str) -> Pairs | None:
    goes_on = bool(_GOES_ON.search(pairs[-1][1]) or _GOES_ON.search(rest.strip()))
    values: list[tuple[str, str]] = []
    for code, name in pairs:
        codes = in_range(unicodedata.normalize("NFKC", code).replace(" ", ""))
        meaning = " ".join(_GOES_ON.sub("", name).split()).strip(_APART)
        if not codes or not re.search(r"[^\W0-9_]", meaning):
            return None
        values += [(c, meaning) for c in codes]
    if len({code for code, _ in values}) < len(values):
        return None
    left = re.sub(r"[\s「」()（）【】\[\]]", "", rest).strip(_APART)
    return Pairs(tuple(values), left, goes_on)


MORE_VALUE = (MORE, "ほかの値もある")
"""The row that keeps a list open that says that it goes on."""
