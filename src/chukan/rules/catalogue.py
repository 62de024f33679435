"""The catalogue of rules: what each checks, why, an example, how to remedy what it finds.

Ids are stable and never reused. `chukan explain`, `chukan rules`, the reports and docs/rules.md come from here. A rule of
single values or records is declared beside its check (`chukan.rules.fields`, `chukan.rules.records`); the checks of the
others are in wings above, and their entries in `entries_files` and `entries_deliveries`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from chukan.rules.rule import FAMILIES, OWN_RULE, RECONCILIATION_FAMILY, Rule


class Catalogue(Mapping[str, Rule]):
    """Every rule by id, in the order of the families; read when first asked for, as the rules' modules load pyarrow."""

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        from chukan.rules.entries_deliveries import DELIVERIES
        from chukan.rules.entries_files import FILES
        from chukan.rules.entries_reconciliation import RECONCILIATION
        from chukan.rules.fields import FIELD_RULES
        from chukan.rules.own import OWN
        from chukan.rules.records import RECORD_RULES

        values = {rule.entry.id: rule.entry for rule in FIELD_RULES}
        fields = [values[name] for name in sorted(values)]
        return {rule.id: rule for rule in (*FILES, *fields, *RECORD_RULES, *DELIVERIES, OWN, *RECONCILIATION)}

    def __getitem__(self, rule: str) -> Rule:
        return self._rules[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)


RULES: Mapping[str, Rule] = Catalogue()
"""Every rule by id, in the order of the catalogue."""


def of_a_verification(*, own: bool = False) -> tuple[Rule, ...]:
    """Return the rules that a verification accounts for: all but those of the reconciliation, which has a second side.

    Args:
        own: also U01, the checks that a user added.
    """
    return tuple(r for r in RULES.values() if r.family != RECONCILIATION_FAMILY and (own or r.id != OWN_RULE))


__all__ = ["FAMILIES", "RULES", "Rule", "of_a_verification"]
