"""The members of an evidence folder or of its ZIP archive, read without unpacking."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from chukan.errors import InputError
from chukan.intake.source.archive import DAMAGE

_MANIFEST = "manifest.json"
_MAX_READ = 64 << 20
"""Bytes of a manifest, signature or key; more is none."""
_LOCAL_HEADER = 30
"""Bytes of a local file header before its name: APPNOTE 4.3.7."""
_END = 22
"""Bytes of the end of central directory record without a comment: APPNOTE 4.3.16."""
_DESCRIPTORS = (12, 16, 20, 24)
"""Bytes that a data descriptor may take behind a member: APPNOTE 4.3.9."""
_LINK = "リンク"
_SPECIAL = "ファイルでもフォルダでもないもの"


@dataclass(frozen=True)
class Members:
    """The members of the evidence, by name with forward slashes.

    Attributes:
        place: the folder or archive, for messages.
        names: plain files in the sealed folder.
        foreign: all else that is there: links, files beside the sealed folder, data of no file. Never opened.
    """

    place: str
    names: tuple[str, ...]
    foreign: tuple[str, ...]
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
        except DAMAGE as e:
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
        names, foreign = _walked(path)
        yield Members(str(path), tuple(sorted(names)), tuple(sorted(foreign)), lambda name: (path / name).open("rb"))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise InputError("証跡がありません", place=str(path), hint="パスを確かめてください。") from None
    except DAMAGE:
        raise InputError(
            "フォルダでも ZIP でもありません",
            place=str(path),
            hint="chukan evidence build が作ったものを指定してください。",
        ) from None
    with archive:
        entries = [i for i in archive.infolist() if not i.filename.endswith("/") or i.file_size]
        names = [i.filename for i in entries]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise InputError(
                f"ZIP に同じ名前のファイルが二つあります: {twice[0]}", place=str(path), hint="作り直してください。"
            )
        root = _root(names)
        foreign = [text for i in entries if (text := _foreign(i, root))]
        if _has_hidden_data(archive, path.stat().st_size):
            foreign.append("ZIP の中の、どのファイルのものでもないデータ")
        inside = (i.filename.removeprefix(root) for i in entries if not _foreign(i, root))
        yield Members(
            str(path), tuple(sorted(inside)), tuple(sorted(foreign)), lambda name: archive.open(f"{root}{name}")
        )


def _walked(folder: Path, inner: str = "") -> tuple[list[str], list[str]]:
    """Return the names of the plain files below a folder, and those of all else; links are not followed."""
    names, foreign = [], []
    try:
        with os.scandir(folder / inner) as entries:
            found = list(entries)
    except OSError as e:
        raise InputError(f"フォルダを読めません: {e.strerror}", place=str(folder / inner)) from None
    for entry in found:
        name = f"{inner}/{entry.name}" if inner else entry.name
        if entry.is_symlink() or getattr(entry, "is_junction", bool)():  # Windows, Python 3.12 on
            foreign.append(f"{name}（{_LINK}）")
        elif entry.is_dir():
            more = _walked(folder, name)
            names += more[0]
            foreign += more[1]
        elif entry.is_file():
            names.append(name)
        else:
            foreign.append(f"{name}（{_SPECIAL}）")
    return names, foreign


def _foreign(entry: zipfile.ZipInfo, root: str) -> str:
    """Return how to name an entry that is no plain file of the sealed folder; "" for one that is."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return f"{entry.filename}（{_LINK}）"
    if entry.filename.endswith("/") or kind not in (0, stat.S_IFREG) or entry.orig_filename != entry.filename:
        return f"{entry.filename}（{_SPECIAL}）"
    return "" if entry.filename.startswith(root) else f"{entry.filename}（{root.rstrip('/')} の外）"


def _has_hidden_data(archive: zipfile.ZipFile, size: int) -> bool:
    """Return whether bytes lie before, between or behind the members: another archive, say, that other tools would open."""
    file = archive.fp
    assert file is not None  # noqa: S101 - it is open
    ends = {0}
    for entry in sorted(archive.infolist(), key=lambda i: i.header_offset):
        if entry.header_offset not in ends:
            return True
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER)
        name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        end = entry.header_offset + _LOCAL_HEADER + name + extra + entry.compress_size
        ends = {end + more for more in _DESCRIPTORS} if entry.flag_bits & 0x08 else {end}
    file.seek(size - _END)
    last = file.read(_END)
    return archive.start_dir not in ends or not last.startswith(b"PK\x05\x06") or last[-2:] != b"\0\0"


def _root(names: list[str]) -> str:
    """Return the folder that holds everything, when somebody zipped the folder itself."""
    if _MANIFEST in names:
        return ""
    roots = [n.removesuffix(_MANIFEST) for n in names if n.endswith(f"/{_MANIFEST}") and n.count("/") == 1]
    return roots[0] if len(roots) == 1 else ""
