from __future__ import annotations

from chukan.rules.catalogue import RULES
from chukan.sample.defects.kinds import KINDS


def test_each_kind_has_a_name_of_its_own_and_a_rule_of_the_catalogue() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert {kind.rule for kind in KINDS} <= set(RULES)


def test_every_rule_of_values_can_be_seeded() -> None:
    assert {r for r in RULES if r.startswith("V")} <= {kind.rule for kind in KINDS}
