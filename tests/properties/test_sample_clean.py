"""A file from `sample` has no findings; a seeded defect is found where it is, by its rule, and nothing else is."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.api import check
from chukan.layouts.library import Library
from chukan.sample.defects.defect import defects_path
from chukan.sample.deliveries.single import write_sample

LIBRARY = Library()
ADDRESSES = [f"mic@2.7/{b}/{s}" for b, s in LIBRARY.pack("mic").layouts()]
BRIEF = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

forms = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["cp932", "shift_jis", "utf-8", "utf-8-sig", "euc_jp"]),
        "newline": st.sampled_from(["crlf", "lf"]),
        "length_unit": st.sampled_from(["chars", "bytes"]),
        "dates": st.sampled_from(["yyyymmdd", "yyyy-mm-dd", "yyyy/mm/dd"]),
    }
)
csv_forms = st.fixed_dictionaries(
    {
        "format": st.just("csv"),
        "delimiter": st.sampled_from([",", "\t"]),
        "quoting": st.sampled_from(["minimal", "all"]),
        "header": st.just(True),
        "newlines_in_values": st.just(False),
    }
)
agreements = st.tuples(forms, st.one_of(csv_forms, st.just({"format": "fixed"}))).map(
    lambda pair: Agreement.model_validate({**pair[0], **pair[1]})
)
days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize("defects", [0.0, 0.3])
@given(
    address=st.sampled_from(ADDRESSES),
    agreement=agreements,
    seed=st.integers(0, 10**6),
    rows=st.integers(1, 120),
    day=days,
)
@BRIEF
def test_all_that_is_found_was_seeded(
    address: str, agreement: Agreement, seed: int, rows: int, day: dt.date, defects: float
) -> None:
    layout = LIBRARY.layout(address)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.txt"
        written = write_sample(layout, path, rows=rows, as_of=day, agreement=agreement, seed=seed, defects=defects)
        told = set()
        if defects:
            lines = defects_path(path).read_text(encoding="utf-8").splitlines()[1:]
            told = {(int(r), i, rule) for r, i, rule, _ in (line.split(",") for line in lines)}
        outcome = check(path, layout, agreement=agreement, as_of=day)

    assert written.records == rows
    assert {(f.record or 0, f.item or "", f.rule) for f in outcome.findings} == told
