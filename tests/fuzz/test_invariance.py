"""The same verification, findings, totals and rejected bytes however files are cut and shared out."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from .invariance import differences, layouts, make

SEED = int(os.environ.get("CHUKAN_FUZZ_SEED", "20261123"))


@pytest.mark.parametrize("number", range(10))
def test_a_result_depends_on_the_records_only(tmp_path: Path, number: int) -> None:
    layout = layouts()[number]
    rng = random.Random(SEED + number)

    assert differences(make(tmp_path, layout, rng, rows=4), rng) == [], f"seed {SEED}"
