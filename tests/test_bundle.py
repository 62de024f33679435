"""scripts/bundle.py and scripts/offline: what a ZIP for a closed network holds, and what its installer refuses."""

from __future__ import annotations

import hashlib
import json
import os
import platform as machine
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FACTS = {"version": "1.2", "python": "3.11", "extras": "serve", "called": "Windows", "script": "install.cmd"}


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "bundle.py"))


def wheel(folder: Path, name: str, version: str, *requires: str) -> None:
    stem = f"{name.replace('-', '_')}-{version}"
    stated = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\n{stated}")


INDEX = {
    "reader": ('zone>=2; sys_platform == "win32"', 'posix-only; os_name == "posix"', "page[fast]"),
    "zone": (),
    "posix-only": (),
    "page": ('speedy; extra == "fast"', 'never; extra == "slow"', 'backport; python_full_version < "3.11.3"'),
    "speedy": (),
    "backport": (),
    "server": (),
}
PINS = dict.fromkeys(INDEX, "2.0")


def gathered(bundle: dict[str, Any], folder: Path, platform: str, python: str = "3.11", **pins: str) -> set[str]:
    def fetch(packages: list[str]) -> None:
        for name, _, version in (package.partition("==") for package in packages):
            wheel(folder, name, version, *INDEX[name])

    wheel(folder, "chukan", "1.2", "reader>=1", 'server; extra == "serve"', 'tester; extra == "test"')
    pinned = {name: version for name, version in (PINS | pins).items() if version}
    bundle["gather"](folder, pinned, bundle["environments"](bundle["PLATFORMS"][platform], python), fetch)
    return set(bundle["wheels"](folder)) - {"chukan"}


def test_conditions_are_read_for_the_machine_that_the_bundle_is_for(bundle: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "l").mkdir()

    assert gathered(bundle, tmp_path / "w", "win_amd64") == {"reader", "zone", "page", "speedy", "backport", "server"}
    assert gathered(bundle, tmp_path / "l", "linux_x86_64", "3.12") == {
        "reader",
        "posix-only",
        "page",
        "speedy",
        "server",
    }


def test_what_is_not_pinned_or_pinned_wrongly_is_no_bundle(bundle: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="reader needs zone>=2"):
        gathered(bundle, tmp_path, "win_amd64", zone="1.0")

    (tmp_path / "again").mkdir()
    with pytest.raises(SystemExit, match="names no version of: zone"):
        gathered(bundle, tmp_path / "again", "win_amd64", zone="")


def test_the_extras_of_a_bundle_are_those_of_users(bundle: dict[str, Any]) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    assert set(bundle["EXTRAS"]) == extras.keys() - {"app", "docs", "strategies", "test"}


def test_all_that_the_core_needs_is_pinned(bundle: dict[str, Any]) -> None:
    from packaging.requirements import Requirement

    pinned = bundle["pins"]((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = [Requirement(r) for e in bundle["EXTRAS"] for r in project["optional-dependencies"][e]]
    stated += [Requirement(r) for r in project["dependencies"]]

    assert [r.name for r in stated if not r.specifier.contains(pinned.get(r.name.lower(), "0"))] == []
    assert pinned["colorama"]  # click wants it on Windows only: no venv of Linux would miss it
    assert pinned["tzdata"]


def test_the_same_wheels_make_the_same_zip(bundle: dict[str, Any], tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "chukan", "1.2")
    beside = bundle["papers"](FACTS, bundle["PLATFORMS"]["linux_x86_64"])

    bundle["pack"](tmp_path / "a" / "set.zip", wheels, beside)
    bundle["pack"](tmp_path / "b" / "set.zip", wheels, beside)

    assert (tmp_path / "a" / "set.zip").read_bytes() == (tmp_path / "b" / "set.zip").read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["set.zip"]
    with zipfile.ZipFile(tmp_path / "a" / "set.zip") as archive:
        lines = archive.read("set/SHA256SUMS").decode().splitlines()
        assert {line.split("  ")[1] for line in lines} == {
            "README.txt",
            "bundle.json",
            "install.py",
            "install.sh",
            "wheels/chukan-1.2-py3-none-any.whl",
        }
        assert all(hashlib.sha256(archive.read(f"set/{n}")).hexdigest() == d for d, n in (x.split("  ") for x in lines))
        assert archive.getinfo("set/install.sh").external_attr >> 16 & 0o111


def test_the_script_for_windows_is_what_cmd_can_read(bundle: dict[str, Any]) -> None:
    files = bundle["papers"](FACTS, bundle["PLATFORMS"]["win_amd64"])
    script: bytes = files["install.cmd"]

    assert script.count(b"\r\n") == script.count(b"\n")
    assert "Python 3.11 が見つかりません" in script.decode("cp932")
    # the second byte of some characters is a backslash, a caret or a bar, which cmd may take for its own
    seconds = [c.encode("cp932")[1] for c in script.decode("cp932") if len(c.encode("cp932")) == 2]
    assert not {0x5C, 0x5E, 0x7C} & set(seconds)
    assert files["README.txt"].startswith(b"\xef\xbb\xbf")
    assert not any(b"@" in data.replace(b"@echo off", b"") for data in files.values())


@pytest.fixture
def unpacked(bundle: dict[str, Any], tmp_path: Path) -> Path:
    """Return a bundle for this machine, as it lies there unpacked; its wheel is of no use."""
    here = {
        "python": ".".join(map(str, sys.version_info[:2])),
        "system": machine.system(),
        "machine": machine.machine(),
    }
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "chukan", "1.2")
    kind = bundle["PLATFORMS"]["win_amd64" if os.name == "nt" else "linux_x86_64"]
    bundle["pack"](tmp_path / "set.zip", wheels, bundle["papers"](FACTS | {"script": kind.script} | here, kind))
    with zipfile.ZipFile(tmp_path / "set.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path / "set"


def installing(folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, folder / "install.py", "--to", target]
    own = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=own)


def test_a_damaged_set_installs_nothing(unpacked: Path, tmp_path: Path) -> None:
    path = next((unpacked / "wheels").iterdir())
    path.write_bytes(path.read_bytes()[:-1])
    (unpacked / "wheels" / "foreign-1-py3-none-any.whl").write_bytes(b"")

    done = installing(unpacked, tmp_path / "there")

    assert done.returncode == 1
    assert f"wheels/foreign-1-py3-none-any.whl、wheels/{path.name}" in done.stderr
    assert "もう一度写し" in done.stderr
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("name", ["SHA256SUMS", "bundle.json"])
def test_a_set_that_was_unpacked_in_part_is_refused_by_name(unpacked: Path, tmp_path: Path, name: str) -> None:
    (unpacked / name).unlink()

    done = installing(unpacked, tmp_path / "there")

    assert done.returncode == 1
    assert f"{name} がありません" in done.stderr
    assert "すべて展開" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_python_or_machine_is_refused_by_name(unpacked: Path, tmp_path: Path) -> None:
    facts = json.loads((unpacked / "bundle.json").read_text(encoding="utf-8"))
    (unpacked / "bundle.json").write_text(json.dumps(facts | {"python": "3.10"}), encoding="utf-8")
    python = installing(unpacked, tmp_path / "there")
    (unpacked / "bundle.json").write_text(json.dumps(facts | {"machine": "abacus"}), encoding="utf-8")
    computer = installing(unpacked, tmp_path / "there")

    assert "Python 3.10 用です" in python.stderr
    assert f"この一式は {facts['called']} 用です" in computer.stderr
    assert not (tmp_path / "there").exists()


def test_a_folder_with_something_in_it_is_left_alone(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "other.txt").write_text("x", encoding="utf-8")

    done = installing(unpacked, tmp_path / "there")

    assert "すでに何かがあります" in done.stderr
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["other.txt"]


@pytest.mark.slow
def test_what_fails_half_way_leaves_nothing(unpacked: Path, tmp_path: Path) -> None:
    done = installing(unpacked, tmp_path / "there")  # the wheel has no extra, no program, no RECORD

    assert done.returncode != 0
    assert "途中まで作ったものは消しました" in done.stderr
    assert not (tmp_path / "there").exists()
