"""The findings as files: for programs in codes, for people in words."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import astuple, replace
from pathlib import Path

import pyarrow.parquet as pq

from chukan.reports.findings import ACTORS, COLUMNS, HEADINGS, WHO, findings_table, write_findings
from chukan.rules.catalogue import RULES
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_one_row_a_finding_one_column_a_field(made: Made) -> None:
    some = made[1][:50]

    table = findings_table(some)

    assert table.schema.names == [*COLUMNS, ACTORS]
    assert [tuple(row.values()) for row in table.to_pylist()] == [(*astuple(f), RULES[f.rule].who) for f in some]
    assert findings_table([]).schema == table.schema


def test_people_read_words_and_programs_codes(made: Made, tmp_path: Path) -> None:
    some = [replace(made[1][2], waived=True, message="=1+1,\nx"), made[1][3]]

    digest = write_findings(tmp_path, some)

    assert digest == hashlib.sha256((tmp_path / "findings.parquet").read_bytes()).hexdigest()
    assert pq.read_table(tmp_path / "findings.parquet").to_pylist()[0]["severity"] == some[0].severity.value
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*HEADINGS.values(), WHO]
    assert rows[0][WHO] == RULES[some[0].rule].who
    assert (rows[0]["重大度"], rows[0]["了承"], rows[1]["了承"]) == (some[0].severity.ja, "了承", "")
    assert not rows[0]["内容"].startswith("=")


def test_every_column_has_a_heading() -> None:
    assert set(HEADINGS) == set(COLUMNS)
    assert len(set(HEADINGS.values())) == len(HEADINGS)
