"""Ctrl-C in the middle of long work: exit 130, and nothing half-written anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import CP932, FIXTURES, HOUSEHOLD, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
ROWS = 1_200_000


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More records than are checked in a second."""
    header, *records = (FIXTURES / "good" / "household_cp932.csv").read_bytes().splitlines(keepends=True)
    path = tmp_path_factory.mktemp("long") / "household.csv"
    path.write_bytes(header + b"".join(records) * (ROWS // len(records)))
    return path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_leaves_nothing(long_file: Path, tmp_path: Path, jobs: str) -> None:
    place, temporary = tmp_path / "results", tmp_path / "tmp"
    place.mkdir()
    temporary.mkdir()
    command = ["check", str(long_file), *HOUSEHOLD, *CP932, "--jobs", jobs, "--out", str(place / "out")]
    with subprocess.Popen(
        [sys.executable, "-m", "chukan", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(temporary)),
        start_new_session=True,
    ) as process:
        _wait_for_work(place, process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err.decode()
    assert not out
    assert err.decode() == "chukan: 中断しました。書きかけのものは残していません。\n"
    assert list(place.iterdir()) == []
    assert list(temporary.iterdir()) == []


def _wait_for_work(place: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the private folder is there and the file is being read."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not any(place.iterdir()):
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.6)
    assert process.poll() is None, "the file is too short for this test"
