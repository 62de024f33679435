"""What a project names: by its Japanese name too, once, and with its line where it is wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.project.test_project import changed, file

from chukan.errors import AgreementError, ChukanError, ProjectError
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


@pytest.mark.parametrize("where", ["project", "agreement file", "business", "file"])
def test_an_agreed_column_of_no_item_has_its_line(file: Path, where: str) -> None:
    columns = "columns: {個人番: 宛名番合}"
    place = file
    if where == "project":
        line = _replaced(file, "agreement: agreement.yaml", f"agreement: {{encoding: cp932, {columns}}}")
    elif where == "agreement file":
        place = file.parent / "agreement.yaml"
        line = place.read_text(encoding="utf-8").count("\n") + 1
        place.write_text(place.read_text(encoding="utf-8") + f"{columns}\n", encoding="utf-8")
    elif where == "file":
        line = _replaced(file, "layout: person,", f"layout: person, agreement: {{{columns}}},")
    else:
        line = _replaced(file, "files:", f"agreement: {{{columns}}}\n        files:")

    with pytest.raises(AgreementError, match="宛名番合") as e:
        Project.open(file).job()

    assert e.value.place == f"{place}:{line}"
    assert "「宛名番号」ではありませんか" in (e.value.hint or "")


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


FILE = {"layout": "person", "path": "person.csv"}
PROJECT: dict[str, Any] = {
    "group": {"name": "試験クラウド協議会", "representative": "131016"},
    "layout": "mic@2.7",
    "agreement": {"format": "csv", "encoding": "cp932"},
    "vendors": [{"id": "a", "name": "事業者A"}, {"id": "b", "name": "事業者B"}, {"id": "c", "name": "事業者C"}],
    "municipalities": [
        {
            "code": "131016",
            "name": "みどり市",
            "businesses": [{"business": "resident_register", "from": "a", "to": "c", "files": [FILE]}],
        }
    ],
}


def job_of(tmp_path: Path, *more: dict[str, Any]) -> Any:
    document = copy.deepcopy(PROJECT)
    document["municipalities"][0]["businesses"] += more
    path = tmp_path / "project.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return Project(path).job()


@pytest.mark.parametrize(
    "plan",
    [
        {"business": "resident_register", "from": "b", "to": "c", "files": [FILE]},
        {
            "business": "seal_registration",
            "from": "b",
            "to": "c",
            "files": [FILE | {"layout": "resident_register/person"}],
        },
        {"business": "resident_register", "from": "b", "to": "c", "files": [FILE | {"path": "./person.csv"}]},
        {"business": "resident_register", "from": "b", "to": "c", "files": [FILE | {"path": "sub/../person.csv"}]},
    ],
)
def test_a_file_that_is_listed_twice_is_called_so(tmp_path: Path, plan: dict[str, Any]) -> None:
    with pytest.raises(ProjectError, match=r"「.*person\.csv」が、みどり市の.*として二度書かれています"):
        job_of(tmp_path, plan)


def test_two_files_of_one_layout_are_no_mistake(tmp_path: Path) -> None:
    second = {"business": "resident_register", "from": "b", "to": "c", "files": [FILE | {"path": "other.csv"}]}

    assert [t.shown for t in job_of(tmp_path, second).targets] == ["person.csv", "other.csv"]


def test_a_project_without_municipalities_says_so_with_its_line(file: Path) -> None:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump(data | {"municipalities": []}, allow_unicode=True), encoding="utf-8")

    with pytest.raises(ProjectError, match="市区町村がありません") as e:
        Project.open(file).job()

    assert "None" not in str(e.value)
    assert (e.value.place or "").rpartition(":")[2].isdigit()
