"""Places that no result may take: refused before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from chukan.errors import OutputError
from chukan.scratch import at_work


def refuse_place(path: Path) -> None:
    """Raise OutputError for a place that no ordinary file can take."""
    refuse_nowhere(path)
    if not path.name or path.is_dir():
        raise OutputError("書き出す先がフォルダです", place=str(path), hint="ファイルの名前まで指定してください。")
    refuse_device(path)


def refuse_device(path: Path) -> None:
    """Raise OutputError for a pipe or a device: a file would take its place, not go into it."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OutputError(
            "書き出す先がふつうのファイルではありません（パイプや装置です）",
            place=str(path),
            hint="別の名前を指定してください。",
        )


def refuse_nowhere(path: Path) -> None:
    """Raise OutputError where ``..`` follows a folder that is missing: made on the way, it leads to what nobody looked at."""
    if ".." in path.parts and not path.parent.exists():
        raise OutputError(
            "途中のフォルダがないため、「..」の行き先が決まりません",
            place=str(path),
            hint="「..」を使わずに書くか、ないフォルダを先に作ってください。",
        )


def refuse_company(beside: Path, out: Path) -> None:
    """Raise OutputError when another run writes into the same folder: their results would be mixed."""
    if (other := at_work(beside)) is not None:
        raise OutputError(
            "別の chukan が、同じ出力先に書いている途中です。何も書いていません",
            place=str(out),
            hint=f"終わるのを待つか、--out に別のフォルダを指定してください。動いていないはずなら {other.name} を消してください。",
        )


def refuse_strange(
    out: Path, paths: Iterable[Path], known: Callable[[str], bool] | None, inputs: Sequence[Path]
) -> None:
    """Raise OutputError when a file that would give way is an input, or no earlier result."""
    for path in paths:
        there = out / path
        refuse_device(there)
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
