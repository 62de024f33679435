"""What is put into the papers: counts, names of municipalities and vendors, digests. Never a value of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chukan import __version__
from chukan.evidence.checklist.checklist import Checklist
from chukan.evidence.checklist.row import CASE_JA
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.judge import COUNTS_JA, STANDING_JA, BusinessJudgement, Judgement
from chukan.evidence.papers.agreements import agreement_of, encodings_of
from chukan.evidence.papers.fields import PLAN, REDUCED, TOWN, WAIVER, Paper
from chukan.evidence.reduction import ReducedFile, ReductionFigures
from chukan.evidence.register import in_papers
from chukan.output.text import visible, wareki_day
from chukan.project.project import Project
from chukan.project.project_file import Stage
from chukan.reports.decided import kind, remark
from chukan.reports.labels import agreement_line
from chukan.reports.summary import Summary
from chukan.rules.catalogue import RULES
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import FileResult, Verification
from chukan.verification.verdict import VERDICT_JA

Row = dict[str, str | int]
Context = dict[str, str | int | list[Row]]

UNVERIFIED = "（未確認）"
BLANK_NUMBER, BLANK_DAY, BLANK_HEAD = "　　　第　　　　号", "令和　　年　　月　　日", "（長の職・氏名）"
"""Places for the hand."""
STAGE_JA: dict[Stage, str] = {"proposal": "提案", "report": "実施報告"}
NOTHING = "なし"
_WHY_OFF = {
    "プロジェクトの rules で切っています": "プロジェクトの設定による",
    "項目の分布は --profile を付けたときに調べます": "項目の分布は調べていない",
    "プロジェクトに納品書の件数・合計の記載がありません": "納品書の件数・合計の記載がない",
}
"""Why a rule was off, as a verification says it -> as the papers do."""


@dataclass(frozen=True)
class Case:
    """All that the papers are made from."""

    project: Project
    verification: Verification
    verification_sha256: str
    judgement: Judgement
    checklist: Checklist
    summary: Summary
    reduction: ReductionFigures | None = None


def common(case: Case) -> Context:
    """Return the texts of every paper: `fields.COMMON`."""
    project, v, judged = case.project.file, case.verification, case.judgement
    names = [m.name for m in project.municipalities]
    code, proposal = project.group.representative, project.stage == "proposal"
    return {
        "案": "案",
        "段階": STAGE_JA[project.stage],
        "文書番号": project.group.document_number or BLANK_NUMBER,
        "作成日": wareki_day(project.group.document_date.isoformat()) if project.group.document_date else BLANK_DAY,
        "宛先": project.group.addressee,
        "代表団体の長": project.group.head or BLANK_HEAD,
        "グループ名": project.group.name,
        "代表団体": next((m.name for m in project.municipalities if m.code == code), "")
        or project.group.representative_name
        or code,
        "代表団体コード": code,
        "区分": CASE_JA[project.group.case],
        "構成団体": "、".join(names),
        "構成団体数": len(names),
        "基準日": wareki_day(v.as_of),
        "検証日": "検証していない（提案の段階）" if proposal else wareki_day(v.finished[:10]),
        "レイアウト": "、".join(dict.fromkeys(f"{f.layout.pack}@{f.layout.edition}" for f in v.files))
        or project.layout,
        "確認の根拠": "。".join(case.summary.statements) or NOTHING,
        "定義ダイジェスト": v.layout.digest,
        "移行条件": agreement_line(v.agreement) if proposal else agreement_of(v.files, full_name),
        "文字コード": "—" if proposal else encodings_of(v.files, full_name),
        "検査の範囲": "提案の段階のため、検査していない" if proposal else covered(v.files, v),
        "検査しなかった項目": NOTHING if proposal else not_checked(v.files, v),
        "ツール": f"chukan {__version__}"
        + ("" if v.tool.get("version") == __version__ else f"（検証は {v.tool.get('version', '不明')}）"),
        "検証結果のSHA256": case.verification_sha256 or "検証していない（提案の段階）",
        "プロジェクトのSHA256": case.project.sha256,
        "公募要領": c.CALL,
        "条項": judged.clause,
        "総合判定": judged.words,
        "判定理由": lines(judged.reasons),
        "望ましい事項": lines(judged.desirable),
        "注意事項": lines([*([judged.overall] if judged.overall else []), *judged.notes]),
    }


def rows(columns: Mapping[str, str], values: Iterable[Sequence[str | int]]) -> list[Row]:
    """Return a table: each row has every column, in the order of `fields`.

    Args:
        columns: Column -> its meaning, in the order of the table.
        values: The cells of each row, in the same order.

    Raises:
        ValueError: A row has more or fewer cells than there are columns.
    """
    return [dict(zip(columns, row, strict=True)) for row in values]


def plan_rows(case: Case) -> list[Row]:
    """One row a municipality and business: `fields.PLAN`."""
    return rows(PLAN, (_plan_row(n, b) for n, b in enumerate(case.judgement.businesses, 1)))


def town_rows(case: Case) -> list[Row]:
    """One row a municipality: `fields.TOWN`."""
    return rows(
        TOWN,
        (
            (m.code, m.name, len(m.counted), STANDING_JA[m.standing], lines(m.reasons), m.clause)
            for m in case.judgement.municipalities
        ),
    )


def waiver_rows(waivers: Iterable[WaiverUse], files: Iterable[FileResult]) -> list[Row]:
    """One row a waiver: `fields.WAIVER`.

    Args:
        waivers: those that the paper shows.
        files: the files of the verification: their names stand for what a scope calls by code.
    """
    names: dict[str, str] = {}
    for f in files:
        names |= {f.municipality: f.municipality_name, f.business: f.business_name}
        names |= {f.layout.layout or "": f.layout.name}
    return rows(
        WAIVER,
        (
            (
                rule_words(w.rule),
                w.item or "全項目",
                _scope_words(w.scope, names),
                w.used,
                w.limit,
                w.reason,
                w.who,
                wareki_day(w.when) if w.when else "",
                "。".join(p for p in ("無効" if w.note else f"有効（{kind(w)}）", in_papers(remark(w))) if p),
            )
            for w in waivers
        ),
    )


def _scope_words(scope: str, names: Mapping[str, str]) -> str:
    return " ".join(names.get(part, part) for part in scope.split("/")) if scope else "全体"


def short_name(f: FileResult) -> str:
    """Return 「国民健康保険 資格（個人）」: a file inside one municipality."""
    return f"{f.business_name} {f.layout.name or f.layout.layout or ''}"


def full_name(f: FileResult) -> str:
    """Return the same with its municipality."""
    return f"{f.municipality_name} {short_name(f)}"


def number_words(b: BusinessJudgement) -> str:
    """Return a business's number, marked where nobody has checked it."""
    if b.number is None:
        return "—"
    return f"{b.number}" if b.number_verified else f"{b.number}\n{UNVERIFIED}"


def rule_words(rule: str) -> str:
    """「V05 暦日」."""
    return f"{rule} {RULES[rule].title}" if rule in RULES else rule


def lines(texts: Iterable[str]) -> str:
    """Sentences, one a line; 「なし」 when there is none."""
    return "\n".join(texts) or NOTHING


def checked(paper: Paper, context: Context) -> Context:
    """Return a context with exactly the names of its paper, every text fit for XML."""
    wanted = {*paper.all_texts, *paper.tables}
    if wanted != set(context):
        raise KeyError(f"{paper.key}: {sorted(wanted ^ set(context))}")
    return {name: _fit(value) for name, value in context.items()}


def _fit(value: str | int | list[Row]) -> str | int | list[Row]:
    if isinstance(value, list):
        return [{k: _text(v) for k, v in row.items()} for row in value]
    return _text(value)


def _text(value: str | int) -> str | int:
    """Control characters would break the document; they are shown as signs. Newlines are kept."""
    if not isinstance(value, str):
        return value
    return "\n".join(visible(line, limit=5_000) for line in value.split("\n"))


def _plan_row(number: int, b: BusinessJudgement) -> tuple[str | int, ...]:
    notes = [f.expected_records for f in b.files]
    return (
        number,
        b.municipality,
        b.municipality_name,
        number_words(b),
        b.business_name,
        b.from_vendor or "未記入",
        b.to_vendor or "未記入",
        b.edition if b.method == "layout" else "—",
        b.method_words,
        wareki_day(b.delivered) if b.delivered else "—",
        month_words(b.planned_month) if b.method == "layout" else "—",
        len(b.files),
        b.records,
        "—" if not notes or None in notes else f"{sum(n or 0 for n in notes):,}",
        loaded_words(b),
        b.rejected,
        b.result_words,
        b.waived,
        COUNTS_JA[b.standing],
        lines(b.reasons),
    )


def month_words(month: str) -> str:
    """Return 「令和8年12月」, of YYYY-MM."""
    return wareki_day(f"{month}-01").removesuffix("1日") if month else "未記入"


def loaded_words(b: BusinessJudgement) -> str:
    """Return the records that the target system took in, and the last day on which it did; 「—」 where nobody said so."""
    known = [x for x in b.loading if x.records is not None]
    if not known or len(known) < len(b.loading):
        return "—"
    said = [x.loaded for x in known if x.loaded is not None]
    errors = sum(x.errors for x in said)
    parts = [f"{sum(x.records or 0 for x in known):,}"]
    parts += [wareki_day(max(x.date for x in said).isoformat())] if said else []
    parts += [f"エラー {errors:,}"] if errors else []
    if b.loading and all(x.reconciled is not None for x in b.loading):
        parts.append("突合で確認" if b.reconciled else "突合に違いあり")
    return "\n".join(parts)


def reduced_rows(case: Case, files: Sequence[FileResult]) -> list[Row]:
    """One row a file that optional item ウ split: `fields.REDUCED`; none where nothing was split.

    Args:
        case: The case, with the figures of the reduction.
        files: The files that the paper is about.
    """
    split = [(f, case.reduction.of(f)) for f in files] if case.reduction is not None else []
    return rows(REDUCED, (_reduced_row(f, x) for f, x in split if x is not None))


def reduced_words(case: Case, files: Sequence[FileResult]) -> str:
    """Return what is to be said above that table; "" where there is none."""
    if case.reduction is None or not reduced_rows(case, files):
        return ""
    return (
        f"{case.reduction.words}突合は、送付票（記載のないものは提出）の件数と、移行・保管・読取不可の件数の和による。"
        "検証は、移行するファイルを同じ検査項目で検証した判定である。"
    )


def _reduced_row(f: FileResult, x: ReducedFile) -> tuple[str | int, ...]:
    apart = []
    if f.expected_records is not None and f.expected_records != x.total:
        apart.append("送付票と一致しない")
    if f.records.total != x.total:
        apart.append("提出の件数と一致しない")
    noted = "—" if f.expected_records is None else f"{f.expected_records:,}"
    return (
        f.municipality_name,
        f.business_name,
        f.layout.name or f.layout.layout or "",
        noted,
        f.records.total,
        x.migrated,
        x.archived,
        x.rejected,
        "、".join(apart) or "一致",
        VERDICT_JA[x.verdict],
    )


def covered(files: Sequence[FileResult], v: Verification) -> str:
    """How much was looked at.

    Args:
        files: The files that the paper is about.
        v: The verification that they belong to.

    Returns:
        A phrase with the numbers of files, records and rules.
    """
    read, rejected = sum(f.records.read for f in files), sum(f.records.rejected for f in files)
    ran = sum(rule.state != "switched_off" for rule in v.rules) - len({n.rule for f in files for n in f.not_run})
    return (
        f"{len(files):,} ファイル、{read + rejected:,} 件（読取 {read:,}、読取不可 {rejected:,}）、"
        f"検査項目 {len(v.rules)} のうち {ran} を実行"
    )


def not_checked(files: Sequence[FileResult], v: Verification) -> str:
    """Return the rules that did not run for these files, and why.

    Args:
        files: The files that the paper is about.
        v: The verification that they belong to.
    """
    off = [
        f"{r.rule} {r.title}: 停止（{_WHY_OFF.get(r.why, in_papers(r.why))}）"
        for r in v.rules
        if r.state == "switched_off"
    ]
    failed = dict.fromkeys((n.rule, n.why) for f in files for n in f.not_run)
    return lines([*off, *(f"{rule_words(rule)}: 実行できず（{in_papers(why)}）" for rule, why in failed)])
