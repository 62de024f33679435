"""`reduction.xlsx`: the same rows as the page, all of them, to work on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from chukan.output.excel import Book, Column
from chukan.reduction.report import tables
from chukan.reduction.report.cover_sheet import cover_sheet
from chukan.reduction.report.report import Report
from chukan.reduction.report.tables import Classes
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CLASS_JA

_CLASSES = (
    Column("全件", 11, "number"),
    Column("削減候補", 11, "number"),
    Column("要確認", 11, "number"),
    Column("移行必須", 11, "number"),
    Column("読取不可", 10, "number"),
    Column("候補バイト", 14, "number"),
    Column("候補の割合", 11, "percent"),
)


def write_excel(path: Path, report: Report) -> None:
    """Write the workbook.

    Args:
        path: The file to write.
        report: Every number in the sheets comes from it.
    """
    day = dt.date.fromisoformat(report.as_of)
    details = tables.by_detail(report)
    footer = f"chukan {report.tool.get('version', '')}　基準日 {report.as_of}"
    with Book(path, title="データ移行対象削減の取組", day=day, largest=len(details), footer=footer) as book:
        cover_sheet(book, report)
        _lines(book, report)
        _rules(book, report)
        _reasons(book, report)
        _decisions(book, report)
        _whatif(book, report)
        _details(book, report)
        if report.split:
            _split(book, report)


def _lines(book: Book, report: Report) -> None:
    head: tuple[Column, ...] = (Column("市区町村", 14), Column("業務", 22), *_CLASSES)
    rows = ((*line.names, *_amounts(line.classes)) for line in tables.by_business(report))
    book.table_sheet("業務別", head, rows, fixed=2, empty="ファイルがありません。")
    head = (Column("市区町村", 14), Column("業務", 18), Column("定義", 18), Column("ファイル", 34), *_CLASSES)
    rows = ((*line.names, *_amounts(line.classes)) for line in tables.by_layout(report))
    book.table_sheet("ファイル別", head, rows, fixed=3, empty="ファイルがありません。")
    head = (Column("年", 10), *_CLASSES)
    rows = ((line.names[0] or "起算日なし", *_amounts(line.classes)) for line in tables.by_year(report))
    book.table_sheet("年別", head, rows, empty="規則が当たる記録はありません。")


def _amounts(c: Classes) -> tuple[object, ...]:
    return (
        c.total.records,
        c.candidate.records,
        c.check.records,
        c.must.records,
        c.rejected.records,
        c.candidate.bytes,
        c.share,
    )


def _rules(book: Book, report: Report) -> None:
    head = (
        Column("規則", 8),
        Column("種別", 14),
        Column("業務", 14),
        Column("記録", 26),
        Column("法令・根拠", 30),
        Column("期間", 14),
        Column("起算", 20),
        Column("年数", 10),
        Column("団体の規程", 20),
        Column("決定", 16),
        Column("施行", 14),
        Column("旧規定", 18),
        Column("候補", 10, "number"),
        Column("この規則だけ", 12, "number"),
        Column("設定待ち", 10, "number"),
        Column("満了だが残す", 12, "number"),
        Column("確認の程度", 12),
        Column("注", 40),
        Column("出典", 40),
    )
    rows = (
        (
            r.id,
            KIND_JA[r.kind],
            r.business,
            r.record_class,
            r.law,
            r.period,
            r.start,
            tables.years(r),
            r.set_name,
            f"{r.set_by} {r.set_on}".strip(),
            r.in_force_since,
            r.prior,
            r.candidates.records,
            r.alone.records,
            r.waiting.records,
            r.held.records,
            tables.PROVENANCE_JA[r.provenance],
            r.note,
            r.source,
        )
        for r in report.rules
    )
    book.table_sheet("規則", head, rows, fixed=2, abreast=2)


def _reasons(book: Book, report: Report) -> None:
    head = (
        Column("分類", 11),
        Column("業務", 20),
        Column("定義", 20),
        Column("規則", 8),
        Column("理由", 70),
        Column("期間", 8),
        Column("件数", 12, "number"),
        Column("バイト", 14, "number"),
    )
    rows = (
        (
            CLASS_JA[s.level],
            s.business_name,
            s.layout_name,
            s.rule,
            s.reason,
            "満了" if s.over else "",
            s.amount.records,
            s.amount.bytes,
        )
        for s in tables.standing(report)
    )
    book.table_sheet("残す理由", head, rows, empty="ありません。")


def _decisions(book: Book, report: Report) -> None:
    head = (
        Column("状態", 10),
        Column("規則", 10),
        Column("内容", 80),
        Column("件数", 12, "number"),
        Column("市区町村", 44),
    )
    names = {True: "未決", False: "決定済"}
    some = [*tables.decisions(report, opened=True), *tables.decisions(report, opened=False)]
    towns = len(tables.towns_of(report))
    rows = (
        (names[d.open], d.rule, d.text, d.amount.records or "", d.where(towns) or "、".join(n for n, _ in d.towns))
        for d in some
    )
    book.table_sheet("決めること", head, rows, empty="ありません。")


def _whatif(book: Book, report: Report) -> None:
    head = (
        Column("基準日", 13),
        Column("年数", 34),
        Column("規則", 10),
        Column("削減候補", 13, "number"),
        Column("候補バイト", 15, "number"),
        Column("要確認", 13, "number"),
        Column("移行必須", 13, "number"),
        Column("この規則だけなら", 15, "number"),
    )
    rows: list[tuple[object, ...]] = []
    for s in report.scenarios:
        name = f"試算: {s.trial}" if s.trial else "設定のとおり"
        rows.append(
            (s.as_of, name, "（全体）", s.candidates.records, s.candidates.bytes, s.check.records, s.must.records, "")
        )
        rows += [
            (s.as_of, name, e.rule, e.candidates.records, e.candidates.bytes, "", "", e.alone.records)
            for e in s.by_rule
        ]
    book.table_sheet("比較", head, rows)


def _details(book: Book, report: Report) -> None:
    head = (
        Column("市区町村", 14),
        Column("業務", 16),
        Column("定義", 16),
        Column("ファイル", 30),
        Column("分類", 11),
        Column("規則", 8),
        Column("年", 8),
        Column("理由", 50),
        Column("件数", 11, "number"),
        Column("バイト", 14, "number"),
    )
    rows = (
        (
            f.municipality_name or f.municipality,
            f.business_name,
            f.layout_name,
            f.path,
            CLASS_JA[c.level],
            c.rule,
            "" if c.year is None else str(c.year),
            c.reason,
            c.amount.records,
            c.amount.bytes,
        )
        for f, c in tables.by_detail(report)
    )
    book.table_sheet("件数表", head, rows, fixed=3, empty="記録がありません。")


def _split(book: Book, report: Report) -> None:
    assert report.split is not None  # noqa: S101 - checked by the caller
    head = (
        Column("移行元ファイル", 34),
        Column("移行元", 11, "number"),
        Column("移行", 11, "number"),
        Column("保管", 11, "number"),
        Column("読取不可", 10, "number"),
        Column("移行元バイト", 14, "number"),
        Column("移行バイト", 14, "number"),
        Column("保管バイト", 14, "number"),
        Column("見出しの写し", 12, "number"),
        Column("除いた個人番号", 14, "number"),
        Column("除いたバイト", 12, "number"),
        Column("個人番号の列に残る値", 12, "number"),
        Column("列の外で検査数字の合う12桁", 20),
        Column("送付票の件数", 12, "number"),
        Column("移行ファイルの SHA-256", 68),
        Column("保管ファイルの SHA-256", 68),
    )
    migration = report.split.migration
    noted = {(f.municipality, f.path): f.noted for f in migration.files} if migration is not None else {}
    rows = (
        (
            f.source,
            f.source_records,
            f.migrate_records,
            f.archive_records,
            f.rejected_records,
            f.source_bytes,
            f.migrate_bytes,
            f.archive_bytes,
            f.copied_bytes,
            f.blanked_values,
            f.blanked_bytes,
            f.my_number_left,
            "、".join(f"{item} {n}" for item, n in f.loose_numbers.items()),
            "" if (note := noted.get((f.municipality, f.migrate))) is None else note,
            f.migrate_sha256,
            f.archive_sha256,
        )
        for f in report.split.files
    )
    book.table_sheet("分割の収支", head, rows)
