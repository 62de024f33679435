"""The tables of `report.xlsx` that have a row for each file: agreements, counts, where the bytes went, origins, profiles."""

from __future__ import annotations

from chukan.output import colours
from chukan.output.excel import Book, Column
from chukan.output.text import listed, percent
from chukan.reports.coverage import agreement_words
from chukan.reports.labels import (
    ACCOUNT_JA,
    AGREEMENT_JA,
    VERDICT_MARKS,
    agreed,
)
from chukan.reports.summary import Summary, address
from chukan.reports.totals import compared
from chukan.severity import Severity
from chukan.verification.result import FileResult

FILE = (Column("市区町村", 12), Column("業務", 15), Column("定義", 12), Column("ファイル", 30))
_AGREED = ("format", "encoding", "newline", "delimiter", "quoting", "header", "length_unit", "dates")


def agreements(book: Book, s: Summary) -> None:
    """移行条件: what was agreed for each file, and what nobody decided."""
    columns = (
        *FILE,
        Column("未定", 16),
        *(Column(AGREEMENT_JA[key], 11) for key in _AGREED),
        Column("そのほか", 28),
        Column("読み取った文字コード", 18),
        Column("読み取った改行", 10),
    )
    rows = (
        (
            *file_names(f),
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
        *FILE,
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
            *file_names(f),
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
        *FILE,
        Column("照合したもの", 24),
        Column("納品書", 17, "number"),
        Column("ファイル", 17, "number"),
        Column("差", 14, "number"),
        Column("結果", 18),
    )
    rows = (
        (
            *file_names(t.file),
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
    columns = (*FILE, Column("バイト", 17, "number"), *(Column(name, 15, "number") for name in ACCOUNT_JA.values()))
    rows = ((*file_names(f), f.bytes, *(f.account.get(key, 0) for key in ACCOUNT_JA)) for f in s.files)
    book.table_sheet("バイト収支", columns, rows, fixed=4, empty="検査したファイルはありません。")


def origins(book: Book, s: Summary) -> None:
    """ファイルの由来: which bytes were checked, against which definition."""
    columns = (
        *FILE,
        Column("移行元 → 移行先", 24),
        Column("SHA-256", 40),
        Column("移行ファイル定義", 34),
        Column("定義の digest", 40),
        Column("項目の過不足", 26),
    )
    rows = (
        (
            *file_names(f),
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
        *FILE,
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
            *file_names(f),
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


def file_names(f: FileResult) -> tuple[str, str, str, str]:
    """Return the cells of `FILE`: municipality, business, layout and path."""
    return f.municipality_name or f.municipality, f.business_name, f.layout.name or f.layout.layout or "", f.path


def _columns(f: FileResult) -> str:
    missing = f"ない項目: {listed(f.missing_items, 20)}" if f.missing_items else ""
    extra = f"余分な列: {listed(f.extra_columns, 20)}" if f.extra_columns else ""
    return "。".join(x for x in (missing, extra) if x) or "なし"
