"""Two judges that share no code agree on seeded values; for a long run: `python -m tests.fuzz.seeded`."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from tests.fuzz.oracle import Column, Table, judge, tables
from tests.fuzz.seeded import checked, differences, seeded

SEED = int(os.environ.get("CHUKAN_FUZZ_SEED", "20261123"))


@pytest.fixture(scope="module")
def every() -> list[Table]:
    return tables()


def test_the_oracle_knows_every_business(every: list[Table]) -> None:
    assert len({table.address.split("/")[1] for table in every}) == 26
    assert sum(len(table.columns) for table in every) > 5_000


@pytest.mark.parametrize("number", range(12))
def test_both_judges_say_the_same(tmp_path: Path, every: list[Table], number: int) -> None:
    rng = random.Random(SEED + number)
    table = rng.choice(every)

    assert [*differences(table, rng, tmp_path, rows=40)] == [], f"seed {SEED}"


@pytest.mark.parametrize("number", range(4))
def test_the_order_of_records_changes_nothing_but_their_numbers(
    tmp_path: Path, every: list[Table], number: int
) -> None:
    rng = random.Random(SEED + number)
    table = rng.choice(every)
    records = seeded(table, rng, rows=30)
    records += [list(record) for record in rng.sample(records, 4)]
    shuffled = rng.sample(records, len(records))

    one, other = (checked(table, some, tmp_path) for some in (records, shuffled))

    told = [Counter((f.rule, f.item, f.severity, f.value) for f in outcome.findings) for outcome in (one, other)]
    assert told[0] == told[1], f"seed {SEED}"
    assert one.verification.files[0].totals == other.verification.files[0].totals


@pytest.mark.parametrize(
    ("type_", "length", "formats", "value", "rules"),
    [
        ("DATE", 8, (), "20230229", {"V05"}),
        ("DATE", 8, (), "00000000", {"V06"}),
        ("X", 12, ("my_number",), "123456789018", set()),
        ("X", 12, ("my_number",), "123456789012", {"V07"}),
        ("9", 3, (), "-5", {"V08"}),
        ("N", 4, (), "ﾔﾏﾀﾞ", {"V02"}),
        ("X", 3, (), "abcd ", {"V03", "V09"}),
    ],
)
def test_the_oracle_itself(type_: str, length: int, formats: tuple[str, ...], value: str, rules: set[str]) -> None:
    column = Column("a", type_, length, 0, "optional", key=False, formats=formats, codes=None, coded=False)

    assert judge(column, value) == rules
