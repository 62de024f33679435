"""What goes to a worker on another machine, and what it makes of it there.

Everything is packed, so that nothing is loaded before the worker has been found fit; and nothing is shown when such a
thing is printed, as the logs of a cluster are for many eyes.
"""

from __future__ import annotations

import hashlib
import platform
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pickle import dumps, loads
from typing import Any

import chukan
from chukan.engines import worker
from chukan.errors import Bug, ChukanError, OutputError, WorkerUnfit, reason

#: What decides a result, beside chukan itself.
_DECIDE = ("pandera", "pandas", "pyarrow", "duckdb", "numpy")
#: One block at a time in a process: what examines holds columns and a database connection of its own.
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """Return the versions of what decides a result in this process, chukan's own modules to the byte."""
    python = ".".join(platform.python_version_tuple()[:2])
    parts = {name: _version(name) for name in _DECIDE}
    return {"chukan": chukan.__version__, "Python": python, **parts, "chukan のプログラム": _program()}


def _version(name: str) -> str:
    """Return the version of a package, which is not loaded for that; "" where none is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _program() -> str:
    """Return the digest of chukan's modules; of compiled ones alone there is none."""
    root = Path(chukan.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """One block, and what examines it.

    Attributes:
        versions: Those of the machine that sends it.
        number: Of the file: its examiner is unpacked once.
        examiner: Pickled.
        block: The block and the state, pickled.
    """

    versions: Mapping[str, str]
    number: int
    examiner: bytes
    block: bytes

    @classmethod
    def of(cls, number: int, examiner: bytes, block: object, state: object) -> Parcel:
        """Pack a block."""
        return cls(versions(), number, examiner, dumps((block, state)))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What comes back: a result, or why there is none. It is no exception, as a cluster would log that with its values."""

    result: Any = None
    error: Exception | None = None


def examine(parcel: Parcel) -> Answer:
    """Return what is made of a parcel; runs in a worker."""
    try:
        if differing := _differing(parcel.versions):
            return Answer(error=differing)
        block, state = loads(parcel.block)  # noqa: S301 - of whoever started this worker's work
        with _one_at_a_time:
            _learn(parcel)
            return Answer(worker.examine(parcel.number, parcel.examiner, _fetched(block), state))
    except OSError as e:
        full = OutputError(f"ワーカーで読み書きに失敗しました: {reason(e)}", place=here())
        full.hint = "そのワーカーの空き容量と権限を確かめてください。"
        return Answer(error=full)
    except Exception as e:  # noqa: BLE001 - it is raised where the result is asked for
        return Answer(error=_portable(e))


def here() -> str:
    """Return the name of this worker, as its cluster knows it."""
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:
        return platform.node()


def _differing(theirs: Mapping[str, str]) -> WorkerUnfit | None:
    """Return why this worker may not take part: it would perhaps find something else."""
    ours = versions()
    for name, wanted in theirs.items():
        if ours.get(name) != wanted:
            return WorkerUnfit(
                f"ワーカーの {name} の版（{ours.get(name)}）が、この端末の版（{wanted}）と違います。検査結果は出していません",
                place=here(),
                hint="ワーカーに、この端末と同じ版の chukan と部品を入れて、起動し直してください。",
            )
    return None


def _learn(parcel: Parcel) -> None:
    """Unpack the examiner; checks of a user's own may be in a module that is not on this machine."""
    try:
        worker.learn(parcel.number, parcel.examiner)
    except (ImportError, AttributeError) as e:
        raise WorkerUnfit(
            f"ワーカーが検査を受け取れません（{e}）。検査結果は出していません",
            place=here(),
            hint="自分で加えた検査は、ワーカーにもあるモジュールの関数にしてください。",
        ) from None


def _fetched(block: Any) -> Any:
    """Return a block with its bytes, where only their place was sent."""
    fetch = getattr(block, "fetched", None)
    if fetch is None:
        return block
    try:
        return fetch()
    except ChukanError as e:
        raise WorkerUnfit(
            f"ワーカー {here()} がファイルの区画を読めません: {e.message}。検査結果は出していません",
            place=e.place,
            hint=f"{e.hint or ''}そのワーカーから、同じパス（共有フォルダなど）または URI で、同じファイルを読めるようにしてください"
            "（URI には、そのためのパッケージ、認証、権限も必要です）。",
        ) from None


def _portable(error: Exception) -> Exception:
    """Return an error that can go back; its traceback and what it holds stay here."""
    try:
        loads(dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever a class does when it is unpacked
        return Bug(
            f"ワーカーで検査を実行できません（{type(error).__name__}）",
            place=here(),
            hint="この検証結果は使わず、開発元に知らせてください。",
        )
    return error.with_traceback(None)
