"""What is put into the papers: counts, names of municipalities and vendors, digests. Never a value of a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chukan import __version__
from chukan.evidence.checklist.checklist import Checklist
from chukan.evidence.checklist.row import CASE_JA
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.judgement import Judgement
from chukan.evidence.papers.agreements import agreement_of, encodings_of
from chukan.evidence.papers.fields import Paper
from chukan.evidence.reduction import ReductionFigures
from chukan.evidence.register import in_papers
from chukan.output.text import visible, wareki_day
from chukan.project.project import Project
from chukan.project.project_file import Stage
from chukan.reports.labels import agreement_line
from chukan.reports.summary import Summary
from chukan.rules.catalogue import RULES
from chukan.verification.result import FileResult, Verification

Row = dict[str, str | int]
Context = dict[str, str | int | list[Row]]

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


def short_name(f: FileResult) -> str:
    """Return 「国民健康保険 資格（個人）」: a file inside one municipality."""
    return f"{f.business_name} {f.layout.name or f.layout.layout or ''}"


def full_name(f: FileResult) -> str:
    """Return the same with its municipality."""
    return f"{f.municipality_name} {short_name(f)}"


def rule_words(rule: str) -> str:
    """Return a rule as papers call it: 「V05 暦日」."""
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
