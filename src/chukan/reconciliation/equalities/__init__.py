"""The kinds of rules of equality: one kind, one file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chukan.reconciliation.equalities.added import Added
from chukan.reconciliation.equalities.base import Equality, ItemEquality, Normaliser
from chukan.reconciliation.equalities.blanks import Blanks
from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.equalities.dates import Dates
from chukan.reconciliation.equalities.derived import Derived
from chukan.reconciliation.equalities.eras import Eras
from chukan.reconciliation.equalities.left_out import LeftOut
from chukan.reconciliation.equalities.renumbering import Renumbering
from chukan.reconciliation.equalities.width import Width
from chukan.reconciliation.equalities.zeros import Zeros

AnyEquality = Annotated[
    Blanks | Width | Dates | Eras | Zeros | Characters | Codes | Renumbering | Derived | LeftOut | Added,
    Field(discriminator="kind"),
]
KINDS: dict[str, type[Equality]] = {
    "blanks": Blanks,
    "width": Width,
    "dates": Dates,
    "eras": Eras,
    "zeros": Zeros,
    "characters": Characters,
    "codes": Codes,
    "renumbering": Renumbering,
    "derived": Derived,
    "left_out": LeftOut,
    "added": Added,
}
"""Kind -> its class, in the order of the documentation."""

__all__ = ["KINDS", "AnyEquality", "Equality", "ItemEquality", "Normaliser"]
