"""`reduction.docx`: the chapter on optional item ウ for the 提案書 and the 報告書."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from chukan.output.picture import png
from chukan.output.reproducible import office
from chukan.output.text import number, percent, size, visible
from chukan.output.word_template import fill
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.lines import LIMITATION
from chukan.reduction.report.report import Report
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

TEMPLATE = Path(__file__).parent / "templates" / "reduction.docx"
#: Rows of a table in the chapter; all of them are in the workbook.
ROWS = 40
_NO_ENTRY = "（未記入）"

Row = dict[str, str | int]


def write_word(path: Path, report: Report) -> None:
    """Fill the template of the chapter. The same report gives the same bytes.

    Raises:
        OSError: `path` can't be written.
    """
    picture = png(by_year(tables.by_year(report)))
    path.write_bytes(office(fill(TEMPLATE, context(report), {"図_年別": picture}), report.as_of))


def context(report: Report) -> dict[str, Any]:
    """Return all that the template has placeholders for: texts, and tables with at most `ROWS` rows.

    Beside each table there is a text ``NAME_ほか``: how many rows it leaves out, or "".
    """
    texts = {
        "取組の概要": _outline(report),
        "件数の概要": _numbers(report),
        "読取不可の概要": _rejected(report),
        "期間制限の注意": LIMITATION,
        "図_年別": "",
        "確認の根拠": "。".join(dict.fromkeys(f.statement for f in report.files if f.statement)),
        "基準日": _day(report.as_of),
        "ツール": f"chukan {report.tool.get('version', '')}",
    }
    held: dict[str, list[Row]] = {
        "業務別": _businesses(report),
        "年別": _years(report),
        "根拠": _grounds(report),
        "期間制限": [
            {"規則": r.id, "法令": r.law, "期間": r.period, "起算": r.start}
            for r in report.rules
            if r.kind == "limitation_period"
        ],
        "残すもの": _staying(report),
        "分割": _split(report),
    }
    decisions = {"決めた事項": _decisions(report, opened=False), "決める事項": _decisions(report, opened=True)}
    return {
        **texts,
        "前後": _before_and_after(report),
        "保管": _archives(report),
        "拠りどころ": _basis(report),
        **{name: _printable(rows[:ROWS]) for name, rows in (held | decisions).items()},
        **{f"{name}_ほか": _rest(rows, "ほか {} 行は reduction.xlsx にある。") for name, rows in held.items()},
        **{
            f"{name}_ほか": _rest(rows, "ほか {} 件は reduction.xlsx の「決めること」にある。")
            for name, rows in decisions.items()
        },
    }


def _rest(rows: Sequence[Row], sentence: str) -> str:
    return sentence.format(len(rows) - ROWS) if len(rows) > ROWS else ""


def _printable(rows: Iterable[Row]) -> list[Row]:
    """Show control characters as signs: XML can't hold them."""
    return [{k: visible(v, 500) if isinstance(v, str) else v for k, v in row.items()} for row in rows]


def _outline(report: Report) -> str:
    names = "、".join(dict.fromkeys(f.municipality_name or f.municipality for f in report.files))
    return (
        f"{visible(report.group) or '当団体'}（{visible(names)}）は、法令により保存を義務付けられておらず、業務の継続にも要らない記録を移行の対象から除き、"
        f"別の媒体で保管することを検討した。基準日は{_day(report.as_of)}である。"
    )


def _numbers(report: Report) -> str:
    whole = tables.whole(report)
    return (
        f"提出データ {number(whole.total.records)} 件のうち、削減候補は {number(whole.candidate.records)} 件（件数の {whole.share:.1f}%、"
        f"記録のバイト数の {whole.share_of_bytes:.1f}%）、判断に確認を要するものは {number(whole.check.records)} 件である。"
        "削減候補は移行しない候補であり、廃棄してよいことを意味しない。"
    )


def _rejected(report: Report) -> str:
    rejected = tables.whole(report).rejected.records
    return f"このほか、読み取れない記録が {number(rejected)} 件あり、分類していない。" if rejected else ""


def _before_and_after(report: Report) -> list[Row]:
    whole = tables.whole(report)
    classes = ((CANDIDATE, whole.candidate), (CHECK, whole.check), (MUST, whole.must))
    amounts = [
        *((CLASS_JA[level], amount) for level, amount in classes),
        ("移行後（削減候補を除く）", whole.left),
    ]
    rows: list[Row] = [
        {
            "区分": "移行前（提出データ）",
            "件数": whole.total.records,
            "割合": "100.0%",
            "バイト": size(whole.total.bytes),
        }
    ]
    for name, a in amounts:
        share = f"{percent(a.records, whole.total.records):.1f}%"
        rows.append({"区分": name, "件数": a.records, "割合": share, "バイト": size(a.bytes)})
    return rows


def _businesses(report: Report) -> list[Row]:
    lines = sorted(tables.by_business(report), key=lambda n: -n.classes.candidate.records)
    return [
        {
            "市区町村": line.names[0],
            "業務": line.names[1],
            "全件": line.classes.total.records,
            "候補": line.classes.candidate.records,
            "要確認": line.classes.check.records,
            "割合": f"{line.classes.share:.1f}%",
        }
        for line in lines
    ]


def _years(report: Report) -> list[Row]:
    return [
        {
            "年": line.names[0] or "起算日なし",
            "候補": line.classes.candidate.records,
            "要確認": line.classes.check.records,
            "必須": line.classes.must.records,
        }
        for line in tables.by_year(report)
    ]


def _grounds(report: Report) -> list[Row]:
    return [
        {
            "規則": r.id,
            "種別": KIND_JA[r.kind],
            "記録": r.record_class,
            "根拠": f"{tables.ground(r)}{f'（{r.set_by} {r.set_on} 決定）' if r.set_by else ''}",
            "件数": r.candidates.records,
        }
        for r in tables.cuts(report)
    ]


def _staying(report: Report) -> list[Row]:
    return [
        {
            "分類": CLASS_JA[s.level],
            "記録": f"{s.business_name} {s.layout_name}",
            "わけ": s.reason,
            "件数": s.amount.records,
        }
        for s in tables.standing(report)
    ]


def _decisions(report: Report, *, opened: bool) -> list[Row]:
    towns = len(tables.towns_of(report))
    rows: list[Row] = []
    for decision in tables.decisions(report, opened=opened):
        rule = f"{decision.rule} " if decision.rule else ""
        amount = f"（{number(decision.amount.records)} 件）" if decision.amount.records else ""
        where = decision.where(towns)
        rows.append({"文": f"{rule}{decision.text}{amount}{f'【{where}】' if where else ''}"})
    return rows


def _archives(report: Report) -> list[Row]:
    towns = tables.towns_of(report)
    return _printable(
        {
            "市区町村": towns[line.municipality],
            "媒体": line.medium or _NO_ENTRY,
            "ラベル": line.label or _NO_ENTRY,
            "保管期限": line.retain_until or _NO_ENTRY,
            "保管者": line.keeper or _NO_ENTRY,
            "廃棄を決める者": line.disposal or _NO_ENTRY,
            "個人番号": line.my_number or "該当する列なし",
        }
        for line in (report.split.archives if report.split else ())
    )


def _split(report: Report) -> list[Row]:
    return [
        {
            "ファイル": f.source,
            "移行元": f.source_records,
            "移行": f.migrate_records,
            "保管": f.archive_records,
            "読取不可": f.rejected_records,
            "SHA256": f.archive_sha256[:16] or "—",
        }
        for f in (report.split.files if report.split else ())
    ]


def _basis(report: Report) -> list[Row]:
    made = f"作成: chukan {report.tool.get('version', '')}、{report.started[:10]}。"
    project = f"プロジェクトファイルの SHA-256 は {report.project_sha256[:16] or '—'}。"
    return _printable({"文": text} for text in (*report.notes, f"{made}{project}"))


def _day(text: str) -> str:
    day = dt.date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
