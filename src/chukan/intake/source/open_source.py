"""Where a file's bytes come from: a folder, an archive, or a store that fsspec knows.

A source is opened as often as needed (once to look, once to read). Reading counts and hashes the
bytes as delivered, compressed or not.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from chukan.errors import ChukanError, InputError, StoreFailure, is_unreached, reason, without_credentials
from chukan.intake.source import archive, store, workbook
from chukan.paths import is_there

#: What a file that is written to changes; None = nobody can tell.
State = tuple[object, ...] | None
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(/+)(.*)", re.DOTALL)
#: Schemes whose paths begin at the root: they have no host.
_ROOTED = frozenset({"file", "local"})

_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)
#: Nothing honest is pressed this much; looked at once more than `_BOMB_FLOOR` came out.
_BOMB_RATIO = 300
_BOMB_FLOOR = 100 << 20


class Opened(Protocol):
    """An open source."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end only."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(frozen=True)
class Source:
    """One file to read.

    Args:
        path: a path; ``FOLDER/DELIVERY.zip/NAME.csv`` for a member of an archive; ``FILE.xlsx#SHEET`` for a
            sheet of a workbook; or a URI.
    """

    path: str
    dates: str = "yyyymmdd"
    """The form that cells of a sheet are written in where they hold dates."""

    @classmethod
    def of(cls, path: str | Path) -> Source:
        """Return the source that a path or URI names; a URI may have gone through `Path`."""
        text = path if isinstance(path, str) else path.as_posix()
        uri = _URI.fullmatch(text)
        if uri and len(uri[1]) > 1 and not is_there(path):
            rooted = len(uri[2]) > 2 or (uri[1].lower() in _ROOTED and len(uri[2]) == 1)
            return cls(f"{uri[1]}://{'/' if rooted else ''}{uri[3]}")
        return cls(str(path))

    @property
    def is_remote(self) -> bool:
        """True when fsspec must open it."""
        return "://" in self.path

    def open(self) -> Reading:
        """Open it from the start.

        Raises:
            InputError: it is missing, a folder, locked, damaged, or no file that can be read.
            MissingExtra: it is a URI, and fsspec is not installed.
        """
        with _explained(self.path):
            if self.is_remote:
                raw, size = store.open_stored(self.path)
            elif (book := workbook.split_sheet(self.path)) is not None:
                text = workbook.sheet(*book, self.dates).text
                return Reading(self.path, io.BytesIO(text), None, whole=book[0])
            elif (split := archive.split_path(Path(self.path))) is not None:
                return Reading(self.path, archive.open_member(*split), None, whole=split[0])
            else:
                if Path(self.path).is_dir():
                    raise InputError(
                        "フォルダです。ファイルを指定してください",
                        place=self.path,
                        hint="フォルダの中のファイルを一つずつ指定してください。",
                    )
                if Path(self.path).exists() and not Path(self.path).is_file():
                    raise InputError(  # a file is read more than once
                        "ふつうのファイルではありません（パイプや装置です）",
                        place=self.path,
                        hint="いったんファイルに書き出してから指定してください。",
                    )
                raw, size = Path(self.path).open("rb"), None  # noqa: SIM115 - `Reading` closes it
            counted = Counted(raw)
            if self.path.lower().endswith(".gz"):
                return Reading(self.path, gzip.GzipFile(fileobj=io.BufferedReader(counted)), counted, size=size)  # type: ignore[type-var]
            return Reading(self.path, counted, counted, size=size)

    @property
    def sheet(self) -> workbook.Sheet | None:
        """The sheet of a workbook; None where it is something else."""
        book = None if self.is_remote else workbook.split_sheet(self.path)
        return None if book is None else workbook.sheet(*book, self.dates)

    @property
    def plain(self) -> Path | None:
        """The file itself, where its bytes are read as they stand; None where they are fetched or unpacked first."""
        if self.is_remote or self.path.lower().endswith(".gz") or workbook.split_sheet(self.path) is not None:
            return None
        return None if archive.split_path(Path(self.path)) is not None else Path(self.path)

    @property
    def address(self) -> str | None:
        """Where other machines may read the same bytes as they stand; None where they are unpacked first."""
        if self.is_remote:
            return None if self.path.lower().endswith(".gz") else self.path
        return None if self.plain is None else str(self.plain.absolute())

    def state(self) -> State:
        """Return what changes when a file is written to: its size, its time, its number; None = nobody can tell.

        Raises:
            InputError: it can't be looked at.
        """
        with _explained(self.path):
            if self.is_remote:
                return store.stored_facts(self.path)
            if (path := self.plain) is None:
                return None
            found = path.stat()
        return found.st_size, found.st_mtime_ns, found.st_ino

    def size(self) -> int:
        """Return the bytes of the file as delivered; 0 where nobody can tell beforehand, or it is not there.

        Raises:
            StoreFailure: the store that it is in can't be asked.
        """
        if self.is_remote:
            try:
                with _explained(self.path):
                    return int(dict(store.stored_facts(self.path)).get("size", 0))
            except StoreFailure:
                raise
            except InputError:
                return 0
        try:
            return Path(self.path).stat().st_size
        except OSError:
            return 0

    def sha256(self) -> str:
        """Return the digest of the file as delivered: of an archive or a workbook that of the whole.

        Raises:
            InputError: it can't be read.
        """
        if self.is_remote:
            with self.open() as reading:
                return reading.sha256()
        within = workbook.split_sheet(self.path) or archive.split_path(Path(self.path))
        with _explained(self.path), (within[0] if within else Path(self.path)).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes, decompressed; fewer only when there are no more."""
        with self.open() as reading:
            parts, left = [], size
            while left and (chunk := reading.read(left)):
                parts.append(chunk)
                left -= len(chunk)
            return b"".join(parts)

    def chunks(self, size: int = 4 << 20) -> Iterator[bytes]:
        """All bytes, decompressed."""
        with self.open() as reading:
            while chunk := reading.read(size):
                yield chunk


def shown_name(path: Path, shown: str) -> str:
    """Return how results name a file: what opens its store (a user, a password, a signed query) is for nobody's eyes.

    Args:
        path: a path or a URI.
        shown: it, or the last part of it, as somebody wrote it.
    """
    if ":" not in str(path) or not Source.of(path).is_remote:
        return shown
    whole, (name, mark, _) = Source.of(shown), shown.partition("?")
    return without_credentials(whole.path) if whole.is_remote else f"{name}?…" if mark else name


class Counted(io.RawIOBase):
    """A raw stream that counts and hashes what is read from it."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._hash = hashlib.sha256()
        self._hasher = ThreadPoolExecutor(1)  # one thread: in order; hashing lets go of the interpreter
        self._hashed: Future[None] | None = None
        self.count = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end only."""
        chunk = self._raw.read(size)
        self._await_hash()
        self._hashed = self._hasher.submit(self._hash.update, chunk)
        self.count += len(chunk)
        return chunk

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill `buffer`, as `io.BufferedReader` wants it."""
        chunk = self.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Close the stream beneath too."""
        self._hasher.shutdown()
        self._raw.close()
        super().close()

    def sha256(self) -> str:
        """Of everything, read or not yet."""
        while self.read(1 << 20):
            pass
        self._await_hash()
        return self._hash.hexdigest()

    def _await_hash(self) -> None:
        if self._hashed is not None:
            self._hashed.result()


class Reading:
    """An open source: bytes out, and how far the delivered file was read."""

    def __init__(
        self,
        path: str,
        stream: Opened,
        counted: Counted | None,
        *,
        whole: Path | None = None,
        size: int | None = None,
    ) -> None:
        self._path, self._stream, self._counted, self._whole, self._size = path, stream, counted, whole, size
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        with _explained(self._path):
            try:
                chunk = self._stream.read(size)
            except _DAMAGED:
                self._check_whole()  # a store that broke off is no damaged file
                raise
        self.count += len(chunk)
        if self.count > _BOMB_FLOOR and self.count > _BOMB_RATIO * self.delivered:
            raise InputError(
                f"展開すると元の {_BOMB_RATIO} 倍を超えるため、読み取りを止めました",
                place=self._path,
                hint="圧縮ファイルの中身を確かめ、展開してから指定してください。",
            )
        return chunk

    @property
    def delivered(self) -> int:
        """Bytes of the delivered file that were read so far."""
        return self._counted.count if self._counted else archive.delivered(self._stream, self.count)

    def sha256(self) -> str:
        """Of the delivered file; reads what is left of it.

        Raises:
            InputError: it can't be read.
            StoreFailure: its store gave fewer bytes than it has.
        """
        with _explained(self._path):
            if self._counted:
                return self._check_whole()
            assert self._whole is not None  # noqa: S101 - a member has its archive
            with self._whole.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()

    def _check_whole(self) -> str:
        """Read what is left of the delivered file and return its digest; raise where its store gave less than it has."""
        if self._counted is None:
            return ""
        digest = self._counted.sha256()
        if self._size is not None and self._size != self._counted.count:
            raise store.cut_off(self._path, self._counted.count, self._size)
        return digest

    def close(self) -> None:
        """Close everything beneath."""
        self._stream.close()
        if self._counted:
            self._counted.close()


def read_range(place: str | Path, offset: int, size: int) -> bytes:
    """Return some bytes of a plain file.

    Args:
        place: the file, or a URI.
        offset: of the first byte.
        size: how many.

    Raises:
        InputError: they can't be read, or are fewer: somebody changed the file.
    """
    with _explained(str(place)):
        if isinstance(place, str) and "://" in place:
            data = store.stored_range(place, offset, size)
        else:
            with Path(place).open("rb") as file:
                file.seek(offset)
                data = file.read(size)
    if len(data) != size:
        raise changed_meanwhile(place)
    return data


def changed_meanwhile(path: str | Path) -> InputError:
    """Return the error of a file that was written to while it was read: nobody knows what was checked."""
    return InputError(
        "読み取っている間に、ファイルが書き換えられました",
        place=str(path),
        hint="書き込みや複写が終わってから、もう一度実行してください。",
    )


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Turn errors of the operating system, the stores and the decompressors into words that help."""
    try:
        yield
    except ChukanError:
        raise
    except _DAMAGED as e:
        why = "途中で切れています" if isinstance(e, EOFError) else "中身が gzip ではないか、途中で変わっています"
        raise InputError(
            f"圧縮ファイルが壊れています（{why}）",
            place=path,
            hint="もう一度受け取り、SHA-256 を突き合わせてください。",
        ) from None
    except Exception as e:
        if "://" in path:
            raise store.explained(path, e) from None
        if not isinstance(e, OSError):
            raise
        raise _unreadable(path, e) from None


def _unreadable(path: str, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("ファイルがありません", place=path, hint="パスを確かめてください。")
    if isinstance(error, IsADirectoryError):
        return InputError("フォルダです。ファイルを指定してください", place=path)
    if isinstance(error, PermissionError):
        return InputError(
            "ファイルを読む権限がありません",
            place=path,
            hint="ファイルの権限と、ほかのソフトで開いていないかを確かめてください。",
        )
    if is_unreached(error):
        return StoreFailure(
            f"保存場所から読めません: {reason(error)}",
            place=path,
            hint="ネットワークと保存場所（共有フォルダ、装置）の状態を確かめてから、もう一度実行してください。",
        )
    return InputError(f"読めません: {reason(error)}", place=path, hint="保存場所の状態を確かめてください。")
