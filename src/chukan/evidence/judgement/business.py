"""One business of one municipality: delivered in the layout and verified, exempt, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.currency import result_of
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.project.project_file import METHOD_JA, BusinessPlan, Method, Municipality
from chukan.severity import Severity
from chukan.verification.job import Job, Target
from chukan.verification.result import VERDICT_JA, FileResult, Verdict, Verification, worst

Standing = Literal["met", "exempt", "decision", "not_met"]

_CLAUSES: dict[Method, str] = {
    "layout": c.CITED_ITEM_1,
    "exempt_no_move": c.EXEMPTION,
    "exempt_in_use": c.EXEMPTION,
    "exempt_special": c.SPECIAL,
    "other": c.CITED_ITEM_1,
}


@dataclass(frozen=True, slots=True)
class BusinessJudgement:
    """The judgement of one business of one municipality."""

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    number: int | None
    """The business's number in the specification."""
    number_verified: bool
    """False = nobody has checked the number against the specification; papers mark it."""
    family: str
    method: Method
    reason: str
    """What the project says of a method other than the layout."""
    standing: Standing
    verdict: Verdict | None
    """None = exempt, or moved in another way."""
    reasons: tuple[str, ...]
    clause: str
    edition: str
    """PACK@EDITION, as the project names it."""
    from_vendor: str
    to_vendor: str
    delivered: str
    """The day on which it came, ISO; "" = the project does not say."""
    files: tuple[FileResult, ...] = ()
    """The results, in the order of the project."""
    planned: int = 0
    """Files that the project names."""
    undelivered: tuple[str, ...] = ()
    """Names of the business's layouts of which no file came."""

    @property
    def counts(self) -> bool:
        """True when it counts towards the two businesses."""
        return self.standing == "met"

    @property
    def records(self) -> int:
        """Records in all its files, the rejected ones too."""
        return sum(f.records.total for f in self.files)

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return sum(f.records.rejected for f in self.files)

    @property
    def waived(self) -> int:
        """Findings that the municipality accepted."""
        return sum(count.waived for f in self.files for count in f.counts)

    @property
    def method_words(self) -> str:
        """How it is moved, in words."""
        return METHOD_JA[self.method]

    @property
    def result_words(self) -> str:
        """The verdict in words, or what takes its place."""
        if self.verdict is not None and self.files:
            return VERDICT_JA[self.verdict]
        return {"layout": "未検証", "other": "対象外"}.get(
            self.method, "免除の申告" if self.standing == "exempt" else "機構の判断が必要"
        )


def judge_business(
    project: Project, job: Job, v: Verification, town: Municipality, plan: BusinessPlan
) -> BusinessJudgement:
    """Judge one business by the results of its files."""
    edition = plan.layout or project.file.layout
    entry = project.library.pack(edition.partition("@")[0]).business(plan.business)
    targets = _targets(job, town, plan)
    results = [(t, result_of(t, v)) for t in targets]
    found = tuple(f for _, f in results if f is not None)
    stopped = sum(r.rule in project.file.rules and r.state == "switched_off" for r in v.rules)
    standing, reasons = _standing(plan, results, stopped)
    name = project.file.vendor_name
    return BusinessJudgement(
        municipality=town.code,
        municipality_name=town.name,
        business=entry.business,
        business_name=entry.name,
        number=entry.number,
        number_verified=entry.verified,
        family=entry.family,
        method=plan.method,
        reason=plan.reason,
        standing=standing,
        verdict=_verdict(plan, results),
        reasons=tuple(reasons),
        clause=_CLAUSES[plan.method],
        edition=_edition(targets, edition),
        from_vendor=name(plan.from_),
        to_vendor=name(plan.to),
        delivered=plan.delivered.isoformat() if plan.delivered else "",
        files=found,
        planned=len(plan.files),
        undelivered=tuple(_undelivered(project.library, job, town, plan, targets)),
    )


def _targets(job: Job, town: Municipality, plan: BusinessPlan) -> list[Target]:
    """List the targets of one plan: a business may have two plans, and a plan may name a file of another business."""
    paths = {file.path.replace("\\", "/") for file in plan.files}
    return [t for t in job.targets if t.municipality == town.code and t.shown in paths]


def _undelivered(
    library: Library, job: Job, town: Municipality, plan: BusinessPlan, targets: Sequence[Target]
) -> Iterator[str]:
    """Yield the layouts of the business that no file of the municipality is of, whichever vendor delivered."""
    if plan.method != "layout" or not targets:
        return
    first = next((t.layout for t in targets if t.layout.business == plan.business), None)
    if first is None:
        return
    pack = library.pack(first.origin.pack)
    came = {t.layout.slug for t in job.targets if (t.municipality, t.layout.business) == (town.code, first.business)}
    named = pack.business_document(first.business).layouts
    for business, slug in pack.layouts(first.edition):
        if business == first.business and slug not in came:
            yield named[slug].name


def _edition(targets: Sequence[Target], wanted: str) -> str:
    editions = dict.fromkeys(t.layout.address.partition("/")[0] for t in targets)
    return "、".join(editions) or wanted


def _verdict(plan: BusinessPlan, results: Sequence[tuple[Target, FileResult | None]]) -> Verdict | None:
    if plan.method != "layout" and not results:
        return None
    return worst([f.verdict if f is not None else "not_checked" for _, f in results])


def _standing(
    plan: BusinessPlan, results: Sequence[tuple[Target, FileResult | None]], stopped: int
) -> tuple[Standing, list[str]]:
    if plan.method in ("exempt_no_move", "exempt_in_use"):
        return "exempt", [f"{METHOD_JA[plan.method]}。理由: {plan.reason}。免除の可否は機構の審査による"]
    if plan.method == "exempt_special":
        return "decision", [f"{METHOD_JA[plan.method]}。理由: {plan.reason}"]
    if plan.method == "other":
        return "not_met", [f"中間標準レイアウトによらない移行（理由: {plan.reason}）"]
    wrong = list(_wrong(results))
    return ("not_met", wrong) if wrong else ("met", [_passed([f for _, f in results if f is not None], stopped)])


def _wrong(results: Sequence[tuple[Target, FileResult | None]]) -> Iterator[str]:
    """Yield why a business moved in the layout does not count."""
    if not results:
        yield "提出ファイルがプロジェクトにない"
        return
    for target, found in results:
        if found is None:
            yield f"{target.shown} は検証されていない"
        elif found.verdict == "fail":
            yield f"{target.shown} は不合格（了承されていないエラー {found.number(Severity.ERROR):,} 件）"
        elif found.verdict == "not_checked":
            why = dict.fromkeys(f"{n.rule}: {n.why}" for n in found.not_run)
            yield f"{target.shown} は未検査あり（実行できなかった検査 {'、'.join(why) or '不明'}）"
    if all(f is not None for _, f in results) and not sum(f.records.read for _, f in results if f is not None):
        yield "提出データが 0 件"


def _passed(files: Sequence[FileResult], stopped: int) -> str:
    """Yield what was verified, with the rules that the project switched off."""
    waived = sum(count.waived for f in files for count in f.counts)
    accepted = f"、了承した指摘 {waived:,} 件" if waived else ""
    without = f"（検査項目 {stopped} を停止したうえでの合格）" if stopped else ""
    records = sum(f.records.total for f in files)
    return f"{len(files)} ファイル {records:,} 件を検証し、すべて合格{accepted}{without}"
