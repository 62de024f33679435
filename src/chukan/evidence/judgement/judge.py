"""Mandatory item 1 (必須推進項目1), judged: what was migrated in the layout, what is exempt, what is neither.

A business counts only when every one of its files was verified and passed. Nothing is judged from a
declaration that data could have shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.business import BusinessJudgement, Standing, judge_business
from chukan.project.project import Project
from chukan.project.project_file import Municipality
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.job import Job
from chukan.verification.result import RuleRun, Verification
from chukan.verification.weights import layout_weights

__all__ = ["BusinessJudgement", "Judgement", "MunicipalityJudgement", "Standing", "Vendors", "judge"]

STANDING_JA: dict[Standing, str] = {
    "met": "満たす",
    "exempt": "免除（機構の審査による）",
    "decision": "機構の判断が必要",
    "not_met": "満たさない",
}


@dataclass(frozen=True, slots=True)
class MunicipalityJudgement:
    """One member: two businesses or more, or an exemption."""

    code: str
    name: str
    standing: Standing
    businesses: tuple[BusinessJudgement, ...]
    reasons: tuple[str, ...]
    clause: str

    @property
    def counted(self) -> tuple[BusinessJudgement, ...]:
        """The businesses that count, each once."""
        return tuple({b.business: b for b in self.businesses if b.counts}.values())

    @property
    def more_than_two(self) -> bool:
        """True when more businesses were migrated than are required, which is desirable."""
        return len(self.counted) > c.MIN_BUSINESSES


@dataclass(frozen=True, slots=True)
class Vendors:
    """The vendors of the businesses that count."""

    sources: tuple[str, ...]
    destinations: tuple[str, ...]

    @property
    def distinct(self) -> tuple[str, ...]:
        """Every vendor once, sources first."""
        return tuple(dict.fromkeys([*self.sources, *self.destinations]))

    @property
    def desirable(self) -> bool:
        """True when as many took part as are desirable."""
        return len(self.distinct) >= c.DESIRABLE_VENDORS


@dataclass(frozen=True, slots=True)
class Judgement:
    """The group: all members met or exempt."""

    standing: Standing
    municipalities: tuple[MunicipalityJudgement, ...]
    vendors: Vendors
    reasons: tuple[str, ...]
    desirable: tuple[str, ...]
    """What the call calls desirable, and how far the group goes."""
    notes: tuple[str, ...]
    """What a reader must know before trusting the verdict."""
    clause: str = c.CITED_ITEM_1

    @property
    def met(self) -> bool:
        """Every member meets the requirement or is exempt."""
        return self.standing in ("met", "exempt")

    @property
    def businesses(self) -> tuple[BusinessJudgement, ...]:
        """The businesses of all members, in the order of the project."""
        return tuple(b for m in self.municipalities for b in m.businesses)

    @property
    def words(self) -> str:
        """The verdict in words; with a note on exemptions that somebody else has to grant."""
        asked = self.standing == "met" and any(m.standing == "exempt" for m in self.municipalities)
        return f"{STANDING_JA[self.standing]}{'（免除の申告を含む。免除の可否は機構の審査による）' if asked else ''}"


def judge(project: Project, job: Job, verification: Verification) -> Judgement:
    """Judge a project by a verification that `must_be_current` let pass.

    Args:
        project: the project that was verified.
        job: the whole project as a job.
        verification: the result for that job.
    """
    towns = tuple(
        _municipality(town, tuple(judge_business(project, job, verification, town, p) for p in town.businesses))
        for town in project.file.municipalities
    )
    standing = _group(towns)
    vendors = _vendors(towns)
    return Judgement(
        standing,
        towns,
        vendors,
        tuple(_group_reasons(towns, standing)),
        tuple(_desirable(towns, vendors)),
        tuple(_notes(job, verification)),
    )


def _municipality(town: Municipality, businesses: tuple[BusinessJudgement, ...]) -> MunicipalityJudgement:
    counted = list(dict.fromkeys(b.business_name for b in businesses if b.counts))
    exempt = [b for b in businesses if b.standing == "exempt"]
    special = [b for b in businesses if b.standing == "decision"]
    open_ = [b for b in businesses if b.standing == "not_met"]
    reasons = list(_reasons(counted, exempt, special, open_))
    clause = c.CITED_ITEM_1
    standing: Standing
    if len(counted) >= c.MIN_BUSINESSES:
        standing = "met"
    elif businesses and len(exempt) == len(businesses):
        standing, clause = "exempt", c.EXEMPTION
        reasons.append("データ移行を行う業務がありません。免除するかどうかは機構の審査によります。")
    elif open_ or not businesses:
        standing = "not_met"
        reasons.append(f"{c.MIN_BUSINESSES}業務以上が要りますが、{len(counted)}業務です。")
    elif special:
        standing, clause = "decision", c.SPECIAL
        reasons.append("特別な事情として認めるかどうかは、機構の判断が必要です。")
    elif exempt:
        standing, clause = "decision", c.EXEMPTION
        reasons.append(f"{len(counted)}業務のほかは免除の申告です。一部の業務だけの免除は、機構の判断が必要です。")
    else:
        standing = "not_met"
        reasons.append(f"{c.MIN_BUSINESSES}業務以上が要りますが、{len(counted)}業務です。")
    return MunicipalityJudgement(town.code, town.name, standing, businesses, tuple(reasons), clause)


def _reasons(
    counted: Sequence[str],
    exempt: Sequence[BusinessJudgement],
    special: Sequence[BusinessJudgement],
    open_: Sequence[BusinessJudgement],
) -> Iterator[str]:
    if counted:
        yield f"中間標準レイアウトで提出され検証に合格した業務: {len(counted)}業務（{'、'.join(counted)}）"
    for b in exempt:
        yield f"免除の申告: {b.business_name}（{b.method_words}。理由: {b.reason}）"
    for b in special:
        yield f"特別な事情: {b.business_name}（理由: {b.reason}）"
    for b in open_:
        yield f"満たしていない業務: {b.business_name}（{'、'.join(b.reasons)}）"


def _group(towns: Sequence[MunicipalityJudgement]) -> Standing:
    standings = {m.standing for m in towns}
    if not towns or "not_met" in standings:
        return "not_met"
    if "decision" in standings:
        return "decision"
    # where nobody migrates in the layout, there is nothing that the item could be met by
    return "met" if "met" in standings else "decision"


def _group_reasons(towns: Sequence[MunicipalityJudgement], standing: Standing) -> Iterator[str]:
    if not towns:
        yield "構成市区町村がありません。"
    for key, words in STANDING_JA.items():
        names = [m.name for m in towns if m.standing == key]
        if names:
            yield f"{words}: {len(names)}団体（{'、'.join(names)}）"
    if standing == "decision" and all(m.standing == "exempt" for m in towns):
        yield "すべての構成市区町村が免除の申告で、中間標準レイアウトで移行した業務がありません。機構の判断が必要です。"


def _vendors(towns: Sequence[MunicipalityJudgement]) -> Vendors:
    counted = [b for m in towns for b in m.businesses if b.counts]
    sources = dict.fromkeys(b.from_vendor for b in counted if b.from_vendor)
    return Vendors(tuple(sources), tuple(dict.fromkeys(b.to_vendor for b in counted if b.to_vendor)))


def _desirable(towns: Sequence[MunicipalityJudgement], vendors: Vendors) -> Iterator[str]:
    number = len(vendors.distinct)
    names = "、".join(vendors.distinct) or "なし"
    reached = "達しています" if vendors.desirable else "達していません"
    yield f"データ移行に関わった事業者: {number}社（{names}）。望ましい{c.DESIRABLE_VENDORS}社に{reached}。"
    more = [m.name for m in towns if m.more_than_two]
    yield (
        f"{c.MIN_BUSINESSES}業務を超えて移行した団体: {'、'.join(more)}"
        if more
        else f"{c.MIN_BUSINESSES}業務を超えて移行した団体: なし（より多くの業務が望ましい）"
    )
    kinds = dict.fromkeys(b.business_name for m in towns for b in m.counted)
    yield f"グループ全体で移行した業務: {len(kinds)}種類（{'、'.join(kinds) or 'なし'}）"


def _notes(job: Job, v: Verification) -> Iterator[str]:
    broken = [w for w in v.waivers if w.note]
    if broken:
        yield f"効力のない了承が {len(broken)} 行あります。その行の指摘は了承されていません。"
    off = [f"{r.rule} {r.title}" for r in v.rules if r.state == "switched_off"]
    if off:
        yield f"実行していない検査項目が {len(off)} あります: {'、'.join(off)}"
    failed = dict.fromkeys(n.rule for f in v.files for n in f.not_run)
    if failed:
        yield f"実行できなかった検査項目があります: {'、'.join(failed)}。該当するファイルは合格としていません。"
    weights = layout_weights(job.targets, job.local_rules)
    weaker = [r.rule for r in v.rules if r.state != "switched_off" and _is_weaker(r, weights)]
    if weaker:
        found = {c.rule for f in v.files for c in f.counts if c.count}
        shown = "、".join(r for r in weaker if r in found) or "なし"
        yield f"プロジェクトの設定で重大度を下げた検査項目: {'、'.join(weaker)}（指摘のあったもの: {shown}）"


def _is_weaker(run: RuleRun, weights: Mapping[str, Severity]) -> bool:
    """Return True when the project lowered the rule's severity."""
    if run.rule not in RULES:
        return False
    return run.severity.weight < weights.get(run.rule, RULES[run.rule].severity).weight
