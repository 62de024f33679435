"""Files in a store that fsspec knows: opened from the start, a range of one, and by what a change of it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from chukan.errors import InputError, MissingExtra, StoreFailure, UsageError, reason

#: What the stores of fsspec call size, version, time and checksum of a file; other facts change with nobody writing to it.
_FACTS = (
    *("size", "ETag", "etag", "VersionId", "generation", "ino", "md5Hash", "Content-MD5", "Digest"),
    *("mtime", "LastModified", "Last-Modified", "last_modified", "modified", "created"),
)
#: What HTTP answers where a file is not there, and where it may not be read.
_GONE, _DENIED = (404, 410), (401, 403)
_HINT = "接続、認証、URI を確かめるか、手元に写して指定してください。"


def open_stored(uri: str) -> tuple[IO[bytes], int | None]:
    """Open a file from its start; return it and its bytes, None where the store does not tell.

    Raises:
        MissingExtra: fsspec is not installed.
        UsageError: it knows no such store, or lacks a package for it.
    """
    with _fsspec(uri) as fsspec:
        opened: IO[bytes] = fsspec.open(uri, "rb").open()
    size = getattr(opened, "size", None)
    return opened, size if isinstance(size, int) else None


def stored_range(uri: str, offset: int, size: int) -> bytes:
    """Return some bytes of a file: fewer where it ends before, other ones never.

    Args:
        uri: the file.
        offset: of the first byte.
        size: how many.

    Raises:
        StoreFailure: the store gives whole files only.
        MissingExtra: fsspec is not installed.
        UsageError: it knows no such store, or lacks a package for it.
    """
    with _fsspec(uri) as fsspec:
        store, path = fsspec.core.url_to_fs(uri)
        data: bytes = store.cat_file(path, start=offset, end=offset + size)
    if len(data) > size:
        raise StoreFailure(
            "保存先が、ファイルの一部だけの読み取り（Range）に対応していません",
            place=uri,
            hint="対応している保存先か共有フォルダに置くか、--engine dask を外してください。",
        )
    return data


def stored_facts(uri: str) -> tuple[tuple[str, str], ...]:
    """Return what changes when somebody writes to a file, as far as the store tells; asked anew each time.

    Raises:
        FileNotFoundError: it is not there.
        MissingExtra: fsspec is not installed.
        UsageError: it knows no such store, or lacks a package for it.
    """
    with _fsspec(uri) as fsspec:
        store, path = fsspec.core.url_to_fs(uri)
        store.invalidate_cache(path)
        found = store.info(path)
    if found.get("type") == "directory":
        raise IsADirectoryError(uri)
    return tuple((name, str(found[name])) for name in _FACTS if found.get(name) is not None)


@contextmanager
def _fsspec(uri: str) -> Iterator[Any]:
    """Yield fsspec, and say what is lacking to open a URI with it."""
    try:
        import fsspec
    except ImportError:
        raise MissingExtra(
            "URI を読むには fsspec が必要です",
            extra="remote",
            place=uri,
            hint="または、ファイルを手元に写して指定してください。",
        ) from None
    try:
        yield fsspec
    except (ImportError, ValueError) as e:
        raise UsageError(
            f"この URI は開けません: {e}",
            place=uri,
            hint="URI の形と、必要な fsspec の追加パッケージを確かめてください。",
        ) from None


def explained(uri: str, error: BaseException) -> InputError:
    """Return what an error of a store means: each has errors of its own beside those of the operating system.

    Args:
        uri: what was to be read.
        error: as the store raised it.
    """
    cause = error.__cause__ or error
    status = getattr(cause, "status", None)  # of HTTP: fsspec calls missing whatever it could not look at there
    if isinstance(error, FileNotFoundError) and (status in _GONE or not _nobody_looked(error)):
        return InputError(
            "ファイルがありません",
            place=uri,
            hint="URI（バケットやフォルダの名前、大文字と小文字）を確かめてください。",
        )
    if isinstance(error, IsADirectoryError):
        return InputError("フォルダです。ファイルを指定してください", place=uri)
    if isinstance(error, PermissionError) or status in _DENIED:
        return StoreFailure(
            "保存先が、ファイルの読み取りを許していません",
            place=uri,
            hint="認証の設定と読み取りの権限を、保存先の管理者に確かめてください。一覧の権限がない保存先では、ファイルがないときもこうなります。",
        )
    if isinstance(error, FileNotFoundError):
        error = cause
    why = reason(error) if isinstance(error, OSError) else str(error) or type(error).__name__
    return StoreFailure(f"保存先のファイルを読めません（{why}）", place=uri, hint=_HINT)


def _nobody_looked(error: BaseException) -> bool:
    """Return True when a file is called missing for want of a connection, or for another answer than that it is not there."""
    cause = error.__cause__
    if cause is None or isinstance(cause, FileNotFoundError):
        return False
    of_http = type(cause).__module__.partition(".")[0] == "aiohttp"
    return isinstance(cause, OSError) or of_http or isinstance(getattr(cause, "status", None), int)


def cut_off(uri: str, read: int, size: int) -> StoreFailure:
    """Return the error of a store that gave fewer or more bytes than the file has.

    Args:
        uri: what was read.
        read: bytes that came.
        size: bytes of the file, as the store says.
    """
    return StoreFailure(
        f"保存先が、ファイルの {size:,} バイトのうち {read:,} バイトしか返しませんでした",
        place=uri,
        hint=f"もう一度実行してください。続くときは、{_HINT}",
    )
