"""What is said of mandatory item 1 (必須推進項目1): of the group, of each member, of the vendors."""

from __future__ import annotations

from dataclasses import dataclass

from chukan.evidence.judgement import clauses as c
from chukan.evidence.judgement.business import BusinessJudgement
from chukan.evidence.judgement.standing import STANDING_JA, Standing
from chukan.project.project_file import Stage


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
        """The businesses that count, or are planned to, each once."""
        return tuple({b.business: b for b in self.businesses if b.standing in ("met", "planned")}.values())

    @property
    def more_than_two(self) -> bool:
        """True when more businesses count than are required, which is desirable."""
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
    """The group, and its members.

    Attributes:
        desirable: What the call calls desirable, and how far the group goes.
        notes: What a reader must know before trusting the verdict.
        overall: What the verification as a whole says, where that is no pass.
    """

    standing: Standing
    municipalities: tuple[MunicipalityJudgement, ...]
    vendors: Vendors
    reasons: tuple[str, ...]
    desirable: tuple[str, ...]
    notes: tuple[str, ...]
    clause: str = c.CITED_ITEM_1
    stage: Stage = "report"
    overall: str = ""

    @property
    def met(self) -> bool:
        """Every member meets the requirement, or plans to; an exemption counts once it was granted."""
        return self.standing in ("met", "planned")

    @property
    def businesses(self) -> tuple[BusinessJudgement, ...]:
        """The businesses of all members, in the order of the project."""
        return tuple(b for m in self.municipalities for b in m.businesses)

    @property
    def loaded(self) -> bool:
        """True when all that counts was loaded into the target system, as found there or as the project declares it."""
        counted = [b for b in self.businesses if b.counts]
        looked_for = [b for b in self.businesses if any(x.is_reconciled for x in b.loading)]
        return bool(counted) and all(b.loaded for b in (*counted, *looked_for))

    @property
    def reconciled(self) -> bool:
        """True when all that counts was found in the target system as agreed."""
        return self.loaded and all(b.reconciled for b in self.businesses if b.counts)

    @property
    def moved(self) -> str:
        """The word for what was done: 「移行した」 only where loading is known."""
        if self.stage == "proposal":
            return "移行を予定する"
        return "移行した" if self.loaded else "提出し検証した"

    @property
    def words(self) -> str:
        """The verdict in words, with how far it is known."""
        words = STANDING_JA[self.standing]
        if self.standing != "met":
            return words
        if self.reconciled:
            loaded = "移行先への取込は、移行先が保有するデータとの突合で確認"
        else:
            loaded = "移行先への取込は申告による" if self.loaded else "移行先への取込は未確認"
        parts = [f"提出・検証まで確認。{loaded}"]
        if any(b.vouched for b in self.businesses if b.counts):
            parts.append("提出にない参照先は申告による")
        if any(m.standing == "granted" for m in self.municipalities):
            parts.append("機構が認めた免除を含む")
        return f"{words}（{'。'.join(parts)}）"
