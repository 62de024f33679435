"""`--log-file`: what happened, for those who were not there, and no value of a record."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import CP932, FIXTURES, PERSON, program

__all__ = ["program"]  # a fixture
Chukan = Callable[..., Any]


def test_beginning_files_verdict_and_end_are_logged(chukan: Chukan, tmp_path: Path) -> None:
    file = next(iter(sorted((FIXTURES / "good").glob("person*.csv"))))

    chukan("check", file, *PERSON, *CP932, "--quiet", "--log-file", tmp_path / "chukan.log")
    chukan("rules", "--quiet", "--log-file", tmp_path / "chukan.log")

    lines = (tmp_path / "chukan.log").read_text(encoding="utf-8").splitlines()
    assert sum(" 開始 chukan " in line for line in lines) == 2
    assert sum(" 終了 終了コード " in line for line in lines) == 2
    assert any(f" 検査 {file.name} 読取 " in line for line in lines)
    assert any(" 判定 " in line for line in lines)


def test_what_stopped_a_run_is_logged(chukan: Chukan, tmp_path: Path) -> None:
    chukan("check", "none.csv", *PERSON, "--log-file", tmp_path / "chukan.log")

    text = (tmp_path / "chukan.log").read_text(encoding="utf-8")
    assert " ERROR " in text
    assert "none.csv" in text
    assert "終了コード 3" in text


def test_a_log_that_can_not_be_written_is_an_error_with_a_place(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("rules", "--log-file", tmp_path)

    assert answer.code == 3
    assert str(tmp_path) in answer.err


def test_the_environment_names_a_log_too(chukan: Chukan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUKAN_LOG", str(tmp_path / "chukan.log"))

    chukan("rules", "--quiet")

    assert "開始" in (tmp_path / "chukan.log").read_text(encoding="utf-8")


def test_nothing_is_left_open(chukan: Chukan, tmp_path: Path) -> None:
    chukan("rules", "--quiet", "--log-file", tmp_path / "chukan.log")
    chukan("rules", "--quiet")

    assert not [h for h in logging.getLogger("chukan").handlers if isinstance(h, logging.FileHandler)]


def test_without_a_log_an_error_is_said_once(program: Chukan) -> None:
    answer = program("verify", "none.yaml")

    assert answer.code == 2
    assert answer.err.startswith("chukan: ")
    assert answer.err.count("none.yaml") == 1
