"""`verify` of several projects in one call: one that fails stops no other, one summary at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import copied
from tests.journeys.conftest import DAY

from chukan.cli.several import file_folders, folder_names

Chukan = Callable[..., Any]


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    """Return a project in order, one with a delivery that did not come, and one that can't be read."""
    made = []
    for name in ("east", "west", "north"):
        copied("good", tmp_path / name)
        made.append(tmp_path / name / "project.yaml")
        data = yaml.safe_load(made[-1].read_text(encoding="utf-8"))
        data["group"]["name"] = name
        data["municipalities"] = data["municipalities"][:1]
        if name == "west":
            data["municipalities"][0]["businesses"][1]["files"] = []
        made[-1].write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    made[2].write_text("grup: {}\n", encoding="utf-8")
    return made


def test_each_has_its_folder_and_one_summary_follows(chukan: Chukan, projects: list[Path], tmp_path: Path) -> None:
    answer = chukan("verify", *projects, *DAY, "--out", tmp_path / "out", "--format", "junit", "--no-profile")

    assert answer.code == 2
    assert "grup" in answer.err
    for name in ("east", "west"):
        assert (tmp_path / "out" / name / "verification.json").is_file()
        assert (tmp_path / "out" / name / "junit.xml").is_file()
    assert not (tmp_path / "out" / "north").exists()
    assert "3 件のうち 合格 1、未検査あり 1、実行できず 1" in answer.out
    document = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [(s["name"], s["verdict"]) for s in document["series"]] == [("west", "not_checked"), ("east", "pass")]
    assert "north" in document["failed"][0]["name"]
    assert "実行できなかったもの" in (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")


def test_json_is_the_summary_and_nothing_else(chukan: Chukan, projects: list[Path]) -> None:
    answer = chukan("verify", *projects[:2], *DAY, "--json", "--no-profile")

    assert answer.code == 1
    assert json.loads(answer.out)["verdicts"] == {"not_checked": 1, "pass": 1}


def test_quiet_is_one_line(chukan: Chukan, projects: list[Path]) -> None:
    assert len(chukan("verify", projects[0], projects[1], *DAY, "-q", "--no-profile").out.splitlines()) == 1


def test_formats_of_several_need_a_folder(chukan: Chukan, projects: list[Path]) -> None:
    answer = chukan("verify", *projects[:2], "--format", "jsonl")

    assert answer.code == 2
    assert "--out" in answer.err


def test_folders_are_named_after_files_or_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "project.yaml", tmp_path / "b" / "east.yaml", tmp_path / "c" / "a" / "project.yaml"]

    assert folder_names(paths) == ["a", "east", "a-2"]


def test_a_sheet_of_decisions_belongs_to_one_project(chukan: Chukan, projects: list[Path]) -> None:
    answer = chukan("verify", *projects[:2], "--decisions", "report.xlsx")

    assert answer.code == 2
    assert "--decisions" in answer.err


def test_a_folder_is_never_the_one_above(tmp_path: Path) -> None:
    """The name of ``...csv`` without its ending is ``..``."""
    files = [Path(name) for name in ("...csv", "..csv", "a.csv", ". .csv", "b\n.csv")]

    assert file_folders(files) == ["_..", "_.", "a", "_. ", "b␊"]
    assert folder_names(files) == ["_..", "_.", "a", "_. ", "b␊"]
