"""One rule of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chukan.severity import Severity

OWN_RULE = "U01"
"""The id of the checks that a user added to a schema."""
#: Family letter -> its name on screen.
FAMILIES = {
    "F": "ファイルの読み取り",
    "V": "項目の値",
    "R": "1件のレコードの中",
    "K": "レコードのあいだ",
    "S": "合計と分布",
    "A": "移行条件",
    "W": "了承",
    "U": "利用者の検査",
    "M": "移行先との突合",
}
RECONCILIATION_FAMILY = "M"
"""The family of what only a reconciliation can find: `check` and `verify` have no second side."""

Actor = Literal["移行元", "移行先", "団体"]
"""Who acts on a finding: the vendor whose system hands the data over, the one whose system takes it in, the municipality."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is checked, and all that people ask about it. Texts are Japanese but for `title_en`.

    Attributes:
        example: A bad value or state, synthetic.
        severity: The default; a project may say otherwise.
        severity_note: When a finding weighs something else.
        actors: Who acts on its findings; who begins comes first.
        error_class: The successor standard's class: E0001 to E0004.
        family: The letter: F, V, R, K, S, A, W, U, M.
    """

    id: str
    title: str
    title_en: str
    checks: str
    why: str
    example: str
    remedy: str
    severity: Severity = Severity.ERROR
    severity_note: str = ""
    error_class: str | None = None
    actors: tuple[Actor, ...] = ("移行元",)

    family: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "family", self.id[0])

    @property
    def who(self) -> str:
        """Who acts on its findings, in a word."""
        return "・".join(self.actors)

    @property
    def advice(self) -> str:
        """Who does what about its findings, in a sentence."""
        return f"【{self.who}】{self.remedy}"

    def explanation(self) -> str:
        """All of it, for a terminal."""
        weight = self.severity.ja + (f"（{self.severity_note}）" if self.severity_note else "")
        lines = [
            f"{self.id}  {self.title}（{self.title_en}）",
            f"  分類    {FAMILIES[self.family]}",
            f"  重大度  {weight}",
        ]
        if self.error_class:
            lines.append(f"  エラー区分  {self.error_class}（後継標準のエラー区分に相当）")
        lines += [
            "",
            f"検査すること  {self.checks}",
            f"理由          {self.why}",
            f"例            {self.example}",
            f"直し方        {self.remedy}",
            f"対応する人    {self.who}",
            "",
            f"重大度の変更・停止はプロジェクトの rules: {{{self.id}: warning}} や {{{self.id}: off}} で行います。報告書に残ります。",
        ]
        return "\n".join(lines)
