"""What chukan worked out from its own files before, kept in the user's cache folder. Never anything of a delivery.

An entry says what it was worked out from; when that has changed in any way, there is no entry. The folder is the user's own
(0700) and nobody else may write it, or it is not used; without a folder everything is worked out anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from chukan import __version__

ENVIRONMENT = "CHUKAN_CACHE"
"""The environment variable that names another folder; empty = nothing is kept."""


def load(name: str, *origin: str) -> bytes | None:
    """Return an entry; None when there is none that was worked out from the same.

    Args:
        name: of the entry: letters, digits, and what else a file name may have everywhere.
        origin: all that the entry follows from, beside the versions of chukan and Python.
    """
    folder = _folder()
    if folder is None:
        return None
    try:
        head, _, content = (folder / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if head == _head(origin, content) else None


def save(name: str, content: bytes, *origin: str) -> None:
    """Keep an entry in place of an older one of its name; where that can't be done, it is not kept.

    Args:
        name: see `load`.
        content: holds nothing but what follows from `origin`.
        origin: see `load`.
    """
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return
        handle, beside = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_head(origin, content) + b"\n" + content)
            Path(beside).replace(folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _head(origin: tuple[str, ...], content: bytes) -> bytes:
    """Return the digest of all that an entry follows from, and of itself: half a file is none."""
    digest = hashlib.sha256()
    for part in (__version__, sys.version, *origin):
        digest.update(f"{len(part)}:{part}".encode())
    digest.update(content)
    return digest.hexdigest().encode()


def _folder() -> Path | None:
    """Return the folder, which may have yet to be made; None where there is none to trust."""
    chosen = os.environ.get(ENVIRONMENT)
    if chosen is not None:
        folder = Path(chosen) if chosen else None
    elif sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        folder = Path(base, "chukan", "cache") if base else None
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path raises without a home
        folder = Path(base, "chukan") if Path(base).is_absolute() else None
    return folder if folder is not None and (not _is_there(folder) or _is_private(folder)) else None


def _is_there(folder: Path) -> bool:
    """Return whether a folder exists; True where that can't be told: it is not ours to make."""
    try:
        return folder.exists()
    except OSError:
        return True


def _is_private(folder: Path) -> bool:
    """Return whether a folder is the user's own and only he may write it; on Windows the profile sees to that."""
    try:
        facts = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(facts.st_mode):
        return False
    return not hasattr(os, "getuid") or (facts.st_uid == os.getuid() and not facts.st_mode & 0o022)
