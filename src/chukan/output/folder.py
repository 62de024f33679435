"""Writing a folder or a file whole or not at all: beside its place first, renamed into it when all went well."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from chukan.errors import OutputError, reason
from chukan.scratch import at_work, left_behind, private_folder

#: In a private folder while its files are moved: what an earlier run left, and the list of what is moved.
_BEFORE, _MOVES = "before", ".moves"


@contextmanager
def whole_folder(
    out: Path, *, sometimes: Sequence[str] = (), known: Callable[[str], bool] | None = None, inputs: Sequence[Path] = ()
) -> Iterator[Path]:
    """Yield a private folder beside `out`, whose files are moved into `out` only when the block ends without an error.

    Args:
        out: the folder; made, with its parents, when it is not there. Other files in it stay.
        sometimes: names of files and folders in `out` that not every run writes. Those of an earlier run are removed,
            so that they are never taken for results of this one.
        known: whether a file in `out`, by its path there with ``/``, is an earlier result that may give way; None = all.
        inputs: files that the block reads: they are never replaced or removed.

    Raises:
        OutputError: `out` can't be written; says why. Nothing is left behind, and earlier results are as they were.
    """
    _refuse_nowhere(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise OutputError(
                "出力先と同じ名前のファイルがあります", place=str(out), hint="--out に別のフォルダを指定してください。"
            )
        _put_back(out)
        beside = private_folder(f".{out.name}", out.parent)
    except OSError as e:
        raise OutputError(
            f"出力先に書けません: {reason(e)}", place=str(out), hint="書ける場所を --out で指定してください。"
        ) from None
    try:
        _refuse_company(beside, out)
        yield beside
        _move_into(beside, out, sometimes, known, inputs)
    except Exception as e:
        if (refused := _refusal(e)) is None:
            raise
        raise OutputError(
            f"書き込みに失敗しました: {reason(refused)}", place=str(out), hint="空き容量と権限を確かめてください。"
        ) from e
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_views(folder: Path, views: Mapping[str, str | Callable[[Path], None]]) -> None:
    """Write the views of one result into a folder, all or none; other files in it stay.

    Args:
        folder: Made where it is missing.
        views: Name of the file -> its text, or what writes it to a path. Where the first one is in the folder already,
            files of these names are an earlier result and give way.

    Raises:
        OutputError: The folder can't be written, or holds other files of these names.
    """
    there = (folder / next(iter(views))).exists()
    with whole_folder(folder, known=lambda path: there and path in views) as beside:
        for name, view in views.items():
            if isinstance(view, str):
                (beside / name).write_text(view, encoding="utf-8", newline="\n")
            else:
                view(beside / name)


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file beside `path` that replaces it when the block ends without an error, and is removed otherwise.

    Args:
        path: the file; an earlier one gives way.
        private: it holds records of residents: nobody but its owner may read it.

    Raises:
        OutputError: `path` can't be written, or is no ordinary file; says why. An earlier file is as it was.
    """
    with whole_files(path, private=private) as (file,):
        yield file


@contextmanager
def whole_files(*paths: Path, private: bool = False) -> Iterator[tuple[BinaryIO, ...]]:
    """Open a file beside each path; together they take the places when the block ends without an error, or none does.

    Args:
        paths: files of different names; earlier ones give way.
        private: see `whole_file`.

    Raises:
        OutputError: a path can't be written, or is no ordinary file; says why. Earlier files are as they were.
    """
    besides: list[
        Path
    ] = []  # private folders: what a run leaves that is killed, nobody else reads, and the next removes
    moved: list[tuple[Path, Path]] = []
    path = paths[0]
    try:
        with ExitStack() as stack:
            files = []
            for path in paths:
                _refuse_place(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                besides.append(private_folder(f".{path.name}", path.parent))
                files.append(stack.enter_context((besides[-1] / "new").open("wb")))
            yield tuple(files)
        for path, beside in zip(paths, besides, strict=True):
            if private:
                (beside / "new").chmod(0o600)
            if len(paths) > 1 and path.exists():
                _move(path, beside / "before", moved)
            _move(beside / "new", path, moved)
    except BaseException as e:
        _move_back(moved)
        if not isinstance(e, Exception) or (refused := _refusal(e)) is None:
            raise
        raise OutputError(
            f"書けません: {reason(refused)}",
            place=str(path),
            hint="空き容量と書込みの権限を確かめ、Excel などで開いていれば閉じてからやり直してください。",
        ) from None
    finally:
        for beside in besides:
            shutil.rmtree(beside, ignore_errors=True)


def _refuse_place(path: Path) -> None:
    """Raise OutputError for a place that no ordinary file can take."""
    _refuse_nowhere(path)
    if not path.name or path.is_dir():
        raise OutputError("書き出す先がフォルダです", place=str(path), hint="ファイルの名前まで指定してください。")
    _refuse_device(path)


def _refuse_device(path: Path) -> None:
    """Raise OutputError for a pipe or a device: a file would take its place, not go into it."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OutputError(
            "書き出す先がふつうのファイルではありません（パイプや装置です）",
            place=str(path),
            hint="別の名前を指定してください。",
        )


def _refuse_nowhere(path: Path) -> None:
    """Raise OutputError where ``..`` follows a folder that is missing: made on the way, it leads to what nobody looked at."""
    if ".." in path.parts and not path.parent.exists():
        raise OutputError(
            "途中のフォルダがないため、「..」の行き先が決まりません",
            place=str(path),
            hint="「..」を使わずに書くか、ないフォルダを先に作ってください。",
        )


def _refusal(error: Exception) -> OSError | None:
    """Return what the operating system refused; None = it was something else. xlsxwriter wraps it in an error of its own."""
    wrapped = error.args[0] if error.args else None
    return error if isinstance(error, OSError) else wrapped if isinstance(wrapped, OSError) else None


def _refuse_company(beside: Path, out: Path) -> None:
    """Raise OutputError when another run writes into the same folder: their results would be mixed."""
    if (other := at_work(beside)) is not None:
        raise OutputError(
            "別の chukan が、同じ出力先に書いている途中です。何も書いていません",
            place=str(out),
            hint=f"終わるのを待つか、--out に別のフォルダを指定してください。動いていないはずなら {other.name} を消してください。",
        )


def _refuse_strange(
    out: Path, paths: Iterable[Path], known: Callable[[str], bool] | None, inputs: Sequence[Path]
) -> None:
    """Raise OutputError when a file that would give way is an input, or no earlier result."""
    for path in paths:
        there = out / path
        _refuse_device(there)
        if not there.is_file():
            continue
        if any(_is_same(there, one) for one in inputs):
            raise OutputError(
                "検査したファイルの場所に結果を置こうとしました。何も書いていません",
                place=str(there),
                hint="--out に別のフォルダを指定してください。",
            )
        if known is not None and not known(path.as_posix()):
            raise OutputError(
                "chukan の結果でないファイルが同じ名前であります。何も書いていません",
                place=str(there),
                hint="そのファイルを移すか、--out に別のフォルダを指定してください。",
            )


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _move_into(
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
    _refuse_strange(out, [*made, *stale], known, inputs)
    aside = beside / _BEFORE
    moved: list[tuple[Path, Path]] = []
    moves = beside / _MOVES
    moves.write_text(json.dumps([path.as_posix() for path in made]), encoding="utf-8")
    try:
        for path in dict.fromkeys([*reversed(made), *stale]):
            if (out / path).is_file():
                _move(out / path, aside / path, moved)
        for path in made:
            _move(beside / path, out / path, moved)
        moves.unlink()
    except BaseException as e:
        _move_back(moved)
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


def _put_back(out: Path) -> None:
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
                _move(out / path, beside / path, [])
        aside = beside / _BEFORE
        before = sorted((p.relative_to(aside) for p in aside.rglob("*") if p.is_file()), key=_is_document)
        for path in before:
            _move(aside / path, out / path, [])


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


def _move_back(moved: Sequence[tuple[Path, Path]]) -> None:
    for source, target in reversed(moved):
        if target.exists() and not source.exists():
            target.replace(source)


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    moved.append((source, target))  # first: a signal may come between the two
    source.replace(target)
