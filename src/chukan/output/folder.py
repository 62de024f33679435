"""Writing a folder or a file whole or not at all: beside its place first, renamed into it when all went well."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from chukan.errors import OutputError, reason
from chukan.output.moving import move, move_back, move_into, put_back
from chukan.output.refusals import refuse_company, refuse_nowhere, refuse_place
from chukan.scratch import private_folder


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
    refuse_nowhere(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise OutputError(
                "出力先と同じ名前のファイルがあります", place=str(out), hint="--out に別のフォルダを指定してください。"
            )
        put_back(out)
        beside = private_folder(f".{out.name}", out.parent)
    except OSError as e:
        raise OutputError(
            f"出力先に書けません: {reason(e)}", place=str(out), hint="書ける場所を --out で指定してください。"
        ) from None
    try:
        refuse_company(beside, out)
        yield beside
        move_into(beside, out, sometimes, known, inputs)
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
                refuse_place(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                besides.append(private_folder(f".{path.name}", path.parent))
                files.append(stack.enter_context((besides[-1] / "new").open("wb")))
            yield tuple(files)
        for path, beside in zip(paths, besides, strict=True):
            if private:
                (beside / "new").chmod(0o600)
            if len(paths) > 1 and path.exists():
                move(path, beside / "before", moved)
            move(beside / "new", path, moved)
    except BaseException as e:
        move_back(moved)
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


def _refusal(error: Exception) -> OSError | None:
    """Return what the operating system refused; None = it was something else. xlsxwriter wraps it in an error of its own."""
    wrapped = error.args[0] if error.args else None
    return error if isinstance(error, OSError) else wrapped if isinstance(wrapped, OSError) else None
