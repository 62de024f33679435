"""ZIP archives: the members that are files to check, and what is refused."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from chukan.errors import InputError
from chukan.paths import is_file, is_folder

#: What an honest archive of text stays below.
_BOMB_RATIO = 300
_BOMB_FLOOR = 100 << 20
_ENCRYPTED = 0x1
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, IndexError, OverflowError),
)
"""What `zipfile` and its decompressors raise of damaged archives: found by damaging every byte of some."""
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        path: ``ARCHIVE.zip/NAME``: what `open_file` takes.
    """

    path: Path
    name: str
    bytes: int


def members(path: str | Path) -> tuple[Member, ...]:
    """Return the files of a ZIP archive, in its order: the parts of a delivery.

    Raises:
        InputError: it is no ZIP archive, or one that is refused (a path that leaves the folder, a
            bomb, a member that is encrypted).
    """
    archive = Path(path)
    with _opened(archive) as file:
        return tuple(
            Member(archive / _name(info), _name(info), info.file_size)
            for info in file.infolist()
            if not info.filename.endswith("/")
        )


def split_path(path: Path) -> tuple[Path, str | None] | None:
    """Return the archive and the member that a path names; None when no archive is on the way."""
    if path.suffix.lower() == ".zip" and not is_folder(path):
        return path, None
    for parent in path.parents:
        if parent.suffix.lower() == ".zip" and is_file(parent):
            return parent, path.relative_to(parent).as_posix()
    return None


def open_member(archive: Path, name: str | None) -> OpenMember:
    """Return a member, or the only one.

    Raises:
        InputError: there is no such member, or it is not clear which is meant: several have the same name.
    """
    file = _opened(archive)
    try:
        return OpenMember(file, _wanted(file, archive, name))
    except BaseException:
        file.close()
        raise


def _wanted(file: zipfile.ZipFile, archive: Path, name: str | None) -> zipfile.ZipInfo:
    infos = [info for info in file.infolist() if not info.filename.endswith("/")]
    if name is None and len(infos) != 1:
        shown = "、".join(_name(info) for info in infos[:5])
        raise InputError(
            f"ZIP の中にファイルが {len(infos)} あります",
            place=str(archive),
            hint=f"「{archive.name}/ファイル名」の形で一つを指定してください。中身: {shown or 'なし'}",
        )
    wanted = [info for info in infos if name in (None, _name(info))]
    if not wanted:
        raise InputError(
            f"ZIP の中に「{name}」がありません", place=str(archive), hint="中のファイル名を確かめてください。"
        )
    if len(wanted) > 1:  # which one a program takes, is its own affair: somebody would read the other
        raise InputError(
            f"ZIP の中に同じ名前のファイル「{_name(wanted[0])}」が {len(wanted)} あります",
            place=str(archive),
            hint="どれが正しいかを提出元に確かめ、一つずつ別の名前で作り直してもらってください。",
        )
    return wanted[0]


def delivered(stream: Any, count: int) -> int:
    """Bytes of the archive that were read to give `count` bytes of a member, about.

    Args:
        stream: The archive's stream.
        count: Bytes of the member so far.
    """
    info = getattr(stream, "info", None)
    return count if info is None else int(count * info.compress_size / max(1, info.file_size)) + 1


class OpenMember:
    """An open member; closes its archive too."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self.info = info
        self._archive = archive
        try:
            self._file = cast("io.BufferedIOBase", archive.open(info))
        except DAMAGE as e:
            raise _unreadable(archive, e) from None

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end only."""
        try:
            return self._file.read(size)
        except DAMAGE as e:
            raise _unreadable(self._archive, e) from None

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer`; return how many bytes, 0 at the end only."""
        try:
            return self._file.readinto(buffer)
        except DAMAGE as e:
            raise _unreadable(self._archive, e) from None

    def close(self) -> None:
        """Close the member and its archive."""
        self._file.close()
        self._archive.close()


def _unreadable(archive: zipfile.ZipFile, error: Exception) -> InputError:
    """Return the error for a member that can't be read: damaged, or packed in a way that is not read."""
    if isinstance(error, NotImplementedError):
        return InputError(
            "ZIP の圧縮の方式に対応していません（Deflate64 など）",
            place=str(archive.filename),
            hint="標準の方式（Deflate）で作り直してもらうか、展開してから指定してください。",
        )
    return InputError(
        f"ZIP が壊れています（{error}）",
        place=str(archive.filename),
        hint="もう一度受け取り、SHA-256 を突き合わせてください。",
    )


def _opened(path: Path) -> zipfile.ZipFile:
    """Return the archive, once nothing in it is to be refused."""
    try:
        file = zipfile.ZipFile(path)
    except OSError:
        raise
    except DAMAGE:
        raise InputError("ZIP として読めません", place=str(path), hint="拡張子と中身を確かめてください。") from None
    try:
        for info in file.infolist():
            _refuse(info, path)
    except BaseException:
        file.close()
        raise
    return file


def _refuse(info: zipfile.ZipInfo, archive: Path) -> None:
    name = _name(info)
    place = f"{archive}/{name}"
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise InputError("ZIP の外を指すパスが入っています", place=place, hint="作り直してもらってください。")
    if info.flag_bits & _ENCRYPTED:
        raise InputError("ZIP にパスワードが掛かっています", place=place, hint="展開してから指定してください。")
    if info.file_size > _BOMB_FLOOR and info.file_size > _BOMB_RATIO * max(1, info.compress_size):
        raise InputError(
            f"展開すると元の {_BOMB_RATIO} 倍を超えるため、開きません",
            place=place,
            hint="中身を確かめ、展開してから指定してください。",
        )


def _name(info: zipfile.ZipInfo) -> str:
    """Return the member's name; Windows in Japan writes it in CP932 without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = info.orig_filename.encode("cp437").decode("cp932")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/").split("\x00")[0]
