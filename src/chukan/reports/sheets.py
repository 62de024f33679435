"""The tables of `report.xlsx`: which columns, which rows."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.output import colours
from chukan.output.excel import Book, Column
from chukan.output.text import listed, percent
from chukan.reports.coverage import agreement_words
from chukan.reports.labels import (
    ACCOUNT_JA,
    AGREEMENT_JA,
    GROUND_JA,
    SEVERITY_MARKS,
    STATE_JA,
    VERDICT_MARKS,
    agreed,
    state_word,
)
from chukan.reports.matrix import cells
from chukan.reports.summary import Summary, address
from chukan.reports.totals import compared
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import FileResult

Row = tuple[object, ...]

_FILE = (Column("市区町村", 12), Column("業務", 15), Column("定義", 12), Column("ファイル", 30))
_AGREED = ("format", "encoding", "newline", "delimiter", "quoting", "header", "length_unit", "dates")


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
        *_FILE,
        Column("理由・対応", 44),
    )
    book.table_sheet("検査項目別", columns, _rules(s), fixed=2)


def _rules(s: Summary) -> Iterator[Row]:
    towns, business_names = s.towns, s.business_names
    for r in s.rules:
        mend = RULES[r.rule].remedy if r.rule in RULES else ""
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
                *_of(f),
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
            yield *head, STATE_JA["could_not_run"], "", "", "", "", "", *_of(f), n.why
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
        *_FILE,
        Column("移行先の文字（記入欄）", 22),
    )
    pairs = sorted(
        ((f, g) for f in s.files for g in f.gaiji), key=lambda fg: (fg[0].municipality, fg[1].code_point, fg[0].path)
    )
    rows = ((g.source_code, g.code_point, g.count, "、".join(g.items), g.first_record, *_of(f), "") for f, g in pairs)
    book.table_sheet("外字一覧", columns, rows, fixed=2, empty="外字はありません。")


def agreements(book: Book, s: Summary) -> None:
    """移行条件: what was agreed for each file, and what nobody decided."""
    columns = (
        *_FILE,
        Column("未定", 16),
        *(Column(AGREEMENT_JA[key], 11) for key in _AGREED),
        Column("そのほか", 28),
        Column("読み取った文字コード", 18),
        Column("読み取った改行", 10),
    )
    rows = (
        (
            *_of(f),
            "、".join(AGREEMENT_JA.get(k, k) for k in f.undecided) or "なし",
            *(agreement_words(f, key) for key in _AGREED),
            "、".join(f"{AGREEMENT_JA.get(k, k)}: {agreed(k, x)}" for k, x in f.agreement.items() if k not in _AGREED),
            f"{f.encoding}（{f.encoding_reason}）" if f.encoding_reason else f.encoding,
            agreed("newline", f.newline),
        )
        for f in s.files
    )
    book.table_sheet("移行条件", columns, rows, fixed=4, empty="検査したファイルはありません。")


def counts(book: Book, s: Summary) -> None:
    """件数表: where every record of each file went, and what was found there."""
    columns = (
        *_FILE,
        Column("判定", 16, marks=VERDICT_MARKS),
        Column("レコード", 15, "number"),
        Column("読取", 15, "number"),
        Column("読取不可", 12, "number"),
        Column("バイト", 15, "number"),
        Column("エラー", 11, "number"),
        Column("警告", 11, "number"),
        Column("情報", 9, "number"),
        Column("了承", 9, "number"),
    )
    rows = (
        (
            *_of(f),
            f.verdict,
            f.records.total,
            f.records.read,
            f.records.rejected,
            f.bytes,
            f.number(Severity.ERROR),
            f.number(Severity.WARNING),
            f.number(Severity.INFO),
            sum(c.waived for c in f.counts),
        )
        for f in s.files
    )
    book.table_sheet("件数表", columns, rows, fixed=4, empty="検査したファイルはありません。")


def notes(book: Book, s: Summary) -> None:
    """納品書照合: what the delivery note says beside what the files hold, where the note has a number first."""
    columns = (
        *_FILE,
        Column("照合したもの", 24),
        Column("納品書", 17, "number"),
        Column("ファイル", 17, "number"),
        Column("差", 14, "number"),
        Column("結果", 18),
    )
    rows = (
        (
            *_of(t.file),
            t.what,
            "—" if t.expected is None else t.expected,
            t.found,
            "—" if t.difference is None else t.difference,
            f"× {t.word}" if t.difference else t.word,
        )
        for t in sorted(compared(s.files), key=lambda t: t.expected is None)
    )
    book.table_sheet(
        "納品書照合", columns, rows, fixed=4, empty="照合するもの（納品書の件数、金額の合計）はありません。"
    )


def account(book: Book, s: Summary) -> None:
    """バイト収支: where every byte of each file went."""
    columns = (*_FILE, Column("バイト", 17, "number"), *(Column(name, 15, "number") for name in ACCOUNT_JA.values()))
    rows = ((*_of(f), f.bytes, *(f.account.get(key, 0) for key in ACCOUNT_JA)) for f in s.files)
    book.table_sheet("バイト収支", columns, rows, fixed=4, empty="検査したファイルはありません。")


def origins(book: Book, s: Summary) -> None:
    """ファイルの由来: which bytes were checked, against which definition."""
    columns = (
        *_FILE,
        Column("移行元 → 移行先", 24),
        Column("SHA-256", 40),
        Column("移行ファイル定義", 34),
        Column("定義の digest", 40),
        Column("項目の過不足", 26),
    )
    rows = (
        (
            *_of(f),
            f"{f.from_vendor or '—'} → {f.to_vendor or '—'}",
            f.sha256,
            address(f),
            f.layout.digest,
            _columns(f),
        )
        for f in s.files
    )
    book.table_sheet("ファイルの由来", columns, rows, fixed=4, empty="検査したファイルはありません。")


def profiles(book: Book, s: Summary) -> None:
    """項目分布: what each item looks like, where a profile was made."""
    if not any(f.profile for f in s.files):
        return
    columns = (
        *_FILE,
        Column("項目", 22),
        Column("埋まり具合", 11, "percent"),
        Column("値あり", 12, "number"),
        Column("空白", 12, "number"),
        Column("値の種類", 11, "number"),
        Column("最小", 18),
        Column("最大", 18),
        Column("多い値", 40),
        Column("気づき", 36),
    )
    rows = (
        (
            *_of(f),
            p.item,
            percent(p.filled, p.filled + p.blank),
            p.filled,
            p.blank,
            "多数" if p.distinct is None else p.distinct,
            p.minimum,
            p.maximum,
            listed([f"{value}（{times:,}）" for value, times in p.frequent], 5),
            p.note,
        )
        for f in s.files
        for p in f.profile
    )
    sheet, end = book.table_sheet("項目分布", columns, rows, fixed=5)
    sheet.print_area(0, 0, 0, len(columns) - 1)  # of many files these are most of the pages, and nobody signs them
    sheet.set_header("&L項目分布（印刷は見出しだけです。中身を印刷するときは印刷範囲を解除してください）")
    bar = {
        "type": "data_bar",
        "bar_color": colours.SEVERITY_PALE[Severity.INFO],
        "min_type": "num",
        "max_type": "num",
    }
    sheet.conditional_format(1, 5, max(end - 1, 1), 5, {**bar, "min_value": 0, "max_value": 100})


def _of(f: FileResult) -> tuple[str, str, str, str]:
    return f.municipality_name or f.municipality, f.business_name, f.layout.name or f.layout.layout or "", f.path


def _columns(f: FileResult) -> str:
    missing = f"ない項目: {listed(f.missing_items, 20)}" if f.missing_items else ""
    extra = f"余分な列: {listed(f.extra_columns, 20)}" if f.extra_columns else ""
    return "。".join(x for x in (missing, extra) if x) or "なし"
