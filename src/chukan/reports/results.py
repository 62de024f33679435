"""What a run left in a folder, read again: the verification and the findings that it kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.errors import InputError, reason
from chukan.severity import Severity
from chukan.verification.document import FILE_NAME, load_verification
from chukan.verification.result import Finding, Verification

_FIELDS = tuple(f.name for f in fields(Finding))
_NEEDED = ("municipality", "business", "layout", "file", "record", "item", "rule", "severity")


@dataclass(frozen=True, slots=True)
class Results:
    """What one run left.

    Attributes:
        place: The folder, as it was named.
        findings: As far as they were kept.
    """

    place: str
    verification: Verification
    findings: tuple[Finding, ...]


def load_results(folder: Path) -> Results:
    """Read what `check` or `verify` left in a folder.

    Args:
        folder: The folder that `--out` named, or the ``verification.json`` in it.

    Raises:
        InputError: There is no verification, or its findings can't be read.
    """
    verification = load_verification(folder)
    folder = folder.parent if folder.name == FILE_NAME else folder
    path = folder / "findings.parquet"
    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        hint = "verification.json と同じフォルダに置いてください（--out のフォルダごと残します）。"
        raise InputError("指摘の一覧（findings.parquet）がありません", place=str(folder), hint=hint) from None
    except (OSError, pa.ArrowInvalid) as e:
        what = reason(e) if isinstance(e, OSError) else "壊れているか、Parquet ではありません"
        raise InputError(
            f"指摘の一覧を読めません: {what}", place=str(path), hint="chukan verify をやり直してください。"
        ) from None
    if lacking := [name for name in _NEEDED if name not in table.column_names]:
        raise InputError(
            f"指摘の一覧に列がありません: {'、'.join(lacking)}",
            place=str(path),
            hint="chukan verify をやり直してください。",
        )
    return Results(str(folder), verification, tuple(_findings(table)))


def verification_folders(folder: Path) -> list[Path]:
    """List the folders with a verification: this one, or those below it.

    Raises:
        InputError: There is none.
    """
    if (folder / FILE_NAME).is_file():
        return [folder]
    found = sorted(p.parent for p in folder.rglob(FILE_NAME)) if folder.is_dir() else []
    if not found:
        raise InputError(
            "検証結果（verification.json）のあるフォルダがありません",
            place=str(folder),
            hint="chukan verify --out で書いたフォルダか、それらを含むフォルダを指定してください。",
        )
    return found


def _findings(table: pa.Table) -> Iterator[Finding]:
    names: Sequence[str] = [name for name in _FIELDS if name in table.column_names]
    for row in table.select(list(names)).to_pylist():
        values: dict[str, Any] = dict.fromkeys(("value", "message"), "") | row
        values["severity"] = Severity(values["severity"])
        yield Finding(**{k: v for k, v in values.items() if v is not None or k in ("record", "line", "item")})
