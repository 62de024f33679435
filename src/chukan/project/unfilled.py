"""What a draft leaves to people: marks that a project may not keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chukan.errors import ProjectError
from chukan.yaml_text import Lines, Loc

UNFILLED = "要記入"
"""Stands in a draft where only people know the value."""


def refuse_unfilled(data: Any, lines: Lines) -> None:
    """Refuse a project in which a mark of its draft still stands: a paper would print it as a name.

    Args:
        data: the project as it was read, before it is checked.
        lines: where its values stand.

    Raises:
        ProjectError: a value is still to be filled in; names the first ones.
    """
    left = list(_unfilled(data, ()))
    if left:
        others = (lines.at(*loc).removeprefix(lines.place).strip(" :") for loc in left[1:4])
        places = "、".join(f"{where} 行目" if where.isdigit() else where for where in others)
        more = f"（ほかに {places}{' など' if len(left) > 4 else ''}）" if places else ""
        raise ProjectError(
            f"「{lines.called(*left[0])}」が「{UNFILLED}」のままです。記入していない箇所は {len(left)} か所です{more}",
            place=lines.at(*left[0]),
            hint=f"「{UNFILLED}」を正しい値に書き換えてから、もう一度実行してください。",
        )


def _unfilled(value: Any, loc: Loc) -> Iterator[Loc]:
    if isinstance(value, str):
        if value.strip().startswith(UNFILLED):
            yield loc
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _unfilled(inside, (*loc, key))
    elif isinstance(value, Sequence):
        for index, inside in enumerate(value):
            yield from _unfilled(inside, (*loc, index))
