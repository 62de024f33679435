"""scripts/build_app.py: what the folder for PCs without Python is made of."""

from __future__ import annotations

import hashlib
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def build() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "build_app.py"))


def test_nothing_that_chukan_needs_is_left_out(build: dict[str, Any]) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [
        *project["dependencies"],
        *(r for e in ("pictures", "serve", "sign") for r in project["optional-dependencies"][e]),
    ]

    assert [name for name in build["LEFT_OUT"] if any(r.lower().startswith(f"{name}>") for r in needed)] == []


def test_all_is_made_in_the_folder_given(build: dict[str, Any], tmp_path: Path) -> None:
    words = build["arguments"](tmp_path)

    for option in ("--distpath", "--workpath", "--specpath"):
        assert Path(words[words.index(option) + 1]).is_relative_to(tmp_path)
    assert Path(words[-1]).is_file()
    assert "freeze_support()" in Path(words[-1]).read_text(encoding="utf-8")


def test_the_folder_says_how_it_is_used_and_what_is_in_it(build: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "part.so").write_bytes(b"x")

    build["add_papers"](tmp_path)

    readme = (tmp_path / "README.txt").read_bytes()
    assert readme.startswith(b"\xef\xbb\xbf")
    assert "\r\n" in readme.decode("utf-8-sig")
    assert b"@" not in readme
    lines = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums.keys() == {"README.txt", "LICENSE", "_internal/part.so"}
    assert sums["_internal/part.so"] == hashlib.sha256(b"x").hexdigest()


def test_a_link_takes_no_room(build: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "libs").mkdir()
    (tmp_path / "libs" / "part.so").write_bytes(b"x" * 1000)
    (tmp_path / "part.so").symlink_to(tmp_path / "libs" / "part.so")
    (tmp_path / "all").symlink_to(tmp_path / "libs")
    assert build["size_of"](tmp_path) == 1000


def test_a_program_that_does_nothing_is_not_handed_out(
    build: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = tmp_path / build["PROGRAM"]
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(SystemExit, match=r"no verification/report\.html"):
        build["try_out"](Path())  # as --out dist is: seen from where the user stands
