"""`chukan demo`: what it does when one of its commands can't do its work."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chukan.cli import demo


def make(folder: Path, *_: object, **__: object) -> Path:
    """Stand in for `make_demo`, which has tests of its own: only what the command does with it is looked at."""
    folder.mkdir(parents=True)
    (folder / "project.yaml").touch()
    return folder / "project.yaml"


@pytest.mark.parametrize("code", [2, 3, 130])
def test_the_exit_code_is_that_of_the_command_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr("chukan.sample.deliveries.demo.make_demo", make)
    app = typer.Typer()
    seen: list[str] = []

    def run(command: list[str]) -> int:
        seen.append(command[0])
        return {"verify": 1, "evidence": code}[command[0]]

    demo.register(app, run)
    result = CliRunner().invoke(app, ["--out", str(tmp_path / "demo"), "--persons", "50"])

    assert result.exit_code == code
    assert seen == ["verify", "evidence"]
    assert f"終了コード {code}" in result.stderr


def test_the_screen_names_places_that_are_there_wherever_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typer.Typer()
    demo.register(app, lambda _command: 0)
    monkeypatch.setattr("chukan.sample.deliveries.demo.make_demo", make)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["--out", "demo", "--persons", "50"])

    places = [Path(line.rsplit(": ", 1)[1]) for line in result.stdout.partition("できたもの:")[2].splitlines() if line]
    assert [p.relative_to(tmp_path / "demo").as_posix() for p in places] == [file for _, file in demo.RESULTS]
    assert places[-1].is_file()
