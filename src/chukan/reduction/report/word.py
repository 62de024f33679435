"""`reduction.docx`: the chapter on optional item ウ for the 提案書 and the 報告書."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from chukan.output.reproducible import office
from chukan.output.text import number, percent, size, visible, wareki_day
from chukan.output.word_chart import left_out, png
from chukan.output.word_template import fill
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.report import FileLine, Report, SplitFile
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST
from chukan.verification.verdict import VERDICT_JA

TEMPLATE = Path(__file__).parent / "templates" / "reduction.docx"
#: Rows of a table in the chapter; all of them are in the workbook.
ROWS = 40
_NO_ENTRY = "（未記入）"
_ISO_DAY = re.compile(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
_LIMITATION = (
    "期間制限・時効は、賦課・徴収・請求ができなくなる期間であり、保存義務の終わりを示すものではない。"
    "団体の定めを補う根拠として、それより短い削減を止めるためだけに用いた。"
)
_MY_NUMBER = (
    "個人番号は、個人番号の列を空欄にして保管する（番号法20条）。備考などの本文は書き換えず、検査数字の合う12桁の数字を探した。"
    "合う数字がないことは、本文に個人番号がないことの証明ではない。"
)
_NOTES = (
    "削減候補は、移行先へ移さず別の媒体で保管してもよいと考えられる記録である。廃棄してよいという意味ではない。",
    "法令の条番号・施行日は、提出の前に e-Gov 法令検索で確かめる。",
    "参照の切れた記録や重複があると、つながりを正しくたどれない。検証で合格した提出データによること。",
)

Row = dict[str, str | int]


def write_word(path: Path, report: Report) -> None:
    """Fill the template of the chapter. The same report gives the same bytes.

    Raises:
        OSError: `path` can't be written.
    """
    chart = by_year(tables.by_year(report), report.as_of)
    texts = context(report)
    texts["件数の概要"] = f"{texts['件数の概要']}{left_out([chart])}"
    path.write_bytes(office(fill(TEMPLATE, texts, {"図_年別": png(chart)}), report.as_of))


def context(report: Report) -> dict[str, Any]:
    """Return all that the template has placeholders for: texts, and tables with at most `ROWS` rows.

    Beside each table there is a text ``NAME_ほか``: how many rows it leaves out, or "".
    """
    texts = {
        "取組の概要": _outline(report),
        "件数の概要": _numbers(report),
        "読取不可の概要": _rejected(report),
        "期間制限の注意": _LIMITATION,
        "個人番号の注意": _MY_NUMBER,
        "移行の検証": _migration(report),
        "図_年別": "",
        "確認の根拠": "。".join(dict.fromkeys(f.statement for f in report.files if f.statement)),
        "基準日": wareki_day(report.as_of),
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
        "ファイル": _files(report),
    }
    decisions = {"決めた事項": _decisions(report, opened=False), "決める事項": _decisions(report, opened=True)}
    return {
        **{name: _with_days(text) for name, text in texts.items()},
        "前後": _before_and_after(report),
        "保管": _archives(report),
        "検索": _searches(report),
        "拠りどころ": _basis(report),
        **{name: _printable(rows[:ROWS]) for name, rows in (held | decisions).items()},
        **{f"{name}_ほか": _rest(rows, "ほか {} 行は別添の表にある。") for name, rows in held.items()},
        **{
            f"{name}_ほか": _rest(rows, "ほか {} 件は別添の表の「決めること」にある。")
            for name, rows in decisions.items()
        },
    }


def _rest(rows: Sequence[Row], sentence: str) -> str:
    return sentence.format(len(rows) - ROWS) if len(rows) > ROWS else ""


def _printable(rows: Iterable[Row]) -> list[Row]:
    """Show control characters as signs: XML can't hold them."""
    return [{k: _with_days(visible(v, 500)) if isinstance(v, str) else v for k, v in row.items()} for row in rows]


def _with_days(text: str) -> str:
    """Return a text with its days as papers write them."""
    return _ISO_DAY.sub(lambda day: wareki_day(day[0]), text)


def _outline(report: Report) -> str:
    names = "、".join(dict.fromkeys(f.municipality_name or f.municipality for f in report.files))
    return (
        f"{visible(report.group) or '当団体'}（{visible(names)}）は、法令の保存期間又は団体の定める年数が満了し、提出データのなかに残す理由が見当たらない記録を移行の対象から除き、"
        f"別の媒体で保管することを検討する。業務の継続に要らないことは所管課が確かめる。基準日は{wareki_day(report.as_of)}である。"
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
    towns = list(dict.fromkeys(tables.towns_of(report).values()))
    lines = sorted(tables.by_business(report), key=lambda n: (towns.index(n.names[0]), -n.classes.candidate.records))
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
            "理由": s.reason,
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


def _searches(report: Report) -> list[Row]:
    towns = tables.towns_of(report)
    return _printable(
        {
            "市区町村": towns[line.municipality],
            "検索の方法": line.search or _NO_ENTRY,
            "応じる者": line.searched_by or _NO_ENTRY,
        }
        for line in (report.split.archives if report.split else ())
    )


def _split(report: Report) -> list[Row]:
    if report.split is None:
        return []
    migration = report.split.migration
    noted = {(f.municipality, f.path): f.noted for f in migration.files} if migration is not None else {}
    return [
        {
            "ファイル": name,
            "送付票": number(noted.get((f.municipality, f.migrate))),
            "移行元": f.source_records,
            "移行": f.migrate_records,
            "保管": f.archive_records,
            "読取不可": f.rejected_records,
        }
        for f, name in _named(report, report.split.files)
    ]


def _named(report: Report, files: Sequence[SplitFile]) -> list[tuple[SplitFile, str]]:
    """Return each file of a split with what a paper calls it."""
    lines = {(f.municipality, f.business, f.layout, f.path): f for f in report.files}
    return [(s, _name(lines[s.municipality, s.business, s.layout, s.source])) for s in files]


def _name(file: FileLine) -> str:
    return f"{file.municipality_name or file.municipality}　{file.business_name}（{file.layout_name}）"


def _files(report: Report) -> list[Row]:
    """Return every file that figures rest on, with its whole digest."""
    rows: list[Row] = [
        {"種別": "提出", "ファイル": _name(f), "件数": f.read.records + f.rejected.records, "SHA256": f.sha256}
        for f in report.files
    ]
    if report.split is None:
        return rows
    for file, name in _named(report, report.split.files):
        if file.migrate_sha256 != file.source_sha256:  # what nothing was taken from is the file as delivered
            rows.append({"種別": "移行", "ファイル": name, "件数": file.migrate_records, "SHA256": file.migrate_sha256})
        if file.archive:
            rows.append({"種別": "保管", "ファイル": name, "件数": file.archive_records, "SHA256": file.archive_sha256})
    if report.split.migration is not None:
        rows.append(
            {
                "種別": "検証",
                "ファイル": "移行するファイルの検証結果",
                "件数": "—",
                "SHA256": report.split.migration.sha256,
            }
        )
    return rows


def _migration(report: Report) -> str:
    migration = report.split.migration if report.split else None
    if migration is None:
        return ""
    errors = f"（エラー {number(migration.errors)} 件）" if migration.errors else ""
    return (
        f"移行するファイルを移行前と同じ検査項目で検証した結果は「{VERDICT_JA[migration.verdict]}」{errors}である。"
        "送付票の件数は、移行・保管・読取不可の件数の和と突き合わせた。"
    )


def _basis(report: Report) -> list[Row]:
    made = f"作成: chukan {report.tool.get('version', '')}、{report.started[:10]}。"
    project = f"移行プロジェクトの定義の SHA-256 は {report.project_sha256 or '—'}。"
    statements = (f"レイアウトの位置付け: {s}" for s in dict.fromkeys(f.statement for f in report.files if f.statement))
    return _printable({"文": text} for text in (*_NOTES, *statements, f"{made}{project}"))
