"""Install chukan @VERSION@ from this folder: no network, nothing but Python @PYTHON@. Started by @SCRIPT@."""

import argparse
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"


def give_up(problem: str, remedy: str) -> None:
    """End with exit code 1; say what is wrong and what to do."""
    sys.exit(f"{problem}\n対処: {remedy}")


if missing := [name for name in ("bundle.json", "SHA256SUMS", "wheels") if not (HERE / name).exists()]:
    give_up(
        f"同じフォルダに {'、'.join(missing)} がありません。",
        "ZIP をすべて展開し、展開したフォルダで @SCRIPT@ を実行してください。",
    )
BUNDLE = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))


def usual_place() -> Path:
    """Return where chukan goes when nobody says otherwise: a folder of this user's own, one a version."""
    home = Path(os.environ.get("LOCALAPPDATA", Path.home())) if WINDOWS else Path.home() / ".local" / "share"
    return home / "chukan" / str(BUNDLE["version"])


def check_machine() -> None:
    """Refuse a machine for which the wheels were not made."""
    here = ".".join(map(str, sys.version_info[:2]))
    if here != BUNDLE["python"] or platform.python_implementation() != "CPython":
        give_up(
            f"この一式は Python {BUNDLE['python']} 用です。いま動いているのは Python {here} です。",
            f"Python {BUNDLE['python']} を入れてからやり直すか、Python {here} 用の一式を作成元に依頼してください。",
        )
    machine, bits = platform.machine().lower(), 64 if sys.maxsize > 2**32 else 32
    if (platform.system(), machine, bits) != (BUNDLE["system"], BUNDLE["machine"].lower(), 64):
        give_up(
            f"この一式は {BUNDLE['called']} 用です。この PC は {platform.system()} {machine}、Python は {bits} ビットです。",
            "64ビット版の Python かどうかを確かめ、この PC に合う一式を作成元に依頼してください。",
        )


def check_files() -> None:
    """Compare every file with SHA256SUMS: what was cut off or changed on its way must not be installed."""
    listed = {}
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    wheels = {f"wheels/{path.name}" for path in (HERE / "wheels").glob("*")}
    wrong = sorted(wheels - listed.keys())
    for name, digest in listed.items():
        path = HERE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    if wrong:
        give_up(
            f"SHA256SUMS と合わないファイルがあります: {'、'.join(wrong)}",
            "ZIP をもう一度写し、すべて展開してからやり直してください。",
        )


def install(folder: Path) -> Path:
    """Make a venv and fill it from the wheels; leave nothing behind when that fails.

    Args:
        folder: The venv; it must not exist, or be empty.

    Returns:
        The program.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        give_up(
            f"「{folder}」には、すでに何かがあります。",
            "--to で別のフォルダを指定してください。入れ直すときは、そのフォルダを消してからやり直してください。",
        )
    # no setting of pip on this machine may send it to a network or ask for other versions
    own = {**{k: v for k, v in os.environ.items() if not k.startswith("PIP_")}, "PIP_CONFIG_FILE": os.devnull}
    what = f"chukan[{BUNDLE['extras']}]=={BUNDLE['version']}"
    program = folder / ("Scripts/chukan.exe" if WINDOWS else "bin/chukan")
    try:
        venv.create(folder, with_pip=True)
        python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
        offline = ["--no-index", "--find-links", str(HERE / "wheels"), "--only-binary", ":all:"]
        quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"]
        subprocess.run([str(python), "-m", "pip", "install", *quiet, *offline, what], env=own, check=True)
        subprocess.run([str(program), "--version"], check=True)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, (OSError, subprocess.CalledProcessError)):
            raise
        give_up(
            f"「{folder}」に入れられませんでした（{error}）。途中まで作ったものは消しました。",
            "上に出ている英文の理由を、空き容量・書き込みの権限とあわせて確かめてください（Debian・Ubuntu では python3-venv も必要です）。",
        )
    return program


def main() -> None:
    """Check machine and files, install, say what to do next."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another language shows ? instead of failing
    parser = argparse.ArgumentParser(prog=BUNDLE["script"], description=f"chukan {BUNDLE['version']} を入れる")
    parser.add_argument("--to", type=Path, default=usual_place(), help="入れるフォルダ（既定: %(default)s）")
    folder = parser.parse_args().to.absolute()
    check_machine()
    print("ファイルを確かめています …", flush=True)
    check_files()
    print(f"「{folder}」に入れています（数分かかります）…", flush=True)
    program = install(folder)
    print(f'入りました。次のように使います:\n  "{program}" inspect 調べるファイル.csv')


if __name__ == "__main__":
    main()
