"""A store of fsspec that misbehaves on command, in this process only."""

from __future__ import annotations

import errno
from typing import Any

import fsspec
from fsspec.spec import AbstractBufferedFile, AbstractFileSystem


class Moody(AbstractFileSystem):  # type: ignore[misc]
    """A store at ``moody://``.

    Attributes:
        files: Path -> content.
        version: Of all of them, as the store tells it.
        mood: What is wrong with it: ``denied``, ``down``, ``own error``, ``no connection`` (called missing, as fsspec does of
            HTTP), ``dies`` and ``short`` (after `after` bytes), ``whole`` (no ranges); "" = nothing.
        asked: Ranges that were read.
    """

    protocol = "moody"
    cachable = False
    files: dict[str, bytes] = {}
    version = "1"
    mood = ""
    after = 0
    asked: list[tuple[int, int]] = []

    @classmethod
    def begin(cls, **files: bytes) -> None:
        """Hold these files, and behave."""
        fsspec.register_implementation("moody", cls, clobber=True)
        cls.files = {name.replace("__", "."): content for name, content in files.items()}
        cls.version, cls.mood, cls.after, cls.asked = "1", "", 0, []

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        name = self._strip_protocol(path)
        if self.mood == "denied":
            raise PermissionError(errno.EACCES, "Forbidden")
        if self.mood == "down":
            raise ConnectionRefusedError(errno.ECONNREFUSED, "refused")
        if self.mood == "own error":
            raise RuntimeError("no route")
        if self.mood == "no connection":
            raise FileNotFoundError(path) from ConnectionResetError(errno.ECONNRESET, "reset")
        if name not in self.files:
            raise FileNotFoundError(path)
        return {"name": name, "type": "file", "size": len(self.files[name]), "ETag": self.version}

    def _open(self, path: str, mode: str = "rb", **_: Any) -> MoodyFile:
        return MoodyFile(self, path, mode, block_size=100, cache_type="readahead")

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **_: Any) -> bytes:
        self.info(path)
        self.asked.append((start or 0, end or 0))
        content = self.files[self._strip_protocol(path)]
        return content if self.mood == "whole" else content[start:end]


class MoodyFile(AbstractBufferedFile):  # type: ignore[misc]
    """An open file of it."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        store = type(self.fs)
        content: bytes = store.files[self.path]
        if store.mood == "dies" and end > store.after:
            raise ConnectionResetError(errno.ECONNRESET, "reset")
        if store.mood == "short":
            return content[start : min(end, store.after)]
        return content[start:end]
