"""What holds records of residents is its owner's: files, and private folders that are swept when their run died."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_OWNER = re.compile(r"-([0-9]+)-[^-]+")


def private_folder(prefix: str, parent: Path | None = None) -> Path:
    """Make a private folder (0700), and remove those of the same prefix whose run is dead.

    A run that is killed can't clean up behind itself; the next one does.

    Args:
        prefix: how its name begins.
        parent: where it is made; None = the system's temporary folder.

    Raises:
        OSError: it can't be made.
    """
    parent = Path(tempfile.gettempdir()) if parent is None else parent
    _sweep(prefix, parent)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}-{os.getpid()}-", dir=parent))


def owner_only(path: str, flags: int) -> int:
    """Open a file that nobody but its owner may read; an `opener` of `open`.

    Args:
        path: the file.
        flags: as `open` gives them.
    """
    return os.open(path, flags, 0o600)


def close_to_others(folder: Path) -> None:
    """Take the files of a folder, and of those in it, from everybody but their owner.

    Args:
        folder: the folder; itself it is left as it is.
    """
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)


def at_work(own: Path) -> Path | None:
    """Return the private folder of another run beside that of this one; None = there is none, or it can't be known.

    Args:
        own: as `private_folder` made it.
    """
    prefix = own.name.rpartition(f"-{os.getpid()}-")[0]
    for path in own.parent.iterdir() if prefix and os.name != "nt" else ():
        owner = _OWNER.fullmatch(path.name[len(prefix) :]) if path.name.startswith(f"{prefix}-") else None
        if owner and int(owner[1]) != os.getpid() and path.is_dir() and is_alive(int(owner[1])):
            return path
    return None


def left_behind(prefix: str, parent: Path) -> Iterator[Path]:
    """Yield the private folders of a prefix whose run is dead.

    Args:
        prefix: how their names begin.
        parent: where they are.
    """
    with contextlib.suppress(OSError):
        for path in parent.iterdir():
            if not path.name.startswith(f"{prefix}-") or path.is_symlink() or not path.is_dir():
                continue
            owner = _OWNER.fullmatch(path.name[len(prefix) :])
            if owner and _is_mine(path) and not is_alive(int(owner[1])):
                yield path


def _sweep(prefix: str, parent: Path) -> None:
    for path in left_behind(prefix, parent):
        shutil.rmtree(path, ignore_errors=True)


def _is_mine(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def is_alive(process: int) -> bool:
    """Return whether a process is there; True where that can't be known.

    Args:
        process: its number.
    """
    if os.name == "nt":
        return True  # there a signal 0 would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
