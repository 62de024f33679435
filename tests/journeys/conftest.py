"""How a person uses chukan: a command, what it answers, what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
HOUSEHOLD = ("--layout", "resident_register/household")
PERSON = ("--layout", "resident_register/person")
CP932 = ("--agreement", str(FIXTURES / "agreements" / "cp932.yaml"))
DAY = ("--as-of", "2026-11-23")


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """Of an error: what, where, what next. Fails when one of them is missing."""
        assert not self.out
        what, _, rest = self.err.removeprefix("chukan: ").partition("\n場所: ")
        where, _, then = rest.partition("\n次の一手: ")
        assert what, self.err
        assert where, self.err
        assert then, self.err
        return what, where, then.rstrip()


Chukan = Callable[..., Answer]


@pytest.fixture
def chukan(capfd: pytest.CaptureFixture[str]) -> Chukan:
    """Run a command in this process."""
    from chukan.cli.main import run

    def call(*arguments: str | Path) -> Answer:
        capfd.readouterr()
        code = run([str(a) for a in arguments])
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def program() -> Chukan:
    """Run a command as a process of its own."""

    def call(*arguments: str | Path, cwd: Path | None = None) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "chukan", *map(str, arguments)],
            capture_output=True,
            cwd=cwd,
            env=environment(),
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return call


def progress_lines(err: str) -> list[dict[str, Any]]:
    """Return what `--progress json` left on stderr: every object is one that its schema describes, and nothing goes back."""
    schema = json.loads((ROOT / "docs" / "progress.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    for line in lines:
        validator.validate(line)
    assert [line["event"] for line in lines] == ["progress"] * (len(lines) - 1) + ["end"]
    for name in ("seconds", "bytes", "records"):
        assert [line[name] for line in lines] == sorted(line[name] for line in lines)
    return lines


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a program whose screen shows Japanese."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "160", **more}
