"""The folder of a journal: one sealed file an entry, whole or absent, for its owner only, and not too many of them."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import re
import stat
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chukan.scratch import is_alive

_MAGIC = b"chukan-journal-1 "
_SUFFIX = ".entry"
#: An entry that is being written names the process that writes it.
_PART = re.compile(r"\.[0-9a-f]{32}\.([0-9]+)\.part")
#: The journal grows no further than this; what was not used for longest goes first.
LARGEST = 1 << 30
#: What was not used for so long is removed.
OLDEST_DAYS = 90


class DamagedEntryError(Exception):
    """An entry that is not as a run of this project wrote it: damaged, cut off, changed, or another project's."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry, as it was written.

    Attributes:
        head: What it is about.
        packed: What it holds, compressed: not every entry that is looked at is used.
    """

    head: dict[str, Any]
    packed: bytes

    @property
    def tree(self) -> dict[str, Any]:
        """What it holds, unpacked anew at each call."""
        found: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return found


class Store:
    """The entries in a folder.

    Args:
        folder: made (0700) when the first entry is written.
        key: entries are sealed with it, so that another project's are not taken for its own; see `key_of_place`.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key

    def load(self, name: str) -> JournalEntry | None:
        """Return an entry; None where there is none.

        Args:
            name: as `save` got it.

        Raises:
            DamagedEntryError: there is one, and it can't be read or is not as it was written.
        """
        try:
            if self.folder.is_dir() and not _is_own(self.folder):
                raise DamagedEntryError
            seal, _, content = (self.folder / f"{name}{_SUFFIX}").read_bytes().partition(b"\n")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, MemoryError):
            raise DamagedEntryError from None
        if not hmac.compare_digest(seal, self._seal(name, content)):
            raise DamagedEntryError
        head, _, packed = content.partition(b"\n")
        return JournalEntry(json.loads(head), packed)

    def save(self, name: str, head: dict[str, Any], tree: dict[str, Any]) -> None:
        """Put an entry in place of an earlier one of its name, whole or not at all.

        Args:
            name: 32 hexadecimal digits.
            head: what the entry is about: a JSON-able tree, little.
            tree: what it holds: a JSON-able tree.

        Raises:
            OSError: no space, no permission, or the folder is not the user's own.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(self.folder):
            raise PermissionError(None, "自分だけが使えるフォルダではありません", str(self.folder))
        content = _packed(head) + b"\n" + zlib.compress(_packed(tree), 1)
        beside = self.folder / f".{name}.{os.getpid()}.part"
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._seal(name, content) + b"\n" + content)
            beside.replace(self.folder / f"{name}{_SUFFIX}")
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def used(self, name: str) -> None:
        """Note that an entry was used: it is kept for longer."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / f"{name}{_SUFFIX}")

    def tidy(self) -> None:
        """Remove what killed runs left half written, what was not used for long, and what is beyond the bound."""
        with contextlib.suppress(OSError):
            self._tidy(time.time() - OLDEST_DAYS * 86_400)

    def _tidy(self, since: float) -> None:
        entries = []
        for path in self.folder.iterdir():
            if part := _PART.fullmatch(path.name):
                if not is_alive(int(part[1])) or path.stat().st_mtime < since:
                    path.unlink(missing_ok=True)
            elif path.suffix == _SUFFIX:
                facts = path.stat()
                entries.append((facts.st_mtime, facts.st_size, path))
        total = 0
        for used, size, path in sorted(entries, reverse=True):
            total += size
            if used < since or total > LARGEST:
                path.unlink(missing_ok=True)

    def _seal(self, name: str, content: bytes) -> bytes:
        digest = hashlib.blake2b(name.encode() + content, key=self._key, digest_size=32, person=b"journal")
        return _MAGIC + digest.hexdigest().encode()


def key_of_place(secret: bytes, file: Path) -> bytes:
    """Return the key of the seals: it can't be known before the secret's file is where it is.

    Whoever hands over a project with its folder ``.chukan`` knows the secret, and could put entries beside it in which a bad
    file has passed. A copy is another file, made at another moment: number and time of change of the file go into the key.

    Args:
        secret: the project's.
        file: that it is in.
    """
    try:
        facts = file.stat()
        place = f"{facts.st_ino} {facts.st_ctime_ns}"
    except OSError:
        place = ""
    return hashlib.blake2b(place.encode(), key=secret, digest_size=32, person=b"place").digest()


def _packed(tree: dict[str, Any]) -> bytes:
    """Return a tree as one line of JSON."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _is_own(folder: Path) -> bool:
    """Return whether a folder is one that only its user may enter, and no link; it is made so where it is his."""
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True  # on Windows the profile sees to that
    if facts.st_uid != os.getuid():
        return False
    if facts.st_mode & 0o077:
        folder.chmod(0o700)
    return True
