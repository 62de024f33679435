"""Files that move into their places all together or not at all, also where the run is killed among the moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from chukan.errors import OutputError, reason
from chukan.output.refusals import refuse_strange
from chukan.scratch import left_behind

#: In a private folder while its files are moved: what an earlier run left, and the list of what is moved.
_BEFORE, _MOVES = "before", ".moves"


def move_into(
    beside: Path, out: Path, sometimes: Sequence[str], known: Callable[[str], bool] | None, inputs: Sequence[Path]
) -> None:
    """Move every file into its place, or none.

    A new folder takes its place in one step. Into one that is there, what an earlier run left goes aside first, and comes
    back when a file can't be moved: Windows refuses for one that is open in another program. The documents that other
    commands read go first and come last: whoever is killed between leaves a folder that none of them takes for a result.
    """
    if not out.exists() and _became(beside, out):
        return
    out.mkdir(exist_ok=True)
    made = [p.relative_to(beside) for p in sorted(beside.rglob("*")) if p.is_file()]
    made.sort(key=_is_document)
    stale = _stale(out, sometimes, known)
    refuse_strange(out, [*made, *stale], known, inputs)
    aside = beside / _BEFORE
    moved: list[tuple[Path, Path]] = []
    moves = beside / _MOVES
    moves.write_text(json.dumps([path.as_posix() for path in made]), encoding="utf-8")
    try:
        for path in dict.fromkeys([*reversed(made), *stale]):
            if (out / path).is_file():
                move(out / path, aside / path, moved)
        for path in made:
            move(beside / path, out / path, moved)
        moves.unlink()
    except BaseException as e:
        move_back(moved)
        moves.unlink(missing_ok=True)
        if not isinstance(e, OSError):
            raise
        raise OutputError(
            f"結果を置けません: {reason(e)}",
            place=str(e.filename2 or e.filename or out),
            hint="Excel などで開いていれば閉じてからやり直してください。前の結果があれば、そのまま残っています。",
        ) from None
    for name in sometimes:
        if (out / name).is_dir() and not any((out / name).iterdir()):
            (out / name).rmdir()


def put_back(out: Path) -> None:
    """Take back the moves of a run that was killed among them: the earlier results are whole again, or there are none.

    It may be killed, too: what it has done, it does not do again.
    """
    for beside in left_behind(f".{out.name}", out.parent):
        try:
            made = [Path(path) for path in json.loads((beside / _MOVES).read_text(encoding="utf-8"))]
        except (OSError, ValueError):
            continue  # it had not begun, or was done
        if not any((beside / path).is_file() for path in made):
            continue  # it had come to the end
        for path in reversed(made):
            if not (beside / path).exists() and (out / path).is_file():
                move(out / path, beside / path, [])
        aside = beside / _BEFORE
        before = sorted((p.relative_to(aside) for p in aside.rglob("*") if p.is_file()), key=_is_document)
        for path in before:
            move(aside / path, out / path, [])


def move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    """Move a file into its place, whose folder is made.

    Args:
        source: The file.
        target: Its place; what is there gives way.
        moved: Takes note of the two; see `move_back`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    moved.append((source, target))  # first: a signal may come between the two
    source.replace(target)


def move_back(moved: Sequence[tuple[Path, Path]]) -> None:
    """Take back moves, the last one first.

    Args:
        moved: Where each file was, and where it was to go; what did not come to be is passed over.
    """
    for source, target in reversed(moved):
        if target.exists() and not source.exists():
            target.replace(source)


def _became(beside: Path, out: Path) -> bool:
    """Give a folder that is missing its place in one step; False where that can't be done (Windows moves file by file)."""
    for path in sorted(beside.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    out.mkdir()
    try:
        beside.chmod(out.stat().st_mode)
        beside.replace(out)
    except BaseException as e:
        with suppress(OSError):
            out.rmdir()
            beside.chmod(0o700)
        if not isinstance(e, OSError):
            raise
        return False
    return True


def _is_document(path: Path) -> bool:
    return path.suffix == ".json"


def _stale(out: Path, sometimes: Sequence[str], known: Callable[[str], bool] | None) -> list[Path]:
    """List the results of an earlier run that this one may not have, by their path in `out`."""
    paths = [p.relative_to(out) for name in sometimes for p in _files(out / name)]
    return paths if known is None else [path for path in paths if known(path.as_posix())]


def _files(path: Path) -> list[Path]:
    """List the file, or the files of the folder; nothing where there is neither."""
    return [p for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [path] if path.exists() else []
