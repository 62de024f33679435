"""The contents of each paper, from the judgement and the verification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chukan.evidence.checklist.checklist import STATUS_JA
from chukan.evidence.checklist.row import KIND_JA
from chukan.evidence.judgement.judge import BusinessJudgement
from chukan.evidence.papers.context import (
    Case,
    Context,
    checked,
    common,
    covered,
    lines,
    not_checked,
    number_words,
    plan_rows,
    rows,
    rule_words,
    town_rows,
    waiver_rows,
)
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, CONFIRMATION, TARGETS
from chukan.output.text import listed, number, wareki_day
from chukan.reports.coverage import SHORT
from chukan.reports.labels import AGREEMENT_JA, VERDICT_MEANS
from chukan.reports.summary import file_name
from chukan.rules.catalogue import FAMILIES
from chukan.severity import Severity
from chukan.verification.result import VERDICT_JA, FileResult, WaiverUse, worst
from chukan.verification.scope import in_scope


@dataclass(frozen=True)
class Delivered:
    """What one source vendor delivered for one municipality: the subject of one 確認書."""

    municipality: str
    municipality_name: str
    from_vendor: str
    businesses: tuple[BusinessJudgement, ...]


def deliveries(case: Case) -> list[Delivered]:
    """One for each municipality and source vendor with a business that is moved in the layout."""
    groups: dict[tuple[str, str], list[BusinessJudgement]] = {}
    for b in case.judgement.businesses:
        if b.method == "layout":
            groups.setdefault((b.municipality, b.from_vendor), []).append(b)
    return [Delivered(code, bs[0].municipality_name, vendor, tuple(bs)) for (code, vendor), bs in groups.items()]


def targets(case: Case) -> Context:
    """別紙3 対象業務表."""
    return checked(TARGETS, {**common(case), "対象業務": plan_rows(case), "団体": town_rows(case)})


def confirmation(case: Case, delivered: Delivered) -> Context:
    """One データ移行確認書."""
    files = [(b, f) for b in delivered.businesses for f in b.files]
    verdict = worst([b.verdict or "not_checked" for b in delivered.businesses])
    days = dict.fromkeys(wareki_day(b.delivered) for b in delivered.businesses if b.delivered)
    own: Context = {
        "市区町村コード": delivered.municipality,
        "市区町村": delivered.municipality_name,
        "移行元": delivered.from_vendor or "（移行元事業者の記載なし）",
        "移行先": "、".join(dict.fromkeys(b.to_vendor for b in delivered.businesses if b.to_vendor)) or "（記載なし）",
        "提出日": "、".join(days) or "　　年　　月　　日",
        "判定": VERDICT_JA[verdict],
        "判定の説明": VERDICT_MEANS[verdict],
        "ファイル数": len(files),
        "件数": sum(f.records.total for _, f in files),
        "読取不可": sum(f.records.rejected for _, f in files),
        "検査の範囲": covered([f for _, f in files], case.verification),
        "検査しなかった項目": not_checked([f for _, f in files], case.verification),
        "注意事項": lines(case.judgement.notes),
        "業務": rows(CONFIRMATION.tables["業務"], (_business_row(b) for b in delivered.businesses)),
        "ファイル": rows(CONFIRMATION.tables["ファイル"], (_file_row(n, f) for n, (_, f) in enumerate(files, 1))),
        "未解決": rows(CONFIRMATION.tables["未解決"], [r for b in delivered.businesses for r in _open_points(b)]),
        "了承": waiver_rows(_touching(case, [f for _, f in files])),
    }
    return checked(CONFIRMATION, {**common(case), **own})


def chapter(case: Case) -> Context:
    """事業実施報告書, the chapter on the data migration; the charts are put in when it is filled."""
    v, s = case.verification, case.summary
    by_family: dict[str, list[int]] = {}
    for rule in s.rules:
        n = rule.numbers
        sums = by_family.setdefault(rule.rule[0], [0, 0, 0, 0, 0])
        for i, value in enumerate((n.errors, n.warnings, n.infos, n.waived, n.total - n.waived)):
            sums[i] += value
    own: Context = {
        "提出の概要": _delivered_words(case),
        "指摘の概要": _found_words(case),
        "外字の概要": _gaiji_words(v.files),
        "図_業務別": "",
        "図_ファイル別": "",
        "課題と教訓": lines(_lessons(case)),
        "対象業務": plan_rows(case),
        "団体": town_rows(case),
        "種類別": rows(
            CHAPTER.tables["種類別"],
            ((FAMILIES.get(letter, letter), *sums) for letter, sums in by_family.items() if any(sums)),
        ),
        "指摘": rows(CHAPTER.tables["指摘"], _found_rows(case)),
        "了承": waiver_rows(v.waivers),
    }
    return checked(CHAPTER, {**common(case), **own})


def checklist(case: Case) -> Context:
    """要件確認表."""
    made = case.checklist
    own: Context = {
        "未記入の数": len(made.missing),
        "満たさない数": len(made.not_met),
        "要件": rows(
            CHECKLIST.tables["要件"],
            (
                (r.clause, r.requirement, KIND_JA[r.kind], STATUS_JA[r.status], r.outcome_words, r.reason, r.document)
                for r in made.rows
            ),
        ),
        "数値": rows(CHECKLIST.tables["数値"], ((f.name, f.value, f.basis) for f in made.figures)),
        "書類": rows(CHECKLIST.tables["書類"], _papers_to_hand_in(case)),
    }
    return checked(CHECKLIST, {**common(case), **own})


def _business_row(b: BusinessJudgement) -> tuple[str | int, ...]:
    return (
        number_words(b),
        b.business_name,
        b.edition,
        b.to_vendor or "—",
        wareki_day(b.delivered) if b.delivered else "—",
        len(b.files),
        b.records,
        b.rejected,
        sum(f.number(Severity.ERROR) for f in b.files),
        sum(f.number(Severity.WARNING) for f in b.files),
        b.waived,
        b.result_words,
    )


def _file_row(n: int, f: FileResult) -> tuple[str | int, ...]:
    note = "—" if f.expected_records is None else f"{f.expected_records:,}"
    return (
        n,
        f.business_name,
        f.layout.name or f.layout.layout or "",
        f.path,
        f.records.total,
        note,
        f.bytes,
        f.encoding or "—",
        f.sha256 or "読めませんでした",
        f.layout.digest[:SHORT],
        VERDICT_JA[f.verdict],
    )


def _open_points(b: BusinessJudgement) -> Iterator[tuple[str | int, ...]]:  # noqa: C901 - one condition for each line of the paper, in its order
    """Yield what is left to settle: counts by rule and item, never a value."""
    if not b.counts:
        yield b.business_name, "", lines(b.reasons), "—"
    if b.undelivered:
        yield (
            b.business_name,
            "",
            f"提出のない移行ファイル定義（要否を確かめること）: {listed(b.undelivered, 8)}",
            len(b.undelivered),
        )
    for f in b.files:
        name = file_name(f)
        for c in f.counts:
            if c.count > c.waived and c.severity != "info":
                yield (
                    b.business_name,
                    name,
                    f"{c.severity.ja}: {rule_words(c.rule)}（{c.item or 'ファイル・レコード全体'}）",
                    c.count - c.waived,
                )
        for n in f.not_run:
            yield b.business_name, name, f"実行できなかった検査: {rule_words(n.rule)}（{n.why}）", "—"
        if f.undecided:
            keys = "、".join(AGREEMENT_JA.get(k, k) for k in f.undecided)
            yield b.business_name, name, f"移行条件未定: {keys}", len(f.undecided)
        if f.missing_items:
            yield (
                b.business_name,
                name,
                f"定義にあってファイルにない項目: {listed(f.missing_items, 5)}",
                len(f.missing_items),
            )
        if f.extra_columns:
            yield b.business_name, name, "定義にない列がある", len(f.extra_columns)
        if f.gaiji:
            yield b.business_name, name, "外字（種類の数。同定が必要）", len(f.gaiji)


def _touching(case: Case, files: Sequence[FileResult]) -> list[WaiverUse]:
    """List the waivers whose rule and scope are about these files, those without effect too."""
    return [w for w in case.verification.waivers if any(_is_about(w, f) for f in files)]


def _is_about(w: WaiverUse, f: FileResult) -> bool:
    names = ((f.municipality, f.municipality_name), (f.business, f.business_name), (f.layout.layout, f.layout.name))
    if not in_scope(w.scope, *names):
        return False
    matches = any(c.rule == w.rule and w.item in ("", c.item or "") for c in f.counts)
    return matches or bool(w.note and w.scope)


def _delivered_words(case: Case) -> str:
    counted = [b for b in case.judgement.businesses if b.counts]
    moved = [b for b in case.judgement.businesses if b.method == "layout"]
    return (
        f"構成市区町村 {len(case.judgement.municipalities)}団体のうち、中間標準レイアウトで提出することとした業務は延べ {len(moved)}業務、"
        f"検証に合格した業務は延べ {len(counted)}業務である。提出データは {case.verification.totals.files:,} ファイル、"
        f"{case.verification.totals.records.total:,} 件（読取不可 {case.verification.totals.records.rejected:,} 件）である。"
    )


def _found_words(case: Case) -> str:
    t = case.verification.totals
    left = f"了承されていない指摘は、エラー {t.errors:,} 件、警告 {t.warnings:,} 件、情報 {t.infos:,} 件である。"
    if t.estimates:
        left += f"このうち {t.estimates:,} 件は、参考定義の推定に基づく指摘であり、不合格の理由としていない。"
    return f"{left}構成市区町村が理由を付けて了承した指摘は {t.waived:,} 件である。"


def _gaiji_words(files: Sequence[FileResult]) -> str:
    kinds = {(f.municipality, g.code_point) for f in files for g in f.gaiji}
    if not kinds:
        return "提出データに外字は使われていなかった。"
    items = tuple(dict.fromkeys(i for f in files for g in f.gaiji for i in g.items))
    times = sum(g.count for f in files for g in f.gaiji)
    return f"外字は {number(len(kinds))} 種、延べ {number(times)} 字（項目: {listed(items, 5)}）で、移行先の文字への同定が必要である。"


def _found_rows(case: Case) -> Iterator[tuple[str | int, ...]]:
    s = case.summary
    for r in s.found:
        names = [b.name for b in s.businesses if (r.rule, b.business) in s.by_cell]
        mend = r.entry.remedy if r.entry else ""
        left = r.numbers.total - r.numbers.waived
        settled = mend if left else "すべて了承された。"
        yield (
            f"{r.rule} {r.title}",
            r.gravest.ja,
            r.numbers.total,
            r.numbers.waived,
            left,
            listed(names, 4) or "—",
            settled,
        )


def _lessons(case: Case) -> Iterator[str]:
    """Yield the risks that the data show; the municipality adds its own."""
    v, s = case.verification, case.summary
    undecided = dict.fromkeys(AGREEMENT_JA.get(k, k) for f in v.files for k in f.undecided)
    if undecided:
        yield f"・移行条件のうち {'、'.join(undecided)} が未定のまま提出された。次回は調達時に移行条件を合意しておくことが望ましい。"
    if v.totals.records.rejected:
        yield f"・読み取れないレコードが {v.totals.records.rejected:,} 件あった。抽出プログラムの区切り・引用符・改行の扱いを事前に確かめることが望ましい。"
    most = [r for r in s.found if r.numbers.total][:3]
    if most:
        yield f"・指摘が多かった検査項目は {'、'.join(f'{r.rule} {r.title}' for r in most)} であった。"
    if any(f.gaiji for f in v.files):
        yield "・外字の同定に時間を要するため、早い段階で外字一覧を移行先に渡すことが望ましい。"
    if v.waivers:
        yield f"・了承した指摘は {len([w for w in v.waivers if not w.note])} 行である。移行先での補正の要否を引き継ぐこと。"
    if s.rests_on_reference:
        yield "・確認は参考定義による。公式の仕様のワークブックを取り込み、その定義で検証し直すことが残っている。"
    yield "・（団体としての課題と教訓を記入）"


def _papers_to_hand_in(case: Case) -> list[tuple[str, str, str, str]]:
    declared = case.project.file.declarations
    agreement, clause = declared.agreement_document, declared.contract_clause
    count = len(deliveries(case))
    return [
        ("ア", "鑑文書", "別途作成", "代表団体の長の押印があるもの"),
        ("イ", "助成金交付申請書（様式第1号）", "別途作成", "代表団体の長の押印があるもの"),
        ("ウ", "提案公募提出用紙（別紙1）", "別途作成", "記入要領は別紙2"),
        ("エ", "提案内容を補足する参考資料", "別途作成", "該当資料がある場合のみ。要件確認表はここに添付できる"),
        ("オ", "中間標準レイアウトによるデータ移行対象業務表（別紙3）", "案を作成", "公式の様式に転記すること"),
        (
            "カ",
            "自治体クラウド導入が判別できる書類（協定書等）の写し",
            "申告あり" if agreement else "未記入",
            agreement.place if agreement else "",
        ),
        (
            "キ",
            "中間標準レイアウトによるデータ移行確認書の写し",
            f"案を {count} 通作成",
            "市区町村・移行元事業者ごとに1通。記名押印し、写しを提出",
        ),
        ("ク", "調達仕様書又は契約書の写し", "申告あり" if clause else "未記入", clause.place if clause else ""),
    ]
