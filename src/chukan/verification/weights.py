"""What the findings of each rule weigh in a job, before the project says otherwise.

The catalogue's severity is a default: the agreement decides on V10, an item's format on V07, a layout on each of its
record rules. Of several the gravest is the rule's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chukan.layouts.declarations import RecordRule
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.verification.job import Target


def gravest(found: Iterable[Mapping[str, Severity]]) -> dict[str, Severity]:
    """Return the gravest severity of each rule over several files."""
    result: dict[str, Severity] = {}
    for weights in found:
        for rule, severity in weights.items():
            result[rule] = max(result.get(rule, severity), severity, key=lambda s: s.weight)
    return result


def layout_weights(targets: Iterable[Target], local_rules: Mapping[str, Sequence[RecordRule]]) -> dict[str, Severity]:
    """Return what findings weigh by the layouts and agreements of files, whatever the project chose.

    Args:
        targets: the files.
        local_rules: the municipality's own record rules by BUSINESS/LAYOUT.
    """
    distinct = {(t.layout.address, t.agreement.gaiji): t for t in targets}
    return gravest(
        compile_rules(t.layout, Settings(agreement=t.agreement), local_rules.get(t.layout.path, ())).in_force
        for t in distinct.values()
    )
