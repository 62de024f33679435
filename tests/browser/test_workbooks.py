"""LibreOffice opens the workbooks of a verification and of a comparison, and prints every sheet under its own head."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.reports.conftest import make

from chukan.reports.compare.compare import compare
from chukan.reports.compare.excel import write_excel as write_comparison
from chukan.reports.excel import write_excel
from chukan.reports.results import Results

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with both workbooks as LibreOffice saved them again."""
    folder = tmp_path_factory.mktemp("books")
    verification, findings = make()
    few = findings[:40]
    write_excel(folder / "report.xlsx", verification, few)
    results = Results("a", verification, tuple(few))
    write_comparison(folder / "comparison.xlsx", compare(results, results))
    assert OFFICE is not None
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"),
            *("--outdir", folder / "out", folder / "report.xlsx", folder / "comparison.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / "out"


def _pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def test_each_opens_and_prints(opened: Path) -> None:
    # a page a sheet, a few more for 総括, 検査項目別 and 指摘一覧
    assert 11 <= _pages(opened / "report.pdf") <= 20
    assert 6 <= _pages(opened / "comparison.pdf") <= 12


def test_every_sheet_is_one_page_wide(opened: Path) -> None:
    with zipfile.ZipFile(opened.parent / "report.xlsx") as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        wide = [n for n in sheets if b'fitToHeight="0"' not in book.read(n)]

    assert len(sheets) == 12
    assert wide == []
