"""The workbook: what stands in its cells, and that nothing in them is ever a formula."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.output import excel as book
from chukan.output.excel import Book, Column
from chukan.reports.excel import write_excel
from chukan.verification.result import Finding, Verification

SHOWN_ROWS = 2
DAY = dt.date(2026, 4, 1)


@pytest.fixture(scope="module")
def path(made: tuple[Verification, list[Finding]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("excel") / "report.xlsx"
    write_excel(path, *made)
    return path


def written(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def dump(path: Path) -> str:
    """Every cell of 総括, the head and first rows of the other sheets, and how they are set up."""
    lines = []
    for sheet in written(path):
        setup = sheet.page_setup
        lines.append(
            f"## {sheet.title}: {sheet.max_row} rows, frozen at {sheet.freeze_panes}, filter {sheet.auto_filter.ref}, "
            f"rows at top {sheet.print_title_rows}, {setup.orientation}, paper {setup.paperSize}, "
            f"{setup.fitToWidth or 1}x{setup.fitToHeight} pages, {len(sheet._charts)} charts"
        )
        rows = sheet.iter_rows(values_only=True, max_row=None if sheet.title == "総括" else SHOWN_ROWS)
        lines += [
            "| " + " | ".join("" if c is None else str(c).replace("\n", "⏎") for c in row).rstrip(" |") for row in rows
        ]
    return "\n".join(lines) + "\n"


def test_what_stands_in_it(path: Path, snapshot: Callable[[str, str], None]) -> None:
    snapshot("report.xlsx.txt", dump(path))


def test_the_same_values_give_the_same_bytes(
    path: Path, made: tuple[Verification, list[Finding]], tmp_path: Path
) -> None:
    again = tmp_path / "again.xlsx"
    write_excel(again, *made)

    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.xlsx"]


def test_every_finding_that_is_kept_is_there(path: Path, made: tuple[Verification, list[Finding]]) -> None:
    assert written(path)["指摘一覧"].max_row == len(made[1]) + 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+81", "-1", "@x", "{=1}", "http://example.com", "=HYPERLINK(1)", "internal:x"]
)
def test_texts_are_never_formulas_or_links(text: str, made: tuple[Verification, list[Finding]], tmp_path: Path) -> None:
    finding = replace(made[1][0], value=text, message=text, item=text, file=text)
    write_excel(tmp_path / "a.xlsx", made[0], [finding])

    row = written(tmp_path / "a.xlsx")["指摘一覧"][2]

    assert [c.value for c in row].count(text) == 4
    assert {c.data_type for c in row if c.value == text} == {"s"}
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n)


def test_odd_texts_are_written(made: tuple[Verification, list[Finding]], tmp_path: Path) -> None:
    finding = replace(made[1][0], value="\x00\ud800", message="あ" * 50_000)
    write_excel(tmp_path / "a.xlsx", made[0], [finding])

    row = [c.value for c in written(tmp_path / "a.xlsx")["指摘一覧"][2]]

    assert row[-3] == "␀⟦U+D800⟧"
    assert row[-2].endswith("（全 50,000 文字）")


def test_numbers_are_numbers(path: Path) -> None:
    sheet = written(path)["件数表"]

    assert [sheet.cell(2, c).value for c in (6, 7, 8, 9)] == [61_234, 61_230, 4, 61_234 * 183 + 412]
    assert sheet.cell(2, 6).number_format.startswith("#,##0")


def test_more_rows_than_a_sheet_holds_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(book, "EXCEL_ROWS", 5)
    with Book(tmp_path / "a.xlsx", title="", day=DAY, largest=1, footer="") as some:
        some.table_sheet("表", (Column("数", 10, "number"),), ((i,) for i in range(10)))

    column = [c.value for c in written(tmp_path / "a.xlsx")["表"]["A"]]

    assert column[:4] == ["数", 0, 1, 2]
    assert column[4].startswith("Excel の行数の上限のため")
    assert len(column) == 5


def test_a_large_book_says_the_same(
    path: Path, made: tuple[Verification, list[Finding]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(book, "_LARGE", 10)
    write_excel(tmp_path / "a.xlsx", *made)

    assert dump(tmp_path / "a.xlsx") == dump(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx"]


def test_nothing_found(clean: Verification, tmp_path: Path) -> None:
    write_excel(tmp_path / "a.xlsx", clean, [])
    workbook = written(tmp_path / "a.xlsx")

    first = ["総括", "業務別", "検査項目別", "指摘一覧", "外字一覧", "移行条件", "件数表"]
    assert workbook.sheetnames == [*first, "納品書照合", "バイト収支", "ファイルの由来", "検査項目の説明"]
    assert workbook["指摘一覧"]["A2"].value == "指摘はありません。"
    assert workbook["総括"]._charts == []


def test_collecting_goes_on_afterwards(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError),
        Book(tmp_path / "a.xlsx", title="", day=DAY, largest=1, footer=""),
    ):
        raise RuntimeError

    assert gc.isenabled()
    assert not (tmp_path / "a.xlsx").exists()
