"""Names and values as SQL text, and what makes a condition safe to run."""

from __future__ import annotations

AS_OF = "as_of"
"""The name of the day that ``--as-of`` gives."""


def quoted(name: str) -> str:
    """Return an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def guarded(sql: str) -> str:
    """Return an expression whose own failure (an overflow, a cast, a division by zero) is NULL, in that record only."""
    return f"TRY(({sql}))"


def is_true(sql: str) -> str:
    """Return SQL that is TRUE where a condition is TRUE, else FALSE; never NULL."""
    return f"({guarded(sql)} IS TRUE)"


def is_false(sql: str) -> str:
    """Return SQL that is TRUE where a condition is FALSE, else FALSE; never NULL."""
    return f"({guarded(sql)} IS FALSE)"
