"""The project's secret: the key of the fingerprints and of the seals of the sheets. It never leaves this file.

It lies beside the project file in ``.chukan/secret``, readable by its owner only, and is made by the first `verify`. Whoever
has it can find out by trial which record a fingerprint is of: it goes where the project goes, and into no output.
Without it earlier sheets can't be read any more: it belongs into the project's backup.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path

from chukan.errors import ProjectError, reason

PLACE = Path(".chukan/secret")
_BYTES = 32
_HEAD = "chukan-secret-1"
_TEXT = re.compile(rf"{_HEAD} ([0-9a-f]{{{2 * _BYTES}}})\s*")
_HINT = (
    "控えがあれば戻してください。控えがなければこのファイルを消してください。次の chukan verify が新しく作りますが、"
    "それまでの課題管理表の了承は引き継げません。"
)


def project_secret(folder: Path, *, make: bool = True) -> bytes:
    """Return the secret of the project in a folder.

    Args:
        folder: the folder of the project file.
        make: make it where it is missing.

    Returns:
        32 bytes; b"" where there is none, and none can be made because the folder can't be written.

    Raises:
        ProjectError: the file is there, but is no secret or can't be read.
    """
    path = folder / PLACE
    made = _read(path)
    if made is not None or not make:
        return made or b""
    try:
        _make(path)
    except OSError:
        return b""
    return _read(path) or b""


def _read(path: Path) -> bytes | None:
    try:
        text = path.read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        text = ""
    except OSError as e:
        raise ProjectError(
            f"プロジェクトの秘密の鍵を読めません: {reason(e)}",
            place=str(path),
            hint="このファイルを作った人の権限で実行するか、読めるようにしてください。",
        ) from None
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ProjectError("プロジェクトの秘密の鍵が壊れています", place=str(path), hint=_HINT)
    return bytes.fromhex(found[1])


def _make(path: Path) -> None:
    """Make the file, whole or not at all; of two runs that make it at once one wins, and both read the same."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(OSError):  # a comfort only: nobody should commit the secret
        (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{_HEAD} {secrets.token_hex(_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            _place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _place(beside: Path, path: Path) -> None:
    """Give the file its name, unless another has it."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links; Windows refuses to rename onto a file, which suits us
        if path.exists():
            raise FileExistsError(str(path)) from None
        beside.rename(path)
