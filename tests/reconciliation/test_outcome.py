"""What a notebook sees of a reconciliation, and what it leaves in a folder."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.errors import OutputError

PEOPLE = [person(n) for n in range(1, 9)]


def test_a_notebook_sees_the_numbers(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE[1:])

    assert repr(outcome) == (
        "<ReconcileOutcome fail: 7 same, 0 explained, 0 different, 1 only delivered, 0 only loaded>"
    )
    assert outcome.to_pandas()["rule"].tolist() == ["M01"]
    assert "移行先にない" in outcome.to_html()


def test_a_folder_gets_everything_or_nothing(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE[1:])

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importlib.import_module("chukan.reconciliation.views.excel"), "write_excel", fail)
    with pytest.raises(OutputError):
        outcome.write(tmp_path / "r")

    assert not (tmp_path / "r").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".r")]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_what_shows_values_is_its_owner_s(bench: Bench, tmp_path: Path) -> None:
    bench.compare(PEOPLE, PEOPLE[1:], show_values=True).write(tmp_path / "r")

    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "r").iterdir()} == {0o600}
