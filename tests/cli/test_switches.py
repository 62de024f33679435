"""--quiet, --verbose, --no-progress and --lang stand on every command; help is in the language of the screens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from chukan.cli.commands import load
from chukan.cli.main import app, run

FIXTURES = Path(__file__).parents[2] / "fixtures"
CHECK = [
    "check",
    str(FIXTURES / "bad" / "many_mistakes.csv"),
    "-l",
    "resident_register/person",
    "--as-of",
    "2026-11-23",
]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")


def _commands(of: typer.Typer, *before: str) -> Iterator[list[str]]:
    for command in of.registered_commands:
        yield [*before, command.name or str(command.callback and command.callback.__name__)]
    for group in of.registered_groups:
        assert group.typer_instance is not None
        yield from _commands(group.typer_instance, str(group.name))


load(app, run)
COMMANDS = list(_commands(app))


def test_all_commands_are_here() -> None:
    assert ["layouts", "show"] in COMMANDS
    assert ["check"] in COMMANDS


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_the_switches_and_helps_in_japanese(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--help"]) == 0
    text = capsys.readouterr().out
    for switch in ("-q, --quiet", "-v, --verbose", "--no-progress", "--lang ja|en"):
        assert text.count(switch) == 1
    assert text.startswith(f"使い方: chukan {' '.join(command)}")
    for english in ("Usage", "Options:", "Arguments:", "Show this", "required]", "default:", "range>", "x>="):
        assert english not in text


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_help_in_english_holds_no_japanese(place: str) -> None:
    """All pages in one process: the language is chosen when the commands are imported."""
    before = ["--lang", "en"] if place == "before" else []
    pages = [[*before, *c, "--help"] for c in COMMANDS if c[-1] != "import"]  # its example is a person's name
    code = (
        "import sys; from chukan.cli import language; language.use(sys.argv[1:])\n"
        f"from chukan.cli.main import run\nfor page in {pages!r}: run(page)\n"
    )
    arguments = [sys.executable, "-c", code, *(["--lang", "en"] if place != "environment" else [])]
    language = {"CHUKAN_LANG": "en"} if place == "environment" else {}
    done = subprocess.run(
        arguments, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8", **language}
    )
    text = done.stdout.decode()
    assert text.count("Usage: chukan") == len(pages)
    assert JAPANESE.findall(text) == []


def test_a_language_that_is_not_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--lang", "fr", "rules"], ["rules", "--lang", "fr"]):
        assert run(arguments) == 2
        out, err = capsys.readouterr()
        assert not out
        assert "「fr」は使えません" in err
        assert "ja、en" in err


def test_verbose_says_where_files_come_from_and_what_did_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--verbose"]) == 1
    out, err = capsys.readouterr()
    assert "対象外の検査: K02" in out
    assert re.search("SHA-256  [0-9a-f]{64}", out)
    assert re.search("所要 [0-9.]+ 秒", err)
    assert run(CHECK) == 1
    out, err = capsys.readouterr()
    assert "SHA-256" not in out
    assert not err


def test_quiet_is_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "-q"]) == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_jobs_beyond_what_any_system_waits_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--jobs", "99999999999999999999"]) == 2
    assert "61 以下" in capsys.readouterr().err


def test_no_progress_where_nobody_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    from chukan.cli.progress import progress

    with progress() as report:
        assert report is None


@pytest.mark.parametrize(("switch", "shown"), [([], True), (["--no-progress"], False), (["--quiet"], False)])
def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, switch: list[str], shown: bool) -> None:
    from chukan.cli.progress import progress

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    run(["rules", *switch])
    with progress() as report:
        assert (report is not None) is shown
        if report is not None:
            report("読み取り", 1, 2)
