"""How far a run is: told for each block, in numbers and names of files only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a run is.

    Attributes:
        what: The file that is being checked, as results name it; or what is done before the first or when all are read.
        file: Its number, from 1; 0 = no file is being read.
        files: How many there are.
        records: Of all files, examined so far, the rejected ones too; those of files that were taken over.
        done: Bytes of all files that were read so far, as delivered, or need not be read.
        total: Bytes of all files; 0 = nobody knows.
        unread: Bytes of `done` that need not be read: an earlier run knows all that is to be known of them.
    """

    what: str
    file: int
    files: int
    records: int
    done: int
    total: int
    unread: int = 0


class Follower:
    """Tells whoever wants to know how far a run is.

    Args:
        sizes: bytes of each file; 0 = nobody knows.
        progress: called with (what, done bytes, total bytes) of each file.
        follow: called with how far the whole run is.
    """

    def __init__(
        self,
        sizes: Sequence[int] = (),
        progress: Callable[[str, int, int], None] | None = None,
        follow: Callable[[Step], None] | None = None,
    ) -> None:
        self._sizes, self._progress, self._follow = sizes, progress, follow
        self._whole, self._unread = sum(sizes) if all(sizes) else 0, 0
        self._what, self._file = "", 0
        self._before, self._done = 0, 0  # bytes: of the files before, and of this one
        self._records: dict[int, int] = {}  # by file: blocks of several may be examined at a time

    def prepares(self, what: str) -> None:
        """Tell what is done before the first file is begun."""
        self._what, self._file = what, 0
        self._tell()

    def reads(self, sizes: Sequence[int]) -> None:
        """Take note, before the first file is begun, how much of each is to be read: 0 where an earlier run knows it all."""
        self._unread = sum(self._sizes) - sum(sizes)
        self._sizes = sizes

    def begins(self, index: int, what: str) -> FileProgress:
        """Tell that a file is begun; return what tells how far it is."""
        self._before, self._done = self._unread + sum(self._sizes[:index]), 0
        self._what, self._file = what, index + 1
        self._tell()
        return FileProgress(self, index)

    def read(self, done: int) -> None:
        """Tell how many bytes of the file were read that was begun last."""
        self._done = done
        if self._progress is not None:
            self._progress(self._what, done, self._size)
        self._tell()

    def examined(self, index: int, records: int) -> None:
        """Tell how many records of a file were examined."""
        self._records[index] = records
        self._tell()

    def goes_on(self, what: str) -> None:
        """Tell what is done when all files are read."""
        self._before, self._done = self._unread + sum(self._sizes), 0
        self._what, self._file = what, 0
        if self._progress is not None:
            self._progress(what, 0, 0)
        self._tell()

    @property
    def _size(self) -> int:
        return self._sizes[self._file - 1] if 0 < self._file <= len(self._sizes) else 0

    def _tell(self) -> None:
        if self._follow is not None:
            self._follow(
                Step(
                    what=self._what,
                    file=self._file,
                    files=len(self._sizes),
                    records=sum(self._records.values()),
                    done=self._before + self._done,
                    total=self._whole,
                    unread=self._unread,
                )
            )


@dataclass(frozen=True, slots=True)
class FileProgress:
    """Tells how far one file is.

    Attributes:
        follower: Of the run; None = nobody wants to know.
        index: Of the file.
    """

    follower: Follower | None = None
    index: int = 0

    def read(self, done: int) -> None:
        """Tell how many of its bytes were read."""
        if self.follower is not None:
            self.follower.read(done)

    def examined(self, records: int) -> None:
        """Tell how many of its records were examined."""
        if self.follower is not None:
            self.follower.examined(self.index, records)
