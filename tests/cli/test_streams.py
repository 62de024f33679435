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


#: Commands one after the other in one process; what each says on either stream ends with its exit code.
ONE_BY_ONE = """
import json, sys
from chukan.cli import streams
from chukan.cli.main import run
streams.prepare([])
for arguments in json.loads(sys.argv[1]):
    code = run(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.buffer.write(b"\\f%d\\f" % code)
        stream.buffer.flush()
"""


def _run_each(commands: list[list[str]], encoding: str) -> list[tuple[int, str]]:
    """Return the exit code of each command, with what it said, from one process."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    said = [stream.decode(encoding).split("\f") for stream in (done.stdout, done.stderr)]
    codes = [[int(code) for code in parts[1::2]] for parts in said]
    assert codes[0] == codes[1]
    assert len(codes[0]) == len(commands)
    return [(code, out + err) for code, out, err in zip(codes[0], said[0][::2], said[1][::2], strict=False)]


@pytest.fixture(scope="module")
def on_a_japanese_console() -> dict[str, tuple[int, str]]:
    """Return what each of the commands says."""
    return dict(zip(map(str, COMMANDS), _run_each(COMMANDS, "cp932"), strict=True))


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda a: " ".join(a)[:40])
def test_a_japanese_console_shows_all(arguments: list[str], on_a_japanese_console: dict[str, tuple[int, str]]) -> None:
    code, said = on_a_japanese_console[str(arguments)]
    assert code in (0, 1, 3)
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
    commands = [
        ["check", *files, *layout, "--out", str(tmp_path / "out")],
        ["inspect", str(tmp_path)],
        ["init", str(tmp_path), "--out", str(tmp_path / "project.yaml")],
        ["mend", files[0], *layout, "--only", "V09", "--out", str(tmp_path / "e\x1b.csv")],
        ["check", str(tmp_path / "無い\x1b\x9b.csv"), *layout],
    ]
    for command, (code, said) in zip(commands, _run_each(commands, "utf-8"), strict=True):
        assert code != 70, said
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", said), command
        assert "\n判定: 合格.csv" not in said
