"""Any bytes under any agreement: no crash, nothing lost, and the same however the file is cut.

Takes a few seconds of a core; ``CHUKAN_FUZZ_SECONDS=60`` makes it a minute.
"""

from __future__ import annotations

import itertools
import os
import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.intake.conftest import make_layout

from chukan.agreement import Agreement
from chukan.errors import Bug, ChukanError
from chukan.intake.batch import Batch, Summary
from chukan.intake.inspect import inspect
from chukan.intake.reader import FileReader, open_file
from chukan.values.damage import DAMAGE

SECONDS = float(os.environ.get("CHUKAN_FUZZ_SECONDS", "4"))

LAYOUT = make_layout(("番号", "X", 3), ("氏名", "N", 2), ("金額", "S9", 3))

TEXTS = (
    "番号,氏名,金額\r\n",
    "001山田1200",
    "a",
    "1",
    "山",
    "ポ",
    "ｶﾞ",
    "\ue000",
    "髙",
    ",",
    "|",
    "\t",
    '"',
    '""',
    "'",
    "\r\n",
    "\n",
    "\r",
    " ",
    "　",
    "#",
    "\\",
    "sep=,\r\n",
    "||",
    "1a2\r\n",
)
BYTES = (
    b"\x93",
    b"\x80",
    b"\xa0",
    b"\xff",
    b"\x00",
    b"\x1a",
    b"\x1b$B",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xf3\xb0\x80\x81",
    b"\xed\xa0\x80",
    b"\xd8",
    b"\x8e\xb1",
    b"1,2,3\r\n",
)
ENCODINGS = ("cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be")

agreements = st.fixed_dictionaries(
    {},
    optional={
        "format": st.sampled_from(("csv", "fixed")),
        "encoding": st.sampled_from(ENCODINGS),
        "newline": st.sampled_from(("crlf", "lf", "cr")),
        "delimiter": st.sampled_from((",", "\t", "|", "\\", ";", "a", "||", ",;")),
        "quote": st.sampled_from(('"', "'", "none", "`")),
        "quoting": st.sampled_from(("minimal", "none")),
        "header": st.booleans(),
        "newlines_in_values": st.booleans(),
        "length_unit": st.sampled_from(("chars", "bytes")),
        "skip": st.fixed_dictionaries({"first": st.integers(0, 2), "last": st.integers(0, 2)}),
        "record_types": st.just({"column": 1, "length": 1, "header": "1", "data": "a"}),
        "escape": st.just("\\"),
        "comment": st.just("#"),
        "overpunch": st.booleans(),
        "implied_point": st.booleans(),
        "dates": st.just("gyymmdd"),
        "columns": st.just({"番号": "氏名", "氏名": None}),
        "positions": st.just({"番号": {"start": 1, "length": 3}, "氏名": {"start": 5, "length": 5}}),
    },
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    encoding = draw(st.sampled_from(ENCODINGS))
    parts = draw(
        st.lists(st.one_of(st.sampled_from(TEXTS), st.sampled_from(TEXTS), st.sampled_from(BYTES)), max_size=50)
    )
    return b"".join(p if isinstance(p, bytes) else p.encode(encoding, "ignore") for p in parts)


def everything(reader: FileReader, *, elsewhere: bool = False) -> tuple[Any, ...]:
    """All that a reading gives; `elsewhere`: by pickled blocks and plans, absorbed in reverse."""
    batches: list[Batch] = list(reader) if not elsewhere else parsed_elsewhere(reader)
    reader.account.check()
    rows: list[Any] = []
    rejected: list[Any] = []
    damaged: list[Any] = []
    anomalies: list[Any] = []
    for batch in batches:
        numbers = batch.records.to_pylist()
        columns = [column.to_pylist() for column in batch.table.columns]
        rows += zip(numbers, batch.lines.to_pylist(), *columns, strict=True) if columns else numbers
        rejected += [(r.record, r.line, r.offset, r.raw) for r in batch.rejected]
        for item, places in batch.damaged.items():
            values = batch.table.column(item).to_pylist()
            assert all(any(DAMAGE <= ord(c) <= DAMAGE + 255 for c in values[row]) for row in places)
            damaged += [(numbers[row], item) for row in places]
        anomalies += batch.anomalies
    numbers = sorted([row[0] if isinstance(row, tuple) else row for row in rows] + [r[0] for r in rejected])
    assert numbers == list(range(1, reader.account.total_records + 1))
    return (
        rows,
        rejected,
        sorted(damaged),
        sorted(map(repr, anomalies)),
        reader.anomalies,
        reader.account,
        reader.gaiji,
        reader.sha256,
    )


def parsed_elsewhere(reader: FileReader) -> list[Batch]:
    plan = pickle.loads(pickle.dumps(reader.plan))  # noqa: S301 - our own
    batches = [plan.parse(pickle.loads(pickle.dumps(block))) for block in reader.blocks()]  # noqa: S301 - pickled here
    total = Summary()
    for batch in reversed(batches):
        total = batch.summary + total
    reader.absorb(total)
    return batches


@given(data=files(), agreed=agreements, with_layout=st.booleans(), block_size=st.integers(1, 50))
@settings(
    max_examples=50,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
def check(path: Path, data: bytes, agreed: dict[str, Any], with_layout: bool, block_size: int) -> None:
    path.write_bytes(data)
    try:
        agreement = Agreement.model_validate(agreed)
    except ValueError:
        return
    layout = LAYOUT if with_layout else None
    try:
        whole = everything(open_file(path, layout, agreement))
        inspect(path, [LAYOUT])
    except Bug:
        raise
    except ChukanError:
        return
    assert everything(open_file(path, layout, agreement, block_size=block_size)) == whole
    assert everything(open_file(path, layout, agreement, block_size=block_size), elsewhere=True) == whole


def test_any_bytes_under_any_agreement(tmp_path: Path) -> None:
    end = time.process_time() + SECONDS
    for number in itertools.count():
        if settings().derandomize:  # each round would draw the files of the first one again
            seed(number)(check)
        check(tmp_path / "file")
        if time.process_time() > end:
            return


@pytest.mark.parametrize("agreed", [{"format": "csv"}, {"format": "fixed"}, {}])
def test_an_empty_file(tmp_path: Path, agreed: dict[str, Any]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")

    reader = open_file(path, LAYOUT, Agreement.model_validate(agreed))

    assert everything(reader)[0] == []
    assert [a.rule for a in reader.anomalies] == ["F02"]
