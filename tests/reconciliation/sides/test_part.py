"""Parts of a side: what is handed on is readable, wherever it was parsed."""

from __future__ import annotations

import pickle

import pyarrow as pa
from tests.reconciliation.conftest import LAYOUT, Bench, person

from chukan.reconciliation.sides.part import Part, as_read
from chukan.reconciliation.sides.side import open_side


def test_a_parser_can_be_sent_to_another_process(bench: Bench) -> None:
    bench.compare([person(1)], [person(1)])
    side = open_side(bench.specs()[0], block_size=500)
    (block,) = side.blocks()

    part = pickle.loads(pickle.dumps(side.parse))(block)  # noqa: S301 - our own

    assert (part.records.to_pylist(), tuple(part.table.schema.names)) == ([1], LAYOUT.names)


def test_bytes_that_mean_nothing_are_written_out(bench: Bench) -> None:
    bench.compare([person(1, カナ="XX")], [person(1)])
    path = bench.folder / "old.csv"
    path.write_bytes(path.read_bytes().replace(b"XX", b"\x81"))
    side = open_side(bench.specs()[0], block_size=500)

    (part,) = map(side.parse, side.blocks())

    assert "⟦81⟧" in part.table.column("カナ")[0].as_py()


def test_what_was_read_as_records_is_left_alone() -> None:
    part = Part(pa.RecordBatch.from_pydict({"番号": ["1"]}), pa.array([1]), pa.array([1]))

    assert as_read(part) is part
