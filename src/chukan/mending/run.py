"""Mending one file: where the copy, its log and its note may go, and that they appear together."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import InputError, OutputError, UsageError, reason
from chukan.intake.reader import open_file
from chukan.intake.source.open_source import Source
from chukan.intake.source.workbook import SUFFIXES as WORKBOOKS
from chukan.layouts.model import Layout
from chukan.mending.catalogue import chosen
from chukan.mending.corrected_copy import CorrectedCopy
from chukan.mending.log import ChangeLog
from chukan.output.folder import whole_files
from chukan.paths import is_file, real_path
from chukan.verification.mended import MendNote, note_of, note_path, to_json

#: Ends of names under which a copy would be taken for an archive or a workbook.
_NO_TEXT = (".zip", ".gz", *WORKBOOKS)


def mend(
    path: Path,
    layout: Layout,
    agreement: Agreement,
    only: Iterable[str],
    out: Path,
    log: Path | None = None,
    *,
    as_of: dt.date | None = None,
    show_values: bool = False,
    block_size: int = 8 << 20,
    others: Callable[[], Iterable[Layout]] = tuple,
    progress: Callable[[int], None] | None = None,
) -> MendNote:
    """Write a corrected copy of a file, a log of its changes, and a note beside it that `check` and `verify` recognise.

    Nothing of the file itself is touched, records that can't be read pass through byte for byte, and the copy is read
    again before it gets its name.

    Args:
        path: the delivered file.
        layout: what it should hold.
        agreement: what was agreed; what it leaves open is detected.
        only: ids of the rules whose findings are mended.
        out: the copy; the note is ``out`` + ``.mended.json``.
        log: the log of changes; None = ``out`` + ``.changes.csv``.
        as_of: "today" for the rules that need it.
        show_values: the log shows values (個人番号 never).
        block_size: bytes that are read at a time; changes nothing of the copy.
        others: the layouts that the file may be of instead.
        progress: called with the bytes that were read so far.

    Raises:
        UsageError: a rule has no mend, the names of the copy and the log are no good, or the file is a sheet of a workbook.
        InputError: the file can't be read, or its header is another layout's.
        OutputError: the copy can't be written, or would take the place of anything but an earlier copy as it was made;
            nothing is left behind.
    """
    rules = chosen(only)
    log = log or out.with_name(out.name + ".changes.csv")
    _check_places(path, [out, log, note_path(out)])
    if Source.of(path).sheet is not None:
        raise UsageError("Excel のシートは直せません", place=str(path), hint="CSV に出力し直してから実行してください。")
    as_of = as_of or dt.date.today()
    reader = open_file(path, layout, agreement, block_size=block_size, progress=progress, others=others)
    if reader.facts.wrong_layout is not None:
        raise InputError(
            f"見出しが別の移行ファイル定義（{reader.facts.wrong_layout}）のものです",
            place=str(path),
            hint="--layout を確かめてください。何も書いていません。",
        )
    with whole_files(out, log, note_path(out), private=True) as (copy_file, log_file, note_file):
        copy = CorrectedCopy(
            reader, layout, agreement, rules, ChangeLog(log_file), as_of=as_of, show_values=show_values
        )
        copy.write(Source.of(path).head(reader.data_offset), copy_file)
        copy_file.flush()
        note = copy.note(path, out, log, Path(copy_file.name))
        note_file.write(to_json(note).encode())
    return note


def _check_places(path: Path, targets: Sequence[Path]) -> None:
    out = targets[0]
    if len({real_path(target) for target in targets}) < len(targets):
        raise UsageError("--out と --log が同じファイルです", place=str(out), hint="別の名前にしてください。")
    if out.suffix.lower() in _NO_TEXT:
        raise UsageError(
            "写しは CSV か固定長のテキストで書きます",
            place=str(out),
            hint=f"--out に {out.suffix} でない名前を指定してください。",
        )
    delivered = Path(Source.of(path).path)
    earlier = note_of(out)
    known = set() if earlier is None else {earlier.sha256, earlier.log_sha256}
    for target in targets:
        if not is_file(target):
            continue
        if delivered.exists() and target.samefile(delivered):
            raise OutputError(
                "元のファイルには書きません", place=str(target), hint="--out に別の名前を指定してください。"
            )
        if not (earlier is not None if target == note_path(out) else _sha256(target) in known):
            raise OutputError(
                "前に直した写し・一覧のままでないファイルが同じ名前であります。上書きしないよう、何も書いていません",
                place=str(target),
                hint="--out・--log に別の名前を指定するか、そのファイルを移してください。",
            )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise OutputError(
            f"同じ名前のファイルを確かめられません: {reason(e)}", place=str(path), hint="別の名前を指定してください。"
        ) from None
