"""`findings.parquet` and `findings.csv`: the sampled findings, one row each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.output.csv_file import write_csv
from chukan.verification.result import Finding

COLUMNS = tuple(f.name for f in fields(Finding))
_FINDINGS = pa.schema([(name, pa.int64() if name in ("record", "line") else pa.string()) for name in COLUMNS])


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """Return findings as an Arrow table, one row each, one column a field.

    Args:
        findings: in the order of the rows.

    Returns:
        ``record`` and ``line`` as int64, all other columns as strings.
    """
    columns = list(zip(*map(astuple, findings), strict=True)) or [()] * len(COLUMNS)
    return pa.table([pa.array(c, t.type) for c, t in zip(columns, _FINDINGS, strict=True)], schema=_FINDINGS)


def write_findings(folder: Path, findings: Sequence[Finding]) -> str:
    """Write the findings into `folder` as Parquet, and as CSV for a spreadsheet.

    Args:
        folder: an existing folder.
        findings: in the order in which they are written.

    Returns:
        The SHA-256 of ``findings.parquet``.

    Raises:
        OSError: `folder` can't be written.
    """
    path = folder / "findings.parquet"
    pq.write_table(findings_table(findings), path, compression="zstd")
    write_csv(folder / "findings.csv", COLUMNS, map(astuple, findings))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
