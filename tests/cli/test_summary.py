"""`chukan summary DIR...`: folders, or folders above them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import CP932, DAY, FIXTURES, PERSON

Chukan = Callable[..., Any]


@pytest.fixture
def runs(chukan: Chukan, tmp_path: Path) -> Path:
    """Return a folder with two runs of one file and one of another."""
    good = FIXTURES / "good" / "person_cp932.csv"
    bad = FIXTURES / "bad" / "many_mistakes.csv"
    for name, file in (("1", bad), ("2", bad), ("3", good)):
        chukan("check", file, *PERSON, *CP932, *DAY, "--out", tmp_path / "runs" / name)
    return tmp_path / "runs"


def test_folders_above_results_are_searched(chukan: Chukan, runs: Path, tmp_path: Path) -> None:
    answer = chukan("summary", runs, "--out", tmp_path / "out")

    assert answer.code == 1
    assert answer.out.startswith("2 件のうち 合格 1、不合格 1")
    assert (tmp_path / "out" / "summary.html").is_file()
    document = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sorted(len(s["runs"]) for s in document["series"]) == [1, 2]


def test_all_passed_is_exit_0(chukan: Chukan, runs: Path) -> None:
    assert chukan("summary", runs / "3").code == 0


def test_a_folder_without_results_is_exit_3(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("summary", tmp_path)

    assert answer.code == 3
    assert "verification.json" in answer.err
