"""What a statement of a pack rests on (根拠), and what is left of several together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

Basis = Literal["official", "statute", "public-standard", "attested", "estimate"]

BASES: tuple[Basis, ...] = get_args(Basis)
"""All bases, the strongest first."""

#: What nobody outside a town hall can look up: a rule of thumb, an estimate, the rules of one municipality.
_OWN = re.compile("推定|業務知識|文書管理規程")
_STATUTE = re.compile("法|令|規則|条|告示|憲章")
_STANDARD = re.compile("標準|仕様書|要領|要綱|規程|基準|指針|マニュアル|様式|調査票|データリスト|報告")


def weakest(bases: Iterable[Basis]) -> Basis:
    """Return what a check rests on that needs all of these statements; ``official`` when there are none."""
    return max(bases, key=BASES.index, default="official")


def basis_of_source(source: str) -> Basis:
    """Return the basis of a record rule that states none, from the source that its author gives.

    Args:
        source: e.g. ``地方税法343条``, ``住民記録システム標準仕様書``; "" = none.

    Returns:
        ``statute`` for a law or an article, ``public-standard`` for a published standard or guideline, else ``estimate``.
    """
    if not source or _OWN.search(source):
        return "estimate"
    if "仕様書" not in source and _STATUTE.search(source):
        return "statute"
    return "public-standard" if _STANDARD.search(source) else "estimate"
