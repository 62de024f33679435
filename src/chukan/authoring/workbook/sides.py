"""新旧対照: which of the tables side by side, or of the columns of one meaning, is the one in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from chukan.authoring.workbook.cell_words import EDITION
from chukan.authoring.workbook.grid import folded

Side = Literal["new", "old", ""]

_OLD = "旧版|旧|変更前|改正前|改定前|改訂前|修正前|見直し前|現行|前版|before|old"
_NEW = "新版|新|変更後|改正後|改定後|改訂後|修正後|見直し後|改正案|改定案|見直し案|after|new"
_WHOLE = r"[■◆●【\[(<]*(?:{})(?:側|案|欄|レイアウト|定義|仕様書?|様式)?(?:[(\[【:_].*)?[】\])>]*"
_IS_OLD, _IS_NEW = (re.compile(_WHOLE.format(words)) for words in (_OLD, _NEW))
_BEFORE = re.compile(rf"(?:(?P<old>{_OLD})|(?P<new>{_NEW}))[_・:の]?(?P<rest>.+)")
_AFTER = re.compile(rf"(?P<rest>.+?)[_・:(\[]+(?:(?P<old>{_OLD})|(?P<new>{_NEW}))[)\]]?")


def side_of(text: str) -> Side:
    """Return the side that a heading over a table names; "" when it names none."""
    word = folded(text)
    if _IS_NEW.fullmatch(word):
        return "new"
    return "old" if _IS_OLD.fullmatch(word) else ""


def without_side(text: str) -> tuple[str, Side]:
    """Return a column's heading without the side that it names, and the side (``新項目名`` -> ``項目名``, new)."""
    word = folded(text)
    m = _BEFORE.fullmatch(word) or _AFTER.fullmatch(word)
    if m is None:
        return word, ""
    return m["rest"], "old" if m["old"] else "new"


def chosen_sides(labels: Sequence[str]) -> list[Side]:
    """Return the side of each of the tables that lie side by side.

    Args:
        labels: The texts over each table, in their order.

    Returns:
        All "" where the labels name neither sides nor different editions.
    """
    sides = [side_of(label) for label in labels]
    if len(labels) == 2 and any(sides) and not all(sides):
        other: Side = "old" if "new" in sides else "new"
        sides = [side or other for side in sides]
    if any(sides):
        return sides
    editions = [_edition(label) for label in labels]
    if all(editions) and len(set(editions)) > 1:
        return ["new" if edition == max(editions) else "old" for edition in editions]
    return [""] * len(labels)


def _edition(text: str) -> tuple[int, ...]:
    m = EDITION.search(folded(text))
    return tuple(int(part) for part in (m[1] or m[2] or m[3]).split(".")) if m else ()
