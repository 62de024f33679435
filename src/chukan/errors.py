"""What can stop a run, split by whose fault it is.

Findings are values; an exception means "could not run".

    ChukanError
    ├── UsageError            2   the command line
    │   ├── ProjectError      2   a project file, or a waiver sheet beside it
    │   ├── AgreementError    2   an agreement
    │   └── MissingExtra      2   an optional part that is not installed; also an ImportError
    ├── PackError             2   a pack's author
    │   └── LayoutNotFound    2   an address that names no layout
    ├── InputError            3   a delivered file that could not be read at all
    │   └── StoreFailure      3   a store, share or device that can't be reached or read: that says nothing of the file in it
    ├── OutputError           3   a place that could not be written (the contract's 3: "could not read or write")
    ├── WorkerLost            3   a process that shared the work was ended from outside, mostly for want of memory
    ├── WorkerUnfit           3   a process on another machine that can't share it: another version, no access to the file
    └── Bug                   70  us: the account of a file does not add up, and the like

Each carries what went wrong (``message``), where (``place``) and what to do next (``hint``); each class its exit code.
The contract has one code, 3, for an environment that refuses: what could not be read and what could not be written
share it. One place, ``chukan.cli.main``, catches them all and prints the three.
"""

from __future__ import annotations

import difflib
import errno
import os
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

_CREDENTIALS = re.compile(r"(?<=://)[^\s/?#]*(?=@)|(?<=\?)\S+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
#: What a name may hold and nobody sees: controls, what turns the direction of a line, other ends of lines.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def without_credentials(text: str) -> str:
    """Return a text whose URIs hold no user, password or signed query any more: what opens a store is for nobody's eyes.

    Args:
        text: a message, a path or a URI.
    """
    return _URI.sub(lambda uri: _CREDENTIALS.sub("…", uri[0]), text) if "://" in text else text


def readable(name: str) -> str:
    """Return the name of a file as text of one line.

    What was unpacked with names in CP932 is no UTF-8, and could be written nowhere. A control character would move the
    cursor of the screen that shows the name, or begin a line of its own that looks like one of ours: its picture (␛, ␊)
    stands for it, and � for what has none.

    Args:
        name: a path or a part of it, as the operating system gives it.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("cp932", "replace")
    return _UNSEEN.sub(_picture, name)


def _picture(unseen: re.Match[str]) -> str:
    code = ord(unseen[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _lines(text: str) -> str:
    """Return a text of several lines, as `readable` makes each."""
    return "\n".join(map(readable, without_credentials(text).split("\n")))


class ChukanError(Exception):
    """The root: everything chukan raises on purpose.

    Attributes:
        message: what went wrong.
        place: the file, line, option or item where it did; None = nowhere in particular.
        hint: what to do next.
        exit_code: what the command exits with.

    Examples:
        >>> import chukan
        >>> try:
        ...     chukan.layout("resident_register/persn")
        ... except chukan.ChukanError as error:
        ...     print(error.exit_code, error.hint)
        2 「mic@2.7/resident_register/person」ではありませんか。
    """

    exit_code = 70

    def __init__(self, message: str, *, place: str | None = None, hint: str | None = None) -> None:
        message = _lines(message)
        super().__init__(message)
        self.message = message
        self.place = readable(without_credentials(place)) if place else place
        self.hint = _lines(hint) if hint else hint

    def __str__(self) -> str:
        lines = [self.message]
        if self.place:
            lines.append(f"場所: {self.place}")
        if self.hint:
            lines.append(f"次の一手: {self.hint}")
        return "\n".join(lines)


class UsageError(ChukanError):
    """The command line is wrong."""

    exit_code = 2


class ProjectError(UsageError):
    """A project file, or something it names, is wrong."""


class AgreementError(UsageError):
    """An agreement (移行条件) is wrong."""


class MissingExtra(UsageError, ImportError):
    """An optional part of chukan is not installed.

    Attributes:
        extra: the name of the extra, as in ``pip install "chukan[EXTRA]"``.
    """

    def __init__(self, message: str, *, extra: str, place: str | None = None, hint: str = "") -> None:
        how = (
            f'`pip install "chukan[{extra}]"` で追加してください（リポジトリからは `python3 dev.py install {extra}`）。'
        )
        super().__init__(message, place=place, hint=f"{how}{hint}")
        self.extra = extra

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made anew in another process."""
        return partial(type(self), extra=self.extra), (self.message,), self.__dict__


class PackError(ChukanError):
    """A pack's author made a mistake."""

    exit_code = 2


class LayoutNotFound(PackError):
    """An address names no layout, or more than one."""


class InputError(ChukanError):
    """An input could not be read at all: missing, no permission, not a text file."""

    exit_code = 3


class StoreFailure(InputError):
    """A store, share or device can't be reached, refuses, or breaks off: no finding follows from it, as nobody saw the file."""


class OutputError(ChukanError):
    """A result could not be written: no permission, no space, a file in the way."""

    exit_code = 3


class WorkerLost(ChukanError):
    """A process that shared the work ended in the middle of it: the environment ended it, mostly for want of memory."""

    exit_code = 3


class WorkerUnfit(ChukanError):
    """A worker of a cluster can't do its part: it is of another version, or can't read the file."""

    exit_code = 3


class Bug(ChukanError):
    """A mistake of ours: whatever was being computed must not be trusted."""

    exit_code = 70


#: errno -> what a person would call it.
_REASONS = {
    errno.ENOENT: "ファイルかフォルダがありません",
    errno.ENOTDIR: "途中にあるのがフォルダではありません",
    errno.EISDIR: "フォルダです",
    errno.EEXIST: "同じ名前のものがあります",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "書き込めない場所です",
    errno.ENOSPC: "空き容量がありません",
    getattr(errno, "EDQUOT", -1): "割り当てられた容量を使い切りました",
    errno.EBUSY: "ほかのプログラムが使っています",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.EIO: "装置の読み書きに失敗しました",
    errno.ELOOP: "リンクが輪になっています",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.ENOTEMPTY: "フォルダが空ではありません",
    errno.ETIMEDOUT: "時間内に応答がありません",
    errno.ECONNREFUSED: "接続を断られました",
    errno.ECONNRESET: "接続が切れました",
    errno.ENOTCONN: "接続が切れています",
    getattr(errno, "ESTALE", -2): "共有フォルダとの接続が切れました",
    getattr(errno, "EHOSTDOWN", -3): "相手の端末が動いていません",
    errno.EHOSTUNREACH: "相手の端末につながりません",
    errno.ENETDOWN: "ネットワークが止まっています",
    errno.ENETUNREACH: "ネットワークにつながりません",
}
#: Of Windows: another program has it open, or has locked a part of it.
_IN_USE = (32, 33)
#: A share or a device that does not answer: nobody saw the file.
_UNREACHED = frozenset(
    {errno.EIO, errno.ETIMEDOUT, errno.ECONNREFUSED, errno.ECONNRESET, errno.ENOTCONN, errno.EHOSTUNREACH}
    | {errno.ENETDOWN, errno.ENETUNREACH, getattr(errno, "ESTALE", -1), getattr(errno, "EHOSTDOWN", -1)}
)
#: The same of Windows: no network path, busy, gone, no such name, semaphore, unreachable, aborted; a device that can't be read.
_UNREACHED_WINDOWS = frozenset({21, 23, 53, 54, 55, 59, 64, 67, 121, 1117, 1231, 1232, 1236})


def reason(e: OSError) -> str:
    """Return in words why the operating system refused."""
    if getattr(e, "winerror", None) in _IN_USE:
        return _REASONS[errno.EBUSY]
    return _REASONS.get(e.errno or 0) or e.strerror or str(e) or type(e).__name__


def is_unreached(e: OSError) -> bool:
    """Return True when a share or a device did not answer: what was to be read may be there, and sound."""
    return e.errno in _UNREACHED or getattr(e, "winerror", None) in _UNREACHED_WINDOWS


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.5) -> str | None:
    """Return the known word that `word` resembles most, or None when none is near.

    Args:
        word: what was written.
        known: the words to choose from.
        cutoff: least similarity, 0 to 1 (`difflib.SequenceMatcher.ratio`).
    """
    length = len(word)  # words of very different lengths are never alike; `word` may be a value of megabytes
    likely = [one for one in known if 2 * min(length, len(one)) >= cutoff * (length + len(one))]
    found = difflib.get_close_matches(word, likely, n=1, cutoff=cutoff) if likely else []
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that offers the nearest known word, or None when none is near.

    Args:
        word: What was written.
        known: The words to choose from.
    """
    found = nearest(word, known)
    return f"「{found}」ではありませんか。" if found else None
