"""What may not be read is an input that could not be read (3), not a mistake of the command line (2)."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from tests.journeys.conftest import FIXTURES, HOUSEHOLD

from chukan.cli import commands
from chukan.cli.main import run

Chukan = Callable[..., Any]
GOOD = FIXTURES / "good" / "household_cp932.csv"


def _paths(program: typer.Typer) -> Iterator[tuple[str, Any]]:
    """Yield the declarations of the parameters that are paths."""
    for command in program.registered_commands:
        assert command.callback is not None
        for parameter in inspect.signature(command.callback, eval_str=True).parameters.values():
            kind, *declared = get_args(parameter.annotation) or (None,)
            is_path = kind is Path or Path in get_args(kind)
            if is_path and declared and getattr(declared[0], "parser", None) is None:
                yield f"{command.callback.__name__} {parameter.name}", declared[0]
    for group in program.registered_groups:
        assert group.typer_instance is not None
        yield from _paths(group.typer_instance)


def test_the_parser_checks_no_path() -> None:
    """It would do so in English, with the exit code of a wrong command line."""
    program = typer.Typer()
    commands.load(program, run)

    declared = dict(_paths(program))

    assert len(declared) > 15
    assert [name for name, one in declared.items() if one.readable or one.exists] == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may become somebody else and back")
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_file_without_permission(chukan: Chukan, closed: str) -> None:
    """Root may read everything: the file is read as nobody. Not in pytest's own folder: it closes that to others."""
    chukan("check", GOOD, *HOUSEHOLD)  # loads what nobody may not read
    chukan("inspect", GOOD)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755 if closed == "file" else 0)
        file, agreement = Path(folder, "file.csv"), Path(folder, "agreement.yaml")
        for path in (file, agreement):
            path.write_bytes(GOOD.read_bytes())
            path.chmod(0 if closed == "file" else 0o644)
        os.seteuid(65534)
        try:
            answers = [chukan("check", file, *HOUSEHOLD), chukan("inspect", file)]
            mistake = chukan("check", file, *HOUSEHOLD, "--agreement", agreement)
        finally:
            os.seteuid(0)

    for answer in answers:
        assert answer.code == 3, answer.err
        assert "権限" in answer.err
        assert str(file) in answer.err
    assert mistake.code == 2, mistake.err
    assert "権限" in mistake.err
    assert str(agreement) in mistake.err
