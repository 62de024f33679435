"""What is left in the folder can be opened, says the same everywhere, and shows no value of a record."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from chukan.errors import Bug
from chukan.reduction.report import tables
from chukan.reduction.report.document import to_json
from chukan.reduction.report.html import to_html
from chukan.reduction.report.lines import LIMITATION
from chukan.reduction.report.report import Report
from chukan.reduction.report.write import write_report
from chukan.reduction.run import _check
from chukan.reduction.split.reconcile import check

SECRET = "123456789018"  # noqa: S105 - made up


@pytest.fixture(scope="module")
def made(new_town: Any) -> tuple[Report, Path]:
    """Return a town with all kinds of classes, a name that looks like markup, and what was written of it."""
    town = new_town()
    town.put(
        "resident_register/removed",
        [
            {
                "宛名番号": f"A{n}",
                "世帯番号": f"S{n}",
                "除票区分": "1",
                "消除年月日": day,
                "氏名": "=cmd()",
                "個人番号": SECRET,
            }
            for n, day in enumerate(("20100401", "20110401", "20200401", "", "20140619"))
        ],
    )
    town.put("individual_resident_tax/taxpayer", [{"課税年度": "2010", "宛名番号": "A0"}])
    town.reduction |= {
        "my_number": {"removal": "blank", "basis": "<b>決裁</b>"},
        "archive": {
            "medium": "=LTO",
            "label": "L",
            "keeper": "課",
            "disposal": "長",
            "retain_until": "2036-03-31",
            "search": "索引簿",
            "searched_by": "課",
        },
    }
    out = town.folder / "out"
    out.mkdir()
    report = town.reduce(split=out)
    write_report(out, report)
    return report, out


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def test_the_page(made: tuple[Report, Path]) -> None:
    report, _ = made
    page = to_html(report)

    assert LIMITATION in page
    assert "&lt;b&gt;決裁&lt;/b&gt;" in page
    assert "<b>決裁" not in page
    assert SECRET not in page
    for decision in (*tables.decisions(report, opened=True), *tables.decisions(report, opened=False)):
        assert decision.text.replace("<", "&lt;").replace(">", "&gt;") in page
    assert page.index("移行前と移行後") < page.index("団体が決めること") < page.index("削減の根拠")


def test_the_workbook(made: tuple[Report, Path]) -> None:
    report, out = made
    names = openpyxl.load_workbook(out / "reduction.xlsx").sheetnames

    assert names == [
        "総括",
        "業務別",
        "ファイル別",
        "年別",
        "規則",
        "残す理由",
        "決めること",
        "比較",
        "件数表",
        "分割の収支",
    ]
    head, *rows = sheet(out / "reduction.xlsx", "件数表")
    counted = dict.fromkeys(("削減候補", "要確認", "移行必須"), 0)
    for row in rows:
        counted[row[head.index("分類")]] += row[head.index("件数")]
    all_ = tables.whole(report)
    assert list(counted.values()) == [all_.candidate.records, all_.check.records, all_.must.records]
    assert len(sheet(out / "reduction.xlsx", "決めること")) - 1 == len(report.decisions)
    text = str([sheet(out / "reduction.xlsx", n) for n in names])
    assert SECRET not in text


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


def test_the_data(made: tuple[Report, Path]) -> None:
    report, out = made
    data = json.loads(to_json(report))

    assert (out / "reduction.json").read_text(encoding="utf-8") == to_json(report)
    assert sum(c["amount"]["records"] for c in data["cells"]) == data["totals"]["total"]["records"] == 6
    assert {c["class"] for c in data["cells"]} == {"candidate", "check", "must"}
    assert SECRET not in to_json(report)


def test_the_manifest_proves_what_it_says(made: tuple[Report, Path]) -> None:
    _, out = made
    with (out / "archive_manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        (row,) = csv.DictReader(f)

    assert row["媒体"] == "'=LTO"  # no formula in a spreadsheet
    assert (row["件数"], row["規則"], row["空欄にした個人番号"], row["個人番号の列に残る値"]) == ("3", "JK01", "3", "0")
    assert (row["年（最初）"], row["年（最後）"]) == ("2010", "2014")
    assert "2014-06-20）より前" in row["根拠"]
    assert SECRET not in (out / row["ファイル"]).read_text(encoding="cp932")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"archive_records": 99}, "件数"),
        ({"migrate_bytes": 0}, "バイト数"),
        ({"my_number_left": 1}, "個人番号"),
        ({"archive_totals": {"x": 1}, "source_totals": {"x": 2}, "migrate_totals": {}}, "合計"),
    ],
)
def test_a_line_that_does_not_add_up_is_a_bug(made: tuple[Report, Path], more: dict[str, Any], told: str) -> None:
    from dataclasses import replace

    assert made[0].split is not None
    line = next(f for f in made[0].split.files if f.archive)
    check(line, line.migrate_records, line.archive_records, 0, blanks=True)

    with pytest.raises(Bug, match=told):
        check(replace(line, **more), line.migrate_records, line.archive_records, 0, blanks=True)


def test_a_record_without_a_class_is_a_bug(made: tuple[Report, Path]) -> None:
    from dataclasses import replace

    with pytest.raises(Bug, match="分類した件数"):
        _check(replace(made[0], cells=made[0].cells[1:]))
