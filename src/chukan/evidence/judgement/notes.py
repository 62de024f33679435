"""What a reader must know before trusting a judgement (注意事項): it is in every paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chukan.evidence.judgement.business import BusinessJudgement
from chukan.evidence.judgement.floor import lowered
from chukan.evidence.judgement.members import Doubt
from chukan.evidence.reduction import ReductionFigures
from chukan.output.text import listed
from chukan.project.project import Project
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.job import Job
from chukan.verification.result import FileResult, RuleRun, Verification
from chukan.verification.verdict import VERDICT_JA, Verdict
from chukan.verification.weights import layout_weights


def notes(
    project: Project, job: Job, businesses: Sequence[BusinessJudgement], doubts: Sequence[Doubt], v: Verification
) -> Iterator[str]:
    """Yield what must be known beside the judgement.

    Args:
        project: the project.
        job: the whole project as a job.
        businesses: the businesses of all members, judged.
        doubts: what of the group does not fit the call.
        v: the verification; at the stage of the proposal nothing of it is said.
    """
    yield from (d.text for d in doubts)
    yield from _editions(project, businesses)
    if project.file.stage == "proposal":
        yield "提案の段階の書類である。提出データの検証は行っておらず、業務はすべて予定である"
        return
    yield from _same_files(v)
    yield from _rules(job, v)
    yield from _loading(project, businesses)
    for b in businesses:
        for vouched in b.vouched:
            yield f"{b.municipality_name} {b.business_name}: {vouched.words}"


def reduction_notes(v: Verification, reduction: ReductionFigures | None) -> Iterator[str]:
    """Yield what is to be known of the files that optional item ウ left to be migrated."""
    if reduction is None or not reduction.files:
        return
    split = {_name(f): (f, x) for f in v.files if (x := reduction.of(f)) is not None}
    bad: tuple[Verdict, ...] = ("fail", "not_checked")
    for verdict in bad:
        worse = [name for name, (f, x) in split.items() if x.verdict == verdict and f.verdict != verdict]
        if worse:
            yield f"削減後に移行するファイルの検証が「{VERDICT_JA[verdict]}」である: {listed(worse, 5)}"
    other = [_name(f) for f in v.files if reduction.is_of_another_state(f)]
    if other:
        yield f"削減の報告は、検証した提出データと違う中身のファイルから作られている: {listed(other, 5)}"


def _name(f: FileResult) -> str:
    return f"{f.municipality_name} {f.business_name} {f.layout.name}"


def overall(project: Project, v: Verification) -> str:
    """Return what the verification as a whole says, where that is no pass; "" = it passed, or nothing was verified."""
    if project.file.stage == "proposal" or v.verdict not in ("fail", "not_checked"):
        return ""
    return f"検証全体の判定は「{VERDICT_JA[v.verdict]}」である（必須推進項目1に数えない業務の結果を含む）"


def _editions(project: Project, businesses: Sequence[BusinessJudgement]) -> Iterator[str]:
    """Yield editions that are not the newest of their pack, and more than one edition in the group."""
    used: dict[str, list[str]] = {}
    for b in businesses:
        if b.method == "layout":
            for address in b.edition.split("、"):
                name, _, edition = address.partition("@")
                pack = project.library.pack(name)
                used.setdefault(name, []).append(edition or pack.editions[-1])
    for name, found in used.items():
        newest, editions = project.library.pack(name).editions[-1], list(dict.fromkeys(found))
        older = [e for e in editions if e != newest]
        if older:
            yield f"最新でない版を使っている: {'、'.join(f'{name}@{e}' for e in older)}（手元の最新の版は {newest}）"
        if len(editions) > 1:
            yield f"グループの中で版が分かれている: {'、'.join(f'{name}@{e}' for e in editions)}"


def _same_files(v: Verification) -> Iterator[str]:
    """Yield the files whose very bytes two municipalities delivered."""
    same: dict[str, list[str]] = {}
    towns: dict[str, set[str]] = {}
    for f in v.files:
        if f.sha256 and f.records.total:
            same.setdefault(f.sha256, []).append(f"{f.municipality_name} {f.business_name} {f.layout.name}")
            towns.setdefault(f.sha256, set()).add(f.municipality)
    for digest, names in same.items():
        if len(towns[digest]) > 1:
            yield f"別の市区町村の提出データと中身がまったく同じファイルがある: {'、'.join(names)}"


def _loading(project: Project, businesses: Sequence[BusinessJudgement]) -> Iterator[str]:
    """Yield that what is known of the loading was declared: nobody here looked into the target system."""
    if not any(x.loaded and x.reconciled is None for b in businesses for x in b.loading):
        return
    more = ""
    if any(f.loaded.path for m in project.file.municipalities for b in m.businesses for f in b.files if f.loaded):
        more = "（path に書かれたファイルも読んでいない）"
    yield f"移行先への取込の日付・件数・エラーは申告による。移行先が保有するデータとの突合は行っていない{more}"


def _rules(job: Job, v: Verification) -> Iterator[str]:
    broken = [w for w in v.waivers if w.note]
    if broken:
        yield f"効力のない了承が {len(broken)} 行ある。その行の指摘は了承されていない"
    off = [f"{r.rule} {r.title}" for r in v.rules if r.state == "switched_off"]
    if off:
        yield f"実行していない検査項目が {len(off)} ある: {'、'.join(off)}"
    failed = dict.fromkeys(n.rule for f in v.files for n in f.not_run)
    if failed:
        yield f"一部のファイルで実行できなかった検査項目がある: {'、'.join(failed)}。該当するファイルは合格としていない"
    weights = layout_weights(job.targets, job.local_rules)
    weaker = [r.rule for r in v.rules if r.state != "switched_off" and _is_weaker(r, weights)]
    if weaker:
        found = {c.rule for f in v.files for c in f.counts if c.count}
        shown = "、".join(r for r in weaker if r in found) or "なし"
        yield f"プロジェクトの設定で重大度を下げた検査項目: {'、'.join(weaker)}（指摘のあったもの: {shown}）"
    floor = lowered(job.severities)
    if floor:
        yield f"停止または軽減した検査項目のうち {'、'.join(floor)} は必須推進項目1の判定に欠かせない。業務は要確認とした"


def _is_weaker(run: RuleRun, weights: Mapping[str, Severity]) -> bool:
    """Return True when the project lowered the rule's severity."""
    if run.rule not in RULES:
        return False
    return run.severity.weight < weights.get(run.rule, RULES[run.rule].severity).weight
