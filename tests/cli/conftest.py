"""The program in this process, as in the journeys."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import chukan
from typer.testing import CliRunner, Result

from chukan.cli.layouts import app

__all__ = ["chukan"]


PERSON = "mic@2.7/resident_register/person"


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; errors of ours come through."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return call


def answer(result: Result) -> Any:
    return json.loads(result.stdout)
