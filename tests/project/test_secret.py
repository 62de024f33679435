"""The project's secret is made once, whole or not at all, for its owner only."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.project.secret import PLACE, project_secret


def test_it_is_made_once_and_then_stays(tmp_path: Path) -> None:
    first = project_secret(tmp_path)

    assert len(first) == 32
    assert project_secret(tmp_path) == first
    assert {p.name for p in (tmp_path / PLACE).parent.iterdir()} == {"secret", ".gitignore"}
    other = tmp_path / "other"
    other.mkdir()
    assert project_secret(other) != first


@pytest.mark.skipif(os.name == "nt", reason="no permissions of that kind")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    project_secret(tmp_path)

    assert (tmp_path / PLACE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / PLACE).parent.stat().st_mode & 0o777 == 0o700


def test_runs_at_the_same_time_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: project_secret(tmp_path), range(16)))

    assert len(made) == 1
    assert {p.name for p in (tmp_path / PLACE).parent.iterdir()} == {"secret", ".gitignore"}


def test_nothing_is_made_where_it_is_only_asked_for(tmp_path: Path) -> None:
    assert project_secret(tmp_path, make=False) == b""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "chukan-secret-1 abc", "chukan-secret-2 " + "0" * 64, "秘密"])
def test_a_damaged_one_is_refused_not_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / PLACE
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProjectError, match="壊れています") as e:
        project_secret(tmp_path)

    assert e.value.hint is not None
    assert "控え" in e.value.hint
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)

    assert project_secret(tmp_path) == b""
