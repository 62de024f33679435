"""The chapter on optional item ウ."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from chukan.reduction.report import tables
from chukan.reduction.report.report import Report
from chukan.reduction.report.word import write_word


def test_the_chapter(made: tuple[Report, Path]) -> None:
    report, out = made
    document = Document(str(out / "reduction.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    heads = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading 2")]

    expected = [
        "取組の概要",
        "移行前と移行後",
        "事由の生じた年ごとの件数",
        "削減の根拠",
        "候補にできない記録とその理由",
        "団体が決めた事項",
        "今後決める事項",
        "媒体での保管",
        "拠りどころ",
    ]
    assert heads == expected
    assert text.startswith("【案】データ移行対象削減の取組")
    assert "保存義務の終わりを示すものではない" in text
    assert "廃棄してよいことを意味しない" in text
    for decision in tables.decisions(report, opened=True):
        assert decision.text in text or "-" in decision.text  # days are written as papers do
    cells = "\n".join(c.text for table in document.tables for row in table.rows for c in row.cells)
    for file in report.files:
        assert file.sha256 in cells
    assert report.split is not None
    assert report.split.migration is not None
    assert report.split.migration.sha256 in cells
    for key in ("juhyo_boundary_date", "household_slips", "my_number", "chukan verify", "archive", "2026-11-23"):
        assert key not in text + cells
    widths = [[c.width.mm for c in table.columns] for table in document.tables]
    assert all(len({round(w) for w in some}) > 1 or len(some) < 3 for some in widths)


def test_without_the_extra_years_are_a_table_and_the_chapter_says_why(
    made: tuple[Report, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, _ = made
    monkeypatch.setattr("chukan.output.word_chart.find_spec", lambda _: None)

    write_word(tmp_path / "reduction.docx", report)

    document = Document(str(tmp_path / "reduction.docx"))
    assert "図は省いた" in "\n".join(p.text for p in document.paragraphs)
    assert any(table.cell(0, 0).text == "年" for table in document.tables)
