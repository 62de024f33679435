"""Make one ZIP with which chukan is installed where there is no network.

python scripts/bundle.py --platform win_amd64 [--python 3.11] [--out dist]

pip reads the conditions of a dependency (``sys_platform == "win32"``) for the machine that it runs on, whatever ``--platform``
says: a bundle for Windows made on Linux would lack colorama and tzdata, and nobody would see it before the closed
network. So the wheels are followed from one to the next here, each condition read for the machine that the bundle is for; pip
only downloads, from wherever its own settings say.
"""

from __future__ import annotations

import argparse
import email
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("offline")
#: What a bundle installs beside the core: all that a user may want, nothing that only developers do.
EXTRAS = ("dask", "pictures", "postgresql", "remote", "serve", "sign")
#: The same files give the same ZIP, whenever it is made: the earliest day that a ZIP can name.
_DAY = (1980, 1, 1, 0, 0, 0)
_PROGRAM, _FILE = 0o100755 << 16, 0o100644 << 16


@dataclass(frozen=True)
class Platform:
    """A kind of machine that bundles are made for.

    Attributes:
        tags: Platform tags of its wheels, in pip's words.
        markers: What the conditions of dependencies ask of it (PEP 508).
        script: The script that a person starts, and the file of scripts/offline that it is made from.
        called: What people call it.
    """

    tags: tuple[str, ...]
    markers: Mapping[str, str]
    script: str
    called: str


PLATFORMS = {
    "win_amd64": Platform(
        ("win_amd64",),
        {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
        "install.cmd",
        "Windows（64ビット）",
    ),
    "linux_x86_64": Platform(
        # glibc 2.28: RHEL 8, Debian 10, Ubuntu 20.04 and newer
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)), "manylinux2014_x86_64"),
        {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
        "install.sh",
        "Linux（x86_64、glibc 2.28 以上）",
    ),
}


def environments(platform: Platform, python: str) -> list[dict[str, str]]:
    """Return what conditions are read with: the first and the last release of a Python, since nobody knows which it will be."""
    same = {"platform_python_implementation": "CPython", "implementation_name": "cpython"}
    unknown = {"platform_release": "", "platform_version": ""}
    return [
        {
            **same,
            **unknown,
            **platform.markers,
            "python_version": python,
            "python_full_version": full,
            "implementation_version": full,
        }
        for full in (f"{python}.0", f"{python}.99")
    ]


def required(wheel: Path, extras: Iterable[str], conditions: list[dict[str, str]]) -> Iterator[Requirement]:
    """Yield what a wheel needs, with these extras, on the machine that the conditions describe."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        stated = email.message_from_bytes(archive.read(name)).get_all("Requires-Dist") or []
    for requirement in map(Requirement, stated):
        asked = [{**each, "extra": extra} for each in conditions for extra in ("", *extras)]
        if requirement.marker is None or any(requirement.marker.evaluate(each) for each in asked):
            yield requirement


def pins(text: str) -> dict[str, str]:
    """Return name -> version of a constraints file."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def gather(
    folder: Path,
    pinned: Mapping[str, str],
    conditions: list[dict[str, str]],
    fetch: Callable[[list[str]], None],
) -> None:
    """Fill a folder that holds the wheel of chukan with all that it needs.

    Args:
        folder: Where the wheels lie.
        pinned: The version of each package (`pins`).
        conditions: Of the machine that the wheels are for (`environments`).
        fetch: Downloads wheels, each named as NAME==VERSION, into the folder.
    """
    waiting = {("chukan", extra) for extra in ("", *EXTRAS)}
    done: set[tuple[str, str]] = set()
    while waiting:
        at_hand = wheels(folder)
        missing = sorted({name for name, _ in waiting} - at_hand.keys())
        if unpinned := [name for name in missing if name not in pinned]:
            sys.exit(f"constraints.txt names no version of: {', '.join(unpinned)}")
        if missing:
            fetch([f"{name}=={pinned[name]}" for name in missing])
            at_hand = wheels(folder)
        done |= waiting
        found: set[tuple[str, str]] = set()
        for name, extra in waiting:
            for needed in required(at_hand[name], [extra] if extra else [], conditions):
                key = canonicalize_name(needed.name)
                version = parse_wheel_filename(at_hand[key].name)[1] if key in at_hand else pinned.get(key)
                if version is not None and not needed.specifier.contains(version, prereleases=True):
                    sys.exit(f"{name} needs {needed}, constraints.txt says {version}")
                found |= {(key, each) for each in ("", *needed.extras)}
        waiting = found - done


def wheels(folder: Path) -> dict[str, Path]:
    """Return name -> wheel of a folder."""
    return {canonicalize_name(parse_wheel_filename(path.name)[0]): path for path in folder.glob("*.whl")}


def pip(*arguments: str | Path) -> None:
    """Run pip, end with its exit code when it fails."""
    code = subprocess.call([sys.executable, "-m", "pip", *map(str, arguments)])
    if code:
        sys.exit(code)


def filled(name: str, facts: Mapping[str, Any]) -> str:
    """Return a file of scripts/offline, with @NAME@ replaced by what is so of this bundle."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda m: str(facts[m[1].lower()]), text)


def papers(facts: Mapping[str, Any], platform: Platform) -> dict[str, bytes]:
    """Return the files that lie beside the wheels, by name, each encoded as those who open it expect.

    Args:
        facts: What is so of this bundle: version, platform, python, extras, called, script.
        platform: The machine that it is for.
    """
    script = filled(platform.script, facts)
    windows = platform.script.endswith(".cmd")
    return {
        # cmd reads a script in the code page of the console, which the script sets to 932
        platform.script: script.replace("\n", "\r\n").encode("cp932") if windows else script.encode(),
        "install.py": filled("install.py", facts).encode(),
        # Notepad of older Windows knows UTF-8 by its mark, and lines by CR LF
        "README.txt": filled("README.txt", facts).replace("\n", "\r\n").encode("utf-8-sig"),
        "bundle.json": (json.dumps(dict(facts), ensure_ascii=False, indent=2) + "\n").encode(),
    }


def pack(target: Path, folder: Path, beside: Mapping[str, bytes]) -> None:
    """Write the ZIP: wheels, what lies beside them, and SHA256SUMS over all of it; whole, or not at all.

    Args:
        target: The ZIP; the folder in it has the same name.
        folder: Where the wheels lie.
        beside: Further files, by name.
    """
    files = {**beside, **{f"wheels/{path.name}": path.read_bytes() for path in folder.glob("*.whl")}}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    beginning = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(beginning, "w") as archive:
            for name, data in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{target.stem}/{name}", _DAY)
                entry.create_system = 3  # Unix: the same on whatever machine it is made
                entry.external_attr = _PROGRAM if name.endswith(".sh") else _FILE
                # wheels are compressed already
                entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        beginning.replace(target)
    finally:
        beginning.unlink(missing_ok=True)


def try_out(bundle: Path, platform: Platform) -> None:
    """Install a bundle as its README says, in an empty folder, and check a file with what was installed.

    Args:
        bundle: The ZIP; it must be for this machine and this Python.
        platform: The machine that it is for.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
        there = folder / "there"
        script = folder / bundle.stem / platform.script
        windows = platform.script.endswith(".cmd")
        program = there / ("Scripts/chukan.exe" if windows else "bin/chukan")
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        example = ROOT / "fixtures" / "good" / "household_utf8.csv"
        for command in (
            [*(("cmd", "/c") if windows else ("sh",)), script, "--to", there],
            [program, "check", example, "--layout", "auto", "--out", folder / "result"],
        ):
            code = subprocess.call([str(part) for part in command], cwd=folder, env=clean)
            if code:
                sys.exit(f"the bundle does not work: {command[0]} ended with {code}")
        if not (folder / "result" / "report.html").is_file():
            sys.exit("the bundle does not work: no report")
        print("installed from the ZIP alone, and checked a file")


def main() -> None:
    """Build the wheel, gather what it needs, pack both."""
    parser = argparse.ArgumentParser(prog="dev.py bundle", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--platform", required=True, choices=PLATFORMS)
    parser.add_argument("--python", default="3.11", choices=["3.11", "3.12", "3.13"], help="that of the closed network")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder of the ZIP (default: dist)")
    parser.add_argument(
        "--try", dest="tried", action="store_true", help="install it here, in an empty folder, and use it"
    )
    chosen = parser.parse_args()
    platform = PLATFORMS[chosen.platform]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pip("wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)

        def fetch(packages: list[str]) -> None:
            print(f"{len(packages)}: {', '.join(packages)}", flush=True)
            tags = [word for tag in platform.tags for word in ("--platform", tag)]
            only = ["--only-binary", ":all:", "--implementation", "cp", "--python-version", chosen.python]
            pip("download", "--quiet", "--no-deps", "--dest", folder, *only, *tags, *packages)

        pinned = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
        gather(folder, pinned, environments(platform, chosen.python), fetch)
        version = str(parse_wheel_filename(wheels(folder)["chukan"].name)[1])
        facts = {
            "version": version,
            "platform": chosen.platform,
            "python": chosen.python,
            "extras": ",".join(EXTRAS),
            "called": platform.called,
            "script": platform.script,
            "system": platform.markers["platform_system"],
            "machine": platform.markers["platform_machine"],
        }
        target = chosen.out / f"chukan-{version}-{chosen.platform}-py{chosen.python}.zip"
        pack(target, folder, papers(facts, platform))
        print(f"{target.resolve()}: {len(wheels(folder))} wheels, {target.stat().st_size / 1e6:,.0f} MB")
        if chosen.tried:
            try_out(target, platform)


if __name__ == "__main__":
    main()
