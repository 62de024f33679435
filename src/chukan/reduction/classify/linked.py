"""What those who go along the links between records have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chukan.expressions.session import Session
from chukan.reduction.classify.units import Relations
from chukan.reduction.rules.reasons import Reasons


@dataclass(frozen=True)
class Linked:
    """The records of one municipality, and what is linked to what.

    Attributes:
        session: has the tables of the units.
        relations: the links between them.
        reasons: takes why a record's level changed.
        names: what texts call the layouts, by their addresses.
    """

    session: Session
    relations: Relations
    reasons: Reasons
    names: Mapping[str, str]
