"""A block: whole records as bytes, to be parsed anywhere."""

from __future__ import annotations

import pickle
from pathlib import Path

from tests.intake.conftest import AGREED

from chukan.agreement import Agreement
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout


def test_blocks_may_be_parsed_elsewhere_and_in_any_order(tmp_path: Path, person: Layout) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(("番号,氏名,生年月日\r\n" + "0001,\ue000山,19800101\r\nx\r\n" * 50).encode("cp932"))
    here = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)
    whole = list(here)
    there = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)

    plan = pickle.loads(pickle.dumps(there.plan))  # noqa: S301 - our own
    batches = [plan.parse(pickle.loads(pickle.dumps(block))) for block in there.blocks()]  # noqa: S301
    for batch in reversed(batches):
        there.absorb(batch.summary)

    assert [b.table.to_pydict() for b in batches] == [b.table.to_pydict() for b in whole]
    assert [b.records.to_pylist() for b in batches] == [b.records.to_pylist() for b in whole]
    assert there.account == here.account
    assert there.gaiji == here.gaiji
    assert there.anomalies == here.anomalies
    there.account.check()
