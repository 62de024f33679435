"""The floor of rules: without them nobody can say that a file is in the layout."""

from __future__ import annotations

from chukan.rules.catalogue import RULES
from chukan.severity import OFF, Severities

FLOOR = (
    *("F01", "F02", "F03", "F05", "F06", "F07", "F08", "F11"),  # structure: the file can be read, column by column
    *("V01", "V02", "V03", "V04", "V05", "V08"),  # required, type, length, code
    *("K01", "K02", "K04"),  # keys and references
)
"""Rules that a project may lower or switch off only at the price of mandatory item 1: the business is then 要確認."""


def lowered(severities: Severities) -> tuple[str, ...]:
    """Return the rules of the floor that a project switched off or made weaker than they are.

    Args:
        severities: what the project says of the rules.
    """
    weak = []
    for rule in FLOOR:
        chosen, own = severities.get(rule), RULES[rule].severity
        if chosen == OFF or (chosen is not None and (found := severities.of(rule, own)) and found.weight < own.weight):
            weak.append(rule)
    return tuple(weak)
