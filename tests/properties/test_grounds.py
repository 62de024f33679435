"""Under a reference pack nothing that rests on an estimate fails a delivery, whatever is wrong with it; in an import it does."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.api import check
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.origin import Authority
from chukan.sample.deliveries.single import write_sample
from chukan.severity import Severity
from chukan.verification.run import RunResult

LIBRARY = Library()
ADDRESSES = [f"mic@2.7/{b}/{s}" for b, s in LIBRARY.pack("mic").layouts()]
AGREED = Agreement.model_validate(
    {
        "format": "csv",
        "encoding": "cp932",
        "newline": "lf",
        "delimiter": ",",
        "quoting": "minimal",
        "header": True,
        "length_unit": "chars",
        "dates": "yyyymmdd",
        "newlines_in_values": False,
    }
)
BRIEF = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = dt.date(2026, 11, 23)


@cache
def guessed(address: str, authority: Authority) -> Layout:
    """Return a layout of which everything is an estimate: items, code values, declarations."""
    layout = LIBRARY.layout(address)
    items = tuple(i.model_copy(update={"basis": "estimate"}) for i in layout.items)
    body = layout.body.with_declarations(d.model_copy(update={"basis": "estimate"}) for d in layout.body.declarations)
    codes = {
        name: one.model_copy(update={"values": tuple(v.model_copy(update={"basis": "estimate"}) for v in one.values)})
        for name, one in layout.codes.items()
    }
    origin = layout.origin.model_copy(update={"authority": authority})
    return layout.model_copy(update={"items": items, "body": body, "codes": codes, "origin": origin})


def spoilt(address: str, layout: Layout, seed: int) -> RunResult:
    """Return what is found in a file of which half of the records have a mistake."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.csv"
        write_sample(LIBRARY.layout(address), path, rows=80, as_of=DAY, agreement=AGREED, seed=seed, defects=0.5)
        return check(path, layout, agreement=AGREED, as_of=DAY)


@given(address=st.sampled_from(ADDRESSES), seed=st.integers(0, 10**6))
@BRIEF
def test_an_item_that_is_estimated_fails_nothing(address: str, seed: int) -> None:
    layout = LIBRARY.layout(address)
    outcome = spoilt(address, layout, seed)

    errors = [f for f in outcome.findings if f.severity == Severity.ERROR]
    estimates = {i.name for i in layout.items if i.basis == "estimate"}
    of_items = [
        f for f in errors if f.rule in ("V01", "V02", "V03", "V04", "V05", "V06", "V08") and f.item in estimates
    ]
    assert of_items == []
    assert [f for f in errors if f.ground == "estimate"] == []
    counted = sum(c.count for file in outcome.verification.files for c in file.counts if c.severity == "error")
    assert counted == len(errors)
    assert (outcome.verification.verdict == "fail") == bool(errors)


@given(address=st.sampled_from(ADDRESSES), seed=st.integers(0, 10**6))
@BRIEF
def test_where_all_is_estimated_only_the_file_itself_fails(address: str, seed: int) -> None:
    found = {
        authority: spoilt(address, guessed(address, authority), seed).findings for authority in get_args(Authority)
    }

    of_reference = {f.rule for f in found["reference"] if f.severity == Severity.ERROR}
    assert all(rule[0] == "F" or rule == "V13" for rule in of_reference)
    for authority in ("imported", "official"):
        assert {(f.rule, f.record, f.item) for f in found[authority]} == {
            (f.rule, f.record, f.item) for f in found["reference"]
        }
        assert not [f for f in found[authority] if f.ground == "estimate"]
