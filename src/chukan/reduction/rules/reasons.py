"""Why a record has the class it has: few texts, many records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    "over",
    "no_rule",
    "never",
    "kept_until",
    "off",
    "stands_against",
    "related_against",
    "within",
    "scope",
    "unknown",
    "no_date",
    "bad_date",
    "not_set",
    "not_delivered",
    "not_found",
    "no_group",
    "referrer_missing",
    "referrer_unreadable",
    "referred",
    "group",
    "followed",
]
CANDIDATE, CHECK, MUST = 0, 1, 2
"""The classes, from what may go to what must stay; a record is as high as what is attached to it."""
CLASS_JA = {CANDIDATE: "削減候補", CHECK: "要確認", MUST: "移行必須"}
CLASS_NAME = {CANDIDATE: "candidate", CHECK: "check", MUST: "must"}


@dataclass(frozen=True, slots=True)
class RetentionReason:
    """Why a record has its class.

    Attributes:
        text: Japanese; holds no value of a record.
    """

    code: Code
    text: str


@dataclass
class Reasons:
    """The reasons of a run, numbered."""

    listed: list[RetentionReason] = field(default_factory=list)
    _numbers: dict[RetentionReason, int] = field(default_factory=dict)

    def number(self, code: Code, text: str) -> int:
        """Return the number of a reason, the same for the same words."""
        reason = RetentionReason(code, text)
        if reason not in self._numbers:
            self._numbers[reason] = len(self.listed)
            self.listed.append(reason)
        return self._numbers[reason]

    def __getitem__(self, number: int) -> RetentionReason:
        return self.listed[number]
