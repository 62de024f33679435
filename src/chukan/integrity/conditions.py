"""The conditions of a layout (`when`, `current`): vetted before they are run."""

from __future__ import annotations

from chukan.errors import PackError
from chukan.expressions.vetting import Expression, unknown_item, vet
from chukan.layouts.model import Layout
from chukan.rules.check import Settings
from chukan.rules.record import Condition, Query


def vetted(layout: Layout, text: str, where: str) -> Expression:
    """A condition taken apart.

    Args:
        where: the block of ``business.yaml`` that says it, for the error.

    Raises:
        PackError: it is no expression over one record, or does what none may do.
    """
    return vet(text, layout.names, PackError, f"{layout.address} の {where}")


def sound(layout: Layout, text: str, where: str) -> Expression:
    """As `vetted`, and bound to the types of the items too.

    Raises:
        PackError: as `vetted`; also when the types do not fit, or it is no condition.
    """
    expression = vetted(layout, text, where)
    if not expression.unknown:
        items = tuple(layout.by_name[n] for n in expression.reads)
        condition = Condition(where, text, None, expression.reads)
        Query(items, (condition,), Settings()).check(PackError, layout.address)
    return expression


def why_unknown(expression: Expression, layout: Layout) -> str:
    """Why a condition that names no item cannot be asked; the nearest item is offered."""
    what, hint = unknown_item(expression, layout.names)
    return f"{what}{f'（{hint}）' if hint else ''}"
