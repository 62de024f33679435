"""What holds for every file: a sound one has no findings, a seeded mistake is found and nothing else, blocks change nothing."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.defects.seeder import Seeder
from chukan.sample.files.write import write
from chukan.sample.records.generate import generate
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import RunResult, run

AS_OF = dt.date(2026, 11, 23)
DECIDED = Agreement(
    format="csv",
    encoding="cp932",
    newline="crlf",
    delimiter=",",
    quoting="minimal",
    header=True,
    length_unit="chars",
    dates="yyyymmdd",
    newlines_in_values=False,
)
#: What would be told of a file of fixed width (A02).
OF_CSV_ONLY: dict[str, Any] = dict.fromkeys(("delimiter", "quoting", "newlines_in_values"))
AGREEMENTS = (
    DECIDED,
    DECIDED.merged({"encoding": "utf-8", "newline": "lf", "quoting": "all", "header": False}),
    DECIDED.merged({"encoding": "euc_jp", "newline": "cr", "delimiter": "\t", "dates": "yyyy-mm-dd"}),
    DECIDED.merged({"encoding": "utf-16le", "dates": "yyyy/mm/dd"}),
    DECIDED.merged({"format": "fixed", "header": None, **OF_CSV_ONLY}),
    DECIDED.merged({"format": "fixed", "newline": "none", "encoding": "utf-8", "header": False, **OF_CSV_ONLY}),
)
LAYOUTS = (
    "resident_register/household",
    "resident_register/person",
    "seal_registration/registration",
    "non_resident_addressee/addressee",
    "individual_resident_tax/taxpayer",
    "national_health_insurance/insured",
    "long_term_care_insurance/insured",
)
SLOW = settings(
    max_examples=9,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
block_sizes = st.integers(64, 40_000)


@cache
def _layout(address: str) -> Layout:
    return Library().layout(f"mic@2.7/{address}")


def _check(path: Path, layout: Layout, agreement: Agreement, **options: int) -> RunResult:
    target = Target(path, path.name, layout, agreement)
    return run(Job([target], agreement=agreement, across=False), Options(as_of=AS_OF, profile=False, **options))  # type: ignore[arg-type]


def _said(outcome: RunResult) -> tuple[object, ...]:
    """All of a verification but when it was made."""
    return replace(outcome.verification, started="", finished=""), outcome.findings


@SLOW
@given(
    address=st.sampled_from(LAYOUTS),
    agreement=st.sampled_from(AGREEMENTS),
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 30),
    block_size=block_sizes,
)
def test_a_sound_file_has_no_findings(
    tmp_path: Path, address: str, agreement: Agreement, seed: int, rows: int, block_size: int
) -> None:
    layout, path = _layout(address), tmp_path / "file.txt"
    write(path, layout, generate(layout, rows, seed=seed, agreement=agreement, as_of=AS_OF), agreement)
    outcome = _check(path, layout, agreement, block_size=block_size)
    assert [(f.rule, f.item, f.record, f.message) for f in outcome.findings] == []
    assert outcome.verification.verdict == "pass"
    assert outcome.verification.totals.records.total == rows


@SLOW
@given(
    address=st.sampled_from(LAYOUTS),
    agreement=st.sampled_from(AGREEMENTS[:4]),
    seed=st.integers(0, 10_000),
    block_size=block_sizes,
)
def test_a_seeded_mistake_is_found_and_nothing_else(
    tmp_path: Path, address: str, agreement: Agreement, seed: int, block_size: int
) -> None:
    layout, path = _layout(address), tmp_path / "file.txt"
    seeder = Seeder(layout, rate=0.3, seed=seed, agreement=agreement, as_of=AS_OF)
    batches = list(seeder.batches(generate(layout, 30, seed=seed, agreement=agreement, as_of=AS_OF)))
    write(path, layout, batches, agreement, damage=seeder.damage)
    outcome = _check(path, layout, agreement, block_size=block_size)
    seeded = Counter((d.record, d.item, d.rule) for d in seeder.defects)
    assert seeded
    assert Counter((f.record, f.item or "", f.rule) for f in outcome.findings) == seeded
    counts: Counter[tuple[str, str]] = Counter()
    for count in (c for f in outcome.verification.files for c in f.counts):
        counts[count.rule, count.item or ""] += count.count  # one rule may weigh differently by what it rests on
    assert counts == Counter((d.rule, d.item) for d in seeder.defects)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People with a mistake in every third record, and damage to the form of the file."""
    layout, path = _layout("resident_register/person"), tmp_path_factory.mktemp("spoilt") / "person.csv"
    seeder = Seeder(layout, rate=0.3, seed=7, agreement=DECIDED, as_of=AS_OF)
    batches = list(seeder.batches(generate(layout, 160, seed=7, agreement=DECIDED, as_of=AS_OF)))
    write(path, layout, batches, DECIDED, damage=seeder.damage)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[50] = lines[50].replace(b"\r\n", b"\n")
    lines[90] = b'"' + lines[90]
    lines[130] = lines[130].replace(b",", b",\x82,", 1)
    path.write_bytes(b"".join(lines) + b"\x1a")
    return path


@pytest.fixture(scope="module")
def beginning(spoilt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first records of the spoilt file, its damage among them: small blocks cost as much each as large ones."""
    path = tmp_path_factory.mktemp("beginning") / "person.csv"
    lines = spoilt.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((lines[0], *lines[40:60], *lines[85:95], *lines[125:140])) + b"\x1a")
    return path


@cache
def _whole(path: Path) -> tuple[object, ...]:
    return _said(_check(path, _layout("resident_register/person"), DECIDED))


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(block_size=block_sizes)
def test_blocks_change_nothing(beginning: Path, block_size: int) -> None:
    said = _said(_check(beginning, _layout("resident_register/person"), DECIDED, block_size=block_size))
    assert said == _whole(beginning)


@pytest.mark.parametrize("block_size", [1000, 30_000])
def test_workers_change_nothing(spoilt: Path, block_size: int) -> None:
    said = _said(_check(spoilt, _layout("resident_register/person"), DECIDED, jobs=2, block_size=block_size))
    assert said == _whole(spoilt)


def test_workers_change_nothing_of_several_files(spoilt: Path, tmp_path: Path) -> None:
    """The files of a run share its processes; whichever examines a block, the answer is the same."""
    layout, other = _layout("resident_register/person"), _layout("resident_register/household")
    write(tmp_path / "h.csv", other, generate(other, 400, agreement=DECIDED, as_of=AS_OF), DECIDED)
    spoilt_too = tmp_path / "again.csv"
    spoilt_too.write_bytes(spoilt.read_bytes().replace(b"\r\n", b"\n"))
    targets = [
        Target(path, path.name, of, DECIDED, municipality="131016")
        for path, of in ((spoilt, layout), (tmp_path / "h.csv", other), (spoilt_too, layout))
    ]
    job = Job(targets, agreement=DECIDED)
    one, three = (_said(run(job, Options(as_of=AS_OF, block_size=4000, jobs=jobs, sample_limit=3))) for jobs in (1, 3))
    assert one == three


@pytest.mark.parametrize("limit", [1, 3])
def test_the_sample_is_the_first_of_each_kind(spoilt: Path, limit: int) -> None:
    layout = _layout("resident_register/person")
    everything = _check(spoilt, layout, DECIDED)
    some = _check(spoilt, layout, DECIDED, sample_limit=limit, block_size=2000)
    assert some.verification.files == everything.verification.files
    kept: Counter[tuple[str, str | None, str]] = Counter()
    expected = []
    for f in everything.findings:
        kept[f.rule, f.item, f.severity] += 1
        if kept[f.rule, f.item, f.severity] <= limit:
            expected.append(f)
    assert some.findings == expected


def test_the_list_of_seeded_mistakes_is_what_is_found(tmp_path: Path) -> None:
    """As a person would compare them: the list beside the file against the findings."""
    from chukan.sample.deliveries.single import write_sample

    layout, path = _layout("resident_register/household"), tmp_path / "household.csv"
    write_sample(layout, path, rows=300, agreement=DECIDED, seed=3, defects=0.1, as_of=AS_OF)
    with (tmp_path / "household.csv.defects.csv").open(encoding="utf-8", newline="") as f:
        listed = Counter((int(d["record"]), d["item"], d["rule"]) for d in csv.DictReader(f))
    found = Counter((f.record, f.item or "", f.rule) for f in _check(path, layout, DECIDED).findings)
    assert listed == found
