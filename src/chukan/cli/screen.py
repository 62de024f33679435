"""What `check` and `verify` print of an outcome: the verdict first, then what it covers, then the findings."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.cli.switches import switches
from chukan.severity import Severity

if TYPE_CHECKING:
    from chukan.cli.outcome import Views
    from chukan.verification.result import Count, FileResult, Finding, Verification
    from chukan.verification.run import RunResult

_LOG = logging.getLogger(__name__)
SHOWN = 12
"""Lines of the table of findings on the screen, unless --verbose."""
CAUSES = 5
"""Causes on the screen, unless --verbose."""


def print_outcome(outcome: RunResult, out: Path | None, views: Views) -> None:
    """Print the verdict first, then what it covers, then the findings, then where to look.

    --quiet prints the verdict only; --verbose every kind of finding, every file's origin, every rule that did not run.
    """
    from chukan.verification.verdict import VERDICT_JA

    v = outcome.verification
    _LOG.info(
        "判定 %s エラー %d 警告 %d 情報 %d", VERDICT_JA[v.verdict], v.totals.errors, v.totals.warnings, v.totals.infos
    )
    if views.printed:
        _print_view(outcome, out, views)
        return
    print(f"判定: {VERDICT_JA[v.verdict]}  {_numbers(v)}")
    if switches().quiet:
        return
    for line in _coverage(v):
        print(line)
    _print_taken_over(outcome)
    _print_general(v)
    _print_files(v)
    _print_causes(outcome)
    _print_counts(v, outcome, None if switches().verbose else SHOWN)
    for rule in v.rules:
        if rule.state == "could_not_run":
            print(f"実行できなかった検査: {rule.rule} {rule.title}（{rule.why}）")
    if switches().verbose:
        print("\n".join(_details(v)))
    if out is not None:
        print(f"レポート: {out / 'report.html'}")
        print(f"　　　　　 {out / 'report.xlsx'}（表計算）  {out / 'findings.csv'}（指摘一覧）")
        if v.totals.records.rejected:
            kept = next(
                path for name in ("rejected.csv", "rejected") if (path := out / name).exists() or name == "rejected"
            )
            print(f"読み取れなかったレコード: {kept}（マスクしない、そのままの内容です。取扱いに注意してください）")
    elif v.verdict != "pass":
        first = next((f.rule for f in sorted(outcome.findings, key=lambda f: -f.severity.weight)), "V01")
        print(
            f"詳しいレポートは --out DIR を付けると出ます。検査項目の説明は chukan explain {first} のように見られます。"
        )


def _print_view(outcome: RunResult, out: Path | None, views: Views) -> None:
    """Print a view for programs, and nothing else; GitHub's also goes to the summary page of the job.

    JSON is the document that was left in `out`, byte for byte, so that its digest is that of what lies there.
    """
    import os

    from chukan.reports.formats.table import format_of
    from chukan.reports.formats.view import View
    from chukan.verification.document import FILE_NAME, to_json

    view = View(outcome.verification, outcome.findings, views.base)
    if views.printed == "json":
        print((out / FILE_NAME).read_text(encoding="utf-8") if out else to_json(outcome.verification), end="")
        return
    print(format_of(views.printed).render(view), end="")
    if views.printed == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(format_of("markdown").render(view))


def _numbers(v: Verification) -> str:
    waived = f"・うち了承 {v.totals.waived:,}" if v.totals.waived else ""
    estimates = f"、うち推定に基づく指摘 {v.totals.estimates:,} 件" if v.totals.estimates else ""
    return f"（エラー {v.totals.errors:,} 件・警告 {v.totals.warnings:,} 件・情報 {v.totals.infos:,} 件{waived}{estimates}）"


def _coverage(v: Verification) -> list[str]:
    from chukan.reports.decided import compared_with_sheets
    from chukan.reports.labels import verdict_means

    r = v.totals.records
    ran = sum(rule.state == "ran" for rule in v.rules)
    covered = f"{v.totals.files} ファイル {v.totals.bytes:,} バイト、{r.total:,} 件（読取 {r.read:,}・読取不可 {r.rejected:,}）"
    basis = [
        f"範囲: {covered}、検査項目 {ran}/{len(v.rules)} 実行、基準日 {v.as_of}",
        f"定義: {v.layout.pack}@{v.layout.edition}  {v.layout.statement}  digest {v.layout.digest[:12]}",
    ]
    return [
        *(basis if v.files else [verdict_means(v)]),
        *(f"定義を自動で選びました: {f.path}: {f.layout_chosen}" for f in v.files if f.layout_chosen),
        *(f"直した写し: {f.path}: {f.mended.sentence}" for f in v.files if f.mended is not None),
        *([f"前の課題管理表から: {compared_with_sheets(v)}"] if v.decisions else []),
        *(
            [f"まとめての了承が {len(whole)} 行あります。新しく出た指摘にも上限まで及びます。"]
            if (whole := [w for w in v.waivers if w.bulk and w.used])
            else []
        ),
    ]


def _details(v: Verification) -> Iterator[str]:
    """Yield what --verbose adds: rules that were switched off, and where each file comes from."""
    from chukan.output.text import moment
    from chukan.reports.labels import ACCOUNT_JA, AGREEMENT_JA, SHEET_JA, engines, is_out_of_scope

    for rule in v.rules:
        if rule.state == "switched_off":
            yield f"{'対象外の' if is_out_of_scope(rule) else '停止した'}検査: {rule.rule} {rule.title}（{rule.why}）"
    for f in v.files:
        reason = f"（{f.encoding_reason}）" if f.encoding_reason else ""
        parts = "、".join(f"{name} {f.account[key]:,}" for key, name in ACCOUNT_JA.items() if f.account.get(key))
        of_sheet = "・".join(f"{f.account[key]:,} {name}" for key, name in SHEET_JA.items() if f.account.get(key))
        sheet = f"（シートは {of_sheet}）" if of_sheet else ""
        yield f"■ {f.path}  {f.layout.pack}@{f.layout.edition}/{f.layout.business}/{f.layout.layout}"
        if f.taken_over is not None:
            yield f"  {moment(f.taken_over.run)} に始めた検査から引継ぎ（このファイルを検査し終えたのは {moment(f.taken_over.checked)}）"
        yield f"  SHA-256  {f.sha256 or 'なし'}"
        yield f"  文字コード {f.encoding or '不明'}{reason}  改行 {f.newline or '不明'}"
        yield f"  {f.bytes:,} バイトの内訳: {parts or 'なし'}{sheet}"
        yield f"  移行条件で未定のもの: {'、'.join(AGREEMENT_JA.get(k, k) for k in f.undecided) or 'なし'}"
    yield f"検査ツールと部品の版: {engines(v.tool)}"


def _print_taken_over(outcome: RunResult) -> None:
    """Print what was taken over from earlier runs, and why the other files were checked."""
    from chukan.reports.resumed import taken_over

    taken, why = taken_over(outcome.verification), outcome.journal_use.reasons
    if taken:
        print(f"引継ぎ: {taken}。")
        if why:
            print(f"　　　　検査したファイル: {why}")
    elif outcome.journal_use.knew_some:
        print(f"引継ぎ: なし。検査したファイル: {why}")


def _print_general(v: Verification) -> None:
    """Print what belongs to no file: it may fail the whole, and no line of a file would say so."""
    if v.general:
        from chukan.cli.tables import print_table, table_of

        table = table_of("検査項目", "重大度", "ファイルに属さない指摘")
        for f in v.general:
            table.add_row(f.rule, f.severity.ja, f.message)
        print_table(table)


def _print_files(v: Verification) -> None:
    from chukan.cli.tables import print_table, table_of
    from chukan.verification.verdict import VERDICT_JA

    if len(v.files) < 2:
        return
    table = table_of("市区町村", "業務", "定義", "ファイル", *("件数", "エラー", "警告"), "判定")
    for f in v.files:
        table.add_row(
            f.municipality_name,
            f.business_name,
            f.layout.name,
            f.path,
            f"{f.records.total:,}",
            f"{f.number(Severity.ERROR):,}",
            f"{f.number(Severity.WARNING):,}",
            VERDICT_JA[f.verdict],
        )
    print_table(table)


def _print_causes(outcome: RunResult) -> None:
    """Print what explains many findings at once, before the findings that come from it."""
    from chukan.reports.causes import causes

    found = causes(outcome.verification, outcome.findings)
    limit = len(found) if switches().verbose else CAUSES
    if found:
        print("まず直すところ（一つで多くの指摘のもとになるもの）:")
    for cause in found[:limit]:
        where = f"{cause.file}: " if len(outcome.verification.files) > 1 else ""
        print(f"  {cause.severity.ja}  {where}{cause.what}。")
        print(f"    → 【{cause.who}】{cause.how}")
    if len(found) > limit:
        print(f"  ほかに {len(found) - limit} つあります（--verbose ですべて出します）。")


def _print_counts(v: Verification, outcome: RunResult, limit: int | None) -> None:
    rows = sorted(
        ((c, f) for f in v.files for c in f.counts),
        key=lambda cf: (-cf[0].severity.weight, -cf[0].count),
    )
    first: dict[tuple[str, str, str | None, str, str], Finding] = {}
    for finding in sorted(outcome.findings, key=lambda f: f.waived):
        first.setdefault((finding.file, finding.rule, finding.item, finding.severity, finding.ground), finding)
    waived = [(c, f) for c, f in rows if c.waived]
    rows = [(c, f) for c, f in rows if c.count > c.waived]
    guessed = [(c, f) for c, f in rows if c.is_estimate]
    _print_rows([(c, f) for c, f in rows if not c.is_estimate], first, limit, several=len(v.files) > 1)
    if guessed:
        print("推定に基づく指摘（定義の推定と違うだけで、誤りとは限りません）:")
        _print_rows(guessed, first, limit, several=len(v.files) > 1)
    if waived:
        kinds = [f"{c.rule} {c.item or '（全体）'} {c.waived:,} 件" for c, _ in waived]
        shown = kinds if limit is None else kinds[:limit]
        more = f" ほか {len(kinds) - len(shown)} 種類" if len(kinds) > len(shown) else ""
        print(f"了承した指摘: {sum(c.waived for c, _ in waived):,} 件（{'、'.join(shown)}{more}）")


def _by_whom(rule: str) -> str:
    from chukan.rules.catalogue import RULES

    return f"（対応: {RULES[rule].who}）" if rule in RULES else ""


def _print_rows(
    rows: Sequence[tuple[Count, FileResult]],
    first: Mapping[tuple[str, str, str | None, str, str], Finding],
    limit: int | None,
    *,
    several: bool,
) -> None:
    if not rows:
        return
    from chukan.cli.tables import print_table, table_of
    from chukan.reports.formats.view import place

    table = table_of("検査項目", "重大度", *(["ファイル"] if several else []), "項目", "件数", "最初の指摘")
    for c, f in rows[:limit]:
        example = first.get((f.path, c.rule, c.item, c.severity, c.ground))
        where = f"{place(example)}: " if example and example.record else ""
        table.add_row(
            c.rule,
            c.severity.ja,
            *([f.path] if several else []),
            c.item or "",
            f"{c.count - c.waived:,}",
            f"{where}{example.message if example else ''}{_by_whom(c.rule)}",
        )
    print_table(table)
    if limit and len(rows) > limit:
        print(f"ほかに {len(rows) - limit} 種類の指摘があります（--verbose ですべて出します）。")
