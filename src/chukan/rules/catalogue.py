"""The catalogue of rules: what each checks, why, an example, how to mend what it finds.

Ids are stable and never reused. `chukan explain`, `chukan rules`, the reports and docs/rules.md come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chukan.rules.entries_reading import READING
from chukan.rules.entries_records import RECORDS
from chukan.rules.entries_values import VALUES
from chukan.rules.rule import FAMILIES, Rule

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in (*READING, *VALUES, *RECORDS)})
"""Every rule by id, in the order of the catalogue."""

__all__ = ["FAMILIES", "RULES", "Rule"]
