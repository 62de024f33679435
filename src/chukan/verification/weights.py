"""What the findings of each rule weigh in a job, before the project says otherwise.

The catalogue's severity is a default: the agreement decides on V10, an item's format on V07, a layout on each of its
record rules. Of several the gravest is the rule's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chukan.agreement import Agreement
from chukan.layouts.caching import cached_beside
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
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
    distinct = {(t.layout.address, *_decisive(t.agreement)): t for t in targets}
    return gravest(
        _weights(t.layout, *_decisive(t.agreement), tuple(local_rules.get(t.layout.path, ())))
        for t in distinct.values()
    )


def _decisive(agreement: Agreement) -> tuple[str, str]:
    """Return what an agreement decides of weights: that of V10, and whether V12 is checked."""
    return agreement.gaiji, agreement.repertoire


@cached_beside
def _weights(
    layout: Layout, gaiji: str, repertoire: str, local_rules: tuple[RecordRule, ...]
) -> Mapping[str, Severity]:
    """Return what the findings of a layout's rules weigh: every paper asks for it again, and to compile them takes long."""
    agreement = Agreement.model_validate({"gaiji": gaiji, "repertoire": repertoire})
    return compile_rules(layout, Settings(agreement=agreement), local_rules).in_force
