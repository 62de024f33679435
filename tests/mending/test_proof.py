"""A copy that is not what was meant gets no name."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from chukan.errors import Bug
from chukan.intake.reader import open_file
from chukan.layouts.model import Layout
from chukan.mending.proof import ContentDigest, prove

from .conftest import GOOD, agreed, file_of


def _batch(*values: str) -> pa.RecordBatch:
    return pa.record_batch([[*values]], names=["氏名"])


def test_the_digest_does_not_depend_on_the_blocks_and_tells_where_values_end() -> None:
    whole, parts, other = ContentDigest(), ContentDigest(), ContentDigest()
    whole.add(_batch("ab", "", "c"))
    parts.add(_batch("ab"))
    parts.add(_batch("", "c").slice(0, 1))
    parts.add(_batch("x", "c").slice(1))
    other.add(_batch("a", "b", "c"))
    assert whole.items == parts.items != other.items


def test_another_value_is_a_bug(layout: Layout, tmp_path: Path) -> None:
    source, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(file_of(GOOD))
    reader = open_file(source, layout, agreed())
    meant = ContentDigest()
    for batch in reader:
        meant.add(batch.table)
    copy.write_bytes(file_of(GOOD))
    assert prove(copy, layout, agreed(), meant, reader, ["F04"]).anomalies == {}
    copy.write_bytes(file_of(GOOD, newline="\n"))
    assert prove(copy, layout, agreed(), meant, reader, ["F04"]).anomalies == {"F04": 2}
    for wrong in (file_of(GOOD, GOOD), file_of((*GOOD[:5], "x")), file_of((*GOOD, "多い"))):
        copy.write_bytes(wrong)
        with pytest.raises(Bug, match="直したつもりの値と違います"):
            prove(copy, layout, agreed(), meant, reader, [])
