"""An open source: bytes out, counted and hashed as delivered, and what goes wrong meanwhile in words that help."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from chukan.errors import ChukanError, InputError, StoreFailure, is_unreached, reason
from chukan.intake.source import archive, store

_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)
#: Nothing honest is pressed this much; looked at once more than `_BOMB_FLOOR` came out.
_BOMB_RATIO = 300
_BOMB_FLOOR = 100 << 20


class Opened(Protocol):
    """An open source."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end only."""
        ...

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer`; return how many bytes, 0 at the end only."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class Counted(io.RawIOBase):
    """A raw stream that counts and hashes what is read from it."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._hash = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end only."""
        chunk = self._raw.read(size)
        self._hash.update(chunk)
        self.count += len(chunk)
        return chunk

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the front of `buffer`; return how many bytes, 0 at the end only."""
        if not isinstance(self._raw, io.BufferedIOBase):  # a store's own
            chunk = self.read(len(buffer))
            buffer[: len(chunk)] = chunk
            return len(chunk)
        count = self._raw.readinto(buffer)
        self._hash.update(buffer[:count])
        self.count += count
        return count

    def close(self) -> None:
        """Close the stream beneath too."""
        self._raw.close()
        super().close()

    def sha256(self) -> str:
        """Of everything, read or not yet."""
        while self.read(1 << 20):
            pass
        return self._hash.hexdigest()


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
        with self._explained():
            chunk = self._stream.read(size)
        self._took(len(chunk))
        return chunk

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the front of `buffer`; return how many bytes, 0 at the end."""
        with self._explained():
            count = self._stream.readinto(buffer)
        self._took(count)
        return count

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with explained(self._path):
            try:
                yield
            except _DAMAGED:
                self._check_whole()  # a store that broke off is no damaged file
                raise

    def _took(self, count: int) -> None:
        self.count += count
        if self.count > _BOMB_FLOOR and self.count > _BOMB_RATIO * self.delivered:
            raise InputError(
                f"展開すると元の {_BOMB_RATIO} 倍を超えるため、読み取りを止めました",
                place=self._path,
                hint="圧縮ファイルの中身を確かめ、展開してから指定してください。",
            )

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
        with explained(self._path):
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


@contextmanager
def explained(path: str) -> Iterator[None]:
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
