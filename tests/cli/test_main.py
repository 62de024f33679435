"""Errors become exit codes and words, in one place."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from chukan.cli import commands, main
from chukan.errors import ChukanError, InputError, OutputError, UsageError


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return monkeypatch


def run(patch: pytest.MonkeyPatch, error: BaseException) -> int:
    def app(**_: object) -> None:
        raise error

    patch.setattr(commands, "load", lambda *_: app)
    return main.run(["check"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("違います", hint="こうします"), 2),
        (InputError("読めません"), 3),
        (KeyboardInterrupt(), 130),
        (OSError(28, "No space left on device", "/data"), OutputError.exit_code),
        (MemoryError(), 70),
        (ValueError("田中"), 70),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_each_way_to_fail_has_its_exit_code_and_its_words(
    fails: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    assert run(fails, error) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("chukan: ")
    assert "Traceback" not in err


def test_an_error_names_thing_place_and_next_step(
    fails: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(fails, UsageError("層がありません", place="a.yaml:3", hint="書いてください"))

    err = capsys.readouterr().err
    assert [part for part in ("層がありません", "a.yaml:3", "書いてください") if part not in err] == []


def test_the_file_of_a_bug_holds_no_value(
    fails: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(fails, ValueError("田中　一郎"))
    left = "".join(p.read_text(encoding="utf-8") for p in tmp_path.glob("chukan-bug-*.txt"))

    assert "ValueError" in left
    assert "田中" not in left + capsys.readouterr().err


@pytest.mark.parametrize("argument", ["a\x00b", "\ud800"])
def test_an_argument_that_is_no_text_is_named(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["check", argument]) == 2
    assert "引数" in capsys.readouterr().err


def test_every_error_of_chukan_has_an_exit_code_of_the_contract() -> None:
    def below(kind: type[ChukanError]) -> list[type[ChukanError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in below(sub))]

    assert {k.exit_code for k in below(ChukanError)} <= {1, 2, 3, 70}


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["check", "none.csv", "-l", "x/y"], 2), (["chekc"], 2)]
)
def test_the_process_ends_with_the_code_after_what_was_registered_for_its_end(arguments: list[str], code: int) -> None:
    script = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('registered'))\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "from chukan.__main__ import main\n"
        "main()\n"
        "print('not here')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert done.returncode == code
    assert done.stdout.decode().splitlines()[-1] == "registered"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no full device")
def test_a_screen_that_takes_nothing_is_reported() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "chukan", "--version"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == OutputError.exit_code
    assert "空き容量" in done.stderr.decode()
