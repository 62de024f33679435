"""`chukan demo`: what it does when one of its commands can't do its work."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chukan.cli import demo


@pytest.mark.parametrize("code", [2, 3, 130])
def test_the_exit_code_is_that_of_the_command_that_failed(tmp_path: Path, code: int) -> None:
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
