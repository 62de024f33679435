"""What a project names: by its Japanese name too; and what is not there, with the line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.test_project import changed, file

from chukan.errors import ChukanError, ProjectError
from chukan.project.project import Project

__all__ = ["file"]  # a fixture


def _replaced(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text; return its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("name", ["resident_register", "住民基本台帳"])
def test_a_business_goes_by_both_its_names(file: Path, name: str) -> None:
    targets = Project.open(file).job(business=name).targets

    assert {t.layout.business for t in targets} == {"resident_register"}


def test_an_unknown_business_names_the_nearest(file: Path) -> None:
    with pytest.raises(ProjectError, match="住民台帳") as e:
        Project.open(file).job(business="住民台帳")
    assert "住民基本台帳" in (e.value.hint or "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("layout: person", "layout: persn"),
        ("business: resident_register", "business: resident_registr"),
        ("path: ", "path: ../outside/"),
    ],
)
def test_what_is_not_there_has_its_line(file: Path, old: str, new: str) -> None:
    line = _replaced(file, old, new)

    with pytest.raises(ChukanError) as e:
        Project.open(file).job()
    assert f"{file}:{line}" in (e.value.place or "")


def test_a_total_of_no_item_has_its_line_and_the_amounts(file: Path) -> None:
    line = _replaced(file, "layout: person,", "layout: person, totals: {所得金額: 1},")

    with pytest.raises(ProjectError, match="所得金額") as e:
        Project.open(file).job()
    assert e.value.place == f"{file}:{line}"
    assert e.value.hint


def test_a_file_that_stands_twice_has_the_line_of_the_second(file: Path) -> None:
    row = "          - {layout: person, path: 139998/resident_register_person.csv, records: 15}\n"
    line = _replaced(file, row, row * 2) + 1

    with pytest.raises(ProjectError, match="二度") as e:
        Project.open(file).job()
    assert e.value.place == f"{file}:{line}"


def test_an_agreement_of_a_file_has_its_line(file: Path) -> None:
    line = _replaced(file, "layout: person,", "layout: person, agreement: {encodng: cp932},")

    with pytest.raises(ChukanError, match="encodng") as e:
        Project.open(file).job()
    assert e.value.place == f"{file}:{line}"


def test_a_rule_that_is_not_there_has_its_line(file: Path) -> None:
    changed(file, rules={"V99": "off"})

    with pytest.raises(ProjectError, match="V99") as e:
        Project.open(file).job()
    assert f"{file}:" in (e.value.place or "")
