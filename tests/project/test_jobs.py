"""A file stands in a project once: its results could not be told apart."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.errors import ProjectError
from chukan.project.project import Project

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
