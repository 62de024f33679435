"""A block: whole records as bytes, to be parsed anywhere."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pytest
from tests.intake.conftest import AGREED

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout


def test_blocks_may_be_parsed_elsewhere_and_in_any_order(tmp_path: Path, person: Layout) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(("番号,氏名,生年月日\r\n" + "0001,\ue000山,19800101\r\nx\r\n" * 50).encode("cp932"))
    here = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)
    whole = list(here)
    there = open_file(path, person, Agreement.model_validate(AGREED), block_size=64)

    plan = pickle.loads(pickle.dumps(there.plan))  # noqa: S301 - our own
    batches = [plan.parse(pickle.loads(pickle.dumps(block))) for block in there.blocks()]  # noqa: S301 - pickled here
    for batch in reversed(batches):
        there.absorb(batch.summary)

    assert [b.table.to_pydict() for b in batches] == [b.table.to_pydict() for b in whole]
    assert [b.records.to_pylist() for b in batches] == [b.records.to_pylist() for b in whole]
    assert there.account == here.account
    assert there.gaiji == here.gaiji
    assert there.anomalies == here.anomalies
    there.account.check()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_block_of_a_plain_file_travels_as_a_place(tmp_path: Path, bom: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bom + b"a,b\r\n" + "あ,い\r\n".encode() * 1000)
    reader = open_file(path, None, Agreement(encoding="utf-8"), block_size=2000)
    blocks = list(reader.blocks())
    there = [pickle.loads(pickle.dumps(block)) for block in blocks]  # noqa: S301 - our own

    assert [block.raw for block in there] == [block.raw for block in blocks]
    assert all(block.raw not in pickle.dumps(block) for block in blocks)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(InputError, match="書き換えられました"):
        pickle.loads(pickle.dumps(blocks[-1]))  # noqa: S301 - our own


def test_a_block_of_a_packed_file_travels_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\r\n" + b"1,2\r\n" * 100))
    (block,) = open_file(path, None, Agreement()).blocks()

    assert pickle.loads(pickle.dumps(block)).raw == block.raw  # noqa: S301 - our own
