"""Several municipalities, files and definitions in one run; and links over more than one step."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.reduction.conftest import candidates, run

from chukan.errors import Bug
from chukan.layouts.library import Library
from chukan.reduction.report.report import Report
from chukan.reduction.run import _check


def test_each_municipality_by_its_own_settings(two: Path, library: Library) -> None:
    report = run(two, library)

    assert candidates(report) == {"131016": 2, "131024": 1}
    (rule,) = (r for r in report.rules if r.id == "JK01")
    assert (rule.boundary, rule.candidates.records, rule.alone.records) == ("2009-06-20・2014-06-20", 3, 3)
    boundary = [(d.municipality, d.open, d.amount.records) for d in report.decisions if d.about == "boundary"]
    assert boundary == [("131016", True, 2), ("131024", False, 1)]
    assert report.scenarios[0].candidates.records == 3


def test_both_are_split(two: Path, library: Library, tmp_path: Path) -> None:
    document = yaml.safe_load(two.read_text(encoding="utf-8"))
    document["reduction"]["juhyo_boundary_date"] = "2014-06-20"
    two.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    report = run(two, library, out=tmp_path / "out", split=True)

    assert report.split is not None
    written = [(tmp_path / "out" / f.archive).read_bytes() for f in report.split.files]
    assert [len(w.splitlines()) for w in written] == [3, 2]
    assert len({f.archive for f in report.split.files}) == 2


def test_a_record_without_a_class_is_a_bug(made: tuple[Report, Path]) -> None:
    from dataclasses import replace

    with pytest.raises(Bug, match="分類した件数"):
        _check(replace(made[0], cells=made[0].cells[1:]))
