"""`comparison.xlsx`: the comparison as sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from chukan.output import colours
from chukan.output.excel import Book, Column, Mark
from chukan.reports.compare import lines
from chukan.reports.compare.model import STATE_JA, Comparison, Range, Row
from chukan.reports.labels import SEVERITY_MARKS

_STATE_MARKS: dict[str, Mark] = {
    state: Mark(word, *(colours.SEVERITY[kind], colours.SEVERITY_PALE[kind]))
    for (state, word), kind in zip(STATE_JA.items(), ("error", "warning", "info", "warning", "warning"), strict=True)
}
_NUMBERS = tuple(Column(name, 13, "number") for name in lines.HEADINGS)


def write_excel(path: Path, comparison: Comparison) -> None:
    """Write the workbook; the same values give the same bytes.

    Args:
        path: The file to write.
        comparison: Every number comes from it.
    """
    c = comparison
    day = dt.date.fromisoformat(c.new.as_of)
    footer = f"chukan {c.tool.get('version', '')}　前回 {c.old.as_of}　今回 {c.new.as_of}"
    with Book(path, title="検証結果の比較", day=day, largest=len(c.findings), footer=footer) as book:
        texts = [
            ("グループ", c.group or "—"),
            ("前回", lines.side(c.old)),
            ("今回", lines.side(c.new)),
            *(("件数", line) for line in lines.headline(c)),
            *(("条件の違い", text) for text in c.differences),
            (
                "幅のある数",
                "「2〜5」は 2 件以上 5 件以下です。残した指摘より多いところは、これより細かくは分かりません。",
            ),
        ]
        book.table_sheet("総括", (Column("項目", 16), Column("内容", 110)), texts)
        _sheet(book, "検査項目別", (_GRAVEST, Column("検査項目", 10), Column("名称", 26)), c.by_rule(), "rule", "title")
        _sheet(
            book,
            "項目別",
            (_GRAVEST, Column("業務", 18), Column("定義", 16), Column("項目", 24)),
            c.by_item(),
            *("business_name", "layout_name", "item"),
        )
        _sheet(
            book,
            "ファイル別",
            (_GRAVEST, Column("市区町村", 12), Column("業務", 18), Column("定義", 16)),
            c.by_file(),
            *("municipality_name", "business_name", "layout_name"),
        )
        head = (
            Column("重大度", 9, marks=SEVERITY_MARKS),
            Column("検査項目", 10),
            Column("市区町村", 12),
            Column("業務", 18),
            Column("定義", 16),
            Column("項目", 20),
        )
        names = ("rule", "municipality_name", "business_name", "layout_name", "item")
        _sheet(book, "内訳", head, c.rows, *names)
        _findings(book, c)


#: Of rows that stand for several findings.
_GRAVEST = Column("最も重い重大度", 15, marks=SEVERITY_MARKS)


def _sheet(book: Book, name: str, head: tuple[Column, ...], rows: Iterable[Row], *names: str) -> None:
    rows = list(rows)
    files = any(map(lines.where, rows))
    columns = (
        *head,
        *_NUMBERS,
        *([Column("ファイル", 34)] if files else []),
        Column("注意", 40),
    )
    book.table_sheet(
        name,
        columns,
        (
            (
                r.severity,
                *(getattr(r, field) or "（全体）" for field in names),
                r.old,
                r.new,
                *(_number(x) for x in (r.solved, r.still, r.added, r.unseen)),
                *([lines.where(r)] if files else []),
                lines.remark(r),
            )
            for r in rows
        ),
        fixed=len(head),
        empty="指摘はありません。",
    )


def _number(value: Range) -> int | str:
    """Return a number as one, and a range as its words."""
    return value.low if value.is_exact else str(value)


def _findings(book: Book, c: Comparison) -> None:
    columns = (
        Column("区分", 14, marks=_STATE_MARKS),
        Column("重大度", 9, marks=SEVERITY_MARKS),
        Column("検査項目", 10),
        Column("ファイル", 38),
        Column("レコード番号", 12, "number"),
        Column("行番号", 12, "number"),
        Column("キー", 22),
        Column("項目", 17),
        Column("値", 14),
        Column("指摘", 60),
        Column("了承", 8),
        Column("指紋", 34),
    )
    rows = (
        (
            m.state,
            m.finding.severity,
            m.finding.rule,
            m.finding.file,
            m.finding.record,
            m.finding.line,
            m.finding.key,
            m.finding.item,
            m.finding.value,
            m.finding.message,
            "了承" if m.finding.waived else "",
            m.finding.fingerprint,
        )
        for m in c.findings
    )
    book.table_sheet("指摘一覧", columns, rows, fixed=3, empty="指摘はありません。")
