"""What a run left, read again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chukan.errors import InputError
from chukan.reports.findings import write_findings
from chukan.reports.results import load_results, verification_folders
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.result import Finding, Verification


@pytest.fixture
def left(made: tuple[Verification, list[Finding]], tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "1"
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_text(to_json(made[0]), encoding="utf-8")
    write_findings(folder, made[1][:20])
    return folder


def test_there_and_back(made: tuple[Verification, list[Finding]], left: Path) -> None:
    found = load_results(left)

    assert (found.place, found.verification) == (str(left), made[0])
    assert list(found.findings) == made[1][:20]


def test_columns_of_older_and_newer_versions(left: Path) -> None:
    table = pq.read_table(left / "findings.parquet")
    older = table.drop_columns(["fingerprint", "ground", "key", "value", "message"])
    pq.write_table(older.append_column("later", pa.nulls(len(older))), left / "findings.parquet")

    first = load_results(left).findings[0]

    assert (first.rule, first.value, first.fingerprint) == (table["rule"][0].as_py(), "", "")


def test_what_is_missing_or_broken_is_told(left: Path) -> None:
    path = left / "findings.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["rule", "file"]), path)
    with pytest.raises(InputError, match="列がありません: file、rule"):
        load_results(left)
    path.write_bytes(b"PAR1")
    with pytest.raises(InputError, match="読めません"):
        load_results(left)
    path.unlink()
    with pytest.raises(InputError, match=r"findings.parquet）がありません"):
        load_results(left)


def test_folders_with_a_verification(left: Path, tmp_path: Path) -> None:
    assert verification_folders(left) == [left]
    assert verification_folders(tmp_path) == [left]
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "none"):
        with pytest.raises(InputError, match="検証結果"):
            verification_folders(nothing)
