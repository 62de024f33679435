"""Items that occur several times in a record (OCCURS, 繰り返し): one column each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.report import Notice

How = Literal["expand", "together", "one"]
MOST = 100
"""More columns than that are not made from a guess."""

UNLIMITED = frozenset({999, 9999, 99999})
"""Numbers by which 基本データリスト says: as often as needed, one a row."""

_COUNT = re.compile(r"(?:occurs|最大|×|x|\*)*([0-9]+)(?:回|個|件|行|times?|×|x)?(?:まで|固定)?")
_HINT = "対応表の repeat: expand（項目ごとに並べる）・together（組にして並べる）・one（1 列のまま）で決められます。"


def count_of(text: str) -> int | None:
    """Return how often an item occurs (``12``, ``5回``, ``×10``, ``OCCURS 3``); None when the text is no number."""
    m = _COUNT.fullmatch(folded(text))
    return int(m[1]) if m else None


def expanded(group: str, rows: Sequence[RawItem], how: How | None) -> tuple[list[RawItem], list[Notice]]:
    """Return the items of a layout with a column for each time that one occurs.

    Args:
        group: The layout's name, for the notices.
        rows: Its items in order.
        how: What the mapping file says; None = a guess: each item by itself, which is 要確認 where the order is not sure.
    """
    found: list[RawItem] = []
    notices: list[Notice] = []
    for (text, group_of), run in groupby(rows, key=lambda raw: (raw.repeat, raw.parent if raw.together else "")):
        members = list(run)
        count = count_of(text) if text else 1
        names = "、".join(raw.item.name for raw in members)
        place = members[0].place
        if not text or count == 1:
            found += members
        elif how == "one" or count in UNLIMITED:
            found += members
            notices.append(
                Notice("info", place, f"{group}: 繰り返し {text} の項目を 1 列として取り込みました（{names}）")
            )
        elif count is None or count == 0 or (count > MOST and how is None):
            found += members
            what = f"{group}: 繰り返し「{text}」の項目を 1 列として取り込みました（{names}）。移行ファイルでの列の数が決められません"
            notices.append(Notice("problem", place, what, _HINT))
        else:
            found += _columns(members, count, together=how == "together" or bool(group_of))
            sure = how is not None or len(members) == 1 or bool(group_of)
            what = f"{group}: 繰り返し {text} の項目を {count} 列ずつにしました（{names}）"
            doubt = (
                "" if sure else "。並びは項目ごとか、組ごとか、ワークブックからは決められません（項目ごととしました）"
            )
            notices.append(Notice("info" if sure else "problem", place, what + doubt, _HINT))
    return found, notices


def _columns(members: list[RawItem], count: int, *, together: bool) -> list[RawItem]:
    times = range(1, count + 1)
    pairs = [(raw, n) for n in times for raw in members] if together else [(raw, n) for raw in members for n in times]
    return [
        replace(
            raw,
            repeat="",
            item=raw.item.model_copy(
                update={
                    "name": f"{raw.item.name}_{n}",
                    "labels": tuple(f"{label}_{n}" for label in raw.item.labels),
                    "key": raw.item.key if n == 1 else None,
                }
            ),
        )
        for raw, n in pairs
    ]
