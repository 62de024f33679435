"""One plan of a business of one municipality: delivered in the layout and verified, planned, exempt, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.context import JudgementContext, Loading, Reason, Vouched
from chukan.evidence.judgement.delivered import DeliveredPlan, results_of
from chukan.evidence.judgement.standing import Standing, worst_standing
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.project.project_file import METHOD_JA, BusinessPlan, Method, Municipality
from chukan.severity import OFF, Severity
from chukan.verification.job import Job, Target
from chukan.verification.result import FileResult
from chukan.verification.verdict import VERDICT_JA, Verdict, worst

_CLAUSES: dict[Method, str] = {
    "layout": c.CITED_ITEM_1,
    "exempt_no_move": c.EXEMPTION,
    "exempt_in_use": c.EXEMPTION,
    "exempt_special": c.SPECIAL,
    "other": c.CITED_ITEM_1,
}


@dataclass(frozen=True, slots=True)
class BusinessJudgement:
    """The judgement of one plan of a business of one municipality.

    Attributes:
        number: The business's number in the specification.
        number_verified: False = nobody has checked the number against the specification; papers mark it.
        reason: What the project says of a method other than the layout.
        verdict: None = exempt, planned, or moved in another way.
        edition: PACK@EDITION, as the project names it.
        delivered: The day on which it came, ISO; "" = the project does not say.
        planned_month: YYYY-MM in which it is planned to move; "" = the project does not say.
        files: The results, in the order of the project.
        planned: Files that the project names.
        undelivered: Names of the business's layouts of which no file came.
        in_standard: False = its files are of a pack that does not declare itself the 中間標準レイアウト.
        vouched: Counterparts outside this migration that somebody vouches for.
        loading: Each file with what the target system says of it.
    """

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    number: int | None
    number_verified: bool
    family: str
    method: Method
    reason: str
    standing: Standing
    verdict: Verdict | None
    reasons: tuple[str, ...]
    clause: str
    edition: str
    from_vendor: str
    to_vendor: str
    delivered: str
    planned_month: str = ""
    files: tuple[FileResult, ...] = ()
    planned: int = 0
    undelivered: tuple[str, ...] = ()
    in_standard: bool = True
    vouched: tuple[Vouched, ...] = ()
    loading: tuple[Loading, ...] = ()

    @property
    def counts(self) -> bool:
        """True when it counts towards the two businesses."""
        return self.standing == "met"

    @property
    def loaded(self) -> bool:
        """True when each of its files is known to be loaded, all records and without an error."""
        return bool(self.loading) and all(x.complete for x in self.loading)

    @property
    def reconciled(self) -> bool:
        """True when each of its files was found in the target system as agreed."""
        return self.loaded and all(x.reconciled is not None for x in self.loading)

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
        return METHOD_JA[self.method if self.in_standard else "other"]

    @property
    def result_words(self) -> str:
        """The verdict in words, or what takes its place."""
        if self.verdict is not None and self.files:
            return VERDICT_JA[self.verdict]
        if self.standing == "planned":
            return "予定"
        return {"layout": "未検証", "other": "対象外"}.get(
            self.method,
            {"exempt": "免除の申告", "granted": "免除の決定", "not_met": "認められない"}.get(
                self.standing, "機構の判断が必要"
            ),
        )


def judge_plan(
    project: Project, context: JudgementContext, town: Municipality, plan: BusinessPlan
) -> BusinessJudgement:
    """Judge one plan by the results of its files; at the stage of the proposal, by what it says itself."""
    wanted = plan.layout or project.file.layout
    pack = project.library.pack(wanted.partition("@")[0])
    entry = pack.business(plan.business)
    targets = _targets(context.job, town, plan)
    proposal = project.file.stage == "proposal"
    paths = frozenset(
        file.path.replace("\\", "/") for p in town.businesses if p.business == plan.business for file in p.files
    )
    results = () if proposal else results_of(context, targets)
    delivered = DeliveredPlan(context, entry.business, plan, results, paths)
    in_standard = pack.origin.intermediate_standard if proposal or not targets else delivered.in_standard
    if plan.method != "layout":
        standing, reasons = _not_in_the_layout(plan, context)
    elif proposal:
        standing, reasons = _planned(plan, pack.name, standard=in_standard)
    else:
        standing, reasons = _delivered(project, delivered)
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
        verdict=_verdict(plan, delivered),
        reasons=tuple(reasons),
        clause=_CLAUSES[plan.method],
        edition=_edition(targets, wanted),
        from_vendor=name(plan.from_),
        to_vendor=name(plan.to),
        delivered=plan.delivered.isoformat() if plan.delivered else "",
        planned_month=plan.planned,
        files=delivered.files,
        planned=len(plan.files),
        undelivered=tuple(_undelivered(project.library, context.job, town, plan, targets)) if not proposal else (),
        in_standard=in_standard or plan.method != "layout",
        vouched=delivered.vouched(),
        loading=tuple(map(context.loading, delivered.files)),
    )


def stand_together(plans: Sequence[BusinessJudgement]) -> tuple[BusinessJudgement, ...]:
    """Return the plans of one municipality, none better than another plan of the same business.

    A business that comes from two sources, or in two parts, was moved in the layout only when all of it was.
    """
    return tuple(_beside(b, [p for p in plans if p.business == b.business and p is not b]) for b in plans)


def _beside(b: BusinessJudgement, others: Sequence[BusinessJudgement]) -> BusinessJudgement:
    worse = worst_standing([b.standing, *(p.standing for p in others)])
    if not others or b.standing not in ("met", "planned", "ask") or worse == b.standing:
        return b
    if any(p.method == "other" for p in others):
        text = "同じ業務の一部が、中間標準レイアウトによらない方法で移行される"
    elif worse == "not_met":
        names = "、".join(dict.fromkeys(p.from_vendor or "移行元未記入" for p in others if p.standing == "not_met"))
        text = f"同じ業務の別の提出（移行元 {names}）が満たしていない"
    elif any(p.method != "layout" for p in others):
        worse, text = "ask", "同じ業務の一部が免除の申告である"
    else:
        text = "同じ業務の別の提出に、確かめることが残っている"
    return replace(b, standing=worse, reasons=(*([] if b.standing == "met" else b.reasons), text))


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


def _verdict(plan: BusinessPlan, delivered: DeliveredPlan) -> Verdict | None:
    if plan.method != "layout" and not delivered.results:
        return None
    return worst([f.verdict if f is not None else "not_checked" for _, f in delivered.results])


def _not_in_the_layout(plan: BusinessPlan, context: JudgementContext) -> tuple[Standing, list[str]]:
    """Return the standing of an exemption, of special circumstances, or of another way."""
    words = METHOD_JA[plan.method]
    if plan.method == "other":
        return "not_met", [f"中間標準レイアウトによらない移行（理由: {plan.reason}）"]
    decision = plan.decision
    if decision is not None and decision.date <= context.last_day and decision.complete:
        day, place = decision.date.isoformat(), decision.place
        if decision.granted:
            return "granted", [f"{words}。理由: {plan.reason}。機構が認めた旨の申告（{day}、{place}）"]
        return "not_met", [f"{words}は認められなかった旨の申告（{day}、{place}）"]
    more = []
    if decision is not None:
        late = decision.date > context.last_day
        more = ["機構の決定の日が先の日付である" if late else "機構の決定の文書名と頁が未記入である"]
    if plan.method == "exempt_special":
        return "decision", [f"{words}。理由: {plan.reason}", *more]
    return "exempt", [f"{words}。理由: {plan.reason}。免除の可否は機構の審査による", *more]


def _planned(plan: BusinessPlan, pack: str, *, standard: bool) -> tuple[Standing, list[str]]:
    """Return the standing of a plan at the stage of the proposal."""
    if not standard:
        return "not_met", [f"レイアウト集「{pack}」は中間標準レイアウトである旨の宣言がない（その他の方法による移行）"]
    blank = [w for w, v in (("移行元事業者", plan.from_), ("移行先事業者", plan.to)) if not v]
    if blank:
        return "ask", [f"{'、'.join(blank)}が未記入"]
    when = "" if plan.planned else "。移行予定の年月は未記入"
    return "planned", [f"中間標準レイアウトで移行する予定{when}"]


def _delivered(project: Project, delivered: DeliveredPlan) -> tuple[Standing, list[str]]:
    reasons: list[Reason] = list(delivered.reasons())
    if reasons:
        return worst_standing(r.standing for r in reasons), list(dict.fromkeys(r.text for r in reasons))
    vouched = delivered.vouched()
    stopped = sum(chosen == OFF for chosen in project.file.rules.values())
    return "met", [_passed(delivered.files, stopped, vouched), *(x.words for x in vouched)]


def _passed(files: Sequence[FileResult], stopped: int, vouched: Sequence[Vouched]) -> str:
    """Return what was verified, with the rules that the project switched off and the errors that were accepted."""
    waived = sum(count.waived for f in files for count in f.counts)
    errors = sum(count.waived for f in files for count in f.counts if count.severity == Severity.ERROR)
    accepted = f"、了承した指摘 {waived:,} 件（うちエラー {errors:,} 件）" if waived else ""
    without = f"（検査項目 {stopped} を停止したうえでの合格）" if stopped else ""
    records = sum(f.records.total for f in files)
    passed = "参照先が提出にない検査を除いて合格" if vouched else "すべて合格"
    return f"{len(files)} ファイル {records:,} 件を検証し、{passed}{accepted}{without}"
