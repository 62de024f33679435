"""`reconciliation.xlsx`: the reconciliation as sheets, with 課題管理表."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from chukan.output.excel import Book, Column
from chukan.output.text import moment
from chukan.reconciliation.as_verification import as_verification
from chukan.reconciliation.result import Reconciliation
from chukan.reconciliation.run import ReconcileResult
from chukan.reconciliation.views import lines
from chukan.reports import issues
from chukan.reports.labels import VERDICT_MARKS, engines
from chukan.reports.summary import summarise
from chukan.verification.verdict import VERDICT_JA

_PLACE = (Column("市区町村", 12), Column("業務", 18), Column("定義", 16))
_COUNTS = tuple(Column(word, 12, "number") for word in lines.NUMBERS.values())


def write_excel(path: Path, result: ReconcileResult) -> None:
    """Write the workbook.

    Args:
        path: the file to write.
        result: every number comes from its reconciliation.
    """
    r = result.reconciliation
    footer = f"chukan {r.tool.get('version', '')}　基準日 {r.as_of}　{r.layout.statement}"
    day = dt.date.fromisoformat(r.as_of)
    with Book(path, title="突合結果", day=day, largest=len(result.differences), footer=footer[:200]) as book:
        _cover(book, r)
        _totals(book, r)
        _files(book, r)
        _items(book, r)
        _rules(book, r)
        issues.issue_sheets(book, summarise(as_verification(r)), result.findings, result.ledger, command="reconcile")
        _columns(book, r)
        _codes(book, r)
        _tables(book, r)


def _cover(book: Book, r: Reconciliation) -> None:
    rows = [
        ("グループ", r.group or "—"),
        ("判定", f"{VERDICT_JA[r.verdict]}　{lines.means(r)}"),
        ("件数", lines.headline(r)),
        *(("共通の原因", f"{path}: {cause}") for path, cause in lines.causes(r)),
        *(("突き合わせていないもの", f"{path}: {why}") for path, why in lines.not_run(r)),
        *(("移行条件未定", f"{path}: {why}") for path, why in lines.undecided(r)),
        *(("ファイルに属さない指摘", f.message) for f in r.general),
        ("基準日", r.as_of),
        ("実行", f"{moment(r.started)} 〜 {moment(r.finished)[-8:]}"),
        ("定義", f"{r.layout.pack}@{r.layout.edition}　{r.layout.statement}　digest {r.layout.digest}"),
        ("突合の規則", f"{len(r.rules)} 件　SHA-256 {r.rules_sha256}" if r.rules_sha256 else "なし"),
        ("検査ツールと部品の版", engines(r.tool)),
    ]
    book.table_sheet("総括", (Column("項目", 22), Column("内容", 110)), rows)


def _totals(book: Book, r: Reconciliation) -> None:
    columns = (
        Column("市区町村", 12),
        Column("業務", 18),
        Column("判定", 16, marks=VERDICT_MARKS),
        Column("ファイル", 9, "number"),
    )
    rows = (
        (t.municipality_name or "—", t.business_name, t.verdict, t.files, *lines.numbers(t.records)) for t in r.totals
    )
    book.table_sheet("業務別", (*columns, *_COUNTS), rows, fixed=3, empty="突き合わせたファイルがありません。")


def _files(book: Book, r: Reconciliation) -> None:
    columns = (
        *_PLACE,
        Column("判定", 16, marks=VERDICT_MARKS),
        Column("移行元のファイル", 30),
        Column("移行先のファイル", 30),
        *_COUNTS,
        Column("読取不可（移行元）", 12, "number"),
        Column("読取不可（移行先）", 12, "number"),
        Column("取込件数（移行先の申告）", 14, "number"),
        Column("突合のキー", 26),
        Column("比べた項目", 10, "number"),
        Column("移行元SHA-256", 24),
        Column("移行先SHA-256", 24),
    )
    rows = (
        (
            *lines.place(f),
            f.verdict,
            f.delivered.path,
            f.loaded.path or "（なし）",
            *lines.numbers(f.records),
            f.delivered.rejected,
            f.loaded.rejected,
            f.loaded.expected_records,
            lines.key_words(f),
            len(f.compared),
            f.delivered.sha256,
            f.loaded.sha256,
        )
        for f in r.files
    )
    book.table_sheet("ファイル別", columns, rows, fixed=4, empty="突き合わせたファイルがありません。")


def _items(book: Book, r: Reconciliation) -> None:
    columns = (
        *_PLACE,
        Column("項目", 24),
        Column("違い", 10, "number"),
        Column("規則で説明", 10, "number"),
        Column("内訳", 50),
    )
    rows = (
        (
            *lines.place(f),
            i.item,
            i.different,
            sum(i.explained.values()),
            "、".join(f"{rule} {count:,}" for rule, count in i.explained.items()),
        )
        for f in r.files
        for i in f.items
    )
    book.table_sheet("項目別", columns, rows, fixed=4, empty="違う項目はありません。")


def _rules(book: Book, r: Reconciliation) -> None:
    columns = (
        Column("規則", 22),
        Column("種類", 22),
        Column("定義", 26),
        Column("項目", 30),
        Column("説明した件数", 12, "number"),
        Column("合意した人", 26),
        Column("合意した日", 12, "day"),
        Column("理由", 50),
        Column("表・一覧（SHA-256）", 40),
    )
    rows = (
        (
            e.id,
            e.kind_name,
            e.layout or "すべて",
            lines.rule_items(e),
            e.count,
            e.agreed_by,
            e.agreed_on,
            e.why,
            "、".join(f"{name}（{digest}）" for name, digest in e.sources.items()),
        )
        for e in r.rules
    )
    book.table_sheet("合意した違い", columns, rows, fixed=1, empty="突合の規則はありません。")


def _columns(book: Book, r: Reconciliation) -> None:
    sides = ("移行元", "移行先")
    figures = (
        ("記入", 11),
        ("種類の数", 11),
        ("合計", 16),
        ("数でない値", 10),
        ("最小", 16),
        ("最大", 16),
        ("指紋", 34),
    )
    columns = (
        *_PLACE,
        Column("項目", 24),
        Column("同じか", 9),
        *(
            Column(f"{word}（{side}）", width, "number" if word in ("記入", "種類の数", "数でない値") else "text")
            for word, width in figures
            for side in sides
        ),
    )
    rows = (
        (
            *lines.place(f),
            c.item,
            "同じ" if c.same else "違う",
            *(
                value
                for name in ("filled", "distinct", "sum", "unreadable", "lowest", "highest", "digest")
                for value in (getattr(c.delivered, name), getattr(c.loaded, name))
            ),
        )
        for f in r.files
        for c in f.columns
    )
    book.table_sheet("列の集計", columns, rows, fixed=4, abreast=2, empty="比べた項目がありません。")


def _codes(book: Book, r: Reconciliation) -> None:
    columns = (
        *_PLACE,
        Column("項目", 24),
        Column("コード", 16),
        Column("名称", 24),
        *(Column(word, 12, "number") for word in ("移行元", "移行先", "差")),
    )
    rows = (
        (*lines.place(f), c.item, c.code, c.name, c.delivered, c.loaded, c.loaded - c.delivered)
        for f in r.files
        for c in f.codes
    )
    book.table_sheet(
        "コード別", columns, rows, fixed=4, empty="件数を数えるコードの項目（count_by）は選ばれていません。"
    )


def _tables(book: Book, r: Reconciliation) -> None:
    columns = (
        *_PLACE,
        Column("項目", 24),
        Column("規則", 22),
        Column("何が", 24),
        Column("値", 40),
        Column("件数", 12, "number"),
        Column("最初のレコード", 14, "number"),
    )
    rows = [
        *(
            (*lines.place(f), u.item, u.rule, "変換表にない", u.value, u.count, u.first_record)
            for f in r.files
            for u in f.unmapped
        ),
        *(
            (*lines.place(f), x.item, x.rule, f"「{x.new}」にまとまる", code, count, None)
            for f in r.files
            for x in f.folds
            for code, count in x.old.items()
        ),
    ]
    book.table_sheet("変換表", columns, rows, fixed=4, empty="変換表にない値、一つにまとまるコードはありません。")
