"""The checklist's rows about the group: who proposes, what is shared, who joins, what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.evidence.checklist.row import PROJECT_FILE, Kind, Row, RowOutcome, percent
from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.judge import Judgement
from chukan.project.declarations import Declarations
from chukan.project.project_file import ProjectFile

#: 基幹系業務システム of the call, by the families of the packs and single businesses.
_CORE = {"resident": "住民情報関連", "tax": "税務関連", "welfare": "福祉関連"}
_CORE_BY_BUSINESS = {"national_health_insurance": "国民健康保険関連", "national_pension": "国民年金関連"}
_KIND_OF_PROPOSER = {
    "municipality": "市区町村",
    "prefecture": "都道府県",
    "union": "一部事務組合等",
    "association": "協議会等の任意団体",
}
_PROPOSER = "3・6(1)"
_UNIONS = 800


def group_rows(project: ProjectFile) -> Iterator[Row]:
    """(1) The requirements of the proposer (公募要領 3)."""
    members = [(m.code, m.name) for m in project.municipalities]
    cities = [name for code, name in members if _is_designated(code)]
    prefectures = [name for code, name in members if _city_part(code) == 0]
    unions = [name for code, name in members if _city_part(code) >= _UNIONS]
    requirement = "基幹系業務システムの共同利用に向け自治体クラウドを導入する複数の市区町村（政令指定都市を除く）でグループを形成していること。"
    wrong = [f"政令指定都市: {'、'.join(cities)}"] if cities else []
    wrong += [f"都道府県: {'、'.join(prefectures)}"] if prefectures else []
    wrong += ["1団体だけです"] if len(members) == 1 else []
    wrong += ["構成市区町村がありません"] if not members else []
    unsure = [f"市区町村でない疑いのある団体コード: {'、'.join(unions)}"] if unions else []
    outcome: RowOutcome = "not_met" if wrong else "ask" if unsure else "met"
    reason = f"構成市区町村 {len(members)}団体（{'、'.join(name for _, name in members)}）。団体コードの検査数字を確認"
    more = [*wrong, *unsure] or ["政令指定都市は含まない"]
    yield Row(_PROPOSER, requirement, "declared", outcome, f"{reason}。{'。'.join(more)}", PROJECT_FILE)
    yield _representative(project)
    yield _association(project)


def common_rows(project: ProjectFile, judgement: Judgement) -> Iterator[Row]:
    """(2)ア(ア) Shared use."""
    declared = project.declarations
    yield core_row("6(2)ア(ア)a)", judgement)
    requirement = "複数の市区町村間で協定書等を締結したグループ（締結予定を含む）又は町村会や一部事務組合等の複数の市区町村が加盟する既存組織からの提案であること。"
    if (paper := declared.agreement_document) is None:
        yield Row.missing("6(2)ア(ア)b)", requirement, "協定書等の文書名と頁の申告がありません。")
    else:
        words = {"signed": "締結済み", "planned": "締結予定", "existing_body": "既存組織からの提案"}[paper.status]
        yield Row.declared("6(2)ア(ア)b)", requirement, "met", f"{words}である旨の申告です。", paper)
    requirement = "調達仕様が共通（共同調達）であること。"
    if declared.common_procurement is None:
        yield Row.missing("6(2)ア(ア)c)", requirement, "共通の調達仕様書の文書名と頁の申告がありません。")
    else:
        yield Row.declared(
            "6(2)ア(ア)c)", requirement, "met", "調達仕様が共通である旨の申告です。", declared.common_procurement
        )
    yield _same_vendor(project)
    requirement = "各市区町村の同一の業務システムは、同じデータセンター内にあること。"
    if (centre := declared.data_centre) is None:
        yield Row.missing("6(2)ア(ア)e)", requirement, "データセンターの申告がありません。")
    else:
        name = f"（{centre.name}）" if centre.name else ""
        yield Row.declared("6(2)ア(ア)e)", requirement, "met", f"同じデータセンター{name}にある旨の申告です。", centre)


def core_row(clause: str, judgement: Judgement) -> Row:
    """Return the row of several core business systems, by the data that was verified, else by what the project lists."""
    requirement = "基幹系業務システム（住民情報関連、税務関連、国民健康保険関連、国民年金関連、福祉関連）を複数含む自治体クラウド導入の取組であること。"
    verified = {b.business_name: core_kind(b.business, b.family) for b in judgement.businesses if b.counts}
    core = {name: kind for name, kind in verified.items() if kind}
    if len(core) >= c.MIN_BUSINESSES:
        listed = "、".join(f"{name}（{kind}）" for name, kind in core.items())
        return Row(clause, requirement, "data", "met", f"提出データを検証した基幹系業務: {listed}", "別紙3")
    planned = {b.business_name: core_kind(b.business, b.family) for b in judgement.businesses}
    listed_only = {name: kind for name, kind in planned.items() if kind}
    if not listed_only:
        return Row.missing(clause, requirement, "プロジェクトに基幹系業務の記載がありません。")
    listed = "、".join(f"{name}（{kind}）" for name, kind in listed_only.items())
    outcome: RowOutcome = "met" if len(listed_only) >= c.MIN_BUSINESSES else "not_met"
    return Row(clause, requirement, "declared", outcome, f"プロジェクトに記載の基幹系業務: {listed}", PROJECT_FILE)


def core_kind(business: str, family: str) -> str:
    """Return which of the call's core systems a business belongs to; "" = none of them."""
    return _CORE_BY_BUSINESS.get(business) or _CORE.get(family, "")


def cost_rows(project: ProjectFile) -> Iterator[Row]:
    """(2)ア(イ)a) Running costs down by three tenths."""
    yield _costs(
        "6(2)ア(イ)a)",
        project.declarations,
        "原則として情報システムの運用コスト（全参加市区町村の合計）の3割減を目指す取組であること。",
    )


def joining_rows(project: ProjectFile, judgement: Judgement) -> Iterator[Row]:
    """(2)イ How many join or merge, and what the call says beside it."""
    declared, case = project.declarations, project.group.case
    requirement = "途中参加市区町村は2以上又は自治体クラウド同士が統合を図る場合は4以上であること。"
    if case == "merge":
        number, least = len(project.municipalities), c.MIN_MERGING
        reason = f"統合する自治体クラウドの構成市区町村 {number}団体（{least}以上が必要）"
        yield Row("6(2)イ(ア)", requirement, "declared", "met" if number >= least else "not_met", reason, PROJECT_FILE)
    elif not declared.joining:
        yield Row.missing(
            "6(2)イ(ア)", requirement, "途中参加する市区町村（declarations の joining）の申告がありません。"
        )
    else:
        joining = dict.fromkeys(declared.joining)
        names = [m.name for m in project.municipalities if m.code in joining]
        reason = f"途中参加 {len(names)}団体（{'、'.join(names)}。{c.MIN_JOINING}以上が必要）"
        outcome: RowOutcome = "met" if len(names) >= c.MIN_JOINING else "not_met"
        yield Row("6(2)イ(ア)", requirement, "declared", outcome, reason, PROJECT_FILE)
    yield core_row("6(2)イ(イ)", judgement)
    yield _costs(
        "6(2)イ ※",
        declared,
        "原則として途中参加市区町村を加えた全体の情報システムの運用コストが3割減となっていることが望ましい。",
        desirable=True,
    )
    requirement = "過去に機構（旧（財）地方自治情報センターを含む。）から助成を受けている自治体クラウドへの参加や統合の場合、助成対象外とする。"
    if declared.past_subsidy is None:
        yield Row.missing("6(2)イ ※", requirement, "過去の助成（declarations の past_subsidy）の申告がありません。")
    else:
        words = (
            "過去に助成を受けている旨の申告です。助成対象外です。"
            if declared.past_subsidy
            else "過去に助成を受けていない旨の申告です。"
        )
        yield Row(
            "6(2)イ ※", requirement, "declared", "not_met" if declared.past_subsidy else "met", words, PROJECT_FILE
        )


def benefit_row(declared: Declarations) -> Row:
    """(2)イ(ウ) What the members so far gain."""
    requirement = "既存の自治体クラウドの構成市区町村にも、市区町村数が増えることの割り勘効果の恩恵が受けられること。"
    given = declared.benefit_of_existing
    if given is None:
        return Row.missing("6(2)イ(ウ)", requirement, "割り勘効果を示す文書名と頁の申告がありません。")
    return Row.declared("6(2)イ(ウ)", requirement, "met", "恩恵が受けられる旨の申告です。", given)


def _costs(clause: str, declared: Declarations, requirement: str, *, desirable: bool = False) -> Row:
    kind: Kind = "desirable" if desirable else "required"
    given = declared.running_costs
    if given is None:
        return Row.missing(clause, requirement, "運用コスト（導入前・導入後）の申告がありません。", kind)
    enough = (given.before - given.after) * 100 >= c.COST_REDUCTION * given.before
    reason = (
        f"{given.before:,} 円 → {given.after:,} 円、削減率 {percent(given.reduction)}%"
        f"（{'3割以上' if enough else '3割未満。原則から外れる理由を示してください'}）"
    )
    return Row.declared(clause, requirement, "met" if enough else "not_met", reason, given, kind)


def _representative(project: ProjectFile) -> Row:
    code = project.group.representative
    requirement = "代表となる市区町村が提案すること（都道府県又は一部事務組合等がグループの代表団体になることも可能）。"
    name = next((m.name for m in project.municipalities if m.code == code), "")
    if name:
        return Row(_PROPOSER, requirement, "declared", "met", f"代表団体: {name}（{code}）", PROJECT_FILE)
    proposer = project.declarations.proposer
    if proposer and proposer.kind in ("prefecture", "union"):
        kind = _KIND_OF_PROPOSER[proposer.kind]
        return Row.declared(_PROPOSER, requirement, "met", f"代表団体: {code or '記載なし'}（{kind}）。", proposer)
    reason = (
        f"代表団体「{code}」は構成市区町村にありません。都道府県・一部事務組合等のときは proposer を申告してください。"
    )
    return Row(_PROPOSER, requirement, "declared", "ask", reason, PROJECT_FILE)


def _association(project: ProjectFile) -> Row:
    requirement = "協議会等の任意団体が提案者となる場合は、代表となる市区町村が事業に対し責任を持ち、かつ経理に係る担当及び処理が明確となっていること。"
    proposer = project.declarations.proposer
    if proposer is None:
        return Row.missing(_PROPOSER, requirement, "提案者の種別（declarations の proposer）の申告がありません。")
    if proposer.kind != "association":
        kind = _KIND_OF_PROPOSER[proposer.kind]
        return Row(
            _PROPOSER,
            requirement,
            "declared",
            "none",
            f"提案者は{kind}である旨の申告です（該当しません）。",
            proposer.place if proposer.document else PROJECT_FILE,
        )
    if not proposer.responsible:
        return Row.declared(
            _PROPOSER, requirement, "ask", "責任を持つ市区町村（responsible）の申告がありません。", proposer
        )
    return Row.declared(
        _PROPOSER,
        requirement,
        "met",
        f"責任を持つ市区町村: {proposer.responsible}。経理は次の文書のとおりの申告です。",
        proposer,
    )


def _same_vendor(project: ProjectFile) -> Row:
    requirement = "各市区町村の調達先事業者（事業者グループ）が同一であること（契約は、市区町村個別契約であっても可）。"
    clause = "6(2)ア(ア)d)"
    names = dict.fromkeys(project.vendor_name(b.to) for m in project.municipalities for b in m.businesses if b.to)
    declared = project.declarations.same_vendor
    listed = "、".join(names)
    if declared is not None:
        named = declared.name or listed
        return Row.declared(
            clause,
            requirement,
            "met",
            f"調達先は同一（{named}）である旨の申告です。移行先の記載: {listed or 'なし'}。",
            declared,
        )
    if not names:
        return Row.missing(clause, requirement, "移行先事業者（to）の記載がありません。")
    if len(names) == 1:
        return Row(clause, requirement, "declared", "met", f"移行先事業者の記載はすべて {listed}", PROJECT_FILE)
    reason = (
        f"移行先事業者の記載が {len(names)}社です（{listed}）。事業者グループのときは same_vendor を申告してください。"
    )
    return Row(clause, requirement, "declared", "ask", reason, PROJECT_FILE)


def _city_part(code: str) -> int:
    """JIS X 0402: 000 is the prefecture, 100 to 799 are 市区町村, 800 and more are unions (一部事務組合等)."""
    return int(code[2:5])


def _is_designated(code: str) -> bool:
    """Return True for 100 to 199: designated cities and their wards; in Tokyo they are the special wards."""
    return 100 <= _city_part(code) < 200 and code[:2] != "13"
