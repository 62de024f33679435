"""`--engine dask`, as somebody with more than one machine uses it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.conftest import copied

from .conftest import Chukan, environment, progress_lines


def left(folder: Path) -> dict[str, Any]:
    """Return what a run left, without the times of day and what follows from them."""
    document = json.loads((folder / "verification.json").read_text(encoding="utf-8"))
    for name in ("started", "finished", "digest"):
        document.pop(name)
    return {
        "verification": document,
        "findings": pq.read_table(folder / "findings.parquet"),
        "csv": (folder / "findings.csv").read_bytes(),
        "names": sorted(path.name for path in folder.rglob("*") if path.is_file()),
    }


def test_a_project_on_a_cluster_is_that_of_one_process(program: Chukan, tmp_path: Path) -> None:
    """The files of one town are in a store: the project names them by URI."""
    project = copied("good", tmp_path / "project") / "project.yaml"
    town = project.parent / "139998"
    for path in town.iterdir():
        path.write_bytes(path.read_bytes().replace(b"20", b"2x", 3))  # something to find
    text = project.read_text(encoding="utf-8")
    project.write_text(
        re.sub(r"path: (139998/\S+?\.csv)", rf'path: "file://{project.parent}/\1"', text), encoding="utf-8"
    )
    asked = ("verify", project, "--allow-outside", "--no-resume", "--keys", "--quiet")

    here = program(*asked, "--out", tmp_path / "here", "--jobs", "1")
    cluster = ("--engine", "dask", "--jobs", "2", "--progress", "json")
    there = program(*asked, "--out", tmp_path / "there", *cluster)

    assert here.code == 1, here.err
    assert (there.code, there.out, here.err) == (here.code, here.out, "")
    assert progress_lines(there.err)[-1]["seconds_left"] == 0
    assert left(tmp_path / "here") == left(tmp_path / "there")
    assert left(tmp_path / "here")["verification"]["files"][0]["path"].startswith("file://")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "dusk"), "「dusk」は使えません"),
        (("--scheduler", "tls://x:1"), "--engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://192.0.2.1:8786"), "暗号化されていません"),
    ],
)
def test_what_cannot_be_asked_for_is_told(chukan: Chukan, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    project = copied("good", tmp_path / "project") / "project.yaml"
    answer = chukan("verify", project, "--no-resume", "--out", tmp_path / "out", *options)

    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_the_cluster_too(tmp_path: Path) -> None:
    """A terminal sends it to the workers as well; they say nothing."""
    project = copied("good", tmp_path / "project") / "project.yaml"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = ["verify", str(project), "--no-resume", "--engine", "dask", "--jobs", "2", "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        [sys.executable, "-m", "chukan", *command],
        env=environment(TMPDIR=str(scratch)),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        end = time.monotonic() + 60
        while not list(scratch.glob("chukan-dask-*")) and time.monotonic() < end:
            time.sleep(0.02)
        os.killpg(run.pid, signal.SIGINT)
        _, err = run.communicate(timeout=60)

    assert run.returncode == 130, err.decode()
    assert err.decode().strip() == "chukan: 中断しました。書きかけのものは残していません。"
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "out").exists()
