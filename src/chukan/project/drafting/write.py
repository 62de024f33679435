"""Drafting a project: from a folder of files to a project file that people complete."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from chukan.errors import InputError, OutputError, UsageError, reason
from chukan.layouts.library import Library
from chukan.layouts.select import of_library
from chukan.output.folder import whole_file
from chukan.project.drafting.outline import Draft, outline
from chukan.project.drafting.sheet_draft import write_sheets
from chukan.project.drafting.survey import LeftOut, Progress, survey
from chukan.project.drafting.yaml_draft import to_yaml

#: What a project file may end with.
_SUFFIXES = (".yaml", ".yml", ".xlsx")


class NothingRecognised(InputError):
    """A folder holds no file whose layout is certain.

    Attributes:
        left: every file, with the reason.
    """

    def __init__(self, folder: Path, left: Sequence[LeftOut]) -> None:
        super().__init__(
            f"移行ファイル定義の分かるファイルが1つもありません（{len(left)} 件を見ました）。下書きは書いていません",
            place=str(folder),
            hint="chukan inspect ファイル で1つずつ調べ、候補の定義を確かめてください。自分のレイアウト集があれば --packs で指定します。",
        )
        self.left = tuple(left)


def default_place(folder: Path) -> Path:
    """Return where the draft of a folder goes: beside where chukan runs when the folder lies below, else into the folder."""
    below = Path(os.path.abspath(folder)).is_relative_to(Path.cwd())  # noqa: PTH100 - a link stays one
    return Path("project.yaml") if below else folder / "project.yaml"


def draft_project(
    folder: Path,
    out: Path,
    library: Library,
    *,
    day: dt.date,
    force: bool = False,
    progress: Progress | None = None,
) -> Draft:
    """Look at every file of a folder and write the draft of a project: whole, or not at all.

    Args:
        folder: what was delivered.
        out: the project file: YAML or a workbook, by its name. Paths in it are relative to its folder, at or above `folder`.
        library: the packs whose layouts the files may be of.
        day: today; the draft checks as of it.
        force: an existing file gives way.
        progress: called with a path and the bytes that were read of it so far.

    Raises:
        UsageError: `out` has no name of a project file, or lies elsewhere than at or above `folder`.
        InputError: `folder` is no folder; as `NothingRecognised`, no file in it was recognised.
        OutputError: `out` is there already, or can't be written.
    """
    _refuse(folder, out, force=force)
    layouts = [*of_library(library)]
    skip = [path for path in (out,) if path.exists()]
    found = survey(folder, layouts, base=out.parent, skip=skip, progress=progress)
    if not found.files:
        raise NothingRecognised(folder, found.left)
    draft = outline(found, layouts, Path(os.path.abspath(folder)).name, day)  # noqa: PTH100 - a link stays one
    with whole_file(out) as file:
        if out.suffix.lower() == ".xlsx":
            write_sheets(file, draft)
        else:
            file.write(to_yaml(draft).encode())
    return draft


def _refuse(folder: Path, out: Path, *, force: bool) -> None:
    if out.suffix.lower() not in _SUFFIXES:
        raise UsageError(
            f"--out の「{out.name}」はプロジェクトファイルの名前ではありません",
            hint="project.yaml か project.xlsx のように、.yaml か .xlsx で終わる名前にしてください。",
        )
    if not folder.is_dir():
        what = "フォルダではありません" if folder.exists() else "フォルダがありません"
        raise InputError(what, place=str(folder), hint="提出されたファイルの入ったフォルダを指定してください。")
    try:
        next(folder.iterdir(), None)
    except OSError as e:
        raise InputError(
            f"フォルダを読めません: {reason(e)}", place=str(folder), hint="読み取りの権限を確かめてください。"
        ) from None
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stays one
    if not whole.is_relative_to(Path(os.path.abspath(out)).parent):  # noqa: PTH100 - no link is followed, the folder may be missing
        raise UsageError(
            "プロジェクトファイルは、調べるフォルダか、その上のフォルダに置きます（中のパスはそこから書くため）",
            hint=f"--out {folder / out.name} のように指定してください。",
        )
    if out.exists() and not force:
        raise OutputError(
            "同じ名前のファイルがあります。上書きしていません",
            place=str(out),
            hint="--out に別の名前を指定するか、上書きしてよければ --force を付けてください。",
        )
