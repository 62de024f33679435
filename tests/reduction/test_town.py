"""The reduction of one municipality."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml
from tests.reduction.conftest import AS_OF, REMOVED, run, slip

from chukan.errors import ProjectError
from chukan.layouts.library import Library


def test_files_of_two_definitions_can_not_be_one_register(town: Any, library: Library) -> None:
    town.put(REMOVED, [slip("20100401")], "a.csv")
    town.put(REMOVED, [slip("20100401")], "b.csv")
    document = yaml.safe_load(town.project.read_text(encoding="utf-8"))
    files = document["municipalities"][0]["businesses"][0]["files"]
    files[1]["layout"] = "mic@1.0/resident_register/removed"
    path = town.folder / "project.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    older = library.layout("mic@1.0/resident_register/removed")
    assert older.digest != library.layout("mic@2.7/resident_register/removed").digest

    with pytest.raises(ProjectError, match="違う版"):
        run(path, library)


def test_the_report_s_own_day_is_the_one_of_its_cells(town: Any) -> None:
    """Other days and trials are compared with it: they come first, and leave nothing behind."""
    town.put(REMOVED, [slip("20100401"), slip("20200401", "2")])

    day, other = AS_OF, dt.date(2012, 1, 1)
    early, late = town.reduce([other, day]), town.reduce([day, other])

    assert [s.as_of for s in early.scenarios] == ["2012-01-01", day.isoformat()]
    assert early.scenarios[0].candidates == early.candidates == late.scenarios[1].candidates
    assert late.scenarios[0].candidates == late.candidates == early.scenarios[1].candidates
