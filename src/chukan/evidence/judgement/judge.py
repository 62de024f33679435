"""Mandatory item 1 (必須推進項目1), judged: what was delivered in the layout, what is exempt, what is neither.

A business counts only when every file of every one of its plans was verified and passed, and the verification's own
verdict for that delivery says so. Nothing is judged from a declaration that data could have shown; what rests on a
declaration is 要確認 until whoever decides has decided. At the stage of the proposal nothing was delivered: the
plans are judged by what they say themselves, and the words say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.business import BusinessJudgement, judge_plan, stand_together
from chukan.evidence.judgement.context import JudgementContext
from chukan.evidence.judgement.judgement import Judgement, MunicipalityJudgement, Vendors
from chukan.evidence.judgement.members import Doubt, group_doubts, member_doubts
from chukan.evidence.judgement.notes import notes, overall, reduction_notes
from chukan.evidence.judgement.standing import STANDING_JA, Standing, worst_standing
from chukan.evidence.reconciliation import ReconciliationFigures
from chukan.evidence.reduction import ReductionFigures
from chukan.project.project import Project
from chukan.project.project_file import Declared, Municipality, ProjectFile
from chukan.verification.job import Job
from chukan.verification.result import Verification

_OF_MEMBERS: dict[Standing, str] = {
    "met": "2業務以上の市区町村",
    "planned": "2業務以上を予定する市区町村",
    "granted": "機構が免除を認めた旨の申告がある市区町村",
    "exempt": "免除を申告した市区町村（機構の審査による）",
    "ask": "確かめることが残る市区町村",
    "decision": "機構の判断が必要な市区町村",
    "not_met": "満たさない市区町村",
}
"""What the group's reasons call its members."""


def judge(
    project: Project,
    job: Job,
    verification: Verification,
    reduction: ReductionFigures | None = None,
    reconciliation: ReconciliationFigures | None = None,
) -> Judgement:
    """Judge a project by a verification that `must_be_current` let pass.

    Args:
        project: the project that was verified.
        job: the whole project as a job.
        verification: the result for that job; at the stage of the proposal its files are not looked at.
        reduction: what was split off by optional item ウ; None = nothing.
        reconciliation: what was found in the target system; None = nobody looked.
    """
    context = JudgementContext(job, verification, _loaded(project.file), reduction, reconciliation)
    doubts = member_doubts(project.file)
    towns = tuple(
        _municipality(
            town,
            stand_together([judge_plan(project, context, town, p) for p in town.businesses]),
            [d for d in doubts if d.code == town.code],
        )
        for town in project.file.municipalities
    )
    about_group = [d for d in doubts if not d.code]
    standing = _group(towns, about_group, verification)
    vendors = _vendors(towns)
    judgement = Judgement(
        standing=standing,
        municipalities=towns,
        vendors=vendors,
        reasons=tuple(_group_reasons(towns, about_group, standing, verification)),
        desirable=(),
        notes=(),
        stage=project.file.stage,
    )
    return replace(
        judgement,
        desirable=tuple(_desirable(judgement)),
        notes=(
            *notes(project, job, judgement.businesses, group_doubts(project.file), verification),
            *reduction_notes(verification, reduction),
            *([f"{reconciliation.words}。"] if reconciliation is not None else []),
        ),
        overall=overall(project, verification),
    )


def _loaded(project: ProjectFile) -> dict[tuple[str, str], Declared]:
    return {
        (m.code, f.path.replace("\\", "/")): f.loaded.declared
        for m in project.municipalities
        for b in m.businesses
        for f in b.files
        if f.loaded is not None and f.loaded.declared is not None
    }


def _municipality(
    town: Municipality, businesses: tuple[BusinessJudgement, ...], doubts: Sequence[Doubt]
) -> MunicipalityJudgement:
    by_standing: dict[Standing, list[BusinessJudgement]] = {}
    for b in businesses:
        by_standing.setdefault(b.standing, []).append(b)
    standing, clause, why = _weighed(by_standing)
    reasons = [*(d.text for d in doubts), *_reasons(by_standing), *why]
    if doubts:
        standing = worst_standing([standing, "not_met" if any(d.certain for d in doubts) else "ask"])
    return MunicipalityJudgement(
        code=town.code, name=town.name, standing=standing, businesses=businesses, reasons=tuple(reasons), clause=clause
    )


def _names(by_standing: Mapping[Standing, Sequence[BusinessJudgement]], *standings: Standing) -> int:
    """Return how many businesses, each once, stand as one of these."""
    return len({b.business for s in standings for b in by_standing.get(s, ())})


def _weighed(by_standing: Mapping[Standing, Sequence[BusinessJudgement]]) -> tuple[Standing, str, list[str]]:
    """Return where a member stands by its businesses, the clause, and what to say of it."""
    counted, possible = _names(by_standing, "met", "planned"), _names(by_standing, "met", "planned", "ask")
    if counted >= c.MIN_BUSINESSES:
        return ("planned" if "planned" in by_standing else "met"), c.CITED_ITEM_1, []
    if by_standing and set(by_standing) <= {"exempt", "granted"}:
        if "exempt" in by_standing:
            more = "プロジェクトに書かれた業務はすべて免除の申告である。免除の可否は機構の審査による"
            return "exempt", c.EXEMPTION, [more]
        return "granted", c.EXEMPTION, ["プロジェクトに書かれた業務はすべて、機構が免除を認めた旨の申告がある"]
    if possible >= c.MIN_BUSINESSES:
        more = f"{_short(counted)}。要確認の業務が確かめられれば {possible}業務となる"
        return "ask", c.CITED_ITEM_1, [more]
    return _short_of_two(by_standing, counted)


def _short_of_two(
    by_standing: Mapping[Standing, Sequence[BusinessJudgement]], counted: int
) -> tuple[Standing, str, list[str]]:
    """Return the same for a member with fewer than two businesses: what else it declares may stand in for them."""
    if "not_met" in by_standing or not set(by_standing) & {"decision", "exempt", "granted"}:
        return "not_met", c.CITED_ITEM_1, [_short(counted)]
    if "decision" in by_standing:
        return "decision", c.SPECIAL, ["特別な事情として認めるかどうかは、機構の判断が必要である"]
    if "exempt" in by_standing:
        more = f"{counted}業務のほかは免除の申告である。一部の業務だけの免除は、機構の判断が必要である"
        return "decision", c.EXEMPTION, [more]
    more = "ほかの業務は、機構が免除を認めた旨の申告がある"
    return ("ask" if "ask" in by_standing else "granted"), c.EXEMPTION, [more]


def _short(counted: int) -> str:
    return f"{c.MIN_BUSINESSES}業務以上であることを要するが、{counted}業務である"


def _reasons(by_standing: dict[Standing, list[BusinessJudgement]]) -> Iterator[str]:
    held = [b for b in by_standing.get("met", ()) if b.reconciled]
    met = [b for b in by_standing.get("met", ()) if b.loaded and not b.reconciled]
    sent = [b for b in by_standing.get("met", ()) if not b.loaded]
    for words, found in (
        ("中間標準レイアウトで提出し検証に合格して、移行先が保有するデータとの突合で移行を確かめた業務", held),
        ("中間標準レイアウトで提出し検証に合格して、移行先への取込の申告（件数が一致し、エラーなし）がある業務", met),
        ("中間標準レイアウトで提出し検証に合格した業務", sent),
        ("中間標準レイアウトで移行を予定する業務", by_standing.get("planned", [])),
    ):
        names = list(dict.fromkeys(b.business_name for b in found))
        if names:
            yield f"{words}: {len(names)}業務（{'、'.join(names)}）"
    for b in by_standing.get("granted", ()):
        yield f"免除の決定: {b.business_name}（{'、'.join(b.reasons)}）"
    for b in by_standing.get("exempt", ()):
        yield f"免除の申告: {b.business_name}（{'、'.join(b.reasons)}）"
    for b in by_standing.get("decision", ()):
        yield f"特別な事情: {b.business_name}（{'、'.join(b.reasons)}）"
    for b in by_standing.get("ask", ()):
        yield f"要確認の業務: {b.business_name}（{'、'.join(b.reasons)}）"
    for b in by_standing.get("not_met", ()):
        yield f"満たしていない業務: {b.business_name}（{'、'.join(b.reasons)}）"


def _unexplained(v: Verification) -> bool:
    """Return True when the verification fails for a reason that is no delivery's: a waiver that is not in order (W01)."""
    return (
        v.verdict == "fail"
        and not any(d.verdict == "fail" for d in v.deliveries)
        and not any(f.verdict == "fail" for f in v.files)
    )


def _group(towns: Sequence[MunicipalityJudgement], doubts: Sequence[Doubt], v: Verification) -> Standing:
    standings = {m.standing for m in towns}
    if not towns or "not_met" in standings or any(d.certain for d in doubts):
        return "not_met"
    if "decision" in standings:
        return "decision"
    if standings <= {"exempt", "granted"}:
        return "decision"  # where nobody moves in the layout, there is nothing that the item could be met by
    if standings & {"ask", "exempt"} or doubts or _unexplained(v):
        return "ask"
    return "planned" if "planned" in standings else "met"


def _group_reasons(
    towns: Sequence[MunicipalityJudgement], doubts: Sequence[Doubt], standing: Standing, v: Verification
) -> Iterator[str]:
    yield from (d.text for d in doubts)
    for key in STANDING_JA:
        names = [m.name for m in towns if m.standing == key]
        if names:
            yield f"{_OF_MEMBERS[key]}: {len(names)}団体（{'、'.join(names)}）"
    if standing == "decision" and {m.standing for m in towns} <= {"exempt", "granted"}:
        yield "すべての構成市区町村が免除で、中間標準レイアウトで移行する業務がない。機構の判断が必要である"
    if _unexplained(v):
        yield "検証全体の判定が不合格である（了承シートの不備など、どの提出のものでもないエラーがある）"


def _vendors(towns: Sequence[MunicipalityJudgement]) -> Vendors:
    counted = [b for m in towns for b in m.businesses if b.standing in ("met", "planned")]
    sources = dict.fromkeys(b.from_vendor for b in counted if b.from_vendor)
    return Vendors(tuple(sources), tuple(dict.fromkeys(b.to_vendor for b in counted if b.to_vendor)))


def _desirable(judgement: Judgement) -> Iterator[str]:
    vendors, towns, moved = judgement.vendors, judgement.municipalities, judgement.moved
    number, names = len(vendors.distinct), "、".join(vendors.distinct) or "なし"
    reached = "達している" if vendors.desirable else "達していない"
    yield f"{moved}業務の事業者: {number}社（{names}）。望ましい{c.DESIRABLE_VENDORS}社に{reached}"
    more = [m.name for m in towns if m.more_than_two]
    yield f"{c.MIN_BUSINESSES}業務を超えて{moved}団体: {'、'.join(more) or 'なし（より多くの業務が望ましい）'}"
    kinds = dict.fromkeys(b.business_name for m in towns for b in m.counted)
    yield f"グループ全体で{moved}業務: {len(kinds)}種類（{'、'.join(kinds) or 'なし'}）"
