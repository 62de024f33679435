"""A project is read from YAML or from a workbook of the same content."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.conftest import CopyProject

from chukan.errors import InputError, ProjectError
from chukan.project.opening import load_project
from chukan.project.unfilled import UNFILLED


def test_values_are_where_they_stand(copy_project: CopyProject) -> None:
    path = copy_project() / "project.yaml"

    project, lines = load_project(path)

    texts = path.read_text(encoding="utf-8").splitlines()
    assert project.municipalities
    assert lines.at("vendors") == f"{path}:{texts.index('vendors:') + 1}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"layuot": "mic@2.7"}, "layuot"),
        ({"municipalities": "みどり市"}, "municipalities"),
        ({"rules": {"V01": "loud"}}, "V01"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(copy_project: CopyProject, change: dict[str, object], says: str) -> None:
    path = copy_project() / "project.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8")) | change
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    with pytest.raises(ProjectError) as caught:
        load_project(path)

    assert says in f"{caught.value.message} {caught.value.place} {caught.value.hint}"
    assert (caught.value.place or "").startswith(f"{path}:")


def test_a_draft_that_nobody_filled_in_is_no_project(copy_project: CopyProject) -> None:
    path = copy_project() / "project.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("みほん協議会", UNFILLED), encoding="utf-8")

    with pytest.raises(ProjectError):
        load_project(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"group: {}\n"])
def test_what_is_no_workbook_is_an_error_of_the_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "project.xlsx"
    path.write_bytes(content)

    with pytest.raises(InputError):
        load_project(path)
