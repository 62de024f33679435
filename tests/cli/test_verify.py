"""`chukan verify`: which deliveries are looked at, and what the command answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import DAY, FIXTURES

Chukan = Callable[..., Any]
PROJECT = FIXTURES / "projects" / "good" / "project.yaml"


def test_a_project_in_order(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("verify", PROJECT, *DAY, "--out", tmp_path / "result", "--junit")

    assert answer.code == 0
    assert {"report.html", "report.xlsx", "verification.json", "junit.xml"} <= {
        p.name for p in (tmp_path / "result").iterdir()
    }


def test_one_municipality(chukan: Chukan) -> None:
    whole = json.loads(chukan("verify", PROJECT, *DAY, "--json").out)
    town = whole["files"][0]["municipality"]
    part = json.loads(chukan("verify", PROJECT, *DAY, "--json", "--municipality", town).out)

    assert part["files"] == [f for f in whole["files"] if f["municipality"] == town]


def test_a_municipality_that_takes_no_part(chukan: Chukan) -> None:
    answer = chukan("verify", PROJECT, "--municipality", "999999")

    assert answer.code == 2
    assert "999999" in answer.err


@pytest.mark.parametrize("project", [FIXTURES / "projects" / "misspelt_key" / "project.yaml", Path("none.yaml")])
def test_a_project_that_can_not_be_read(chukan: Chukan, project: Path) -> None:
    answer = chukan("verify", project)

    assert answer.code == 2
    assert str(project) in answer.parts[1]
