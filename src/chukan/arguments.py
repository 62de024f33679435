"""Arguments of the library's functions: one of the wrong kind is an error that names it and says what would do."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from os import PathLike
from typing import Any, ParamSpec, TypeVar

from chukan.errors import UsageError

Day = dt.date | str
"""A day, or its text in ISO form (2026-11-23)."""
_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True)
class _Kind:
    """What an argument may be.

    Attributes:
        wanted: In Japanese, for the message.
        holds: Whether a value may be given.
        read: Returns the value that the function gets.
    """

    wanted: str
    holds: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def checked_arguments(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a function that refuses arguments of the wrong kind; a single path or text may stand where several may.

    Its parameters are told by their names: the same name means the same in all the functions of the library.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        given = signature.bind(*args, **kwargs)
        for name, value in given.arguments.items():
            kind = _KINDS.get(name)
            if kind is None or value is signature.parameters[name].default:
                continue
            if not kind.holds(value):
                raise _refusal(name, value, kind, f"chukan.{function.__name__}")
            given.arguments[name] = kind.read(value)
        return function(*given.args, **given.kwargs)

    return checked


def day_of(given: Day | None, name: str = "as_of") -> dt.date | None:
    """Return the day that was given as a date or as text; None stays.

    Args:
        given: the argument.
        name: of the argument, for the message.

    Raises:
        UsageError: it is no day.
    """
    if given is None:
        return None
    if not _is_day(given):
        raise _refusal(name, given, _KINDS["as_of"], name)
    if isinstance(given, str):
        return dt.date.fromisoformat(given)
    return given.date() if isinstance(given, dt.datetime) else given


def _refusal(name: str, value: object, kind: _Kind, place: str) -> UsageError:
    shown = repr(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__
    return UsageError(f"{name} の {shown[:100]} は使えません", place=place, hint=f"{kind.wanted}を渡してください。")


def _is_day(value: object) -> bool:
    if isinstance(value, str):
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
        return len(value) == len("2026-11-23")
    return isinstance(value, dt.date)


def _is_path(value: object) -> bool:
    return isinstance(value, str | PathLike) and bool(str(value))


def _are(one: Callable[[object], bool]) -> Callable[[object], bool]:
    """Return a function that holds for one such thing, and for several in a list, a tuple, or anything gone through again."""

    def holds(value: object) -> bool:
        if one(value):
            return True
        if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
            return False
        return iter(value) is value or all(map(one, value))  # what can be gone through once is left alone

    return holds


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str | PathLike) else value


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_layout(value: object) -> bool:
    return isinstance(value, str) or hasattr(value, "items")


_PATH = _Kind("パス（文字列か Path）", _is_path)
_PROJECT = _Kind(
    "プロジェクトファイルのパス（文字列か Path）か、開いたプロジェクト（Project）",
    lambda v: _is_path(v) or hasattr(v, "job"),
)
_LAYOUT = _Kind("移行ファイル定義の名前（例 resident_register/person）か、chukan.layout が返した定義", _is_layout)
_AGREEMENT = _Kind(
    "移行条件のファイルのパス、辞書、移行条件（Agreement）のどれか",
    lambda v: _is_path(v) or isinstance(v, Mapping) or hasattr(v, "model_fields_set"),
)
_PATHS = _Kind("パスの並び（リストなど）", _are(_is_path), _several)
_TEXTS = _Kind("文字列の並び（リストなど）", _are(_is_text), _several)
_TEXT = _Kind("文字列", _is_text)
#: What the arguments of the library may be, by their names.
_KINDS = {
    "as_of": _Kind("日付（datetime.date か「2026-11-23」の形の文字列）", _is_day),
    "path": _PATH,
    "out": _PATH,
    "log": _PATH,
    "loaded": _PATH,
    "rules": _PATH,
    "project": _PROJECT,
    "delivered": _PROJECT,
    "layout": _LAYOUT,
    "loaded_layout": _LAYOUT,
    "agreement": _AGREEMENT,
    "loaded_agreement": _AGREEMENT,
    "schema": _Kind("chukan.schema が返したスキーマ", lambda v: hasattr(v, "columns") and hasattr(v, "validate")),
    "packs": _PATHS,
    "decisions": _PATHS,
    "only": _TEXTS,
    "count_by": _TEXTS,
    "municipality": _TEXT,
    "business": _TEXT,
    "limit": _Kind("1 以上の整数", _is_number),
    "jobs": _Kind("1 以上の整数か「auto」", lambda v: v == "auto" or _is_number(v)),
    "progress": _Kind("呼び出せるもの（関数など）", callable),
}
