"""`differences.parquet` and `differences.csv`: the sampled differences, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from chukan.output.table_files import some_at_a_time, write_table_files
from chukan.reconciliation.result import Difference
from chukan.reports.labels import FINDING_WORDS

_HEADINGS = {
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
    "waived": "了承",
    "value": "移行元の値",
    "loaded_file": "移行先のファイル",
    "loaded_record": "移行先のレコード",
    "loaded_line": "移行先の行",
    "loaded_value": "移行先の値",
    "message": "内容",
    "fingerprint": "指紋",
}
"""Column of the Parquet file -> heading of the same column in the CSV, which people open in a spreadsheet."""
_TYPES = {name: pa.int64() for name in ("record", "line", "loaded_record", "loaded_line")} | {"waived": pa.bool_()}
_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _HEADINGS])
_OWN = ("loaded_file", "loaded_record", "loaded_line", "loaded_value")


def differences_table(differences: Sequence[Difference]) -> pa.Table:
    """Return differences as an Arrow table, one row each.

    Args:
        differences: in the order of the rows.

    Returns:
        Record and line numbers as int64, ``waived`` as bool, all other columns as strings.
    """
    columns = [[_value(d, name) for d in differences] for name in _HEADINGS]
    return pa.table([pa.array(c, t.type) for c, t in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA)


def write_differences(folder: Path, differences: Sequence[Difference]) -> str:
    """Write the differences as Parquet for programs, and as CSV in Japanese for people.

    Args:
        folder: an existing folder.
        differences: in the order in which they are written.

    Returns:
        The SHA-256 of ``differences.parquet``.

    Raises:
        OSError: the folder can't be written.
    """
    tables = (differences_table(differences[some]) for some in some_at_a_time(differences))
    return write_table_files(
        folder, "differences", tables, schema=_SCHEMA, headings=list(_HEADINGS.values()), words=FINDING_WORDS
    )


def _value(difference: Difference, name: str) -> object:
    return getattr(difference if name in _OWN else difference.finding, name)
