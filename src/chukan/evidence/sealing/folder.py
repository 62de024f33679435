"""The members of an evidence folder or of its ZIP archive, read without unpacking."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from chukan.errors import InputError

_MANIFEST = "manifest.json"
_MAX_READ = 64 << 20
"""Bytes of a manifest, signature or key; more is none."""


@dataclass(frozen=True)
class Members:
    """The members of the evidence, by name with forward slashes."""

    place: str
    names: tuple[str, ...]
    _open: Callable[[str], IO[bytes]]

    def read(self, name: str) -> bytes:
        """Return a small member's bytes."""
        with self._reading(name), self._open(name) as file:
            data = file.read(_MAX_READ + 1)
        if len(data) > _MAX_READ:
            raise InputError("大きすぎて読めません", place=f"{self.place}/{name}")
        return data

    def digest(self, name: str, *, limit: int) -> tuple[int, str]:
        """Return size and SHA-256; reading stops beyond `limit` bytes, where it is another file anyway."""
        digest, size = hashlib.sha256(), 0
        with self._reading(name), self._open(name) as file:
            while size <= limit and (chunk := file.read(1 << 20)):
                digest.update(chunk)
                size += len(chunk)
        return size, digest.hexdigest()

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, NotImplementedError) as e:
            raise InputError(
                f"読めません: {getattr(e, 'strerror', None) or e}",
                place=f"{self.place}/{name}",
                hint="壊れているか、開けない状態です。もう一度受け取ってください。",
            ) from None


@contextmanager
def opened(path: Path) -> Iterator[Members]:
    """Yield the members of a folder, or of a ZIP archive.

    Raises:
        InputError: it is neither.
    """
    if path.is_dir():
        yield Members(str(path), tuple(sorted(_walked(path))), lambda name: (path / name).open("rb"))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise InputError("証跡がありません", place=str(path), hint="パスを確かめてください。") from None
    except (OSError, zipfile.BadZipFile):
        raise InputError(
            "フォルダでも ZIP でもありません",
            place=str(path),
            hint="chukan evidence build が作ったものを指定してください。",
        ) from None
    with archive:
        names = [i.filename for i in archive.infolist() if not i.is_dir()]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise InputError(
                f"ZIP に同じ名前のファイルが二つあります: {twice[0]}", place=str(path), hint="作り直してください。"
            )
        root = _root(names)
        yield Members(
            str(path),
            tuple(sorted(n.removeprefix(root) for n in names)),
            lambda name: archive.open(f"{root}{name}" if f"{root}{name}" in names else name),
        )


def _walked(folder: Path) -> Iterator[str]:
    for place, _, files in os.walk(folder):
        for name in files:
            yield (Path(place) / name).relative_to(folder).as_posix()


def _root(names: list[str]) -> str:
    """Return the folder that holds everything, when somebody zipped the folder itself."""
    if _MANIFEST in names:
        return ""
    roots = [n.removesuffix(_MANIFEST) for n in names if n.endswith(f"/{_MANIFEST}") and n.count("/") == 1]
    return roots[0] if len(roots) == 1 else ""
