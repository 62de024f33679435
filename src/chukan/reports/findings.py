"""`findings.parquet` and `findings.csv`: the sampled findings, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.output.csv_file import write_csv
from chukan.verification.result import Finding

COLUMNS = tuple(f.name for f in fields(Finding))
_FINDINGS = pa.schema([(name, pa.int64() if name in ("record", "line") else pa.string()) for name in COLUMNS])


def write_findings(folder: Path, findings: Sequence[Finding]) -> None:
    """Write the findings into `folder` as Parquet, and as CSV for a spreadsheet.

    Args:
        folder: an existing folder.
        findings: in the order in which they are written.

    Raises:
        OSError: `folder` can't be written.
    """
    rows = [astuple(f) for f in findings]
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    table = pa.table([pa.array(c, t.type) for c, t in zip(columns, _FINDINGS, strict=True)], schema=_FINDINGS)
    pq.write_table(table, folder / "findings.parquet", compression="zstd")
    write_csv(folder / "findings.csv", COLUMNS, rows)
