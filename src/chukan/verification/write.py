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

from chukan.errors import OutputError
from chukan.intake.batch import Rejected
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.result import Finding, Verification
from chukan.verification.target import Target

COLUMNS = tuple(f.name for f in fields(Finding))
_FINDINGS = pa.schema(
    [(name, pa.int64() if name in ("record", "line") else pa.string()) for name in COLUMNS]
)  # fmt: skip
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
            f"出力先に書けません: {e.strerror or e}", place=str(out), hint="書ける場所を --out で指定してください。"
        ) from None
    try:
        yield beside
        _move_into(beside, out)
    except OSError as e:
        raise OutputError(
            f"書き込みに失敗しました: {e.strerror or e}", place=str(out), hint="空き容量と権限を確かめてください。"
        ) from e
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move_into(beside: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for name in _SOMETIMES:
        stale = out / name
        if stale.is_dir():
            shutil.rmtree(stale)
        else:
            stale.unlink(missing_ok=True)
    for path in sorted(p for p in beside.rglob("*") if p.is_file()):
        target = out / path.relative_to(beside)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def write_verification(
    folder: Path, verification: Verification, findings: Sequence[Finding], *, junit: bool = False
) -> None:
    """Write `verification.json`, `findings.parquet`, `findings.csv` (and `junit.xml`) into `folder`."""
    (folder / FILE_NAME).write_text(to_json(verification), encoding="utf-8", newline="\n")
    write_findings(folder, findings)
    if junit:
        from chukan.verification.junit import to_junit

        (folder / "junit.xml").write_text(to_junit(verification), encoding="utf-8", newline="\n")


def write_findings(folder: Path, findings: Sequence[Finding]) -> None:
    """The sampled findings as Parquet and as a CSV that Excel opens without running anything."""
    columns = list(zip(*(astuple(f) for f in findings), strict=True)) or [()] * len(COLUMNS)
    table = pa.table([pa.array(c, t.type) for c, t in zip(columns, _FINDINGS, strict=True)], schema=_FINDINGS)
    pq.write_table(table, folder / "findings.parquet", compression="zstd")
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
        file.write(rejected.raw)
        if not rejected.raw.endswith((b"\n", b"\r")):
            file.write(b"\r\n")

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            file.close()


def _slug(target: Target) -> str:
    return re.sub(r"[^0-9A-Za-z_-]", "_", f"{target.municipality}_{target.layout.business}_{target.layout.slug}")
