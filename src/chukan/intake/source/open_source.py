"""Where a file's bytes come from: a folder, an archive, or a store that fsspec knows.

A source is opened as often as needed (once to look, once to read). Reading counts and hashes the
bytes as delivered, compressed or not.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chukan.errors import InputError, StoreFailure, without_credentials
from chukan.intake.source import archive, store, workbook
from chukan.intake.source.reading import Counted, Reading, explained
from chukan.paths import is_there

#: What a file that is written to changes; None = nobody can tell.
State = tuple[object, ...] | None
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(/+)(.*)", re.DOTALL)
#: Schemes whose paths begin at the root: they have no host.
_ROOTED = frozenset({"file", "local"})


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
        with explained(self.path):
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
                return Reading(self.path, gzip.GzipFile(fileobj=io.BufferedReader(counted)), counted, size=size)
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
        with explained(self.path):
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
                with explained(self.path):
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
        with explained(self.path), (within[0] if within else Path(self.path)).open("rb") as file:
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


def read_range(place: str | Path, offset: int, size: int) -> bytes:
    """Return some bytes of a plain file.

    Args:
        place: the file, or a URI.
        offset: of the first byte.
        size: how many.

    Raises:
        InputError: they can't be read, or are fewer: somebody changed the file.
    """
    with explained(str(place)):
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
