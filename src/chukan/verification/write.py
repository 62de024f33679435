"""What `check` and `verify` leave in a folder: whole or absent."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.errors import OutputError, reason
from chukan.intake.batch import Rejected
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.job import Target
from chukan.verification.result import Finding, Verification

COLUMNS = tuple(f.name for f in fields(Finding))
_FINDINGS = pa.schema([(name, pa.int64() if name in ("record", "line") else pa.string()) for name in COLUMNS])
#: First characters that make a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What a run leaves only sometimes: one of an earlier run must not be taken for this one's.
_SOMETIMES = ("rejected.csv", "rejected", "junit.xml")


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A private folder beside `out`; its files are moved into `out` only when all went well.

    Raises:
        OutputError: `out` can't be written; says why. Nothing is left behind.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise OutputError(
                "出力先と同じ名前のファイルがあります", place=str(out), hint="--out に別のフォルダを指定してください。"
            )
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as e:
        raise OutputError(
            f"出力先に書けません: {reason(e)}", place=str(out), hint="書ける場所を --out で指定してください。"
        ) from None
    try:
        yield beside
        _move_into(beside, out)
    except OSError as e:
        raise OutputError(
            f"書き込みに失敗しました: {reason(e)}", place=str(out), hint="空き容量と権限を確かめてください。"
        ) from e
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move_into(beside: Path, out: Path) -> None:
    """Every file into its place, or none: what an earlier run left goes aside first and comes back when one can't be moved.

    Windows refuses for a file that is open in another program.
    """
    out.mkdir(exist_ok=True)
    made = [p.relative_to(beside) for p in sorted(beside.rglob("*")) if p.is_file()]
    stale = [p.relative_to(out) for name in _SOMETIMES for p in _files(out / name)]
    aside = beside / "before"
    moved: list[tuple[Path, Path]] = []
    try:
        for path in dict.fromkeys([*made, *stale]):
            if (out / path).is_file():
                _move(out / path, aside / path, moved)
        for path in made:
            _move(beside / path, out / path, moved)
    except BaseException as e:
        for source, target in reversed(moved):
            target.replace(source)
        if not isinstance(e, OSError):
            raise
        raise OutputError(
            f"結果を置けません: {reason(e)}",
            place=str(e.filename2 or e.filename or out),
            hint="Excel などで開いていれば閉じてからやり直してください。前の結果があれば、そのまま残っています。",
        ) from None
    for name in _SOMETIMES:
        if (out / name).is_dir() and not any((out / name).iterdir()):
            (out / name).rmdir()


def _files(path: Path) -> list[Path]:
    """The file, or the files of the folder; none where there is nothing."""
    return [p for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [path] if path.exists() else []


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    moved.append((source, target))


def write_verification(
    folder: Path, verification: Verification, findings: Sequence[Finding], *, junit: bool = False
) -> None:
    """Write `verification.json`, `findings.parquet`, `findings.csv` (and `junit.xml`) into `folder`."""
    (folder / FILE_NAME).write_text(to_json(verification), encoding="utf-8", newline="\n")
    write_findings(folder, findings)
    if junit:
        from chukan.verification.junit import to_junit

        (folder / "junit.xml").write_text(to_junit(verification), encoding="utf-8", newline="\n")


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """Return findings as an Arrow table, one column a field: ``record`` and ``line`` int64, all others strings."""
    columns = list(zip(*(astuple(f) for f in findings), strict=True)) or [()] * len(COLUMNS)
    return pa.table([pa.array(c, t.type) for c, t in zip(columns, _FINDINGS, strict=True)], schema=_FINDINGS)


def write_findings(folder: Path, findings: Sequence[Finding]) -> None:
    """The sampled findings as Parquet and as a CSV that Excel opens without running anything."""
    pq.write_table(findings_table(findings), folder / "findings.parquet", compression="zstd")
    with (folder / "findings.csv").open("w", encoding="utf-8-sig", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(COLUMNS)
        writer.writerows([_safe(v) for v in astuple(finding)] for finding in findings)


def _safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class Rejects:
    """`rejected.csv`: the records that could not be read, byte for byte.

    One file a delivered file: `rejected.csv` for a check, `rejected/MUNICIPALITY_BUSINESS_LAYOUT_N.csv` for a project.
    """

    def __init__(self, folder: Path, targets: Sequence[Target], *, single: bool) -> None:
        self._paths = {
            id(t): folder / "rejected.csv" if single else folder / "rejected" / f"{i:03d}_{_slug(t)}.csv"
            for i, t in enumerate(targets, 1)
        }
        self._open: dict[int, BinaryIO] = {}

    def __call__(self, target: Target, rejected: Rejected) -> None:
        """Append one record, as it stands in the file."""
        file = self._open.get(id(target))
        if file is None:
            path = self._paths[id(target)]
            path.parent.mkdir(exist_ok=True)
            file = self._open[id(target)] = path.open("wb")
        file.write(rejected.raw + rejected.newline)

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            file.close()


def _slug(target: Target) -> str:
    return re.sub(r"[^0-9A-Za-z_-]", "_", f"{target.municipality}_{target.layout.business}_{target.layout.slug}")
