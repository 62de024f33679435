"""Private folders are swept when their run is dead, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from chukan.scratch import private_folder


def test_the_folders_of_dead_runs_are_swept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = tmp_path / f"chukan-{ended.pid}-abc"
    others = [
        tmp_path / name for name in (f"chukan-{os.getpid()}-abc", f"chukan-other-{ended.pid}-abc", "chukan-notes")
    ]
    for folder in (dead, *others):
        folder.mkdir()

    made = private_folder("chukan", tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted([made, *others])
    assert made.stat().st_mode & 0o077 == 0
