"""The reduction of a project: its settings, what is tried out, where the results go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.reduction.conftest import PERSON, REMOVED, candidates, run, slip

from chukan.errors import InputError, ProjectError, UsageError
from chukan.layouts.library import Library


def test_only_one_municipality(two: Path, library: Library) -> None:
    assert candidates(run(two, library, municipality="131024")) == {"131024": 1}


def test_nothing_to_classify(town: Any, library: Library) -> None:
    path = town.project

    with pytest.raises((UsageError, ProjectError)):
        run(path, library)


def test_half_a_picture_is_none(town: Any, library: Library, tmp_path: Path) -> None:
    town.put(REMOVED, [slip("20100401")])
    town.put(PERSON, [{}]).unlink()

    with pytest.raises(InputError):
        run(town.project, library, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_files_are_split_into_a_folder_only(two: Path, library: Library) -> None:
    with pytest.raises(UsageError, match="--out が要ります"):
        run(two, library, split=True)


def test_a_trial_is_no_decision(two: Path, library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="一緒に使えません"):
        run(two, library, split=True, out=tmp_path / "out", sets=["JK01.years=5"])
    assert not (tmp_path / "out").exists()


def test_what_is_tried_out_stands_beside_what_was_decided(two: Path, library: Library) -> None:
    report = run(two, library, sets=["ZE09.years=7"])

    assert [bool(s.trial) for s in report.scenarios] == [False, True]
    assert report.scenarios[0].candidates == report.candidates
