"""Records in which exactly one rule is broken."""

from __future__ import annotations

from tests.sample.defects.conftest import AS_OF, table

from chukan.layouts.library import Library
from chukan.sample.defects.kinds import KINDS
from chukan.sample.defects.seeder import seed_defects


def test_every_rule_of_values_and_records_can_be_seeded(library: Library) -> None:
    of_values = {kind.rule for kind in KINDS}
    layout = library.layout("mic@2.7/individual_resident_tax/taxpayer")
    whole = seed_defects(layout, table(layout, 400), rate=0.6, as_of=AS_OF)

    assert of_values >= {f"V{n:02d}" for n in range(1, 13)} | {"F03", "F05", "F08"}
    assert {d.rule for d in whole.defects} >= {"R01", "R02", "F07"}
