"""突合結果報告書: the reconciliation as a paper that the vendors and the municipality sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from chukan.output.reproducible import office
from chukan.output.text import listed, visible, wareki_day
from chukan.output.word_template import fill
from chukan.reconciliation.result import ColumnPair, Reconciled, Reconciliation, SideFile, Total
from chukan.reconciliation.views.lines import causes, headline, key_words, means, not_run, place, rule_items
from chukan.rules.catalogue import RULES
from chukan.verification.verdict import VERDICT_JA

FILE_NAME: Final = "突合結果報告書.docx"
TEMPLATE: Final = Path(__file__).parent / "templates" / FILE_NAME
MOST = 200
"""Rows of a table; what is beyond is in the workbook."""
_CAUSES = 3
_NONE = "—"
Row = Mapping[str, str | int]


def paper(reconciliation: Reconciliation) -> bytes:
    """Return the Word document; the same reconciliation gives the same bytes.

    Args:
        reconciliation: everything that the paper says comes from it.
    """
    return office(fill(TEMPLATE, context(reconciliation)), reconciliation.as_of)


def context(r: Reconciliation) -> dict[str, Any]:
    """Return the names that the template may use.

    Args:
        r: the reconciliation.
    """
    tables: dict[str, list[Row]] = {
        "業務": _businesses([*r.totals, _whole(r)] if len(r.totals) > 1 else r.totals),
        "規則": _rules(r),
        "違い": _open(r.files),
        "未突合": [{"ファイル": path or _NONE, "理由": why} for path, why in not_run(r)],
        "金額": _amounts(r.files),
        "統合": _folds(r.files),
        "未登録": _unmapped(r.files),
        "ファイル": _files(r.files),
    }
    cut = {
        f"{name}_ほか": f"ほかに {len(rows) - MOST:,} 行あります（reconciliation.xlsx）。" if len(rows) > MOST else ""
        for name, rows in tables.items()
    }
    return {
        **{name: rows[:MOST] for name, rows in tables.items()},
        **cut,
        "グループ名": r.group or _NONE,
        "案": "案",
        "判定": VERDICT_JA[r.verdict],
        "判定の説明": means(r),
        "件数の概要": _summary(r),
        "作成日": wareki_day(r.finished[:10]),
        "突合日": wareki_day(r.finished[:10]),
        "基準日": wareki_day(r.as_of),
        "移行の言葉": _moved(r),
        "了承": _waived(r),
        "定義の位置付け": r.layout.statement or _NONE,
        "レイアウト": f"{r.layout.pack}@{r.layout.edition}",
        "ツール": f"{r.tool.get('name', 'chukan')} {r.tool.get('version', '')}",
        "プロジェクト": r.project_sha256 or "なし（2つのファイルの突合）",
        "規則ファイル": r.rules_sha256 or "なし（文字どおりの一致だけ）",
        "確認者": _signers(r.files),
    }


def _moved(r: Reconciliation) -> str:
    """Return what may be said of the migration, and nothing more."""
    if r.files and r.verdict in ("pass", "pass_with_waivers"):
        return "突き合わせた業務のデータは、合意した違いと了承した違いのほかは提出されたとおり移行先にあり、移行したことを確かめた。"
    done = list(dict.fromkeys(f"{f.business_name}の{f.layout.name or f.layout.layout}" for f in r.files if f.migrated))
    rest = f"移行したことを確かめたのは、{listed(done, 8)}である。" if done else ""
    return f"了承されていない違い、または突き合わせていないところがあるため、全体としては移行したとは言えない。{rest}"


def _summary(r: Reconciliation) -> str:
    """Return the numbers, and behind them what many of the differences have in common."""
    found = [f"{path}の違いに共通の原因: {cause}" for path, cause in causes(r)]
    more = f"（ほかに {len(found) - _CAUSES:,} 件。reconciliation.xlsx の総括にある）" if len(found) > _CAUSES else ""
    return "。".join([headline(r), *found[:_CAUSES]]).replace("。。", "。") + more


def _waived(r: Reconciliation) -> str:
    waived = sum(t.waived for t in r.totals)
    return f"了承した違い {waived:,} 件（了承者・理由は課題管理表のとおり）" if waived else "了承した違いはない"


def _businesses(totals: Sequence[Total]) -> list[Row]:
    return [
        {
            "団体": t.municipality_name or _NONE,
            "業務": t.business_name or _NONE,
            "ファイル": t.files,
            "移行元": t.records.delivered,
            "移行先": t.records.loaded,
            "一致": t.records.same,
            "規則": t.records.explained,
            "違い": t.records.different,
            "移行先なし": t.records.only_delivered + t.records.unmatched_delivered,
            "移行元なし": t.records.only_loaded + t.records.unmatched_loaded,
            "除外": t.records.left_out,
            "追加": t.records.added,
            "結果": VERDICT_JA[t.verdict],
        }
        for t in totals
    ]


def _whole(r: Reconciliation) -> Total:
    return Total(
        municipality="",
        municipality_name="合計",
        business="",
        business_name="",
        files=len(r.files),
        records=r.records,
        verdict=r.verdict,
    )


def _rules(r: Reconciliation) -> list[Row]:
    return [
        {
            "名前": rule.id,
            "種類": rule.kind_name,
            "対象": rule_items(rule),
            "合意者": rule.agreed_by,
            "合意日": wareki_day(rule.agreed_on) if rule.agreed_on else _NONE,
            "理由": rule.why,
            "件数": rule.count,
            "根拠": "、".join(f"{name}（SHA-256 {digest}）" for name, digest in rule.sources.items()) or _NONE,
        }
        for rule in r.rules
    ]


def _open(files: Sequence[Reconciled]) -> list[Row]:
    """Return the findings that nobody waived, by file, rule and item."""
    return [
        {
            "団体": place(f)[0],
            "業務": f.business_name,
            "定義": place(f)[2],
            "検査項目": f"{c.rule} {RULES[c.rule].title}" if c.rule in RULES else c.rule,
            "項目": c.item or "レコード・ファイル全体",
            "重大度": c.severity.ja,
            "件数": c.count,
            "残り": c.count - c.waived,
        }
        for f in files
        for c in f.counts
        if c.count > c.waived
    ]


def _amounts(files: Sequence[Reconciled]) -> list[Row]:
    return [row for f in files for pair in f.columns for row in _amount(f, pair)]


def _amount(f: Reconciled, pair: ColumnPair) -> Iterator[Row]:
    old, new = pair.delivered.sum, pair.loaded.sum
    if old is None or new is None:
        return
    unreadable = pair.delivered.unreadable + pair.loaded.unreadable
    yield {
        "業務": f.business_name,
        "定義": place(f)[2],
        "項目": pair.item,
        "移行元": _figure(old),
        "移行先": _figure(new),
        "結果": ("一致" if old == new else "不一致")
        + (f"（数でない値 {unreadable:,} 件を除く）" if unreadable else ""),
    }


def _figure(text: str) -> str:
    """Return an exact sum with thousands separators."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _folds(files: Sequence[Reconciled]) -> list[Row]:
    return [
        {
            "定義": place(f)[2],
            "項目": fold.item,
            "規則": fold.rule,
            "旧": "、".join(f"{visible(old)}（{count:,} 件）" for old, count in fold.old.items()),
            "新": visible(fold.new),
        }
        for f in files
        for fold in f.folds
    ]


def _unmapped(files: Sequence[Reconciled]) -> list[Row]:
    return [
        {
            "定義": place(f)[2],
            "項目": u.item,
            "規則": u.rule,
            "値": visible(u.value),
            "件数": u.count,
            "最初": u.first_record,
        }
        for f in files
        for u in f.unmapped
    ]


def _files(files: Sequence[Reconciled]) -> list[Row]:
    return [
        {
            "団体": place(f)[0],
            "業務": f.business_name,
            "定義": f"{place(f)[2]}（キー: {key_words(f)}）",
            "側": side_name,
            "ファイル": side.path or "なし",
            "件数": side.records,
            "読取不可": side.rejected,
            "SHA256": side.sha256 or _NONE,
            "取込": _loading(side),
        }
        for f in files
        for side_name, side in (("移行元", f.delivered), ("移行先", f.loaded))
    ]


def _loading(side: SideFile) -> str:
    parts = [wareki_day(side.date)] if side.date else []
    parts += [f"取込エラー {side.load_errors:,} 件（申告）"] if side.load_errors is not None else []
    return "　".join(parts) or _NONE


def _signers(files: Sequence[Reconciled]) -> list[Row]:
    """Return who confirms what: both vendors, and each municipality."""

    def names(values: Iterator[str]) -> list[str]:
        return list(dict.fromkeys(value or "（未記入）" for value in values)) or ["（未記入）"]

    rows: list[Row] = []
    for role, what, found in (
        ("移行元事業者", "提出したデータであること", names(f.from_vendor for f in files)),
        ("移行先事業者", "移行先の内容と、残った違いの扱い", names(f.to_vendor for f in files)),
        ("団体", "突合の結果と、合意した規則", names(f.municipality_name for f in files)),
    ):
        rows += [{"役割": role, "名称": name, "確認事項": what} for name in found]
    return rows
