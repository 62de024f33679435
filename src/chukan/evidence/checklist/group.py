"""The checklist's rows about the group: who proposes, what is shared, who joins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chukan.evidence.checklist.costs import running_costs_row
from chukan.evidence.checklist.row import PROJECT_FILE, ChecklistRow, RowOutcome, Status
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.business import BusinessJudgement
from chukan.evidence.judgement.judgement import Judgement
from chukan.evidence.judgement.members import (
    KIND_OF_PROPOSER,
    cloud_doubts,
    kind_of,
    member_doubts,
    representative_doubts,
    responsible_doubts,
)
from chukan.project.declarations import Declarations
from chukan.project.project_file import ProjectFile

#: 基幹系業務システム of the call, by the families of the packs and single businesses.
_CORE = {"resident": "住民情報関連", "tax": "税務関連", "welfare": "福祉関連"}
_CORE_BY_BUSINESS = {"national_health_insurance": "国民健康保険関連", "national_pension": "国民年金関連"}
_PROPOSER = "3・6(1)"


def group_rows(project: ProjectFile) -> Iterator[ChecklistRow]:
    """Yield the rows of (1), the requirements of the proposer (公募要領 3)."""
    names = [m.name for m in project.municipalities]
    doubts = member_doubts(project)
    outcome: RowOutcome = "not_met" if any(d.certain for d in doubts) else "ask" if doubts else "met"
    reason = f"構成市区町村 {len(names)}団体（{'、'.join(names)}）。団体コードの検査数字を確認"
    more = [d.text for d in doubts] or ["政令指定都市は含まない"]
    requirement = "複数の市区町村のグループであること（政令指定都市を除く）"
    yield ChecklistRow.of_project(_PROPOSER, requirement, outcome, f"{reason}。{'。'.join(more)}")
    yield _representative(project)
    yield _association(project)


def common_rows(project: ProjectFile, judgement: Judgement) -> Iterator[ChecklistRow]:
    """Yield the rows of (2)ア(ア), shared use."""
    declared = project.declarations
    yield core_row("6(2)ア(ア)a)", project, judgement)
    requirement = "協定書等を締結したグループ（「締結予定を含む」）か、既存組織からの提案であること"
    if (paper := declared.agreement_document) is None:
        yield ChecklistRow.missing("6(2)ア(ア)b)", requirement, "協定書等の文書名と頁の申告がない。")
    else:
        words = {"signed": "締結済み", "planned": "締結予定", "existing_body": "既存組織からの提案"}[paper.status]
        yield ChecklistRow.declared("6(2)ア(ア)b)", requirement, "met", f"{words}である旨の申告。", paper)
    requirement = "調達仕様が共通であること"
    if declared.common_procurement is None:
        yield ChecklistRow.missing("6(2)ア(ア)c)", requirement, "共通の調達仕様書の文書名と頁の申告がない。")
    else:
        yield ChecklistRow.declared(
            "6(2)ア(ア)c)", requirement, "met", "調達仕様が共通である旨の申告。", declared.common_procurement
        )
    yield _same_vendor(project)
    requirement = "同じ業務システムが同じデータセンターにあること"
    if (centre := declared.data_centre) is None:
        yield ChecklistRow.missing("6(2)ア(ア)e)", requirement, "データセンターの申告がない。")
    else:
        name = f"（{centre.name}）" if centre.name else ""
        yield ChecklistRow.declared(
            "6(2)ア(ア)e)", requirement, "met", f"同じデータセンター{name}にある旨の申告。", centre
        )


def core_row(clause: str, project: ProjectFile, judgement: Judgement) -> ChecklistRow:
    """Return the row of several core business systems that are used together.

    A system counts when two members or more list its business with the same destination, and it is met by two of the
    call's five kinds: two businesses of one kind may be one system.
    """
    requirement = "基幹系業務システムの共同利用が「複数」であること"
    listed = [b for b in judgement.businesses if b.method != "other" and core_kind(b.business, b.family)]
    shared = [b for b in listed if _is_shared(b, listed)]
    counted = [b for b in shared if b.counts]
    sources: tuple[tuple[list[BusinessJudgement], str, Status, str], ...] = (
        (counted, "提出データを検証した業務", "data", "別紙3"),
        (shared, "プロジェクトに記載の業務", "declared", PROJECT_FILE),
    )
    for found, words, status, document in sources:
        if len(_kinds(found)) >= c.MIN_CORE:
            reason = f"2団体以上が同じ移行先で使う基幹系業務（{words}）: {_core_words(found)}"
            return ChecklistRow(
                clause=clause, requirement=requirement, status=status, outcome="met", reason=reason, document=document
            )
    declared = project.declarations.core_systems
    if declared is not None:
        enough = len(set(declared.kinds)) >= c.MIN_CORE
        reason = f"共同利用する基幹系業務システムの申告: {'、'.join(declared.kinds)}。"
        return ChecklistRow.declared(clause, requirement, "met" if enough else "ask", reason, declared)
    if not listed:
        return ChecklistRow.missing(clause, requirement, "プロジェクトに基幹系業務の記載がない。")
    reason = (
        f"2団体以上が同じ移行先で使う基幹系業務は {_core_words(shared) or 'なし'}（プロジェクトに記載の基幹系業務: {_core_words(listed)}）。"
        "住民情報・税務・国民健康保険・国民年金・福祉のうち二つ以上の分野を共同利用することを、文書で示すこと"
    )
    return ChecklistRow.of_project(clause, requirement, "ask", reason)


def _is_shared(b: BusinessJudgement, listed: Sequence[BusinessJudgement]) -> bool:
    return bool(b.to_vendor) and any(
        (p.business, p.to_vendor) == (b.business, b.to_vendor) and p.municipality != b.municipality for p in listed
    )


def _kinds(found: Sequence[BusinessJudgement]) -> set[str]:
    return {core_kind(b.business, b.family) for b in found}


def _core_words(found: Sequence[BusinessJudgement]) -> str:
    return "、".join(dict.fromkeys(f"{b.business_name}（{core_kind(b.business, b.family)}）" for b in found))


def core_kind(business: str, family: str) -> str:
    """Return which of the call's core systems a business belongs to; "" = none of them.

    Args:
        business: The business's slug.
        family: The family of systems that the layout names; "" = unknown.
    """
    return _CORE_BY_BUSINESS.get(business) or _CORE.get(family, "")


def joining_rows(project: ProjectFile, judgement: Judgement) -> Iterator[ChecklistRow]:
    """Yield the rows of (2)イ: how many join or merge, and what the call says beside it."""
    declared, case = project.declarations, project.group.case
    requirement = "途中参加は2団体以上、統合は4団体以上であること"
    if case == "merge":
        yield _merging(project, requirement)
    elif not declared.joining:
        yield ChecklistRow.missing(
            "6(2)イ(ア)", requirement, "途中参加する市区町村（declarations の joining）の申告がない。"
        )
    else:
        joining = dict.fromkeys(declared.joining)
        names = [m.name for m in project.municipalities if m.code in joining]
        reason = f"途中参加 {len(names)}団体（{'、'.join(names)}。{c.MIN_JOINING}以上が必要）"
        outcome: RowOutcome = "met" if len(names) >= c.MIN_JOINING else "not_met"
        yield ChecklistRow.of_project("6(2)イ(ア)", requirement, outcome, reason)
    yield core_row("6(2)イ(イ)", project, judgement)
    yield running_costs_row("6(2)イ ※", declared, "全体の運用コストの3割減が望ましい", desirable=True)
    requirement = "過去に機構から助成を受けている自治体クラウドでないこと"
    yield _past_subsidy(declared, requirement)


def _merging(project: ProjectFile, requirement: str) -> ChecklistRow:
    doubts, clouds = cloud_doubts(project), project.declarations.clouds
    outcome: RowOutcome = "not_met" if any(d.certain for d in doubts) else "ask" if doubts else "met"
    named = "、".join(f"{x.name}（{len(x.members)}団体）" for x in clouds) or "申告なし"
    reason = f"統合する市区町村 {len(project.municipalities)}団体。統合する自治体クラウド: {named}"
    return ChecklistRow.of_project("6(2)イ(ア)", requirement, outcome, "。".join([reason, *(d.text for d in doubts)]))


def _past_subsidy(declared: Declarations, requirement: str) -> ChecklistRow:
    said = [(f"{x.name}は", x.past_subsidy) for x in declared.clouds] or [("", declared.past_subsidy)]
    said = [(name, declared.past_subsidy if past is None else past) for name, past in said]
    if all(past is None for _, past in said):
        return ChecklistRow.missing("6(2)イ ※", requirement, "過去の助成（past_subsidy）の申告がない。")
    words = {
        True: "過去に助成を受けている旨の申告（助成対象外）",
        False: "過去に助成を受けていない旨の申告",
        None: "申告なし",
    }
    reason = "。".join(f"{name}{words[past]}" for name, past in said)
    outcome: RowOutcome = (
        "not_met" if any(past for _, past in said) else "ask" if any(past is None for _, past in said) else "met"
    )
    return ChecklistRow.of_project("6(2)イ ※", requirement, outcome, reason)


def benefit_row(declared: Declarations) -> ChecklistRow:
    """Return the row of (2)イ(ウ): what the members so far gain."""
    requirement = "既存の構成市区町村にも割り勘効果があること"
    given = declared.benefit_of_existing
    if given is None:
        return ChecklistRow.missing("6(2)イ(ウ)", requirement, "割り勘効果を示す文書名と頁の申告がない。")
    return ChecklistRow.declared("6(2)イ(ウ)", requirement, "met", "恩恵が受けられる旨の申告。", given)


def _representative(project: ProjectFile) -> ChecklistRow:
    code = project.group.representative
    requirement = "代表団体が提案すること（市区町村、都道府県又は一部事務組合等）"
    doubts = representative_doubts(project)
    if doubts:
        return ChecklistRow.of_project(_PROPOSER, requirement, "ask", "。".join(d.text for d in doubts))
    name = next((m.name for m in project.municipalities if m.code == code), "")
    if name:
        return ChecklistRow.of_project(_PROPOSER, requirement, "met", f"代表団体: {name}（{code}）")
    proposer = project.declarations.proposer
    who = f"{project.group.representative_name or '名称の記載なし'}（{code}、{kind_of(code)}）"
    reason = f"代表団体: {who}。"
    if proposer is None:
        return ChecklistRow.of_project(_PROPOSER, requirement, "ask", reason)
    return ChecklistRow.declared(_PROPOSER, requirement, "met", reason, proposer)


def _association(project: ProjectFile) -> ChecklistRow:
    requirement = "任意団体が提案者のとき、市区町村が責任を持ち、経理が明確であること"
    proposer = project.declarations.proposer
    if proposer is None:
        return ChecklistRow.missing(_PROPOSER, requirement, "提案者の種別（declarations の proposer）の申告がない。")
    if proposer.kind != "association":
        kind = KIND_OF_PROPOSER[proposer.kind]
        return ChecklistRow(
            clause=_PROPOSER,
            requirement=requirement,
            status="declared",
            outcome="none",
            reason=f"提案者は{kind}である旨の申告（該当しない）",
            document=proposer.place if proposer.document else PROJECT_FILE,
        )
    if doubts := responsible_doubts(project):
        return ChecklistRow.declared(_PROPOSER, requirement, "ask", f"{'。'.join(d.text for d in doubts)}。", proposer)
    return ChecklistRow.declared(
        _PROPOSER,
        requirement,
        "met",
        f"責任を持つ市区町村: {proposer.responsible}。経理は次の文書のとおりの申告。",
        proposer,
    )


def _same_vendor(project: ProjectFile) -> ChecklistRow:
    requirement = "調達先事業者（事業者グループ）が「同一」であること"
    clause = "6(2)ア(ア)d)"
    moving = [(m, b) for m in project.municipalities for b in m.businesses if b.method != "other"]
    names = dict.fromkeys(project.vendor_name(b.to) for _, b in moving if b.to)
    blank = list(dict.fromkeys(m.name for m, b in moving if not b.to))
    declared = project.declarations.same_vendor
    listed = "、".join(names)
    left = f"移行先事業者が未記入の業務がある団体: {'、'.join(blank)}" if blank else ""
    if declared is not None:
        named = declared.name or listed
        outcome: RowOutcome = "ask" if blank and not declared.name else "met"
        reason = (
            f"調達先は同一（{named}）である旨の申告。移行先の記載: {listed or 'なし'}。{left}{'。' if left else ''}"
        )
        return ChecklistRow.declared(clause, requirement, outcome, reason, declared)
    if not names:
        return ChecklistRow.missing(clause, requirement, "移行先事業者（to）の記載がない。")
    if len(names) > 1:
        reason = (
            f"移行先事業者の記載が {len(names)}社である（{listed}）。事業者グループのときは same_vendor を申告すること"
        )
        return ChecklistRow.of_project(clause, requirement, "ask", f"{reason}。{left}" if left else reason)
    if blank:
        return ChecklistRow.of_project(clause, requirement, "ask", f"移行先事業者の記載は {listed}。{left}")
    return ChecklistRow.of_project(clause, requirement, "met", f"移行先事業者の記載はすべて {listed}")
