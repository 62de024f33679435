"""A screen of any code page: nothing crashes, look-alikes stand in, JSON stays JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
HOUSEHOLD = str(FIXTURES / "good" / "household_cp932.csv")
PERSON = str(FIXTURES / "bad" / "many_mistakes.csv")
SHOW = ["layouts", "show", "mic@2.7/resident_register/person"]
COMMANDS = [
    ["--help"],
    ["rules"],
    ["rules", "--markdown"],
    ["explain", "V11"],
    SHOW,
    ["check", PERSON, "-l", "resident_register/person", "-v"],
    ["check", "無い.csv", "-l", "resident_register/person"],
]


def _run(arguments: list[str], encoding: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "chukan", *arguments],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda a: " ".join(a)[:40])
def test_a_japanese_console_shows_all(arguments: list[str]) -> None:
    done = _run(arguments, "cp932")
    assert done.returncode in (0, 1, 3)
    said = (done.stdout + done.stderr).decode("cp932")
    assert "Traceback" not in said
    assert "?" not in re.sub("、[?] や|[?]{2,}", "", said)  # which V11 and V13 say
    assert "内部エラー" not in said
    assert len(said) > 40


def test_what_a_console_has_not_is_replaced_by_what_looks_like_it() -> None:
    program = "from chukan.cli import streams; streams.prepare([]); print('— 〜 ⟦81⟧ \\U00020bb7')"

    def shown(encoding: str) -> str:
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
        return done.stdout.decode(encoding).rstrip()

    assert shown("cp932") == "― ～ ［81］ 〓"
    assert shown("utf-8") == "— 〜 ⟦81⟧ \U00020bb7"


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_json_is_json_in_every_code_page(encoding: str) -> None:
    done = _run(["check", HOUSEHOLD, "-l", "resident_register/household", "--json"], encoding)
    document = json.loads(done.stdout.decode("utf-8"))
    assert document["files"][0]["layout"]["statement"] == "参考定義（公式レイアウトとの照合前）による確認"
    if encoding != "utf-8":
        assert done.stdout.isascii()


def test_a_character_beyond_the_basic_plane_in_json() -> None:
    code = (
        "import sys; from chukan.cli import streams; streams.prepare(['--json']); "
        "print('\"\\U00020BB7—\"'); print('𠮷—〜', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "cp932"}
    )
    assert json.loads(done.stdout) == "𠮷—"
    assert done.stderr.decode("cp932").strip() == "〓―～"


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_the_name_of_a_file_is_no_command_to_the_terminal(tmp_path: Path) -> None:
    names = ("a\x1b]0;title\x07.csv", "b\n判定: 合格.csv", "c\r判定: 合格.csv", "d\x9b2J.csv")
    for name in names:
        (tmp_path / name).write_bytes(Path(HOUSEHOLD).read_bytes())
    files = [str(tmp_path / name) for name in names]
    layout = ["-l", "resident_register/household"]
    for command in (
        ["check", *files, *layout, "--out", str(tmp_path / "out")],
        ["inspect", str(tmp_path)],
        ["init", str(tmp_path), "--out", str(tmp_path / "project.yaml")],
        ["mend", files[0], *layout, "--only", "V09", "--out", str(tmp_path / "e\x1b.csv")],
        ["check", str(tmp_path / "無い\x1b\x9b.csv"), *layout],
    ):
        done = _run(command, "utf-8")
        said = (done.stdout + done.stderr).decode()
        assert done.returncode != 70, said
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", said), command
        assert "\n判定: 合格.csv" not in said
