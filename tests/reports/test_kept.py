"""What people wrote is not overwritten; what is no sheet to decide in is not asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from chukan.errors import OutputError
from chukan.reports.excel import write_excel
from chukan.reports.kept import must_not_lose_decisions
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.model import NO_DECISIONS, Decisions
from chukan.verification.decisions.use import Source
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


@pytest.fixture
def written(made: Made, tmp_path: Path) -> Path:
    verification, findings = made
    path = tmp_path / "report.xlsx"
    of_project = replace(verification, fingerprint_key="0123456789abcdef")
    write_excel(path, of_project, findings[:3], Ledger(bytes(range(32))))
    book = openpyxl.load_workbook(path)
    sheet = book["指摘一覧"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "担当")
    sheet[f"{column}3"].value = "高橋"
    book.save(path)
    return path


def test_what_is_written_is_kept_unless_it_was_taken_in(written: Path) -> None:
    import hashlib

    with pytest.raises(OutputError, match="記入があります") as e:
        must_not_lose_decisions(written.parent, NO_DECISIONS)
    assert "3 行目" in str(e.value.place)

    taken = Source(written.name, hashlib.sha256(written.read_bytes()).hexdigest())
    must_not_lose_decisions(written.parent, Decisions(sources=(taken,)))


def test_one_that_was_broken_is_kept_too(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    del book["課題管理表について"]
    book.save(written)

    with pytest.raises(OutputError, match="引き継げません"):
        must_not_lose_decisions(written.parent, NO_DECISIONS)


def test_nothing_else_is_in_the_way(tmp_path: Path) -> None:
    must_not_lose_decisions(tmp_path, NO_DECISIONS)
    (tmp_path / "report.xlsx").write_bytes(b"no workbook")
    must_not_lose_decisions(tmp_path, NO_DECISIONS)
