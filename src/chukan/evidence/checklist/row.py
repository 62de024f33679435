"""One row of the checklist, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chukan.project.declarations import Cited

Status = Literal["data", "declared", "missing"]
RowOutcome = Literal["met", "planned", "not_met", "ask", "none"]
Kind = Literal["required", "desirable", "optional"]

STATUS_JA: dict[Status, str] = {"data": "データで確認", "declared": "申告", "missing": "未記入"}
OUTCOME_JA: dict[RowOutcome, str] = {
    "met": "満たす",
    "planned": "申告（予定）",
    "not_met": "満たさない",
    "ask": "要確認",
    "none": "—",
}
KIND_JA: dict[Kind, str] = {"required": "必須", "desirable": "望ましい", "optional": "任意"}
CASE_JA = {
    "new": "新規に自治体クラウドを導入",
    "join": "既存の自治体クラウドに途中参加",
    "merge": "既存の自治体クラウド同士が統合",
}

PROJECT_FILE = "プロジェクトファイル"


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A requirement, and whether it is met.

    Attributes:
        document: Document and page, or the paper that shows it.
    """

    clause: str
    requirement: str
    status: Status
    outcome: RowOutcome
    reason: str
    document: str = ""
    kind: Kind = "required"

    @property
    def outcome_words(self) -> str:
        """The outcome in words; what only was declared is marked as such."""
        words = OUTCOME_JA[self.outcome]
        return f"申告では{words}" if self.status == "declared" and self.outcome == "met" else words

    @classmethod
    def missing(cls, clause: str, requirement: str, reason: str, kind: Kind = "required") -> ChecklistRow:
        """Return the row of a requirement about which nothing was declared."""
        return cls(
            clause=clause,
            requirement=requirement,
            status="missing",
            outcome="ask",
            reason=reason,
            document="",
            kind=kind,
        )

    @classmethod
    def of_project(cls, clause: str, requirement: str, outcome: RowOutcome, reason: str) -> ChecklistRow:
        """Return the row of a requirement that the project file itself answers."""
        return cls(
            clause=clause,
            requirement=requirement,
            status="declared",
            outcome=outcome,
            reason=reason,
            document=PROJECT_FILE,
        )

    @classmethod
    def declared(
        cls, clause: str, requirement: str, outcome: RowOutcome, reason: str, cited: Cited, kind: Kind = "required"
    ) -> ChecklistRow:
        """Return the row of a declaration; without document and page it can't be looked up, so its outcome is ``ask``."""
        if outcome == "met" and not cited.complete:
            outcome, reason = "ask", f"{reason}文書名と頁の記入を要する。"
        note = f"備考: {cited.note}" if cited.note else ""
        return cls(
            clause=clause,
            requirement=requirement,
            status="declared",
            outcome=outcome,
            reason=f"{reason}{note}",
            document=cited.place,
            kind=kind,
        )


def percent(value: float) -> str:
    """Return two places, cut off and not rounded: 4.999 is not shown as 5.00, nor 29.999 as 30.00."""
    cut = int(abs(value) * 100 + 1e-9) / 100
    return f"{'-' if value < 0 else ''}{cut:.2f}"


def off_the_rule(words: str, reason: str) -> str:
    """Return what to say where a line that the call draws 「原則として」 is missed: the reason that was declared.

    Args:
        words: The line that is missed, e.g. ``5%以上``.
        reason: The reason that the group declared; "" = none.
    """
    why = f"原則から外れる理由: {reason}" if reason else "原則から外れる理由の申告がない"
    return f"{words}。{why}。機構の判断による"
