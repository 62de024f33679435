"""Which sheets a project has taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.project.decided import TAKEN, name_of_run, remember, taken
from chukan.verification.decisions.model import Decisions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / TAKEN).parent.mkdir()
    return tmp_path


def test_the_last_sheet_of_each_kind_of_run_is_noted(folder: Path) -> None:
    remember(Decisions(run="2026-04-01T00:00:00"), folder)
    remember(Decisions(run="2026-04-02T00:00:00"), folder, reconciliation=True)
    remember(Decisions(run="2026-04-03T00:00:00"), folder)
    remember(Decisions(), folder)

    assert taken(folder / TAKEN) == {
        name_of_run(reconciliation=False): "2026-04-03T00:00:00",
        name_of_run(reconciliation=True): "2026-04-02T00:00:00",
    }
    assert [p.name for p in (folder / TAKEN).parent.iterdir()] == [TAKEN.name]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"run": 1}'])
def test_nothing_is_known_of_a_note_that_is_none(folder: Path, text: str) -> None:
    (folder / TAKEN).write_text(text, encoding="utf-8")

    assert taken(folder / TAKEN) == {}


def test_where_nothing_can_be_written_nothing_is_noted(tmp_path: Path) -> None:
    remember(Decisions(run="2026-04-01T00:00:00"), tmp_path)

    assert taken(tmp_path / TAKEN) == {}
