"""What people get wrong: each ends in a finding or a clear error, with the thing, the place and the next step."""

from __future__ import annotations

import builtins
import os
import random
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter.workbook
import yaml
from tests.conftest import copied

from .conftest import CP932, FIXTURES, HOUSEHOLD, Chukan

GOOD = FIXTURES / "good" / "household_cp932.csv"
PROJECT = FIXTURES / "projects" / "good"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the good project, to spoil."""
    copied("good", tmp_path / "project")
    return tmp_path / "project" / "project.yaml"


# YAML that people write


@pytest.mark.parametrize(
    ("content", "line", "what", "then"),
    [
        (b"- format: csv\n", None, "キーと値の組", "format"),
        (b"format: csv\n\tencoding: cp932\n", 2, "タブ", "空白に置き換え"),
        (b"format: [csv\nencoding: cp932\n", 2, "括弧", "閉じ"),
        (b"format: 'csv\nencoding: cp932\n", None, "引用符", "閉じ"),
        (b"format: csv: fixed\n", 1, "「:」", "引用符"),
        (b"format: csv\nformat: fixed\n", 2, "二度", "直して"),
        (b"format: csv\nencodng: cp932\n", 2, "encodng", "「encoding」ではありませんか"),
        (b"format: cvs\n", 1, "cvs", "「csv」ではありませんか"),
        (b"encoding: klingon\n", 1, "klingon", "使える値: cp932"),
        (b"delimiter: ab\n", 1, "1文字", 'delimiter: ","'),
        (b"header: maybe\n", 1, "true / false", "header: true"),
        (b"? [a, b]\n: csv\n", 1, "キーが文字や数ではありません", "直して"),
        (b"a: &a [*a]\n", 1, "参照", "使わずに"),
        (b"format: *csv\n", 1, "参照", "引用符"),
        (b"format: !!python/object/apply:os.getcwd []\n", 1, "型の指定", "消して"),
        (b"format: csv\nquote: '\x00'\n", 2, "U+0000", "消して"),
        ("# 移行条件\nformat: csv\n".encode("cp932"), None, "UTF-8 で読めません（3 バイト目）", "Shift_JIS"),
        ("format: csv\n".encode("utf-16"), None, "UTF-8 で読めません", "UTF-8"),
        (b"[" * 3000, None, "", ""),
    ],
)
def test_an_agreement_that_is_wrong(
    chukan: Chukan, tmp_path: Path, content: bytes, line: int | None, what: str, then: str
) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_bytes(content)
    answer = chukan("check", GOOD, *HOUSEHOLD, "--agreement", path, "--out", tmp_path / "out")
    assert answer.code == 2, answer
    told, place, hint = answer.parts
    assert what in told
    assert then in hint
    assert place.startswith(f"{path}:{line}" if line else str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["agreement.yaml"]


def test_an_agreement_that_is_empty_leaves_all_open(chukan: Chukan, tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_bytes(b"")
    answer = chukan("check", GOOD, *HOUSEHOLD, "--agreement", path)
    assert answer.code == 0
    assert "A01" in answer.out


# Paths


@pytest.mark.parametrize("command", [("check", *HOUSEHOLD), ("verify",)])
def test_a_folder_or_nothing_where_a_file_should_be(chukan: Chukan, tmp_path: Path, command: tuple[str, ...]) -> None:
    code = 2 if command[0] == "verify" else 3
    for path, word in (
        (tmp_path, "フォルダ"),
        (tmp_path / "no.csv", "ありません"),
        (tmp_path / "no" / "no.csv", "ありません"),
    ):
        answer = chukan(command[0], path, *command[1:])
        assert answer.code == code
        assert word in answer.parts[0]
        assert answer.parts[1] == str(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_no_file(chukan: Chukan, tmp_path: Path) -> None:
    """A file is read more than once; waiting for a pipe would never end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        answer = chukan("check", path, *HOUSEHOLD)
        assert answer.code == 3
        assert "パイプ" in answer.parts[0]


@pytest.mark.parametrize("argument", ["a\x00b", "a\ud800b"])
def test_what_is_no_character(chukan: Chukan, argument: str) -> None:
    answer = chukan("check", argument, *HOUSEHOLD)
    assert answer.code == 2
    assert "文字でない" in answer.err


@pytest.mark.parametrize("out", ["taken", "taken/sub", "taken/sub/sub"])
def test_results_can_not_stand_in_a_file(chukan: Chukan, tmp_path: Path, out: str) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", tmp_path / out)
    assert answer.code == 3
    assert answer.parts[1] == str(tmp_path / out)
    assert (tmp_path / "taken").read_bytes() == b"mine"


def test_an_empty_variable_is_no_place(chukan: Chukan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", "")
    assert answer.code == 2
    assert "--out" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0, reason="root may do all")
def test_no_permission(chukan: Chukan, tmp_path: Path) -> None:
    closed = tmp_path / "closed.csv"
    shutil.copy(GOOD, closed)
    closed.chmod(0)
    assert chukan("check", closed, *HOUSEHOLD).code == 3
    place = tmp_path / "place"
    place.mkdir(mode=0o500)
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", place / "out")
    assert answer.code == 3
    assert "権限" in answer.parts[0]


@pytest.mark.parametrize("name", ["report.html", "report.xlsx", "findings.csv", "verification.json"])
def test_a_full_disk(chukan: Chukan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Wherever the space ends, nothing is left and the earlier results stand."""
    out = tmp_path / "out"
    chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    opened = Path.open

    def full(self: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if self.name == name and "w" in mode:
            raise OSError(28, "No space left on device", str(self))
        return opened(self, mode, *rest, **more)

    plain = builtins.open

    def full_too(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if str(file).endswith(name) and "w" in mode:
            raise OSError(28, "No space left on device", str(file))
        return plain(file, mode, *rest, **more)

    def full_zip(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    monkeypatch.setattr(builtins, "open", full_too)
    monkeypatch.setattr(xlsxwriter.workbook, "ZipFile", full_zip if name == "report.xlsx" else ZipFile)
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", out)
    monkeypatch.undo()
    assert answer.code == 3, answer
    assert "空き容量" in answer.err
    assert answer.parts[1]
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("option", "value", "code", "told"),
    [
        ("--municipality", "131017", 2, "検査数字"),
        ("--municipality", "-", 2, "6桁"),
        ("--seed", "-1", 2, "--seed"),
        ("--rows", "-1", 2, "--rows"),
        ("--defects", "2", 2, "--defects"),
        ("--encoding", "klingon", 2, "使える値: cp932"),
        ("--encoding", "cp93", 2, "「cp932」ではありませんか"),
        ("--out", ".", 3, "フォルダです"),
        ("--out", str(GOOD / "x.csv"), 3, "同じ名前のもの"),
    ],
)
def test_a_sample_that_can_not_be_made(
    chukan: Chukan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str, code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = chukan("sample", "resident_register/household", "--rows", "2", "--out", "s.csv", option, value)
    assert answer.code == code, answer
    assert told in answer.err
    assert "次の一手" in answer.err
    assert list(tmp_path.iterdir()) == []


# A project


def _spoilt(project: Path, old: str, new: str) -> Path:
    text = project.read_text(encoding="utf-8")
    assert old in text
    project.write_text(text.replace(old, new, 1), encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("old", "new", "told", "then"),
    [
        ('code: "139998"', 'code: "139999"', "検査数字が合いません", ""),
        ('code: "139998"', "code: 139998", "文字列を書くところです", 'code: "139998" のように引用符'),
        ("resident_register\n", "resident_registr\n", "resident_registr", "「resident_register」ではありませんか"),
        ("layout: person", "layout: persn", "persn", "person"),
        ("139998/resident_register_person.csv", "/etc/hostname", "", ""),
        ("139998/resident_register_person.csv", "../../x.csv", "", "--allow-outside"),
        ("municipalities:", "municipalites:", "municipalites", "「municipalities」ではありませんか"),
    ],
)
def test_a_project_that_is_wrong(chukan: Chukan, project: Path, old: str, new: str, told: str, then: str) -> None:
    answer = chukan("verify", _spoilt(project, old, new), "--out", project.parent / "out")
    assert answer.code == 2, answer
    what, place, hint = answer.parts
    assert told in what
    assert then in what + hint
    assert str(project) in place
    assert not (project.parent / "out").exists()


@pytest.mark.parametrize(
    "content", [b"- a\n", b"\tgroup: x\n", "group: {name: 協議会}\n".encode("cp932"), b"", b"group: 3\n"]
)
def test_a_project_that_is_none(chukan: Chukan, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "project.yaml"
    path.write_bytes(content)
    answer = chukan("verify", path)
    assert answer.code == 2
    assert str(path) in answer.parts[1]


def test_a_missing_agreement_of_a_project(chukan: Chukan, project: Path) -> None:
    data = yaml.safe_load(project.read_text(encoding="utf-8"))
    data["agreement"] = "nowhere.yaml"
    project.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    answer = chukan("verify", project)
    assert answer.code == 2
    assert "nowhere.yaml" in answer.err


# Anything at all

_WORDS = [
    "check",
    "verify",
    "inspect",
    "explain",
    "rules",
    "evidence",
    "build",
    "--layout",
    "-l",
    "--agreement",
    "--as-of",
    "--fail-on",
    "--packs",
    "--limit",
    "--jobs",
    "--json",
    "-q",
    "-v",
    "--lang",
    "en",
    "--help",
    "--markdown",
    "--verification",
    "",
    "-",
    "--",
    "0",
    "-1",
    "1e400",
    "nan",
    "あ",
    "\x00",
    "\ud800",
    "🙂",
    "a" * 300,
    "~",
    "V05",
    "2026-13-01",
    "9999-12-31",
    "mic@",
    "a/b/c/d",
    "resident_register/household",
    str(GOOD),
    str(FIXTURES / "unreadable" / "picture.csv"),
    str(FIXTURES / "agreements" / "fixed.yaml"),
    str(FIXTURES / "packs" / "broken_table"),
    str(PROJECT / "project.yaml"),
    str(FIXTURES),
]


@pytest.mark.parametrize("seed", range(16))
def test_no_arguments_make_a_traceback(chukan: Chukan, seed: int) -> None:
    draw = random.Random(seed)
    arguments = [draw.choice(_WORDS[:6]), *draw.choices(_WORDS, k=draw.randint(1, 7))]
    answer = chukan(*arguments)
    assert answer.code in (0, 1, 2, 3), (arguments, answer.err)
    assert "Traceback" not in answer.err
    assert "内部エラー" not in answer.err
    if answer.code in (2, 3):
        assert "次の一手: " in answer.err or "Next: " in answer.err or "使い方: " in answer.err, (arguments, answer.err)
