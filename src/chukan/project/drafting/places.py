"""Which municipality a file may be of, by the names of its folders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chukan.values.check_digits import MUNICIPALITY

_CODE = re.compile(r"(?<![0-9])((?:0[1-9]|[1-3][0-9]|4[0-7])[0-9]{4})(?![0-9])")
_SHORT_CODE = re.compile(r"((?:0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3})(?![0-9])")
_MONTH = re.compile(r"20[0-4][0-9](0[1-9]|1[0-2])")
#: Of a town, a city, a ward or a village, at the end of a part of a name.
_NAME = re.compile(r"[^\W\d_a-zA-Z]{1,10}[市区町村]")
_BETWEEN = re.compile(r"[\s_\-・.,()（）\[\]【】0-9]+")


@dataclass(frozen=True, slots=True)
class MunicipalityGuess:
    """What the place of a file says of its municipality. A guess, as it says itself.

    Attributes:
        code: 全国地方公共団体コード whose check digit fits; "" = no name holds one.
        name: its name; "" = no name holds one.
        why: what the code rests on, for people.
        name_why: likewise what the name rests on.
    """

    code: str = ""
    name: str = ""
    why: str = ""
    name_why: str = ""


def municipality_of(parts: Sequence[str]) -> MunicipalityGuess:
    """Return which municipality a file may be of.

    Args:
        parts: the names of its folders, outermost first, and its own.
    """
    code, why, at = _code_of(parts)
    near = [parts[at], *parts] if at is not None else [*parts[:-1]]
    name = next((found for part in near if (found := _name_in(part))), "")
    shown = next((part for part in near if name and name in part), "")
    return MunicipalityGuess(code, name, why, f"「{shown}」という名前からの推定です" if name else "")


def _code_of(parts: Sequence[str]) -> tuple[str, str, int | None]:
    """Return a code, what it rests on, and which part holds it."""
    for at, part in enumerate(parts):
        for match in _CODE.finditer(part):
            if MUNICIPALITY.fits(match[1]):
                month = "。年月とも読めます" if _MONTH.fullmatch(match[1]) else ""
                return match[1], f"「{part}」という名前からの推定です（検査数字は合っています{month}）", at
    for at, part in enumerate(parts[:-1]):
        if short := _SHORT_CODE.match(part):
            code = MUNICIPALITY.complete(short[1])
            return code, f"「{part}」という名前の5桁に検査数字 {code[-1]} を補った推定です", at
    return "", "", None


def _name_in(part: str) -> str:
    """Return the name of a municipality that stands by itself in the name of a folder or a file."""
    return next((word for word in _BETWEEN.split(part) if _NAME.fullmatch(word)), "")
