"""`findings.parquet` and `findings.csv`: the sampled findings, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from pathlib import Path

import pyarrow as pa

from chukan.output.table_files import some_at_a_time, write_table_files
from chukan.reports.labels import FINDING_WORDS
from chukan.rules.catalogue import RULES
from chukan.verification.result import Finding

COLUMNS = tuple(f.name for f in fields(Finding))
ACTORS = "actors"
"""The last column of the Parquet file and of JSON Lines: who acts on the finding, as its rule says."""
_TYPES = {"record": pa.int64(), "line": pa.int64(), "waived": pa.bool_()}
_FINDINGS = pa.schema([(name, _TYPES.get(name, pa.string())) for name in (*COLUMNS, ACTORS)])
HEADINGS = {
    "municipality": "市区町村",
    "business": "業務",
    "layout": "移行ファイル定義",
    "file": "ファイル",
    "record": "レコード",
    "line": "行",
    "key": "キー",
    "item": "項目",
    "rule": "検査項目",
    "severity": "重大度",
    "ground": "根拠",
    "waived": "了承",
    "value": "値",
    "message": "内容",
    "fingerprint": "指紋",
}
"""Column of the Parquet file -> heading of the same column in the CSV, which people open in a spreadsheet."""
WHO = "対応する人"
"""The last column of the CSV: who acts on the finding."""


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """Return findings as an Arrow table, one row each, one column a field.

    Args:
        findings: in the order of the rows.

    Returns:
        ``record`` and ``line`` as int64, ``waived`` as bool, all other columns as strings.
    """
    columns = [
        pa.array(map(who if field.name == ACTORS else attrgetter(field.name), findings), field.type)
        for field in _FINDINGS
    ]
    return pa.table(columns, schema=_FINDINGS)


def who(finding: Finding) -> str | None:
    """Return who acts on a finding; None for a rule of another version of chukan."""
    return _who(finding.rule)


@cache
def _who(rule: str) -> str | None:
    return RULES[rule].who if rule in RULES else None


def write_findings(folder: Path, findings: Sequence[Finding]) -> str:
    """Write the findings into `folder` as Parquet for programs, and as CSV in Japanese for people.

    Args:
        folder: an existing folder.
        findings: in the order in which they are written.

    Returns:
        The SHA-256 of ``findings.parquet``.

    Raises:
        OSError: `folder` can't be written.
    """
    tables = (findings_table(findings[some]) for some in some_at_a_time(findings))
    headings = [*(HEADINGS[name] for name in COLUMNS), WHO]
    return write_table_files(folder, "findings", tables, schema=_FINDINGS, headings=headings, words=FINDING_WORDS)
