"""An opened project: its packs, waivers, day and job."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from tests.conftest import copied

from chukan.errors import InputError, PackError, ProjectError
from chukan.layouts.library import Library
from chukan.project.project import Project

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the project of the fixtures, to be changed."""
    return copied("good", tmp_path / "project") / "project.yaml"


def changed(file: Path, **keys: object) -> Path:
    document = yaml.safe_load(file.read_text(encoding="utf-8")) | keys
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return file


def test_projects_without_packs_share_the_default_library(file: Path) -> None:
    assert Project.open(file).library is Library.default()


def test_packs_that_are_given_come_before_those_of_the_project(file: Path) -> None:
    shutil.copytree(ROOT / "docs" / "examples" / "pack", file.parent / "packs" / "example")
    given = ROOT / "fixtures" / "packs" / "missing_code_list"

    project = Project.open(changed(file, packs=["packs"]), packs=[given])

    assert project.library.names[:2] == ("missing_code_list", "example")


def test_a_folder_of_packs_that_is_missing_is_reported(file: Path) -> None:
    with pytest.raises(PackError, match="フォルダがありません"):
        Project.open(changed(file, packs=["nowhere"]))


def test_packs_outside_of_the_project_need_leave(file: Path) -> None:
    changed(file, packs=[str(ROOT / "docs" / "examples")])

    with pytest.raises(ProjectError, match="フォルダの外"):
        Project.open(file)

    assert "example" in Project.open(file, allow_outside=True).library.names


@pytest.mark.parametrize(
    ("given", "own", "expected"),
    [
        (dt.date(2026, 1, 1), "2026-11-23", dt.date(2026, 1, 1)),
        (None, "2026-11-23", dt.date(2026, 11, 23)),
        (None, None, dt.date.today()),
    ],
)
def test_the_day_is_the_given_one_else_the_projects_else_today(
    file: Path, given: dt.date | None, own: str | None, expected: dt.date
) -> None:
    assert Project.open(changed(file, as_of=own)).day(given) == expected


def test_the_waiver_sheet_is_read_only_where_it_counts(file: Path) -> None:
    project = Project.open(changed(file, waivers="missing.xlsx"))

    assert project.job(waived=False).waivers == ()
    with pytest.raises(InputError):
        project.job()


def test_the_job_names_the_project_that_it_was_made_of(file: Path) -> None:
    project = Project.open(file)

    job = project.job(municipality="試験町", business="resident_register")

    assert job.project_sha256 == project.sha256
    assert {t.municipality for t in job.targets} == {"139980"}
    assert len(job.targets) == 2
