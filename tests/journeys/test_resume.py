"""`chukan verify` again: what has changed is checked, the rest is taken over; a run may be killed at any moment."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import copied

from chukan.verification.journal.store import Store

from .conftest import ROOT, Chukan, environment, progress_lines

PERSON = "139998/resident_register_person.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied("good", tmp_path / "project") / "project.yaml"


def spoil(project: Path) -> None:
    """Give a person of the first town a sex that no code list has."""
    path = project.parent / PERSON
    lines = path.read_bytes().splitlines(keepends=True)
    at = lines[0].decode("cp932").split(",").index("性別")
    cells = lines[1].split(b",")
    cells[at] = b"7"
    path.write_bytes(b"".join([lines[0], b",".join(cells), *lines[2:]]))


def document(out: Path) -> Any:
    return json.loads((out / "verification.json").read_text(encoding="utf-8"))


def told(text: str) -> list[str]:
    return [line for line in text.splitlines() if "引継ぎ" in line or "検査したファイル" in line]


def test_again_and_again(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    first = chukan("verify", project, "--out", tmp_path / "first")
    second = chukan("verify", project, "--out", tmp_path / "second", "--progress", "json")
    spoil(project)
    third = chukan("verify", project, "--out", tmp_path / "third", "--verbose", "--progress", "json")
    whole = chukan("verify", project, "--out", tmp_path / "whole", "--no-resume")

    assert (first.code, second.code, third.code, whole.code) == (0, 0, 1, 1)
    assert told(first.out) == told(whole.out) == []
    assert told(second.out)[0].startswith("引継ぎ: 6 ファイルのうち 6 ファイルは、内容も検査の条件も前の検査（")
    assert "ファイル間の検査の結果も引き継ぎました" in second.out
    assert "6 ファイルのうち 5 ファイルは" in told(third.out)[0]
    assert told(third.out)[1] == "　　　　検査したファイル: ファイルの内容が変わった 1"
    assert third.out.count("に始めた検査から引継ぎ") == 5
    started = document(tmp_path / "first")["started"]
    taken = {f["path"]: f["taken_over"] for f in document(tmp_path / "third")["files"]}
    assert [path for path, origin in taken.items() if origin is None] == [PERSON]
    assert {origin["run"] for origin in taken.values() if origin} == {started}
    assert "前の検査からの引継ぎ" in (tmp_path / "third" / "report.html").read_text(encoding="utf-8")
    for run in (second, third):
        lines = progress_lines(run.err)
        assert {line["files"] for line in lines} == {6}
        assert lines[0]["what"].startswith("前の検査との照合: ")
        assert lines[-1]["bytes"] == lines[-1]["total_bytes"]
        assert lines[-1]["records"] == sum(f["records"]["total"] for f in document(tmp_path / "third")["files"])
    schema = json.loads((ROOT / "docs" / "verification.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document(tmp_path / "second"))
    for name in ("findings.csv", "findings.parquet"):
        assert (tmp_path / "third" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_why_nothing_is_taken_over_is_said(chukan: Chukan, project: Path) -> None:
    first = chukan("verify", project)
    again = chukan("verify", project, "--as-of", "2026-11-25")

    assert told(first.out) == []
    assert told(again.out) == ["引継ぎ: なし。検査したファイル: 基準日が変わった 6"]


def test_what_was_taken_over_makes_the_same_evidence(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    said = []
    for name in ("fresh", "again"):
        assert chukan("verify", project, "--out", tmp_path / name, "--quiet").code == 0
        built = chukan("evidence", "build", project, "--verification", tmp_path / name, "--out", tmp_path / f"e{name}")
        said.append([line for line in built.out.splitlines() if not line.startswith(("書類（案）", "封印"))])

    assert said[0] == said[1]
    assert len(said[0]) > 3


def test_several_projects_go_on_each_by_itself(chukan: Chukan, tmp_path: Path) -> None:
    east, west = (copied("good", tmp_path / name) / "project.yaml" for name in ("east", "west"))
    assert chukan("verify", east, "--quiet").code == 0

    both = chukan("verify", east, west, "--out", tmp_path / "out")

    assert both.code == 0
    assert ["6 ファイルのうち 6" in line for line in told(both.out)] == [True]


def test_projects_in_one_folder_leave_each_other_what_they_know(chukan: Chukan, project: Path) -> None:
    """They list the same files under different agreements: neither replaces the entries of the other."""
    other = project.with_name("other.yaml")
    other.write_text(project.read_text(encoding="utf-8"), encoding="utf-8")
    agreed = project.with_name("agreement.yaml").read_text(encoding="utf-8")
    project.with_name("other_agreement.yaml").write_text(f"{agreed}\nestimates: error\n", encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8").replace("agreement.yaml", "other_agreement.yaml"), "utf-8")
    for one in (project, other):
        assert told(chukan("verify", one).out) == []

    for one in (project, other):
        assert "6 ファイルのうち 6 ファイルは" in told(chukan("verify", one).out)[0]


def test_what_is_damaged_is_told_on_stderr(chukan: Chukan, project: Path) -> None:
    chukan("verify", project, "--quiet")
    for path in (project.parent / ".chukan" / "journal").iterdir():
        path.write_bytes(path.read_bytes()[:-1])

    again = chukan("verify", project, "--quiet")

    assert again.code == 0
    assert "途中経過の記録 6 件は、壊れているか" in again.err
    assert chukan("verify", project, "--quiet").err == ""


def test_a_full_disk_is_told_and_changes_nothing(
    chukan: Chukan, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Store, "save", full)
    answer = chukan("verify", project, "--out", tmp_path / "out", "--quiet")
    monkeypatch.undo()
    chukan("verify", project, "--out", tmp_path / "whole", "--quiet")

    assert answer.code == 0
    assert answer.err.count("途中経過の記録を保存できませんでした") == 1
    assert document(tmp_path / "out")["files"] == document(tmp_path / "whole")["files"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_disk_that_really_is_full(program: Chukan, project: Path) -> None:
    journal = project.parent / ".chukan" / "journal"
    journal.mkdir(parents=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(journal)], check=False)
    if mount.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        answer = program("verify", project, "--quiet")
        again = program("verify", project)
    finally:
        subprocess.run(["umount", str(journal)], check=True)

    assert (answer.code, again.code) == (0, 0)
    assert "途中経過の記録を保存できませんでした（空き容量がありません）" in answer.err
    assert "6 ファイルのうち" in told(again.out)[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize(("jobs", "engine", "kills"), [("1", "local", "4"), ("2", "local", "4"), ("2", "dask", "2")])
def test_it_may_be_killed_at_any_moment(project: Path, tmp_path: Path, jobs: str, engine: str, kills: str) -> None:
    seed = secrets.randbits(32)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    script = str(ROOT / "benchmarks" / "killed.py")
    how = ["--project", str(project), "--jobs", jobs, "--engine", engine, "--seed", str(seed)]

    done = subprocess.run(
        [sys.executable, script, "--kills", kills, *how],
        capture_output=True,
        text=True,
        env=environment(TMPDIR=str(scratch)),
        check=False,
        timeout=250,
    )

    assert done.returncode == 0, (seed, done.stdout, done.stderr)
    assert f"killed {kills}" in done.stdout
    assert list(scratch.iterdir()) == []  # what killed runs left there went with the next


def test_a_folder_that_is_handed_over_brings_no_results_with_it(chukan: Chukan, project: Path, tmp_path: Path) -> None:
    """Whoever hands it over knows its secret, and could have sealed results that no check found."""
    chukan("verify", project, "--out", tmp_path / "first")
    copy = tmp_path / "received"
    shutil.copytree(project.parent, copy)

    answer = chukan("verify", copy / project.name, "--out", tmp_path / "second")

    assert all(f["taken_over"] is None for f in document(tmp_path / "second")["files"])
    assert "写したフォルダに付いてきたもの" in answer.err
