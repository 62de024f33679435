"""The conditions of a layout's declarations (`when`, `current`): vetted before they are run."""

from __future__ import annotations

from chukan.errors import PackError
from chukan.expressions.conditions import check_types
from chukan.expressions.vetting import Expression, unknown_item, vet
from chukan.layouts.model import Layout


def vetted(layout: Layout, text: str, where: str) -> Expression:
    """Take a condition apart.

    Args:
        layout: whose records it is about.
        text: the condition.
        where: the block of ``business.yaml`` that has it, for the error.

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
        check_types(expression, layout.by_name, PackError, f"{layout.address} の規則「{where}」")
    return expression


def why_unknown(expression: Expression, layout: Layout) -> str:
    """Return why a condition with a name that is no item could not run; the nearest item is offered."""
    what, hint = unknown_item(expression.unknown[0], layout.names)
    return f"{what}{f'（{hint}）' if hint else ''}"
