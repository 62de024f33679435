"""Marks of a draft that nobody filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.project.opening import load_project

DRAFT = """\
group: {name: 要記入, representative: "131016"}
vendors:
  - {id: a, name: 要記入（移行元）}
municipalities:
  - code: "131016"
    name: 千代田区
"""


def test_the_first_place_and_the_number_are_named(tmp_path: Path) -> None:
    path = tmp_path / "project.yaml"
    path.write_text(DRAFT, encoding="utf-8")

    with pytest.raises(ProjectError) as caught:
        load_project(path)

    assert "2 か所" in caught.value.message
    assert "3 行目" in caught.value.message
    assert str(caught.value.place).endswith("project.yaml:1")


def test_the_word_inside_of_a_name_is_no_mark(tmp_path: Path) -> None:
    path = tmp_path / "project.yaml"
    path.write_text(DRAFT.replace("要記入", "欄は要記入"), encoding="utf-8")

    assert load_project(path)[0].group.name == "欄は要記入"
