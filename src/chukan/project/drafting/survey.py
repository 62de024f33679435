"""Looking at every file of a folder: what each is of, and what can't be told of the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.errors import InputError, readable
from chukan.intake.fit import Fit, certain, why_uncertain
from chukan.intake.inspect import inspect
from chukan.intake.inspection import Inspection
from chukan.intake.source.members import hidden_in, parts_of, visible_in
from chukan.layouts.model import Layout
from chukan.paths import real_path
from chukan.project.sheets import form
from chukan.verification.document import FILE_NAME

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file whose layout is certain.

    Attributes:
        path: as a project file in the project's folder names it.
        parts: the names of its folders from the surveyed one on, and its own.
    """

    path: str
    parts: tuple[str, ...]
    found: Inspection
    fit: Fit


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that is no part of the draft.

    Attributes:
        reason: why, for people.
        fits: layouts that it may be of, best first.
    """

    path: str
    reason: str
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """All that a folder holds: each file is in one of the two."""

    files: tuple[RecognisedFile, ...]
    left: tuple[LeftOut, ...]


def survey(
    folder: Path,
    layouts: Sequence[Layout],
    *,
    base: Path,
    skip: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Survey:
    """Look at every file of a folder, its folders, archives and workbooks.

    Args:
        folder: the folder.
        layouts: those that a file may be of.
        base: the folder of the project, at or above `folder`; paths are relative to it.
        skip: files that are none of the delivery: the draft itself.
        progress: called with a path and the bytes that were read of it so far.
    """
    files: list[RecognisedFile] = []
    left = [LeftOut(_shown(path, base), "隠しファイルです（見ていません）") for path in hidden_in(folder)]
    whole: list[bool] = []
    results = {path.parent for path in visible_in(folder) if path.name == FILE_NAME}
    left += [LeftOut(_shown(path, base), "chukan の結果のフォルダです（見ていません）") for path in sorted(results)]
    for path in visible_in(folder):
        if path in skip or results & {*path.parents}:
            continue
        if not real_path(path).is_relative_to(real_path(base)):
            left.append(LeftOut(_shown(path, base), "フォルダの外を指すリンクです。ファイルそのものを置いてください"))
            continue
        for part in _looked_at(path, layouts, progress):
            shown = _shown(Path(part.path), base)
            if isinstance(part, LeftOut):
                left.append(LeftOut(shown, part.reason, part.fits))
            elif not _is_text(shown):
                left.append(LeftOut(readable(shown), "名前が UTF-8 ではありません。ファイルの名前を変えてください"))
            else:
                parts = (real_path(folder).name, *Path(part.path).relative_to(folder).parts)
                files.append(RecognisedFile(shown, parts, part.found, part.fit))
                whole.append(part.path == str(path))
    kept = {
        sha256: min(twins, key=lambda seen: (len(seen.path), seen.path))
        for sha256, twins in _by_digest(seen for seen, is_whole in zip(files, whole, strict=True) if is_whole).items()
    }
    alone = []
    for seen, is_whole in zip(files, whole, strict=True):
        twin = kept[seen.found.sha256] if is_whole else seen
        if twin is seen:
            alone.append(seen)
        else:
            why = f"中身が「{twin.path}」と同じです（SHA-256 が一致）。二重に数えないよう除きました"
            left.append(LeftOut(seen.path, why))
    return Survey(tuple(alone), tuple(left))


def _by_digest(files: Iterable[RecognisedFile]) -> dict[str, list[RecognisedFile]]:
    """Return the files of each SHA-256. An archive's digest is that of all its members: they are not among them."""
    found: dict[str, list[RecognisedFile]] = {}
    for seen in files:
        found.setdefault(seen.found.sha256, []).append(seen)
    return found


def _looked_at(path: Path, layouts: Sequence[Layout], progress: Progress | None) -> Iterator[RecognisedFile | LeftOut]:
    """Yield what a file is, or each member of an archive and each sheet of a workbook."""
    try:
        parts = parts_of(str(path))
    except (InputError, OSError) as e:
        yield LeftOut(str(path), f"読めません: {e.message if isinstance(e, InputError) else e.strerror}")
        return
    if not parts:
        yield LeftOut(str(path), "中にファイルがありません")
    if {f"{path}#{name}" for name in (form.SETTINGS, form.TOWNS, form.FILES)} <= {*parts}:
        yield LeftOut(str(path), "プロジェクトのブックです（提出データではありません）")
        return
    for part in parts:
        report = (lambda done, name=part: progress(name, done, 0)) if progress else None
        try:
            found = inspect(part, layouts, progress=report)
        except InputError as e:
            inner = part != str(path) and part.lower().endswith(".zip")
            why = "ZIP の中の ZIP です。展開してから調べてください" if inner else e.message.removeprefix("読めません: ")
            yield LeftOut(part, f"読めません: {why}")
            continue
        fit = certain(found.fits)
        if fit is None:
            empty = not found.records and not found.fits
            yield LeftOut(part, "レコードがありません" if empty else why_uncertain(found.fits), found.fits)
        else:
            yield RecognisedFile(part, (), found, fit)


def _shown(path: Path, base: Path) -> str:
    """Return a path as the project names it."""
    return Path(os.path.abspath(path)).relative_to(os.path.abspath(base)).as_posix()  # noqa: PTH100 - a link stays one


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
