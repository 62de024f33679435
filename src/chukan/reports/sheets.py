"""The tables of `report.xlsx` over all the files: businesses, rules, gaiji."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.output.excel import Book, Column
from chukan.reports.file_sheets import FILE, file_names
from chukan.reports.labels import (
    GROUND_JA,
    SEVERITY_MARKS,
    STATE_JA,
    VERDICT_MARKS,
    state_word,
)
from chukan.reports.matrix import cells
from chukan.reports.summary import Summary
from chukan.rules.catalogue import RULES

Row = tuple[object, ...]


def businesses(book: Book, s: Summary) -> None:
    """業務別: one row a municipality and business."""
    columns = (
        Column("市区町村", 12),
        Column("業務", 16),
        Column("判定", 15, marks=VERDICT_MARKS),
        Column("移行のしかた", 19),
        Column("移行元", 15),
        Column("移行先", 15),
        Column("ファイル", 10, "number"),
        Column("レコード", 12, "number"),
        Column("読取不可", 10, "number"),
        Column("エラー", 11, "number"),
        Column("警告", 11, "number"),
        Column("情報", 9, "number"),
        Column("了承", 9, "number"),
        Column("理由", 26),
    )
    rows = (
        (
            c.municipality_name or c.municipality,
            c.business_name,
            c.verdict if c.files else c.word,
            c.method,
            c.from_vendor,
            c.to_vendor,
            c.files,
            c.records,
            c.rejected,
            c.numbers.errors,
            c.numbers.warnings,
            c.numbers.infos,
            c.numbers.waived,
            c.reason,
        )
        for c in cells(s.verification)
    )
    book.table_sheet("業務別", columns, rows, fixed=2, empty="検査した業務はありません。")


def rules(book: Book, s: Summary) -> None:
    """検査項目別: the exact counts by rule, item and file; a rule that found nothing has one row."""
    columns = (
        Column("検査項目", 10),
        Column("名称", 22),
        Column("実行", 11),
        Column("重大度", 9, marks=SEVERITY_MARKS),
        Column("根拠", 10),
        Column("件数", 11, "number"),
        Column("うち了承", 10, "number"),
        Column("項目", 18),
        *FILE,
        Column("理由・対応", 44),
    )
    book.table_sheet("検査項目別", columns, _rules(s), fixed=2)


def _rules(s: Summary) -> Iterator[Row]:
    towns, business_names = s.towns, s.business_names
    for r in s.rules:
        mend = RULES[r.rule].advice if r.rule in RULES else ""
        head = (r.rule, r.title)
        found = [(f, c) for f in s.files for c in f.counts if c.rule == r.rule]
        for f, c in sorted(found, key=lambda fc: (-fc[1].count, fc[0].path, fc[1].item or "")):
            yield (
                *head,
                STATE_JA["ran"],
                c.severity,
                GROUND_JA[c.ground],
                c.count,
                c.waived,
                c.item or "（全体）",
                *file_names(f),
                mend,
            )
        for general in (x for x in s.general if x.rule == r.rule):
            names = (towns.get(general.municipality, ""), business_names.get(general.business, ""), "", "")
            yield (
                *head,
                STATE_JA["ran"],
                general.severity,
                GROUND_JA[general.ground],
                1,
                0,
                general.item or "（全体）",
                *names,
                general.message,
            )
        failed = [(f, n) for f in s.files for n in f.not_run if n.rule == r.rule]
        for f, n in failed:
            yield *head, STATE_JA["could_not_run"], "", "", "", "", "", *file_names(f), n.why
        if not found and not failed and not any(x.rule == r.rule for x in s.general):
            yield *head, state_word(r), "", "", 0, 0, "", "", "", "", "", r.why


def gaiji(book: Book, s: Summary) -> None:
    """外字一覧: what staff need to identify each gaiji."""
    columns = (
        Column("元のコード", 12),
        Column("符号位置", 12),
        Column("字数", 10, "number"),
        Column("項目", 30),
        Column("最初のレコード番号", 13, "number"),
        *FILE,
        Column("移行先の文字（記入欄）", 22),
    )
    pairs = sorted(
        ((f, g) for f in s.files for g in f.gaiji), key=lambda fg: (fg[0].municipality, fg[1].code_point, fg[0].path)
    )
    rows = (
        (g.source_code, g.code_point, g.count, "、".join(g.items), g.first_record, *file_names(f), "") for f, g in pairs
    )
    book.table_sheet("外字一覧", columns, rows, fixed=2, empty="外字はありません。")


def explained(book: Book, s: Summary) -> None:
    """検査項目の説明: what each rule of the run means, for who has the workbook and nothing else."""
    columns = (
        Column("検査項目", 10),
        Column("名称", 22),
        Column("既定の重大度", 12, marks=SEVERITY_MARKS),
        Column("検査すること", 44),
        Column("理由", 44),
        Column("例", 36),
        Column("直し方", 44),
        Column("対応する人", 14),
    )
    entries = (rule.entry for rule in s.rules if rule.entry)
    rows = ((e.id, e.title, e.severity, e.checks, e.why, e.example, e.remedy, e.who) for e in entries)
    book.table_sheet("検査項目の説明", columns, rows, fixed=2)
